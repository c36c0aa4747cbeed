"""What is learned from our notes, first part: which statement a way of asking belongs to.

Each phrasing of a note is a labelled example, so that a logistic regression over the encoder's
embeddings ranks statements and topics. It is fitted when an index is built, kept in the build,
and not there at all for documents without notes.
"""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from corpus.errors import AssistantError
from index.encoder import Vectors

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Classifier:
    """A linear classifier over embeddings."""

    weights: NDArray[np.float32]  # (classes, dimensions)
    bias: NDArray[np.float32]  # (classes,)

    def scores(self, embedding: NDArray[np.float32]) -> Scores:
        """The log-odds of each class for one embedding of shape (dimensions,)."""
        return np.asarray(self.weights @ embedding + self.bias, dtype=np.float32)


def fit(vectors: Vectors, classes: NDArray[np.intp], *, inverse_regularisation: float = 10.0) -> Classifier:
    """The classifier that tells these rows apart; `classes` numbers each row's class from 0 up, without a gap.

    Deterministic: the same rows give the same weights. 10 was as good as 3 and 30 on unseen questions.
    """
    model = LogisticRegression(C=inverse_regularisation, max_iter=300)
    model.fit(vectors, classes)
    return Classifier(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def save(classifier: Classifier, path: Path) -> None:
    """Keeps it in one file."""
    np.savez(path, weights=classifier.weights, bias=classifier.bias)


def load(path: Path) -> Classifier:
    """The classifier kept in this file. Raises AssistantError when it is not readable."""
    try:
        with np.load(path, allow_pickle=False) as found:
            return Classifier(found["weights"], found["bias"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise AssistantError(path, "what was learned cannot be read", "Build the index again") from error
