"""The types of what was written: Document, Section, Block and Passage."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

_NUMBER = re.compile(
    r"[ \t]*(\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxl]{2,5}|[IVXL]{2,5})[.)]|\d{1,3}(?:\.\d{1,3})+)\s"
)


class Kind(StrEnum):
    """Who speaks in a document, and so how far its word goes."""

    GUIDANCE = "guidance"
    COMMENTARY = "commentary"
    OTHER = "other"

    @property
    def called(self) -> str:
        """The word by which people choose it and are told of it; files of programs keep the other."""
        return "local" if self is Kind.OTHER else str(self)


KINDS = {kind.called: kind for kind in Kind}


class Status(StrEnum):
    """Whether a document is still the edition in force."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class Binds(StrEnum):
    """The side a statement puts a duty on."""

    INSPECTOR = "inspector"
    PROVIDER = "provider"
    NONE = "none"


@dataclass(frozen=True)
class Span:
    """A stretch of a document's text: characters from `start` up to, not including, `end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span must hold at least one character, not {self.start}:{self.end}")

    def of(self, text: str) -> str:
        """The wording of this stretch."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Block:
    """A paragraph or, `listed`, a list item or table row, with the block that leads into its list."""

    span: Span
    listed: bool = False
    lead_in: Span | None = None


@dataclass(frozen=True)
class Section:
    """A heading, the headings above it (outermost first) and the blocks that stand under it."""

    title: str
    parents: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def path(self) -> str:
        """The headings down to this one, for example `Expectations of inspectors`."""
        return " › ".join((*self.parents, self.title)) if self.title else ""


@dataclass(frozen=True)
class Document:
    """One text and what is known of it. What is not known says so in words, or is empty."""

    id: str
    title: str
    text: str = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    kind: Kind = Kind.OTHER
    publisher: str = "not stated"
    author: str = "not stated"
    dated: str = "not stated"
    status: Status = Status.UNKNOWN
    superseded_by: str = ""
    applies_to: str = "not stated"
    licence: str = "not stated"
    attribution: str = ""
    source_note: str = ""
    url: str = ""
    supersedes: str = ""  # the id of the document that it replaces
    valid_from: str = ""
    checked_on: str = ""  # the day, in ISO 8601, on which somebody last saw that it is the present edition
    warnings: tuple[str, ...] = ()  # what could not be read of its file, or was left out of it
    successor: str = ""  # the id of the document held here that supersedes it
    unchecked: str = ""  # in words, where guidance in force was not looked up for long
    pages: tuple[int, ...] = field(default=(), repr=False)  # where each begins, in characters; none without pages

    def __post_init__(self) -> None:
        # It is shown as a link: one that runs a script must never be.
        if self.url and not self.url.startswith(("https://", "http://")):
            raise ValueError(f"{self.id}: an address begins with https:// or http://, not {self.url[:40]}")

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True)
class Passage:
    """A self-contained statement: a quotable stretch of a document with its lead-in and section."""

    document: Document
    section: Section = field(repr=False)
    span: Span
    lead_in_span: Span | None = None
    binds: Binds = Binds.NONE

    def __post_init__(self) -> None:
        if self.span.end > len(self.document.text):
            raise ValueError(f"{self.document.id}: a passage ends after the text does")

    @property
    def quote(self) -> str:
        """The quotable wording, character for character."""
        return self.span.of(self.document.text)

    @property
    def lead_in(self) -> str:
        """The words that introduce a list item, verbatim, or nothing."""
        return self.lead_in_span.of(self.document.text) if self.lead_in_span else ""

    @property
    def page(self) -> int | None:
        """The page, from 1, that it begins on, where its document has pages."""
        return page_at(self.document.pages, self.span.start)

    @property
    def number(self) -> str:
        """The number that its paragraph or list item begins with, such as `14.` or `2.3`, or nothing."""
        return number_at(self.document.text, self.span.start)

    @cached_property
    def key(self) -> str:
        """A name for this passage that is unique within a library."""
        return f"{self.document.id}:{self.span.start}-{self.span.end}"

    @cached_property
    def statement(self) -> str:
        """The wording with what it needs to be understood on its own: section, lead-in, quote."""
        opening = " - ".join(part for part in (self.section.title, self.lead_in) if part)
        joint = " " if self.lead_in else ": "
        return " ".join(f"{opening}{joint if opening else ''}{self.quote}".split())

    def __hash__(self) -> int:
        return hash(self.key)


def number_at(text: str, place: int) -> str:
    """The number that the line around this place begins with, or nothing."""
    found = _NUMBER.match(text, text.rfind("\n", 0, place) + 1)
    return found[1] if found else ""


def page_at(pages: tuple[int, ...], place: int) -> int | None:
    """The page, from 1, that this place is on, or nothing where there are no pages."""
    return bisect_right(pages, place) or None
