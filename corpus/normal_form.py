"""Unicode normalisation in linear time, whatever is sent."""

import unicodedata
from collections.abc import Iterator
from typing import Literal

# Sorting the marks on one letter takes time by the square of their number. No script stacks more than this,
# which is the bound of Unicode's own Stream-Safe Text Format (UAX #15).
MOST_MARKS = 30
_ALSO_MARKS = "\uff9e\uff9f"  # letters that become marks under NFKC


def normalised(form: Literal["NFC", "NFKC"], text: str) -> str:
    """The text in this form; of a letter with more than 30 marks the rest of them are left out."""
    return text if text.isascii() else unicodedata.normalize(form, "".join(_bounded(text)))


def _bounded(text: str) -> Iterator[str]:
    marks = 0
    for c in text:
        marks = marks + 1 if unicodedata.category(c) in {"Mn", "Me"} or c in _ALSO_MARKS else 0
        if marks <= MOST_MARKS:
            yield c
