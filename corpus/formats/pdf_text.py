"""The text of a PDF's pages in pieces, each with its place, its look and the mark it is tagged with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject
from pypdf.errors import LimitReachedError, PyPdfError

from corpus.characters import visible

# What pypdf lets through when a page is not as it should be.
BROKEN = (
    *(PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError),
    *(ArithmeticError, NotImplementedError, AssertionError, OSError),
)

# Glyphs in which printers join letters; the word is the same.
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


@dataclass(frozen=True)
class Piece:
    """Some words of a page as they were drawn; places and sizes in points, from the lower left."""

    words: str  # a newline where a new line begins
    x: float
    y: float
    size: float
    bold: bool
    mark: int | None  # the number that the page's tags know it by
    artifact: bool  # the PDF itself says that it is page furniture
    faint: bool  # drawn white, or not at all


@dataclass
class PageText:
    """The pieces of a page in the order they were drawn, or why there are none."""

    number: int  # from 1
    pieces: list[Piece] = field(default_factory=list)
    fault: str = ""

    @property
    def words(self) -> str:
        """All its words."""
        return "".join(piece.words for piece in self.pieces)


def text_of(page: PageObject, number: int) -> PageText:
    """The text of this page; what went wrong stands in `fault`."""
    found = PageText(number)
    watch = _Watch(page, found.pieces)
    try:
        if page.get_contents() is not None:  # raises where extract_text would say nothing
            page.extract_text(visitor_operand_before=watch.operation, visitor_text=watch.text)
    except LimitReachedError:
        found.fault = "it unfolds to more than is read"
    except BROKEN as error:
        found.fault = f"its content is broken ({type(error).__name__})"
    return found


class _Watch:
    """Follows the drawing of a page."""

    def __init__(self, page: PageObject, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._names = _marks_by_name(page)
        self._marks: list[tuple[int | None, bool]] = []
        self._white = False
        self._unseen = False

    def operation(self, operator: bytes, operands: Any, *_: Any) -> None:
        """Called before each operation of the page."""
        if operator in {b"BDC", b"BMC"}:
            tag = str(operands[0]) if operands else ""
            inherited = self._marks[-1] if self._marks else (None, False)
            mark = self._mark(operands[1]) if len(operands) > 1 else None
            self._marks.append((inherited[0] if mark is None else mark, inherited[1] or tag == "/Artifact"))
        elif operator == b"EMC" and self._marks:
            self._marks.pop()
        elif operator in {b"g", b"rg", b"k", b"sc", b"scn"}:
            self._white = _is_white(operator, operands)
        elif operator == b"Tr":
            self._unseen = bool(operands) and operands[0] == 3

    def text(self, words: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        """Called with each stretch of text."""
        if not words:
            return
        mark, artifact = self._marks[-1] if self._marks else (None, False)
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])) ** 0.5
        points = round(abs(size) * scale, 1)
        bold = bool(re.search(r"bold|black|heavy|semibold", str((font or {}).get("/BaseFont", "")), re.IGNORECASE))
        faint = (self._white or self._unseen or points < 2) and bool(words.strip())
        self._pieces.append(
            Piece(visible(words.translate(_LIGATURES)), round(x, 1), round(y, 1), points, bold, mark, artifact, faint)
        )

    def _mark(self, properties: Any) -> int | None:
        found = properties.get("/MCID") if hasattr(properties, "get") else self._names.get(str(properties))
        return int(found) if isinstance(found, int) else None


def _marks_by_name(page: PageObject) -> dict[str, int]:
    """Marks may be named in the page's resources instead of being written out."""
    try:
        properties = page["/Resources"]["/Properties"].get_object()  # type: ignore[index]
        return {str(name): each.get_object().get("/MCID") for name, each in properties.items()}
    except (KeyError, AttributeError, TypeError):
        return {}


def _is_white(operator: bytes, operands: Any) -> bool:
    numbers = [float(each) for each in operands if isinstance(each, (int, float))]
    if operator == b"k" or len(numbers) == 4:
        return not any(numbers)
    return bool(numbers) and min(numbers) >= 0.99


def runs(numbers: list[int]) -> str:
    """Numbers in rising order as a list of runs, such as `1, 3 to 5`."""
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in _runs(numbers))


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
