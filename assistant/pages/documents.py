"""The documents: which there are, and each with a passage marked in its place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assistant.pages.frame import DOCUMENTS, plain_page
from assistant.pages.html import render
from assistant.updating import Told
from corpus.catalogue import Catalogue
from corpus.collection import Staged
from corpus.document import KINDS, Block, Document, Section, page_at
from corpus.library import Library
from corpus.notes import Place
from corpus.passages import passages_of


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


@dataclass(frozen=True)
class Shelf:
    """What the page says of added documents: which they are, what could be undone, and whether they may be changed."""

    catalogue: Catalogue
    undoable: str
    open: bool
    online: bool = False  # whether the present code may be fetched
    places: tuple[Place, ...] = ()  # whose pages may be fetched besides


def documents_html(library: Library, shelf: Shelf) -> str:
    """The page that lists all documents, and takes in more where that is open."""
    added = {entry.id: entry for entry in shelf.catalogue.entries}
    return plain_page(
        "documents.html", DOCUMENTS, documents=library.opinion_last, faults=library.faults, shelf=shelf, added=added
    )


def updated_html(told: Sequence[Told]) -> str:
    """The page that says what GOV.UK gave, line by line."""
    return plain_page("updated.html", DOCUMENTS, told=told)


def details_html(document: Document, library: Library) -> str:
    """The page on which what is known of an added document is changed."""
    return plain_page("details.html", DOCUMENTS, document=document, others=_others(library, document), kinds=KINDS)


def preview_html(staged: Staged, library: Library) -> str:
    """What was understood of a file, and a form for what is known of it, to be looked at before it is kept."""
    document = staged.document
    passages = passages_of(document)
    counted = Counter(passage.section.path for passage in passages)
    return render(
        "preview.html",
        staged=staged,
        document=document,
        passages=passages,
        sections=list(counted.items()),
        others=_others(library, document),
        kinds=KINDS,
    )


def document_html(document: Document, start: int, end: int, *, pdf: str = "") -> str:
    """The page of one document, with the characters from `start` to `end` marked; none where they are equal.

    `pdf` is the address of its file, to be opened at the same place.
    """
    parts = [Part(section, _runs(document, section, start, end)) for section in document.sections]
    page = page_at(document.pages, start)
    return plain_page(
        "document.html", DOCUMENTS, document=document, parts=parts, marked=start < end, pdf=pdf, page=page
    )


def _others(library: Library, document: Document) -> list[Document]:
    """The documents that this one may supersede."""
    return [each for each in library.documents if each.id != document.id]


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
