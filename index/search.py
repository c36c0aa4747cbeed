"""Both rankings of a question, fused into Hits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage
from corpus.notes import Topic
from index.build import Build
from index.encoder import Encoder
from index.words import WordIndex

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Hit:
    """A passage and how well it matches a question."""

    passage: Passage
    score: float  # sum of standard scores: 0 is the average passage
    likeness: float  # cosine of the nearest of its entries, -1 to 1
    words: float  # BM25 of the best of its entries, 0 and up


@dataclass(frozen=True)
class TopicHit:
    """Something answered elsewhere and how well it matches a question."""

    topic: Topic
    score: float
    likeness: float


@dataclass(frozen=True)
class Ranking:
    """All passages for one question, best first, and the topics that compete with them."""

    question: str
    hits: tuple[Hit, ...]
    topics: tuple[TopicHit, ...] = ()


class Searcher:
    """Ranks the passages of one build."""

    def __init__(self, build: Build, encoder: Encoder) -> None:
        self.build = build
        self._encoder = encoder
        self._targets = list(dict.fromkeys(entry.target for entry in build.entries))
        row = {target: number for number, target in enumerate(self._targets)}
        self._target_of = np.array([row[entry.target] for entry in build.entries])
        self._words = WordIndex([entry.text for entry in build.entries])
        # Compiles what is compiled on first use, so that the first leader does not wait for it.
        self.search("warm up")

    def search(self, question: str) -> Ranking:
        """The ranking of every passage for this question."""
        likeness = self._best(self.build.vectors @ self._encoder.encode([question])[0])
        words = self._best(self._words.scores(question))
        scores = _standard(likeness) + _standard(words)
        order = np.argsort(-scores, kind="stable")
        hits: list[Hit] = []
        topics: list[TopicHit] = []
        for n in order:
            target = self._targets[n]
            if isinstance(target, Passage):
                hits.append(Hit(target, float(scores[n]), float(likeness[n]), float(words[n])))
            else:
                topics.append(TopicHit(target, float(scores[n]), float(likeness[n])))
        return Ranking(question, tuple(hits), tuple(topics))

    def _best(self, scores: Scores) -> Scores:
        """The best score of each target's entries."""
        best = np.full(len(self._targets), -np.inf, dtype=np.float32)
        np.maximum.at(best, self._target_of, scores)
        return best


def _standard(scores: Scores) -> Scores:
    """Zero mean, unit deviation; all zero where nothing tells the passages apart."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
