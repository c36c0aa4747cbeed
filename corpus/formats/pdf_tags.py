"""Tagged PDFs: the structure tree tells headings, lists and tables, and is walked like the tags of a page.

The law asks public bodies for such files, and Word and browsers write them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from corpus.characters import on_one_line
from corpus.formats.pdf_layout import lines_of, without_furniture
from corpus.formats.pdf_text import PageText, Piece
from corpus.formats.walk import LABEL_END, LABEL_START, Walk
from corpus.typeset import Typesetter

_MOST = 2_000_000  # elements: a file may let its tags hold each other
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
_SPANS = {"/ColSpan": "colspan", "/RowSpan": "rowspan"}
_BULLETS = frozenset("•▪◦‣●○·–-—o*■□➢✓\uf0b7\uf0a7\uf0d8\uf06f")


@dataclass(frozen=True)
class _Event:
    """One event of the tree: a tag that opens or closes, or words of a page."""

    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False
    page: int = 0
    mark: int | None = None
    alt: str = ""


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
        for event in _Tree(reader).events():
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

    def _take(self, event: _Event) -> None:
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


class _Tree:
    """The tree of tags, walked depth first and without recursion: a file may nest or tie it in rings."""

    def __init__(self, reader: PdfReader) -> None:
        self._root = _dictionary(reader.root_object.get("/StructTreeRoot"))
        self._roles = _dictionary(self._root.get("/RoleMap"))
        self._pages = {page.indirect_reference: number for number, page in enumerate(reader.pages, 1)}
        self._seen: set[int] = set()
        self._waiting: list[tuple[Any, int]] = [(_raw(self._root, "/K"), 0)]

    def events(self) -> Iterator[_Event]:
        """What opens, speaks and closes, in the order of reading."""
        for _ in range(_MOST):
            if not self._waiting:
                return
            node, page = self._waiting.pop()
            if isinstance(node, _Event):
                yield node
            elif isinstance(node, int):
                yield _Event(page=page, mark=int(node))
            elif isinstance(node, list):
                self._waiting.extend((each, page) for each in reversed(node))
            elif isinstance(node, IndirectObject):
                self._follow(node, page)
            elif isinstance(node, DictionaryObject):
                yield from self._enter(node, page)

    def _follow(self, reference: IndirectObject, page: int) -> None:
        if reference.idnum not in self._seen:
            self._seen.add(reference.idnum)
            self._waiting.append((reference.get_object(), page))

    def _enter(self, node: DictionaryObject, page: int) -> Iterator[_Event]:
        page = self._pages.get(_raw(node, "/Pg"), page)
        mark = node.get("/MCID")
        if isinstance(mark, int):
            yield _Event(page=page, mark=mark)
            return
        name = self._role(str(node.get("/S", "")))
        yield _Event(name, _attributes(node), alt=str(node.get("/Alt", "")) if name == "/Figure" else "")
        self._waiting += [(_Event(name, closes=True), page), (_raw(node, "/K"), page)]

    def _role(self, name: str) -> str:
        """The standard name of a tag that the file named in its own way."""
        for _ in range(5):
            if name in _HTML or name not in self._roles:
                break
            name = str(self._roles[name])
        return name


def _attributes(node: DictionaryObject) -> dict[str, str]:
    given = node.get("/A")
    each = given if isinstance(given, list) else [given]
    spans: dict[str, str] = {}
    for one in map(_dictionary, each):
        spans |= {html: str(one[name]) for name, html in _SPANS.items() if name in one}
    return spans


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _raw(node: DictionaryObject, key: str) -> Any:
    """The value as it stands: a reference stays one."""
    return node.raw_get(key) if key in node else None
