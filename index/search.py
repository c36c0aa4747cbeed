"""The rankings of a question, fused into Hits."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from corpus.document import Passage
from corpus.notes import Topic
from index.build import Build
from index.encoder import Encoder, Vectors
from index.entries import Target
from index.learned.editions import predecessors
from index.words import WordIndex, stems_and_pairs

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Match:
    """How well something matches a question."""

    score: float  # sum of standard scores: 0 is the average
    likeness: float  # cosine of the nearest of its entries, -1 to 1
    words: float  # BM25 of all its entries together, 0 and up
    learned: float = 0.0  # log-odds by what was learned from the notes; 0 where there are none
    held: float = 0.0  # share of the question's weight in words of its entries, 0 to 1
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
    leaning: float = 0.0  # how far what was learned places it among passages, 1, or topics, -1; 0 without notes


class Searcher:
    """Ranks the passages of one build."""

    def __init__(
        self,
        build: Build,
        encoder: Encoder,
        *,
        learned_weight: float = 2.0,
        kernel_weight: float = 4.0,
        side_weight: float = 24.0,
        words_weight: float = 1.0,
    ) -> None:
        """Ready to search.

        Beside the two plain rankings of the passages, what was learned from notes counts
        `learned_weight` and `kernel_weight`, and the side of the inspection that the question is
        about counts `side_weight`. Each is the middle of a range in which results hardly change.
        """
        self.build = build
        self._encoder = encoder
        self._learned_weight = learned_weight
        self._kernel_weight = kernel_weight
        self._side_weight = side_weight
        self._words_weight = words_weight
        self._words = _words_with_notes(build) if build.classifier else _words_without_notes(build)
        self._is_passage = np.array([isinstance(target, Passage) for target in build.targets])
        self._side_of = _numbered(_side(target) for target in build.targets)
        self._predecessors = predecessors(build)
        # Threads of numpy that wait busily for work make those of torch four times slower.
        threadpool_limits(1, user_api="blas")
        # Compiles what is compiled on first use, so that the first leader does not wait for it.
        self.search("warm up")

    def search(self, question: str, embedding: Scores | None = None) -> Ranking:
        """The ranking of every passage for this question, whose embedding may be given."""
        embedding = self._encoder.encode([question])[0] if embedding is None else embedding
        entry_likeness = self.build.vectors @ embedding
        likeness = np.maximum.reduceat(entry_likeness, self.build.first_rows)
        words, held = self._words.scores(question), self._words.held(question)
        scores = _standard(likeness) + self._words_weight * _standard(words)
        learned = np.zeros_like(scores)
        if self.build.classifier:
            learned = self.build.classifier.scores(embedding)
            scores += self._learned_weight * _standard(learned)
        alone = scores.copy()
        leaning = 0.0
        if self.build.kernel:
            shares = self.build.kernel.scores(question, entry_likeness)
            sides = np.bincount(self._side_of, weights=shares)[self._side_of].astype(np.float32)
            scores += self._kernel_weight * _standard(shares) + self._side_weight * sides
            leaning = float(shares[self._is_passage].sum() - shares[~self._is_passage].sum())
        found = np.stack([scores, likeness, words, learned, held, alone])
        for newer, older in self._predecessors.items():
            if found[0, older] >= found[0, newer]:
                found[:, newer] = found[:, older]
        return self._ranking(question, found, leaning)

    def _ranking(self, question: str, found: Scores, leaning: float) -> Ranking:
        """The targets in order; `found` has a row for each field of a Match, the score first."""
        # Of two alike the newer wording comes first.
        older = np.isin(np.arange(found.shape[1]), list(self._predecessors.values()))
        hits: list[Hit] = []
        topics: list[TopicHit] = []
        for n in np.lexsort((older, -found[0])):
            match = Match(*map(float, found[:, n]))
            target = self.build.targets[n]
            if isinstance(target, Passage):
                hits.append(Hit(target, match))
            else:
                topics.append(TopicHit(target, match))
        return Ranking(question, tuple(hits), tuple(topics), self._words.known(question), leaning)

    def search_all(self, questions: Sequence[str], embeddings: Vectors | None = None) -> list[Ranking]:
        """A ranking for each question, whose embeddings may be given; else they are made together."""
        embeddings = self._encoder.encode(list(questions)) if embeddings is None else embeddings
        return [self.search(question, row) for question, row in zip(questions, embeddings, strict=True)]


def _side(target: Target) -> tuple[str, ...]:
    """Whom or what a target speaks of: inspectors' conduct, the provider's, opinion, or something else.

    Leaders name either side with the same words ("rude", "worried"), so that who does it to whom is told
    more surely for all statements of a side together than for one of them.
    """
    return (target.document.kind, target.binds) if isinstance(target, Passage) else ()


def _numbered(names: Iterable[Hashable]) -> NDArray[np.intp]:
    """A number for each name, the same for the same name."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)


def _words_with_notes(build: Build) -> WordIndex:
    return WordIndex([" ".join(texts) for texts in build.texts_by_target])


def _words_without_notes(build: Build) -> WordIndex:
    """Nothing says in other words what a passage is about, so that the headings above it have to."""
    named = zip(build.targets, build.texts_by_target, strict=True)
    return WordIndex([" ".join((*_headings(target), *texts)) for target, texts in named], terms=stems_and_pairs)


def _headings(target: Target) -> tuple[str, ...]:
    """What stands above the heading that a statement begins with anyway."""
    return (target.document.title, *target.section.parents) if isinstance(target, Passage) else ()


def _standard(scores: Scores) -> Scores:
    """Zero mean, unit deviation; all zero where nothing tells the passages apart."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
