"""Which texts share words with a question: BM25."""

import re
from collections.abc import Sequence
from functools import cache

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_WORD = re.compile(r"\w+(?:['’]\w+)?")


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, each as its stem, in order."""
    return [_stem(word) for word in words(text) if word not in STOPWORDS_EN]


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without possessive endings."""
    found = (match.casefold().replace("’", "'") for match in _WORD.findall(text))
    return [word.removesuffix("'s") for word in found]


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


class WordIndex:
    """The words of a list of texts, ready to be matched."""

    def __init__(self, texts: Sequence[str], *, k1: float = 1.5, b: float = 0.75) -> None:
        self._size = len(texts)
        self._bm25 = bm25s.BM25(k1=k1, b=b)
        tokens = [stems(text) for text in texts]
        self.vocabulary = frozenset(token for line in tokens for token in line)
        if self.vocabulary:
            self._bm25.index(tokens, show_progress=False)

    def scores(self, question: str) -> Scores:
        """The BM25 score of each text, in order; all zero where no word is shared."""
        known = [stem for stem in stems(question) if stem in self.vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)
