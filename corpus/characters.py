"""Unicode clean-up: what is read loses its invisible and control characters."""

import re
import unicodedata
from typing import Any

from corpus.normal_form import normalised

# Form feeds and their like end a line: taken out alone, they would run two words together.
_LINE_END = re.compile("\r\n?|[\v\f\x85]")


def visible(text: str) -> str:
    """The text in NFC without null bytes, zero-width, bidirectional, tag and other control characters.

    Without half characters and those that no text may hold, too: Word and XML cannot store them.
    """
    if not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or not _unseen(c))
    return normalised("NFC", text)


def lines(text: str) -> str:
    """The visible text, each of its lines ended by one newline."""
    return visible(_LINE_END.sub("\n", text))


def on_one_line(text: str) -> str:
    """The visible words, one space between any two of them."""
    return " ".join(lines(text).split())


def cleaned(value: Any) -> Any:
    """A value of YAML with all its texts visible: an escape in one may name any character. Not deeply nested."""
    if isinstance(value, str):
        return lines(value)
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned(each) for key, each in value.items()}
    return value


def _unseen(c: str) -> bool:
    # Unicode sets the last two code points of each of its planes apart, and 32 more, as characters of no text.
    return unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"} or ord(c) & 0xFFFE == 0xFFFE or "\ufdd0" <= c <= "\ufdef"
