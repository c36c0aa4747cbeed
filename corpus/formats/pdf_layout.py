"""Layout analysis of untagged PDFs: paragraphs, headings and lists are guessed from words and their places."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corpus.characters import on_one_line
from corpus.formats.pdf_text import PageText, Piece
from corpus.typeset import Typesetter

_BULLET = re.compile(r"^(?:[•▪◦‣●○·■□➢✓–\uf0b7\uf0a7\uf0d8]|[-o](?= ))\s*")
_NUMBER = re.compile(r"^(\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5}|[A-Z])[.)]|\d{1,3}(?:\.\d{1,3})+)\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_ENDS = tuple(".:;?!")


@dataclass(frozen=True)
class Line:
    """A line of a page."""

    words: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    cells: tuple[tuple[float, str], ...] = ()  # where it has wide gaps, each of its parts and its place


def lines_of(page: PageText) -> list[Line]:
    """The lines of a page in the order they were drawn; what the PDF itself calls page furniture is left out."""
    rows: list[list[Piece]] = [[]]
    for piece in page.pieces:
        if piece.artifact:
            continue
        for number, words in enumerate(piece.words.split("\n")):
            if number:
                rows.append([])
            if words.strip() or (words and rows[-1]):
                rows[-1].append(replace(piece, words=words))
    return [_line(row, page.number) for row in rows if on_one_line("".join(piece.words for piece in row))]


def _line(row: Sequence[Piece], page: int) -> Line:
    sizes: Counter[float] = Counter()
    for piece in row:
        sizes[piece.size] += len(piece.words.strip())
    said = [piece for piece in row if piece.words.strip()]
    words = on_one_line("".join(piece.words for piece in row))
    bold = all(piece.bold for piece in said)
    return Line(words, page, said[0].x, said[0].y, sizes.most_common(1)[0][0], bold, tuple(_cells(said)))


def _cells(row: Sequence[Piece]) -> Iterator[tuple[float, str]]:
    """The parts of a line between gaps that no word space leaves; letters are taken for wide ones."""
    start, words, end = row[0].x, "", row[0].x
    for piece in row:
        if words and piece.x > end + 1.2 * piece.size:
            yield start, on_one_line(words)
            start, words = piece.x, ""
        words += piece.words
        end = max(end, piece.x) + piece.size * sum(map(_width, piece.words))
    yield start, on_one_line(words)


def _width(letter: str) -> float:
    return 0.75 if letter.isupper() else 0.3 if letter in " .,;:'ijlt()" else 0.58


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], Counter[str]]:
    """The lines that are no page number and do not run along the edge of many pages; and how many were.

    A line runs along the edges when it stands at the same height on four pages of ten, its numbers
    aside, and nowhere between the edges of any page.
    """
    edges = [_edges(lines) for lines in pages]
    within = {_key(line) for lines, edge in zip(pages, edges, strict=True) for line in lines if line not in edge}
    alike = Counter(place for edge in edges for place in {_place(line) for line in edge})
    often = max(2, 0.4 * len([lines for lines in pages if lines]))
    running = {place for place, count in alike.items() if count >= often and place[0] not in within}
    dropped: Counter[str] = Counter()
    kept: list[list[Line]] = []
    for lines, edge in zip(pages, edges, strict=True):
        around = [_furniture(line, running) if line in edge else "" for line in lines]
        dropped.update(what for what in around if what)
        kept.append([line for line, what in zip(lines, around, strict=True) if not what])
    return kept, dropped


def _edges(lines: Sequence[Line], *, depth: int = 2) -> set[Line]:
    """The highest and lowest lines of a page."""
    heights = sorted({line.y for line in lines})
    outer = set(heights[:depth] + heights[-depth:])
    return {line for line in lines if line.y in outer}


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words)


def _place(line: Line) -> tuple[str, int]:
    return _key(line), round(line.y / 4)


def _furniture(line: Line, running: Set[tuple[str, int]]) -> str:
    runs = _place(line) in running
    if _PAGE_NUMBER.fullmatch(line.words) and (runs or not line.words.strip().isdigit()):
        return "page number"
    return "running header or footer" if runs else ""


class LaidOutPages:
    """The pages set by what their lines look like."""

    loose = 0  # letters that found no place

    def __init__(self, pages: Sequence[PageText]) -> None:
        self.setter = Typesetter()
        self.starts: list[int] = []  # the characters at which the pages begin
        kept, self.dropped = without_furniture([lines_of(page) for page in pages])
        artifacts = sum(any(piece.artifact and piece.words.strip() for piece in page.pieces) for page in pages)
        self.dropped["page furniture"] += artifacts
        lines = [line for page in kept for line in page]
        self._body = _usual(lines)
        self._levels = _levels(lines, self._body)
        self._leading = _leading(lines)
        self._list = ""  # what marks the items of the list that is open
        for paragraph in self._paragraphs(lines):
            self._set(paragraph)
        self._end_list()
        self._begin(len(pages))

    def _paragraphs(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        """Lines that belong together; the rows of a table stand alone."""
        paragraph: list[Line] = []
        for line in lines:
            if paragraph and not self._continues(paragraph, line):
                yield paragraph
                paragraph = []
            paragraph.append(line)
        if paragraph:
            yield paragraph

    def _continues(self, paragraph: Sequence[Line], line: Line) -> bool:
        last = paragraph[-1]
        if len(last.cells) > 1 or len(line.cells) > 1:
            return len(last.cells) == len(line.cells)
        if (last.size, self._level(last)) != (line.size, self._level(line)) or _begins(line):
            return False
        if last.page != line.page:
            return not last.words.endswith(_ENDS) and not self._level(line)
        drop = last.y - line.y
        if not 0 <= drop <= 1.3 * self._leading.get(line.size, 1.25 * line.size):
            return False
        indented = line.x > paragraph[0].x + 0.8 * line.size and len(paragraph) > 1
        return not (indented and last.words.endswith(_ENDS))

    def _level(self, line: Line) -> int:
        """The level of a heading, or 0 for what is none."""
        return self._levels.get((line.size, line.bold), 0) if len(line.cells) < 2 else 0

    def _set(self, paragraph: Sequence[Line]) -> None:
        first, words = paragraph[0], _joined(paragraph)
        if len(self.starts) < first.page:
            self._begin(first.page)
        level, bullet, number = self._level(first), _BULLET.match(words), _NUMBER.match(words)
        if len(first.cells) > 1 and len(paragraph) > 1:
            self._table(paragraph)
        elif level and len(words.split()) <= 30 and not bullet:
            self._end_list()
            self.setter.head(words, level)
        elif bullet:
            self._item("-", words[bullet.end() :])
        elif number and (self._list == "numbers" or self.setter.leads):
            self._item(number[1], words[number.end() :])
        else:
            self._end_list()
            self.setter.block(words[number.end() :] if number else words, mark=number[1] if number else "")

    def _table(self, rows: Sequence[Line]) -> None:
        """Lines with the same gaps; the first names the columns when it alone is bold."""
        self._end_list()
        self.setter.open_list()
        for number, row in enumerate(rows):
            header = not number and row.bold and not rows[1].bold
            self.setter.row([cell for _, cell in row.cells], header=header)
        self.setter.close()

    def _item(self, mark: str, words: str) -> None:
        kind = "bullets" if mark == "-" else "numbers"
        if not self._list:
            self.setter.open_list()
            self._list = kind
        self.setter.item(mark)
        self.setter.block(words)

    def _end_list(self) -> None:
        if self._list:
            self.setter.close()
            self._list = ""

    def _begin(self, page: int) -> None:
        self.starts += [self.setter.length] * (page - len(self.starts))


def _begins(line: Line) -> bool:
    """Whether the line begins with a bullet or the number of a paragraph."""
    return bool(_BULLET.match(line.words) or _NUMBER.match(line.words))


def _joined(paragraph: Sequence[Line]) -> str:
    """The words of the lines; a hyphen at a line's end stays, as nobody knows whether the word has one."""
    words = paragraph[0].words
    for line in paragraph[1:]:
        joint = "" if re.search(r"\w-$", words) and line.words[:1].islower() else " "
        words += joint + line.words
    return words


