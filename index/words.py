"""BM25 and idf overlap over the stems of a list of texts."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN
from numpy.typing import NDArray

from index.postings import kept_postings, postings_of

_WORD = re.compile(r"\w+(?:['’]\w+)?")


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, each as its stem, in order."""
    return [_stem(word) for word in words(text) if word not in STOPWORDS_EN]


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without possessive endings."""
    found = (match.casefold().replace("’", "'") for match in _WORD.findall(text))
    return [word.removesuffix("'s") for word in found]


def stems_and_pairs(text: str) -> list[str]:
    """The stems of a text, and its pairs of neighbouring words, which tell who does what to whom."""
    return [*stems(text), *(f"{first} {second}" for first, second in pairwise(words(text)))]


def letter_runs(words: Iterable[str]) -> list[bytes]:
    """The runs of 3 to 5 letters within each word and its edges, in UTF-8."""
    return [run for word in words for run in _runs_of(f" {word} ")]


def _runs_of(edged: str) -> list[bytes]:
    places = [(at, at + n) for n in (3, 4, 5) for at in range(len(edged) - n + 1)]
    if edged.isascii():  # as most are: a byte is a letter
        whole = edged.encode()
        return [whole[begin:end] for begin, end in places]
    return [edged[begin:end].encode() for begin, end in places]


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)  # it would keep the words of questions


def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


class WordIndex:
    """The words of a list of texts, ready to be matched."""

    def __init__(
        self,
        texts: Sequence[str],
        *,
        terms: Callable[[str], list[str]] = stems,
        k1: float = 1.5,
        b: float = 0.75,
        kept: Path | None = None,
    ) -> None:
        """Ready to score; `terms` tells what is counted of a text, its stems among it.

        `kept`: a folder that keeps what was counted, from where it is mapped: of many texts that takes long.
        """
        self._size, self._k1, self._terms = len(texts), k1, terms
        self._postings = kept_postings(kept, texts, terms) if kept else postings_of(texts, terms, k1=k1, b=b)

    def _idf(self, texts: int) -> float:
        return math.log(1 + (self._size - texts + 0.5) / (texts + 0.5))

    def weight(self, term: str) -> float:
        """How much a term says, by how few of the texts hold it."""
        return self._idf(_count(self._postings.of([term])[0]))

    def scores(self, question: str) -> NDArray[np.float32]:
        """The BM25 score of each text, in order; all zero where no word is shared."""
        found = np.zeros(self._size, dtype=np.float32)
        for held in self._postings.of(self._terms(question)):
            found[self._postings.texts[held]] += self._postings.adds[held]
        return found

    def idf_overlap(self, question: str, among: NDArray[np.intp] | None = None) -> NDArray[np.float32]:
        """For each text, or each `among` them, the share of the question's idf that lies in its words, 0 to 1."""
        asked = self._postings.of(stems(question))
        weights = [self._idf(_count(held)) for held in asked]
        overlap = np.zeros(self._size, dtype=np.float32)
        for held, weight in zip(asked, weights, strict=True):
            overlap[self._postings.texts[held]] += weight
        wanted = overlap if among is None else overlap[among]
        return wanted / np.float32(sum(weights) or 1.0)

    def most(self, question: str) -> float:
        """What BM25 could at most give a text for this question; 1 where no word is known."""
        held = (_count(each) for each in self._postings.of(self._terms(question)))
        return (self._k1 + 1) * sum(self._idf(count) for count in held if count) or 1.0


def _count(held: slice) -> int:
    """How many texts hold a term."""
    return int(held.stop - held.start)
