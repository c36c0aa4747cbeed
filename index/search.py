"""The rankings of a question, fused into Hits."""

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
class Match:
    """How well something matches a question."""

    score: float  # sum of standard scores: 0 is the average
    likeness: float  # cosine of the nearest of its entries, -1 to 1
    words: float  # BM25 of all its entries together, 0 and up
    learned: float = 0.0  # log-odds by what was learned from the notes; 0 where there are none


@dataclass(frozen=True)
class Hit:
    """A passage and how well it matches a question."""

    passage: Passage
    match: Match

    @property
    def score(self) -> float:
        """What passages are ranked by."""
        return self.match.score


@dataclass(frozen=True)
class TopicHit:
    """Something answered elsewhere and how well it matches a question."""

    topic: Topic
    match: Match

    @property
    def score(self) -> float:
        """Comparable with that of a passage."""
        return self.match.score


@dataclass(frozen=True)
class Ranking:
    """All passages for one question, best first, and the topics that compete with them."""

    question: str
    hits: tuple[Hit, ...]
    topics: tuple[TopicHit, ...] = ()
    known: float = 1.0  # share of the question's weight in words that occur in some entry


class Searcher:
    """Ranks the passages of one build."""

    def __init__(self, build: Build, encoder: Encoder, *, learned_weight: float = 2.0) -> None:
        """Ready to search. What was learned counts `learned_weight` times one of the plain rankings."""
        self.build = build
        self._encoder = encoder
        self._learned_weight = learned_weight
        self._words = WordIndex([" ".join(texts) for texts in build.texts_by_target])
        # Compiles what is compiled on first use, so that the first leader does not wait for it.
        self.search("warm up")

    def search(self, question: str) -> Ranking:
        """The ranking of every passage for this question."""
        embedding = self._encoder.encode([question])[0]
        likeness = np.maximum.reduceat(self.build.vectors @ embedding, self.build.first_rows)
        words = self._words.scores(question)
        scores = _standard(likeness) + _standard(words)
        learned = np.zeros_like(scores)
        if self.build.classifier:
            learned = self.build.classifier.scores(embedding)
            scores += self._learned_weight * _standard(learned)
        hits: list[Hit] = []
        topics: list[TopicHit] = []
        for n in np.argsort(-scores, kind="stable"):
            match = Match(float(scores[n]), float(likeness[n]), float(words[n]), float(learned[n]))
            target = self.build.targets[n]
            if isinstance(target, Passage):
                hits.append(Hit(target, match))
            else:
                topics.append(TopicHit(target, match))
        return Ranking(question, tuple(hits), tuple(topics), self._words.known(question))


def _standard(scores: Scores) -> Scores:
    """Zero mean, unit deviation; all zero where nothing tells the passages apart."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