def _usual(lines: Sequence[Line]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _levels(lines: Sequence[Line], body: float) -> dict[tuple[float, bool], int]:
    """The level of each look that headings have: larger than the text, or as large and bold."""
    looks = {(line.size, line.bold) for line in lines}
    if sum(len(line.words) for line in lines if line.bold) > 0.5 * sum(len(line.words) for line in lines):
        looks = {look for look in looks if look[0] > body}
    heads = sorted({size for size, bold in looks if size >= 1.12 * body or (bold and size >= body)}, reverse=True)
    rank = {size: number for number, size in enumerate(heads, 1)}
    found = {(size, bold): min(rank[size], 6) for size, bold in looks if size in rank}
    return {look: level for look, level in found.items() if look[0] >= 1.12 * body or look[1]}


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance between the lines of a paragraph, by size."""
    drops = [
        (one.size, round(one.y - two.y, 1))
        for one, two in pairwise(lines)
        if one.page == two.page and one.size == two.size
    ]
    usual: dict[float, float] = {}
    for size, group in groupby(
        sorted(drop for drop in drops if 0.8 * drop[0] < drop[1] < 3 * drop[0]), lambda drop: drop[0]
    ):
        counts = Counter(distance for _, distance in group)
        # Paragraphs of one line are further apart than the lines of one: the least that is not rare.
        usual[size] = min(distance for distance, count in counts.items() if count >= 0.1 * counts.total())
    return usual
