"""Answerability of passages without notes: the probability that one of them answers a question.

Logistic regression on what a passage and a question have in common. The features mean the same in any
texts and however many there are, so that weights fitted to ours hold for a reader's own documents.
Fitted by `python -m index.learned.train`, which keeps the weights in answerability.json beside this file.
"""

import json
import math
from collections.abc import Hashable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage
from corpus.errors import AssistantError
from corpus.files import write_whole
from index.learned.artefacts import read_learned, to_train

Scores = NDArray[np.floating[Any]]
WEIGHTS = Path(__file__).with_name("answerability.json")


@dataclass(frozen=True)
class Answerability:
    """The weights, each beside the name of its feature."""

    encoder: str  # whose similarities they were fitted to
    bias: float
    similarity: float  # of the cosine of embeddings
    idf_overlap: float  # of the share of the question's idf in the passage
    margin: float  # of how far the passage stands above the best of another section
    words_weight: float = 0.5  # of BM25, as a share of what it could be, beside the similarity in the ranking

    def probabilities(self, *, similarity: Scores, idf_overlap: Scores, margin: Scores) -> Scores:
        """How likely each passage answers, 0 to 1; one value a passage in each argument."""
        log_odds = self.bias + self.similarity * similarity + self.idf_overlap * idf_overlap + self.margin * margin
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -50, 50))))


def read_answerability(encoder: str, path: Path = WEIGHTS) -> Answerability:
    """The weights for this encoder's similarities. Raises AssistantError when they are another's, or unreadable."""
    weights = read_learned(path, _weights, "the weights of answerability cannot be read")
    if weights.encoder != encoder:
        raise AssistantError(path, "it was fitted to another encoder than the one in use", to_train(encoder))
    return weights


def _weights(path: Path) -> Answerability:
    found = json.loads(path.read_text(encoding="utf-8"))
    numbers = {name: float(value) for name, value in found.items() if name != "encoder"}
    if not all(map(math.isfinite, numbers.values())):
        raise ValueError(numbers)
    return Answerability(encoder=str(found["encoder"]), **numbers)


def write_answerability(weights: Answerability, path: Path = WEIGHTS) -> None:
    """Keeps the weights in this file."""
    rounded = {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(weights).items()}
    write_whole(path, (json.dumps(rounded, indent=2) + "\n").encode())


def numbered(names: Iterable[Hashable]) -> NDArray[np.intp]:
    """A number for each name, the same for the same name."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)


def best_elsewhere(scores: Scores, sections: NDArray[np.intp]) -> Scores:
    """For each passage the best score in another section; its own section's worst where there is no other."""
    best = np.full(sections.max() + 1, -np.inf)
    np.maximum.at(best, sections, scores)
    first, second = np.argsort(-np.append(best, -np.inf))[:2]
    if second == len(best) or np.isinf(best[second]):
        return np.full(len(scores), scores.min())
    return np.asarray(np.where(sections == first, best[second], best[first]))


def wording(passage: Passage) -> str:
    """A statement with all headings above it: nothing says in other words what it is about, so they have to."""
    return " ".join((passage.document.title, *passage.section.parents, passage.statement))
