"""The types of what a format gives: a Reading, or the error that says why there is none."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.document import Section, Span

_NUMBER = re.compile(
    r"[ \t]*(\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxl]{2,5}|[IVXL]{2,5})[.)]|\d{1,3}(?:\.\d{1,3})+)\s"
)


class NotReadableError(Exception):
    """Why bytes could not be read: the fault, how to mend it and, where known, the line from 1."""

    def __init__(self, fault: str, mend: str, line: int | None = None) -> None:
        super().__init__(fault)
        self.fault, self.mend, self.line = fault, mend, line


@dataclass(frozen=True)
class Reading:
    """The words of one file, and what was understood of it.

    `known` holds fields of a Document by their names. `dropped` counts the page furniture that was
    left out, by what it is. `pages` are the characters at which the pages begin, the first page first;
    it is empty for a format without pages.
    """

    text: str = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    known: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    pages: tuple[int, ...] = ()

    def page_of(self, span: Span) -> int | None:
        """The page, from 1, that a span begins on, where the format has pages."""
        return bisect_right(self.pages, span.start) or None

    def number_of(self, span: Span) -> str:
        """The number that the paragraph or list item around a span begins with, such as `14.` or `2.3`."""
        return number_at(self.text, span.start)


def number_at(text: str, place: int) -> str:
    """The number that the line around this place begins with, or nothing."""
    found = _NUMBER.match(text, text.rfind("\n", 0, place) + 1)
    return found[1] if found else ""
