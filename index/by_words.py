"""A ranking by words alone (BM25), for as long as the model or what was learned cannot be read."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.document import Passage
from corpus.library import Library
from corpus.notes import Notes
from index.build import Build, Manifest
from index.encoder import Vectors
from index.learned.answerability import wording
from index.search import MOST_HITS, Hit, Ranking, Searcher
from index.words import WordIndex, stems_and_pairs


class NoEncoder:
    """Stands where the model cannot be read: every text is alike."""

    name = "words"

    def encode(self, texts: list[str]) -> Vectors:
        """A zero a text."""
        return np.zeros((len(texts), 1), np.float32)

    def encode_with_tone(self, texts: list[str]) -> tuple[Vectors, Vectors]:
        """Two zeros a text."""
        return self.encode(texts), self.encode(texts)


class WordSearcher(Searcher):
    """Ranks passages by the words that they, and the notes on them, share with a message."""

    def __init__(self, library: Library, notes: Notes) -> None:
        """Ready to search."""
        vectors = NoEncoder().encode([passage.key for passage in library.passages])
        self.build = Build(Path("words"), Manifest("", NoEncoder.name, len(vectors), "", {}), library, vectors)
        texts = [" ".join((wording(passage), *_ways(passage, notes))) for passage in library.passages]
        self._words = WordIndex(texts, terms=stems_and_pairs)

    def search_all(self, questions: Sequence[str], embedded: Vectors | None = None) -> list[Ranking]:  # noqa: ARG002
        """A ranking of each message; a score is the share of its idf that a passage holds."""
        return [self._by_words(question) for question in questions]

    def _by_words(self, question: str) -> Ranking:
        scores, shares = self._words.scores(question), self._words.idf_overlap(question)
        order = np.argsort(-scores, kind="stable")[:MOST_HITS]
        passages = self.build.library.passages
        hits = (Hit(passages[n], float(shares[n]), words=float(scores[n])) for n in order)
        return Ranking(question, tuple(hits))


def _ways(passage: Passage, notes: Notes) -> Iterator[str]:
    for note in notes.all_on(passage):
        yield from (note.label, note.plain, *note.asked_as)
