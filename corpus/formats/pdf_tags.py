"""Tagged PDFs: the structure tree tells headings, lists and tables, and is walked like the tags of a page.

The law asks public bodies for such files, and Word and browsers write them.
"""

from collections import Counter
from collections.abc import Sequence

from pypdf import PdfReader

from corpus.characters import on_one_line
from corpus.formats.pdf_layout import lines_of, without_furniture
from corpus.formats.pdf_rows import with_rows
from corpus.formats.pdf_text import PageText, Piece
from corpus.formats.pdf_tree import Event, events_of
from corpus.formats.walk import LABEL_END, LABEL_START, Walk
from corpus.typeset import Typesetter

_HTML = {
    **{f"/H{level}": f"h{level}" for level in range(1, 7)},
    "/Title": "h1",
    "/H": "h2",
    "/L": "ul",
    "/LI": "li",
    "/Table": "table",
    "/THead": "thead",
    "/TBody": "tbody",
    "/TR": "tr",
    "/TH": "th",
    "/TD": "td",
    "/Caption": "caption",
    "/P": "p",
    "/Note": "p",
    "/BlockQuote": "blockquote",
    "/Document": "div",
    "/Part": "section",
    "/Art": "section",
    "/Sect": "section",
    "/Div": "div",
}
_FURNITURE = {"/TOC": "table of contents", "/Artifact": "page furniture"}
_BULLETS = frozenset("•▪◦‣●○·–-—o*■□➢✓\uf0b7\uf0a7\uf0d8\uf06f")


class TaggedPages:
    """What the tags of a PDF say of its words."""

    def __init__(self, reader: PdfReader, pages: Sequence[PageText]) -> None:
        self.setter = Typesetter()
        self.starts: list[int] = []  # the characters at which the pages begin
        self.dropped: Counter[str] = Counter()
        self.used: set[tuple[int, int]] = set()  # the pages and marks whose words were set
        self._walk = Walk(self.setter)
        self._words = _words_by_mark(pages)
        self._turned = 0  # the page that the latest words stand on
        self._label: list[str] | None = None
        self._name_cell: dict[str, int] | None = None  # the words in the open cell, and the page they stand on
        self._silent = 0  # how many tags are open whose words are left out
        for event in with_rows(events_of(reader, known=_HTML), _places(pages)):
            self._take(event)
        self._walk.end()
        self._begin(len(pages))
        self.loose = 0  # letters outside the tags that are no furniture
        self._set_loose(pages)

    def _set_loose(self, pages: Sequence[PageText]) -> None:
        """Counts what is furniture of what the tags do not hold, and sets the rest at the end."""
        loose = [
            PageText(page.number, [piece for piece in page.pieces if self._is_loose(page, piece)]) for page in pages
        ]
        kept, dropped = without_furniture([lines_of(page) for page in loose])
        self.dropped += dropped
        self.dropped["page furniture"] += sum(any(map(_is_artifact, page.pieces)) for page in pages)
        for line in (line for lines in kept for line in lines):
            self.loose += len(line.words)
            self.setter.block(line.words)

    def _is_loose(self, page: PageText, piece: Piece) -> bool:
        return piece.mark is None or (page.number, piece.mark) not in self.used

    def _take(self, event: Event) -> None:
        if event.mark is not None:
            self._say(event.page, event.mark)
        elif event.alt:
            self._walk.say(f" {event.alt} ")
        elif event.name == "/Lbl":
            self._number(closes=event.closes)
        elif event.name in _FURNITURE:
            self._silent += -1 if event.closes else 1
            self.dropped[_FURNITURE[event.name]] += int(event.closes and not self._silent)
        elif tag := _HTML.get(event.name):
            self._name_cell = {} if tag == "th" and not event.closes else None if tag == "th" else self._name_cell
            self._walk.close(tag) if event.closes else self._walk.open(tag, event.attributes)

    def _say(self, page: int, mark: int) -> None:
        words = self._words.get((page, mark), "")
        if (page, mark) in self.used or not words:
            return
        self.used.add((page, mark))
        if self._silent:
            return
        if page > self._turned and not self._walk.pending:
            self._begin(page)
        if self._name_cell is not None and self._name_cell.setdefault(words.strip(), page) != page:
            return  # a browser repeats the names of columns on each page
        if self._label is not None:
            self._label.append(words)
        else:
            self._walk.say(words)

    def _begin(self, page: int) -> None:
        """Notes that all pages up to this begin here."""
        self.starts += [self.setter.length] * (page - len(self.starts))
        self._turned = max(page, self._turned)

    def _number(self, *, closes: bool) -> None:
        if not closes:
            self._label = []
            return
        label, self._label = on_one_line("".join(self._label or ())), None
        if label and label not in _BULLETS:
            self._walk.say(f"{LABEL_START}{label}{LABEL_END}")


def _is_artifact(piece: Piece) -> bool:
    return piece.artifact and bool(piece.words.strip())


def _words_by_mark(pages: Sequence[PageText]) -> dict[tuple[int, int], str]:
    pieces: dict[tuple[int, int], list[str]] = {}
    for page in pages:
        for piece in page.pieces:
            if piece.mark is not None and not piece.artifact:
                pieces.setdefault((page.number, piece.mark), []).append(piece.words)
    return {place: "".join(words) for place, words in pieces.items()}


def _places(pages: Sequence[PageText]) -> dict[tuple[int, int], Piece]:
    """The first piece of each mark: where its words begin, if only with a space that does not break."""
    found: dict[tuple[int, int], Piece] = {}
    for page in pages:
        for piece in page.pieces:
            if piece.mark is not None and piece.words.strip(" \n"):
                found.setdefault((page.number, piece.mark), piece)
    return found
