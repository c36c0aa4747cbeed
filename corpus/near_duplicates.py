"""Near-duplicate texts: Jaccard similarity of their sets of words, joined by prefix filtering."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, whatever its capitals, apostrophes and punctuation; a text without any is one itself."""
    return tuple(re.findall(r"\w+", re.sub(r"['’]", "", text.casefold()))) or (text.strip(),)


class NearDuplicates:
    """Finds which of some texts share nearly all their words with another text.

    Two texts of `fewest` words or more are nearly the same from a Jaccard similarity of `percent` on. Sets
    that are so alike share a word among their first few, rarest first, so that only those few are looked
    up and hardly any pair is compared (Bayardo, Ma and Srikant, "Scaling Up All Pairs Similarity Search", 2007).
    """

    def __init__(self, texts: Sequence[str], *, percent: int = 80, fewest: int = 5) -> None:
        self._percent, self._fewest = percent, fewest
        self._sets = [frozenset(words_of(text)) for text in texts]
        self._counts = Counter(word for words in self._sets for word in words)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._sets):
            for word in self._prefix(words):
                self._holding[word].append(number)

    def of(self, text: str) -> Iterator[int]:
        """The positions of the texts that are nearly this one, each once, in order."""
        words = frozenset(words_of(text))
        candidates = {number for word in self._prefix(words) for number in self._holding.get(word, ())}
        yield from (number for number in sorted(candidates) if self._alike(words, self._sets[number]))

    def __contains__(self, text: str) -> bool:
        """Whether one of the texts is nearly this one."""
        return next(self.of(text), None) is not None

    def _prefix(self, words: frozenset[str]) -> list[str]:
        """Of words in the order of their rarity, as many as cannot all be missing from a set that is alike."""
        if len(words) < self._fewest:
            return []
        rarest_first = sorted(words, key=lambda word: (self._counts[word], word))
        shared = -(-self._percent * len(words) // 100)  # at least so many words, rounded up
        return rarest_first[: len(words) - shared + 1]

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> bool:
        return 100 * len(one & other) >= self._percent * len(one | other)
