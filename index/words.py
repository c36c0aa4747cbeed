"""Which texts share words with a question: BM25."""

import math
import re
from collections import Counter
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
        in_texts = Counter(token for line in tokens for token in set(line))
        # The weight BM25 gives a word: rare ones say more.
        self._weights = {word: math.log(1 + (self._size - n + 0.5) / (n + 0.5)) for word, n in in_texts.items()}
        self._rarest = math.log(1 + (self._size + 0.5) / 0.5)
        if self._weights:
            self._bm25.index(tokens, show_progress=False)

    def scores(self, question: str) -> Scores:
        """The BM25 score of each text, in order; all zero where no word is shared."""
        known = [stem for stem in stems(question) if stem in self._weights]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def known(self, question: str) -> float:
        """The share of the question's weight that lies in words of the texts, 0 to 1."""
        asked = stems(question)
        whole = sum(self._weights.get(stem, self._rarest) for stem in asked)
        return sum(self._weights.get(stem, 0.0) for stem in asked) / whole if whole else 0.0
