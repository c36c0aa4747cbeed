"""The types of what a format gives: a ParsedDocument, or the error that says why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.document import Section


class NotReadableError(Exception):
    """Why bytes could not be read: the fault, how to mend it and, where known, the line from 1."""

    def __init__(self, fault: str, mend: str, line: int | None = None) -> None:
        super().__init__(fault)
        self.fault, self.mend, self.line = fault, mend, line


@dataclass(frozen=True)
class ParsedDocument:
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


def told(what: str, pieces: list[str], *, longest: int = 60) -> list[str]:
    """One line that says how often this was met and how the first of it begins, or none."""
    if not pieces:
        return []
    first = pieces[0] if len(pieces[0]) <= longest else pieces[0][:longest].rsplit(" ", 1)[0] + " …"
    times = "" if len(pieces) == 1 else f" in {len(pieces)} places"
    return [f"{what}{times}: “{first}”"]
