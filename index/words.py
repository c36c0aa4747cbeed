"""BM25 and idf overlap over the stems of a list of texts."""

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN
from numpy.typing import NDArray

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


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)  # it would keep the words of questions


def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


class WordIndex:
    """The words of a list of texts, ready to be matched."""

    def __init__(
        self, texts: Sequence[str], *, terms: Callable[[str], list[str]] = stems, k1: float = 1.5, b: float = 0.75
    ) -> None:
        """Ready to score; `terms` tells what is counted of a text, its stems among it."""
        self._size = len(texts)
        self._k1 = k1
        self._terms = terms
        self._bm25 = bm25s.BM25(k1=k1, b=b)
        found = [terms(text) for text in texts]
        self._holders: dict[str, list[int]] = {}  # of each term, the numbers of the texts it is in
        for number, line in enumerate(found):
            for term in set(line):
                self._holders.setdefault(term, []).append(number)
        # The weight BM25 gives a word: rare ones say more.
        self._weights = {term: self._idf(len(numbers)) for term, numbers in self._holders.items()}
        if self._weights:
            self._bm25.index(found, show_progress=False)

    def _idf(self, texts: int) -> float:
        return math.log(1 + (self._size - texts + 0.5) / (texts + 0.5))

    def weight(self, term: str) -> float:
        """How much a term says, by how few of the texts hold it."""
        return self._weights.get(term, self._idf(0))

    def scores(self, question: str) -> NDArray[np.float32]:
        """The BM25 score of each text, in order; all zero where no word is shared."""
        known = [term for term in self._terms(question) if term in self._weights]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def idf_overlap(self, question: str) -> NDArray[np.float32]:
        """For each text, the share of the question's idf that lies in its words, 0 to 1."""
        asked = self._asked(question)
        overlap = np.zeros(self._size, dtype=np.float32)
        for stem, weight in asked:
            overlap[self._holders.get(stem, [])] += weight
        return overlap / np.float32(_whole(asked))

    def most(self, question: str) -> float:
        """What BM25 could at most give a text for this question; 1 where no word is known."""
        known = (self._weights[term] for term in self._terms(question) if term in self._weights)
        return (self._k1 + 1) * sum(known) or 1.0

    def _asked(self, question: str) -> list[tuple[str, float]]:
        return [(stem, self.weight(stem)) for stem in stems(question)]


def _whole(asked: Sequence[tuple[str, float]]) -> float:
    return sum(weight for _, weight in asked) or 1.0
