"""The rankings of a question, fused into Hits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from corpus.document import Passage
from corpus.notes import Topic
from index.build import Build
from index.encoder import Encoder
from index.entries import Target
from index.words import WordIndex

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Match:
    """How well something matches a question."""

    score: float  # sum of standard scores: 0 is the average
    likeness: float  # cosine of the nearest of its entries, -1 to 1
    words: float  # BM25 of all its entries together, 0 and up
    learned: float = 0.0  # log-odds by what was learned from the notes; 0 where there are none
    alone: float = 0.0  # the score without the kernel, which ranks best but tells coverage worst


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

    def __init__(
        self,
        build: Build,
        encoder: Encoder,
        *,
        learned_weight: float = 2.0,
        kernel_weight: float = 4.0,
        section_weight: float = 0.5,
        words_weight: float = 1.0,
    ) -> None:
        """Ready to search.

        Beside the two plain rankings of the passages, what was learned from notes counts
        `learned_weight` and `kernel_weight`, and where nothing was, the two rankings of whole
        sections count `section_weight`. Each is the middle of a range in which results hardly change.
        """
        self.build = build
        self._encoder = encoder
        self._learned_weight = learned_weight
        self._kernel_weight = kernel_weight
        self._section_weight = section_weight
        self._words_weight = words_weight
        self._words = WordIndex([" ".join(texts) for texts in build.texts_by_target])
        self._sections = None if build.classifier else _Sections(build)
        # Threads of numpy that wait busily for work make those of torch four times slower.
        threadpool_limits(1, user_api="blas")
        # Compiles what is compiled on first use, so that the first leader does not wait for it.
        self.search("warm up")

    def embed(self, question: str) -> Scores:
        """The embedding of a question, for those who need it more than once."""
        return np.asarray(self._encoder.encode([question])[0])

    def search(self, question: str, embedding: Scores | None = None) -> Ranking:
        """The ranking of every passage for this question, whose embedding may be given."""
        embedding = self.embed(question) if embedding is None else embedding
        entry_likeness = self.build.vectors @ embedding
        likeness = np.maximum.reduceat(entry_likeness, self.build.first_rows)
        words = self._words.scores(question)
        scores = _standard(likeness) + self._words_weight * _standard(words)
        learned = np.zeros_like(scores)
        if self.build.classifier:
            learned = self.build.classifier.scores(embedding)
            scores += self._learned_weight * _standard(learned)
        if self._sections:
            scores += self._section_weight * self._sections.scores(question, embedding)
        alone = scores.copy()
        if self.build.kernel:
            scores += self._kernel_weight * _standard(self.build.kernel.scores(question, entry_likeness))
        hits: list[Hit] = []
        topics: list[TopicHit] = []
        for n in np.argsort(-scores, kind="stable"):
            match = Match(float(scores[n]), float(likeness[n]), float(words[n]), float(learned[n]), float(alone[n]))
            target = self.build.targets[n]
            if isinstance(target, Passage):
                hits.append(Hit(target, match))
            else:
                topics.append(TopicHit(target, match))
        return Ranking(question, tuple(hits), tuple(topics), self._words.known(question))


class _Sections:
    """The sections that the targets of a build stand in, ranked as wholes."""

    def __init__(self, build: Build) -> None:
        first_rows = build.vectors[build.first_rows]
        names = [_section_name(target) for target in build.targets]
        number = {name: n for n, name in enumerate(dict.fromkeys(names))}
        self._section_of = np.array([number[name] for name in names])
        sums = np.zeros((len(number), first_rows.shape[1]), dtype=np.float32)
        np.add.at(sums, self._section_of, first_rows)
        self._vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        texts: list[list[str]] = [[] for _ in number]
        for n, statements in zip(self._section_of, build.texts_by_target, strict=True):
            texts[n].append(statements[0])
        self._words = WordIndex([" ".join(text) for text in texts])

    def scores(self, question: str, embedding: Scores) -> Scores:
        """For each target, the sum of its section's two standard scores."""
        sections = _standard(self._vectors @ embedding) + _standard(self._words.scores(question))
        return np.asarray(sections[self._section_of])


def _section_name(target: Target) -> tuple[str, str]:
    if isinstance(target, Passage):
        return target.document.id, target.section.path
    return "", target.name


def _standard(scores: Scores) -> Scores:
    """Zero mean, unit deviation; all zero where nothing tells the passages apart."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
