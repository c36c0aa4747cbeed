"""A second net for distress, below the fixed rules: how near a message is to known cries for help.

A logistic regression over a message's embedding and its words. It is fitted once for an encoder
from the examples in corpus/notes/distress.yaml, with ways of asking from our notes as further
messages that are none, and kept in the data folder under the digest of what made it.
"""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

from corpus.errors import AssistantError
from corpus.notes import CriesForHelp
from index.encoder import Encoder, Vectors
from index.learn import Classifier, load, save

_FORMAT = 1


@dataclass(frozen=True)
class Alarm:
    """Tells how likely it is that somebody is in danger."""

    encoder: Encoder
    classifier: Classifier

    def probability(self, message: str, embedding: NDArray[np.float32] | None = None) -> float:
        """0 to 1, by the message's words and its embedding, which may be given."""
        rows = self.encoder.encode([message]) if embedding is None else embedding[np.newaxis]
        log_odds = self.classifier.scores(_features(rows, [message]).toarray()[0].astype(np.float32))
        return float(1 / (1 + np.exp(-log_odds[0])))


def open_alarm(
    encoder: Encoder, cries: CriesForHelp, asked: Sequence[str], data: Path, *, every: int = 5
) -> Alarm | None:
    """The alarm for this encoder, fitted where there is none yet; nothing where there are no examples.

    Every fifth way of asking is enough to show what an ordinary question looks like.
    """
    if not cries.distress:
        return None
    quiet = [*cries.everyday, *asked[::every]]
    made_of = json.dumps([_FORMAT, encoder.name, cries.distress, quiet])
    path = data / "alarms" / f"{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.npz"
    try:
        return Alarm(encoder, load(path))
    except AssistantError:  # there is none yet, or it is damaged
        classifier = _fitted(encoder, cries.distress, quiet)
        _keep(classifier, path)
        return Alarm(encoder, classifier)


def _keep(classifier: Classifier, path: Path) -> None:
    """Appears whole or not at all. Raises AssistantError when the folder cannot be written."""
    aside = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(classifier, aside)
        os.replace(aside, path)
    except OSError as error:
        raise AssistantError(path.parent, "the folder cannot be written", "Choose another with --data") from error


def _fitted(encoder: Encoder, distress: Sequence[str], quiet: Sequence[str]) -> Classifier:
    model = LogisticRegression(C=10, max_iter=500)
    model.fit(
        _features(encoder.encode([*distress, *quiet]), [*distress, *quiet]), [1] * len(distress) + [0] * len(quiet)
    )
    return Classifier(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def _features(rows: Vectors, messages: list[str]) -> csr_matrix:
    return csr_matrix(hstack([csr_matrix(rows), _word_runs().transform(messages)]))


def _word_runs() -> HashingVectorizer:
    """Runs of one to three words, counted without a vocabulary to keep."""
    return HashingVectorizer(
        n_features=2**14,
        ngram_range=(1, 3),
        alternate_sign=False,
        tokenizer=_words,
        token_pattern=None,
        lowercase=False,
    )


def _words(message: str) -> Iterable[str]:
    return re.findall(r"\w+", re.sub(r"['’]", "", message.casefold()))
