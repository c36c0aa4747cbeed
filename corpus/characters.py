"""Characters that nobody sees are taken out of what is read."""

import re
import unicodedata

# Form feeds and their like end a line: taken out alone, they would run two words together.
_LINE_END = re.compile("\r\n?|[\v\f\x85]")


def visible(text: str) -> str:
    """The text in NFC without null bytes, zero-width, bidirectional, tag and other control characters."""
    if not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co"})
    return unicodedata.normalize("NFC", text)


def lines(text: str) -> str:
    """The visible text, each of its lines ended by one newline."""
    return visible(_LINE_END.sub("\n", text))


def on_one_line(text: str) -> str:
    """The visible words, one space between any two of them."""
    return " ".join(lines(text).split())
