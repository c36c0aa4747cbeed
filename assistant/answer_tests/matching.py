"""When wording counts as the same: white space and the shape of quotation marks do not matter."""

import re
from collections.abc import Iterable

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
