"""Plain-text builder: headings, paragraphs, lists and tables of any format, set as text whose blocks are known.

In the text that results, the markup is taken off and every word kept: a heading, paragraph, list
item (after "- " or its number) or table row stands on a line of its own. All spans count in it.
"""

from collections.abc import Sequence

from corpus.document import Block, Section, Span

Sections = tuple[Section, ...]


class Typesetter:
    """Sets one part after the other, keeping where each block stands. Takes time linear in the text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._sections: list[tuple[tuple[str, ...], list[Block]]] = [((), [])]
        self._headings: list[tuple[int, str]] = []
        self._lead_ins: list[Span | None] = []  # one for each list or table that is open
        self._headers: list[Span | None] = []  # for each of them, its rows of column names so far
        self._latest: Span | None = None  # the latest block: it leads into a list that follows
        self._mark = ""  # of the list item that was opened and has no words yet
        self._after_item = False

    @property
    def text(self) -> str:
        """All that was set."""
        return "".join(self._parts)

    @property
    def length(self) -> int:
        """How many characters were set."""
        return self._length

    @property
    def leads(self) -> bool:
        """Whether the latest block ends in a colon, and so says that a list follows."""
        return self._latest is not None and self._parts[-1].endswith(":")

    @property
    def latest(self) -> Span | None:
        """The latest block, if it can lead into a list."""
        return self._latest

    def sections(self) -> Sections:
        """Each heading with the blocks under it; first those that stand before any heading."""
        return tuple(Section(path[-1] if path else "", path[:-1], tuple(blocks)) for path, blocks in self._sections)

    def head(self, words: str, level: int) -> None:
        """A heading of this level, 1 the highest. Without words it is none."""
        if not words:
            return
        self._set(words)
        self._headings = [(n, title) for n, title in self._headings if n < level] + [(level, words)]
        self._sections.append((tuple(title for _, title in self._headings), []))
        self._latest = None

    def open_list(self, lead_in: Span | None = None) -> None:
        """Begins a list or table that this or else the latest block leads into; what is set within is listed."""
        self._lead_ins.append(lead_in or self._latest)
        self._headers.append(None)

    def close(self) -> None:
        """Ends the innermost list or table: it leads into nothing."""
        self._lead_ins.pop()
        self._headers.pop()
        self._latest = None
        self._mark = ""

    def row(self, cells: Sequence[str], *, header: bool = False) -> None:
        """A table row, its cells apart. A row of column names leads into the rows that follow it."""
        before = self._headers[-1]
        lead_in = self._lead_ins[-1] if header or before is None else before
        span = self._listed(" | ".join(cells).strip() if any(cells) else "", lead_in)
        if span and header:
            self._headers[-1] = Span(before.start, span.end) if before else span

    def item(self, mark: str = "-") -> None:
        """Begins a list item with its number or bullet, which belongs to the text and not to the quote."""
        self._mark = "  " * (len(self._lead_ins) - 1) + mark + " "

    def block(self, words: str, *, mark: str = "") -> Span | None:
        """A paragraph, a list item's words or a table row; `mark` is the number of a numbered paragraph."""
        if not words:
            return None
        if mark:
            self._mark, self._after_item = mark + " ", False
        if self._lead_ins:
            return self._listed(words, self._lead_ins[-1])
        return self._add(Block(self._set(words)))

    def _listed(self, words: str, lead_in: Span | None) -> Span | None:
        return self._add(Block(self._set(words), True, lead_in)) if words else None

    def _add(self, block: Block) -> Span:
        self._sections[-1][1].append(block)
        self._latest = block.span
        return block.span

    def _set(self, words: str) -> Span:
        mark, self._mark = self._mark, ""
        if self._length:
            self._put("\n" if mark and self._after_item else "\n\n")
        self._after_item = bool(mark)
        self._put(mark)
        start = self._length
        self._put(words)
        return Span(start, self._length)

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
