"""A question is ranked: how likely each passage answers it, each topic answered elsewhere, and each other reading."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from corpus.document import Kind, Passage
from corpus.editions import NO_EDITIONS, Editions
from corpus.errors import AssistantError
from corpus.library import Library
from corpus.notes import Notes, Reading, Topic
from index.build import Build
from index.encoder import Encoder, Vectors
from index.learned.answerability import Answerability, Scores, best_elsewhere, numbered, wording
from index.learned.readings import ReadingModel
from index.stores.rows import ExactNeighbours, most
from index.words import WordIndex, stems_and_pairs

NEAREST = 300  # rows of a large build that are looked at by what they mean, and as many by their words
MOST_HITS = 300  # of one message that no note is on: whoever shows more shows what has nothing to do with it


@dataclass(frozen=True)
class Hit:
    """A passage and how well it matches a question."""

    passage: Passage
    score: float  # the probability that it answers the question, 0 to 1
    similarity: float = 0.0  # cosine of its statement's embedding and the question's, -1 to 1
    words: float = 0.0  # BM25 of its words, 0 and up; 0 for passages with notes
    alone: bool = False  # judged by itself: no note is on it, nor on an earlier wording of it


@dataclass(frozen=True)
class TopicHit:
    """Something answered elsewhere, or nothing to do with inspections, and how likely it is what is asked."""

    topic: Topic
    score: float


@dataclass(frozen=True)
class ReadingHit:
    """Another reading of a message (a whole section, thanks, who are you ...) and how likely it is."""

    reading: Reading
    score: float


_KINDS = tuple(Kind)
_SCORE = attrgetter("score")
_PASSAGE, _TOPIC, _READING = map(attrgetter, ("passage.key", "topic.id", "reading.id"))
_Scored = TypeVar("_Scored", Hit, TopicHit, ReadingHit)


@dataclass(frozen=True)
class Ranking:
    """Every reading of one message with its probability, likeliest first."""

    question: str
    hits: tuple[Hit, ...]
    topics: tuple[TopicHit, ...] = ()
    readings: tuple[ReadingHit, ...] = ()

    @property
    def covered(self) -> float:
        """How likely it is that some passage answers."""
        return min(1.0, sum(hit.score for hit in self.hits))


def pooled(whole: Ranking, *parts: Ranking) -> Ranking:
    """The ranking of a message with those of its sentences: each reading as likely as where it is likeliest."""
    if not parts:
        return whole
    of = (whole, *parts)
    return Ranking(
        whole.question,
        _likeliest([hit for each in of for hit in each.hits], _PASSAGE),
        _likeliest([hit for each in of for hit in each.topics], _TOPIC),
        _likeliest([hit for each in of for hit in each.readings], _READING),
    )


def _likeliest(hits: Iterable[_Scored], read_as: Callable[[_Scored], str]) -> tuple[_Scored, ...]:
    """Likeliest first, each of what is read once."""
    ordered = _ordered(hits)
    names = list(map(read_as, ordered))
    likeliest = dict(zip(reversed(names), reversed(ordered), strict=True))
    return tuple(map(likeliest.__getitem__, dict.fromkeys(names)))


def _read_as(hit: Hit | TopicHit | ReadingHit) -> str:
    if isinstance(hit, Hit):
        return hit.passage.key
    return hit.topic.id if isinstance(hit, TopicHit) else hit.reading.id


def likeliest_of(ranking: Ranking) -> tuple[str, float]:
    """The key or id of the likeliest of all readings, and how likely it is; empty and 0 where there is none."""
    found: list[Hit | TopicHit | ReadingHit] = [*ranking.hits[:1], *ranking.topics[:1], *ranking.readings[:1]]
    first = max(found, key=lambda hit: hit.score, default=None)
    return (_read_as(first), first.score) if first else ("", 0.0)


def limited(ranking: Ranking, wanted: Callable[[Passage], bool]) -> Ranking:
    """The ranking where only such passages are meant: they share what was said of the others."""
    kept = [hit for hit in ranking.hits if wanted(hit.passage)]
    share = ranking.covered / max(sum(hit.score for hit in kept), 1e-6)
    return replace(ranking, hits=tuple(replace(hit, score=hit.score * share) for hit in kept))


@dataclass(frozen=True)
class Looked:
    """The passages that one message is compared with, in their order: all of a build, or those worth it of a large one.

    All arrays have a row a passage.
    """

    numbers: NDArray[np.intp]  # in the library
    vectors: Vectors
    classes: NDArray[np.intp]  # of the reading model, -1 where no note is on it
    beside: NDArray[np.intp]  # which of those that are judged by their words it is, -1 for none
    judged: NDArray[np.bool_]  # by itself
    sections: NDArray[np.intp]
    kinds: NDArray[np.intp]

    def only(self, numbers: NDArray[np.intp]) -> "Looked":
        """Those of these numbers, ascending, out of all."""
        return Looked(numbers, *(each[numbers] for each in list(vars(self).values())[1:]))

    def places_of(self, numbers: NDArray[np.intp]) -> NDArray[np.intp]:
        """Where those of these numbers stand that are among them."""
        places = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.asarray(places[self.numbers[places] == numbers], np.intp)


class Searcher:
    """Ranks the readings of a message over one build.

    Passages with notes, topics and other readings share the probabilities of the reading model. Passages
    without notes are judged one by one by what they have in common with the message, and what the model
    says holds for the rest that they leave (`rest_beside`).
    """

    def __init__(
        self,
        build: Build,
        encoder: Encoder,
        model: ReadingModel | None,
        weights: Answerability,
        notes: Notes,
        editions: Editions = NO_EDITIONS,
        *,
        nearest: int = NEAREST,
    ) -> None:
        """Ready to search; `model` knows the readings in `notes`, and `weights` judge documents that it does not.

        Where `editions` pair a statement with an earlier wording, what leads to the earlier leads to it. `nearest`:
        so many by meaning, and as many by words, are looked at of a large build.
        """
        self.build = build
        self._encoder = encoder
        self._model = model
        self._own, self._nearest = weights, nearest
        library = build.library
        known = {name: number for number, name in enumerate(model.names)} if model else {}
        classes = np.array([known.get(class_of(passage, notes), -1) for passage in library.passages], dtype=np.intp)
        # What our notes pass over in a document that they are on is page furniture or says nothing by itself.
        noted = {p.document.id for p, number in zip(library.passages, classes, strict=True) if number >= 0}
        self._handed = _handed(library.passages, editions)
        led_to = {newer for older, newer in self._handed if library.passages[older].document.id in noted}
        # What earlier wording leads to is not judged by itself, but what is new beside it is compared with it.
        compared = [n for n, p in enumerate(library.passages) if p.document.id not in noted]
        self._compared = np.array(compared, dtype=np.intp)
        self._bare = np.array([n for n in compared if n not in led_to], dtype=np.intp)
        places = ((topic, f"place/{topic.id}") for topic in notes.topics)
        self._topics = [(topic, known[name]) for topic, name in places if name in known]
        self._held = self._held_topics(library)
        self._readings = [(each, known[each.id]) for each in notes.readings if each.id in known]
        noted_rules = (n for p, n in zip(library.passages, classes, strict=True) if p.document.kind is Kind.GUIDANCE)
        self._rules = np.array(sorted({n for n in noted_rules if n >= 0}), dtype=np.intp)
        beside = [library.passages[n] for n in self._compared]
        texts = [wording(passage) for passage in beside]
        self._words = WordIndex(texts, terms=stems_and_pairs, kept=build.words)
        count = len(library.passages)
        place, sections, judged = np.full(count, -1, np.intp), np.full(count, -1, np.intp), np.zeros(count, bool)
        place[self._compared], judged[self._bare] = np.arange(len(compared)), True
        sections[self._compared] = numbered((passage.document.id, passage.section.path) for passage in beside)
        kinds = np.array([_KINDS.index(passage.document.kind) for passage in library.passages], dtype=np.intp)
        self._all = Looked(np.arange(count), build.vectors, classes, place, judged, sections, kinds)
        handed = [number for pair in self._handed for number in pair]
        self._always = np.union1d(np.flatnonzero(classes >= 0), np.array(handed, dtype=np.intp))
        # Threads of numpy that wait busily for work make those of torch four times slower.
        threadpool_limits(1, user_api="blas")

    def search(self, question: str) -> Ranking:
        """The ranking of one message."""
        return self.search_all([question])[0]

    def search_all(self, questions: Sequence[str], embedded: Vectors | None = None) -> list[Ranking]:
        """A ranking of each message; `embedded` are their embeddings, made here where not given."""
        meaning = self._encoder.encode(list(questions)) if embedded is None else embedded
        rows = self._model.probabilities(questions, meaning) if self._model else np.zeros((len(questions), 0))
        found = zip(questions, meaning, rows, self._near(meaning), strict=True)
        return [self._ranking(*each) for each in found]

    def _near(self, meaning: Vectors) -> Sequence[NDArray[np.intp] | None]:
        """Of a large build the rows nearest to each of these embeddings; of another nothing for each."""
        if not self.build.neighbours or not len(meaning):
            return [None] * len(meaning)
        count = self._nearest + len(self._always)  # beside those that are always looked at
        try:
            return self.build.neighbours.nearest(meaning, count)
        except AssistantError:  # the store went away below us: what it kept is in the rows as well
            return ExactNeighbours(self.build.vectors).nearest(meaning, count)

    def _ranking(self, question: str, embedding: Scores, shares: Scores, near: NDArray[np.intp] | None) -> Ranking:
        words = self._words.scores(question) if len(self._bare) else np.zeros(0, np.float32)
        looked = self._all if near is None else self._looked(near, words)
        similarity = looked.vectors @ embedding
        own, matched = self._without_notes(question, looked, similarity, words)
        noted, bare = looked.classes >= 0, looked.judged
        likeliest = {kind: float(own[looked.kinds == n].max(initial=0.0)) for n, kind in enumerate(_KINDS)}
        rest = rest_beside(likeliest, float(shares[self._rules].sum()))
        scores = np.where(bare, own, 0.0)
        scores[noted] = rest * shares[looked.classes[noted]]
        self._hand_on(scores, looked)
        held = self._answered_here(scores, rest * shares, looked)
        left = (rest * shares).tolist()  # numbers of Python's, which are faster one by one
        passages = self.build.library.passages
        order = np.lexsort((-similarity, -scores))
        order = order[(np.arange(len(order)) < MOST_HITS) | noted[order]]
        columns = (looked.numbers, scores, similarity, matched, bare)
        hits = (Hit(passages[n], *told) for n, *told in zip(*(each[order].tolist() for each in columns), strict=True))
        topics = (TopicHit(topic, left[n]) for topic, n in self._topics if n not in held)
        readings = (ReadingHit(reading, left[n]) for reading, n in self._readings)
        return Ranking(question, tuple(hits), _ordered(topics), _ordered(readings))

    def _looked(self, near: NDArray[np.intp], words: Scores) -> Looked:
        """What a message is compared with whose nearest rows and scores of words are these."""
        worded = self._compared[most(words, self._nearest)]
        return self._all.only(np.unique(np.concatenate([self._always, near, worded])))

    def _without_notes(self, question: str, looked: Looked, similarity: Scores, words: Scores) -> tuple[Scores, Scores]:
        """For each passage judged by itself, the probability that it answers and its BM25 score; 0 for the others."""
        likely, matched = np.zeros(len(similarity)), np.zeros(len(similarity))
        beside = looked.beside >= 0
        if not looked.judged.any():
            return likely, matched
        at, similar = looked.beside[beside], similarity[beside]
        overlap = self._words.idf_overlap(question, at)
        both = similar + self._own.words_weight * words[at] / self._words.most(question)
        margin = both - best_elsewhere(both, looked.sections[beside])
        likely[beside] = self._own.probabilities(similarity=similar, idf_overlap=overlap, margin=margin)
        matched[beside] = words[at]
        return np.where(looked.judged, likely, 0.0), np.where(looked.judged, matched, 0.0)

    def _held_topics(self, library: Library) -> dict[int, NDArray[np.intp]]:
        """By the class of each topic whose place's page is held, the numbers of that document's passages."""
        bare = set(self._bare.tolist())
        found = {}
        for topic, number in self._topics:
            documents = {document.id for document in topic.held_by(library.documents)}
            own = [n for n in bare if library.passages[n].document.id in documents] if documents else []
            if own:
                found[number] = np.array(sorted(own), dtype=np.intp)
        return found

    def _answered_here(self, scores: Scores, shares: Scores, looked: Looked, *, touches_from: float = 0.1) -> set[int]:
        """The topics that are no longer answered elsewhere: what speaks for one speaks for the document held for it.

        It goes to those of its passages that match best. Where none matches, the topic stays.
        """
        answered = set()
        for topic, numbers in self._held.items():
            own = looked.places_of(numbers)
            best = scores[own].max(initial=0.0)
            if best >= touches_from:
                scores[own] = np.maximum(scores[own], shares[topic] * scores[own] / best)
                answered.add(topic)
        return answered

    def _hand_on(self, scores: Scores, looked: Looked) -> None:
        """Present wording is as likely as the earlier that it takes over from, which leads to nothing by itself."""
        if not self._handed:
            return
        pairs = np.array(self._handed, dtype=np.intp).T
        older, newer = (looked.places_of(numbers).tolist() for numbers in pairs)  # all are always looked at
        for one, other in zip(older, newer, strict=True):
            scores[other] = max(scores[other], scores[one])
        scores[older] = 0.0


def rest_beside(likeliest: Mapping[Kind, float], ruled: float) -> float:
    """What passages without notes leave for all else, where the likeliest of each kind answers with this probability.

    Guidance takes its probability p and leaves 1 - p. A local document takes only by how much it is likelier than
    the noted rules together, `ruled`: among thousands of passages one always has something in common with a
    message. Opinion takes nothing.
    """
    return 1.0 - max(likeliest.get(Kind.GUIDANCE, 0.0), likeliest.get(Kind.OTHER, 0.0) - ruled, 0.0)


def _handed(passages: Sequence[Passage], editions: Editions) -> list[tuple[int, int]]:
    """The numbers of earlier and present wording of each pair, older editions first."""
    numbers = {passage.key: number for number, passage in enumerate(passages)}
    return [(numbers[older.key], numbers[newer.key]) for older, newer, _ in editions.both]


def class_of(passage: Passage, notes: Notes) -> str:
    """The class of a passage in the reading model: that of its first note; empty where it has none."""
    note = notes.on(passage)
    return f"statement/{note.id}" if note else ""


def _ordered(hits: Iterable[_Scored]) -> tuple[_Scored, ...]:
    return tuple(sorted(hits, key=_SCORE, reverse=True))
