"""HTML tree walk: the tags and words of a page, in their order, are handed to the typesetter.

Used for web pages, for the bodies of GOV.UK's content API and for what Word documents are turned into.
"""

import re
from collections.abc import Mapping

from corpus.characters import on_one_line
from corpus.document import Span
from corpus.formats.grid import Grid
from corpus.formats.numerals import numeral
from corpus.typeset import Typesetter

Attributes = Mapping[str, str]
# Characters for private use, with which a format marks what HTML cannot say. They never reach the text.
LABEL_START, LABEL_END = "\ue000", "\ue001"  # around the number that a paragraph begins with
HEADING = "\ue002"  # before a paragraph that is a heading
_LABEL = re.compile(f"\\s*{LABEL_START}([^{LABEL_END}]{{0,40}}){LABEL_END}")
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_LISTS = frozenset("ul ol menu dir".split())
_TABLE_PARTS = frozenset("thead tbody tfoot tr td th caption col colgroup".split())
_BLOCKS = (
    _HEADINGS
    | _LISTS
    | frozenset(
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
        "header hgroup hr legend li main p pre section summary table tr".split()
    )
)


class Walk:
    """Sets what it is told was opened, said and closed; every tag that is opened is closed, innermost first."""

    def __init__(self, setter: Typesetter) -> None:
        self._setter = setter
        self._words: list[str] = []
        self._lists: list[_Marks] = []
        self._tables: list[Grid] = []  # a table within a cell is part of that cell's words
        self._cell: Attributes | None = None
        self._begun = False  # whether the table that is open has a row
        self._term: Span | None = None

    def say(self, words: str) -> None:
        """Words that stand where we are."""
        self._words.append(words)

    @property
    def pending(self) -> bool:
        """Whether words were said that are not set yet."""
        return any(map(str.strip, self._words)) or any(grid.begun for grid in self._tables)

    def open(self, tag: str, given: Attributes) -> None:
        """A tag begins."""
        if tag == "br" or self._cell is not None:
            self._within_cell(tag)
        elif tag in _BLOCKS:
            self._set()
        if tag == "table":
            self._tables.append(Grid())
            self._begun = self._begun and len(self._tables) > 1
        elif len(self._tables) == 1 and tag in _TABLE_PARTS:
            self._open_part(tag, given)
        elif not self._tables:
            self._open_block(tag, given)

    def close(self, tag: str) -> None:
        """A tag ends."""
        if tag == "table":
            self._close_table()
        elif len(self._tables) == 1 and tag in _TABLE_PARTS:
            self._close_part(tag)
        elif self._cell is not None:
            self._within_cell(tag)
        elif tag in _HEADINGS:
            self._setter.head(self._labelled(), int(tag[1]))
        elif tag in _BLOCKS:
            self._set()
            self._close_block(tag)

    def end(self) -> None:
        """The page ends."""
        self._set()

    def _open_block(self, tag: str, given: Attributes) -> None:
        if tag in _LISTS:
            self._setter.open_list()
            self._lists.append(_Marks(tag, given))
        elif tag == "dd":
            self._setter.open_list(self._term)
        elif tag == "li" and self._lists:
            self._setter.item(self._lists[-1].following(given))

    def _close_block(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._lists.pop()
            self._setter.close()
        elif tag == "li":
            self._words = []
        elif tag == "dd":
            self._setter.close()
        elif tag == "dt":
            self._term = self._setter.latest

    def _open_part(self, tag: str, given: Attributes) -> None:
        if tag == "thead":
            self._tables[-1].in_head = True
        elif tag in {"td", "th"}:
            self._cell = given
        elif tag == "tr" and not self._begun:  # by now the caption was set, which leads into the rows
            self._setter.open_list()
            self._begun = True

    def _close_part(self, tag: str) -> None:
        grid = self._tables[-1]
        if tag == "thead":
            grid.in_head = False
        elif tag in {"td", "th"}:
            grid.cell(self._taken(), self._cell or {}, name=tag == "th")
            self._cell = None
        elif tag == "tr":
            cells, header = grid.end_row()
            self._setter.row(cells, header=header)
        elif tag == "caption":
            self._set()

    def _close_table(self) -> None:
        if len(self._tables) == 1:
            self._set()
            if self._begun:
                self._setter.close()
            self._begun = False
        if self._tables:
            self._tables.pop()

    def _within_cell(self, tag: str) -> None:
        """A cell is set on one line: what stands on lines of its own in it keeps a space, an item its bullet."""
        if tag in _BLOCKS or tag in _TABLE_PARTS or tag == "br":
            self._words.append(" ")

    def _set(self) -> None:
        said = "".join(self._words)
        if HEADING in said and not self._lists:
            self._setter.head(self._taken(), 6)
        elif label := _LABEL.match(said):
            if said[label.end() :].strip():  # else the words that it belongs to are still to come
                self._words = [said[label.end() :]]
                self._number(label[1], self._taken())
        else:
            self._setter.block(self._taken())

    def _number(self, label: str, words: str) -> None:
        """Sets a numbered paragraph; in a list its number is that of the item."""
        if self._lists:
            self._setter.item(label)
            self._setter.block(words)
        else:
            self._setter.block(words, mark=label)

    def _labelled(self) -> str:
        """The words of a heading, after its number where Word counts it."""
        self._words = ["".join(self._words).replace(LABEL_END, " ")]
        return self._taken()

    def _taken(self) -> str:
        words, self._words = on_one_line("".join(self._words)), []
        return words


class _Marks:
    """The numbers or bullets of a list."""

    def __init__(self, tag: str, given: Attributes) -> None:
        self._ordered = tag == "ol"
        self._kind = given.get("type", "1")
        self._number = _whole(given.get("start", ""), 1) - 1

    def following(self, given: Attributes) -> str:
        """The mark of the next item; `given` may set its number."""
        self._number = _whole(given.get("value", ""), self._number + 1)
        return f"{numeral(self._number, self._kind)}." if self._ordered else "-"


def _whole(written: str, otherwise: int) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else otherwise
