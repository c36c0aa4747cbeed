"""The documents: which there are, and each with a passage marked in its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from assistant.pages.frame import DOCUMENTS, plain_page
from corpus.document import Block, Document, Section
from corpus.library import Library


@dataclass(frozen=True)
class Piece:
    """A stretch of a block, in the marked passage or not."""

    text: str
    marked: bool = False
    first: bool = False  # where the passage begins


@dataclass(frozen=True)
class Line:
    """A block as it is shown: its list marker, if any, and its pieces."""

    marker: str
    depth: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Part:
    """A section as it is shown: its heading and its runs of paragraphs or of list items."""

    section: Section
    runs: list[tuple[bool, list[Line]]] = field(repr=False)

    @property
    def level(self) -> int:
        """Which heading it is set as, below the page's own."""
        return min(len(self.section.parents) + 2, 6)


def documents_html(library: Library) -> str:
    """The page that lists all documents."""
    return plain_page("documents.html", DOCUMENTS, documents=library.documents)


def document_html(document: Document, start: int, end: int) -> str:
    """The page of one document, with the characters from `start` to `end` marked; none where they are equal."""
    parts = [Part(section, _runs(document, section, start, end)) for section in document.sections]
    return plain_page("document.html", DOCUMENTS, document=document, parts=parts, marked=start < end)


def _runs(document: Document, section: Section, start: int, end: int) -> list[tuple[bool, list[Line]]]:
    runs = groupby(section.blocks, key=lambda block: block.listed)
    return [(listed, [_line(document, block, start, end) for block in blocks]) for listed, blocks in runs]


def _line(document: Document, block: Block, start: int, end: int) -> Line:
    before = document.text[: block.span.start].rpartition("\n")[2]
    return Line(before.strip(), (len(before) - len(before.lstrip())) // 2, tuple(_pieces(document, block, start, end)))


def _pieces(document: Document, block: Block, start: int, end: int) -> Iterator[Piece]:
    first, last = block.span.start, block.span.end
    begin, finish = max(start, first), min(end, last)
    if begin >= finish:
        yield Piece(block.span.of(document.text))
        return
    if first < begin:
        yield Piece(document.text[first:begin])
    yield Piece(document.text[begin:finish], marked=True, first=begin == start)
    if finish < last:
        yield Piece(document.text[finish:last])
