"""A PDF without tags is only words and places: its paragraphs, headings and lists are guessed from these."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
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
    """The parts of a line between gaps that no word space leaves; a letter is taken for half as wide as high."""
    start, words, end = row[0].x, "", row[0].x
    for piece in row:
        if words and piece.x > end + 1.2 * piece.size:
            yield start, on_one_line(words)
            start, words = piece.x, ""
        words += piece.words
        end = max(end, piece.x) + 0.5 * piece.size * len(piece.words)
    yield start, on_one_line(words)


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], Counter[str]]:
    """The lines that are no page number and do not run along the edges of many pages; and how many were."""
    ends = [_edges(lines) for lines in pages]
    alike = Counter(key for edge in ends for key in {_key(line) for line in edge})
    often = max(2, 0.4 * len([lines for lines in pages if lines]))
    dropped: Counter[str] = Counter()
    kept: list[list[Line]] = []
    for lines, edge in zip(pages, ends, strict=True):
        kept.append([])
        for line in lines:
            what = _furniture(line, edge, alike[_key(line)] >= often)
            if what:
                dropped[what] += 1
            else:
                kept[-1].append(line)
    return kept, dropped


def _edges(lines: Sequence[Line], *, depth: int = 2) -> set[Line]:
    """The highest and lowest lines of a page."""
    heights = sorted({line.y for line in lines})
    outer = set(heights[:depth] + heights[-depth:])
    return {line for line in lines if line.y in outer}


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words)


def _furniture(line: Line, edge: set[Line], repeats: bool) -> str:  # noqa: FBT001
    if line not in edge:
        return ""
    if _PAGE_NUMBER.fullmatch(line.words) and (repeats or not line.words.strip().isdigit()):
        return "page number"
    return "running header or footer" if repeats else ""


class LaidOutPages:
    """The pages set by what their lines look like."""

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
        self._listing = False
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
        if (last.size, self._level(last)) != (line.size, self._level(line)) or _begins(line):
            return False
        if len(last.cells) > 1 or len(line.cells) > 1:
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
        first = paragraph[0]
        if len(self.starts) < first.page:
            self._begin(first.page)
        words = _joined(paragraph)
        level = self._level(first)
        if level and len(paragraph) <= 4 and len(words.split()) <= 30 and not _BULLET.match(words):
            self._end_list()
            self.setter.head(words, level)
        elif bullet := _BULLET.match(words):
            self._item("-", words[bullet.end() :])
        elif (number := _NUMBER.match(words)) and (self._listing or self.setter.leads):
            self._item(number[1], words[number.end() :])
        elif len(first.cells) > 1:
            self._end_list()
            self.setter.block(" | ".join(cell for _, cell in first.cells))
        else:
            self._end_list()
            mark = number[1] if number else ""
            self.setter.block(words[number.end() :] if number else words, mark=mark)

    def _item(self, mark: str, words: str) -> None:
        if not self._listing:
            self.setter.open_list()
            self._listing = True
        self.setter.item(mark)
        self.setter.block(words)

    def _end_list(self) -> None:
        if self._listing:
            self.setter.close()
            self._listing = False

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
    drops = [(one.size, round(one.y - two.y, 1)) for one, two in pairwise(lines) if one.page == two.page and one.size == two.size]
    usual: dict[float, float] = {}
    for size, group in groupby(sorted(drop for drop in drops if 0 < drop[1] < 3 * drop[0]), key=lambda drop: drop[0]):
        usual[size] = Counter(distance for _, distance in group).most_common(1)[0][0]
    return usual
