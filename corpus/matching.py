"""Fragment matching: when wording counts as the same, and which passages hold it."""

import re
from collections.abc import Iterable

from corpus.document import Passage
from corpus.editions import Editions, became
from corpus.library import Library

_MARKS = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-"})


def normal(text: str) -> str:
    """The text with single spaces and straight marks."""
    return " ".join(text.translate(_MARKS).split())


def holds(text: str, fragment: str) -> bool:
    """Whether the fragment stands in the text, letter for letter."""
    return normal(fragment) in normal(text)


def mentions(text: str, words: str) -> bool:
    """Whether the words stand in the text, in capitals or not."""
    return normal(words).casefold() in normal(text).casefold()


def places(text: str, fragments: Iterable[str]) -> list[tuple[int, int]]:
    """Where these fragments stand in the text as it is: starts and ends, in order, none overlapping another."""
    # One character stays one, so that places in the plain text are places in the text.
    plain = text.translate(_MARKS)
    patterns = (r"\s+".join(map(re.escape, normal(fragment).split(" "))) for fragment in fragments)
    found = sorted(match.span() for pattern in patterns for match in re.finditer(pattern, plain))
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


COPY = "Copy 4 to 12 words from one item or sentence"


def wording_of(passage: Passage) -> str:
    """All that is shown of a passage when it is cited: its lead-in and its quote."""
    return f"{passage.lead_in} {passage.quote}".strip()


class Wording:
    """The wording of a library, to look fragments up in."""

    def __init__(self, library: Library) -> None:
        self._texts = [normal(document.text) for document in library.documents]
        self._passages = [(normal(wording_of(passage)), passage) for passage in library.passages]

    def passages(self, fragment: str) -> list[Passage]:
        """The passages that a fragment is in."""
        return [passage for wording, passage in self._passages if normal(fragment) in wording]

    def fault(self, fragment: str) -> str:
        """Why a fragment could never be cited, or nothing."""
        if self.passages(fragment):
            return ""
        across = any(normal(fragment) in text for text in self._texts)
        where = "runs across passages, which are cited one by one" if across else "is in no document"
        return f"“{normal(fragment)}” {where}"


def outdated(fragment: str, wording: Wording, editions: Editions) -> str:
    """That words are earlier wording, and what stands there now; nothing where the present edition has them too."""
    pair = became(wording.passages(fragment), editions)
    if not pair or (pair.newer and holds(pair.newer.quote, fragment)):
        return ""
    now = (
        f"the present is “{' '.join(pair.newer.quote.split())}”"
        if pair.newer
        else "nothing present was found that says it"
    )
    return f"“{fragment}” is earlier wording; {now}"
