"""A paper as a PDF file."""

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from assistant.paper import Caution, Listed, Paper, PaperBlock, Quoted, Title, Words

# Carried here because a PDF without a font of its own shows letters outside Western Europe wrongly.
FONTS = Path(__file__).parent / "fonts"
_SIZE = 11.0  # points
_DENSE = (9.5, 9.0, 8.5, 8.0)  # points: the largest of them at which a dense paper is one page
_LINE = 0.3528 * 1.3  # points to millimetres, and room between lines
_INSTEAD = "▯"
_MISSING = f"{_INSTEAD} stands for a character that this PDF has no letter for. The Word and the Markdown file have it."
_QUIET, _INK, _WARN = (68, 86, 93), (20, 37, 43), (253, 241, 216)


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF on A4, with its headings as bookmarks; a dense one on one page, if it fits at all."""
    sizes = iter(_DENSE if paper.dense else (_SIZE,))
    sheet = _set(paper, next(sizes))
    while sheet.page_no() > 1 and (smaller := next(sizes, None)):
        sheet.close()
        sheet = _set(paper, smaller)
    return bytes(sheet.output())


def _set(paper: Paper, size: float) -> "_Sheet":
    sheet = _Sheet(size, dense=paper.dense)
    sheet.set_title(paper.title)
    sheet.set_author("Inspection Assistant")
    sheet.add_page()
    sheet.title_line(paper.title)
    for block in paper.blocks:
        sheet.add_block(block)
    sheet.small(paper.small_print)
    if sheet.missing:
        sheet.small((_MISSING,))
    return sheet


class _Sheet(FPDF):
    """A4 with our font and the look of each kind of block."""

    def __init__(self, size: float, *, dense: bool) -> None:
        super().__init__(format="A4")
        self._size = size  # points
        self.missing = False  # a character that our font does not have
        self._gap = 0.8 if dense else 2.5  # millimetres
        self.set_lang("en-GB")
        margin = 11 if dense else 20
        self.set_margins(margin, margin, margin)
        self.set_auto_page_break(True, margin)
        self.add_font("ours", fname=FONTS / "DejaVuSans.ttf")
        self.add_font("ours", style="B", fname=FONTS / "DejaVuSans-Bold.ttf")
        self._letters = set.intersection(*(set(font.cmap) for font in self.fonts.values() if isinstance(font, TTFFont)))

    def close(self) -> None:
        """Lets go of the font's files, where the sheet is not written out."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def footer(self) -> None:
        """The number of each page but that of a single sheet."""
        if self.page_no() > 1:
            self.set_y(-12)
            self._font(8, color=_QUIET)
            self.cell(0, 5, f"Page {self.page_no()}", align="R")

    def title_line(self, text: str) -> None:
        self._font(self._size * 1.6, "B")
        self._write(text)

    def add_block(self, block: PaperBlock) -> None:
        match block:
            case Title(text, level):
                self.ln(self._gap)
                self.start_section(text, level=min(level - 2, 1), strict=False)
                self._font(self._size * (1.3 if level == 2 else 1.1), "B")
                self._write(text)
            case Words(text, strong):
                self._font(self._size, "B" if strong else "")
                self._write(text)
            case Caution(text):
                self._font(self._size * 0.9)
                self.set_fill_color(*_WARN)
                self._write(f"Check the date. {text}", fill=True)
            case Quoted(lead_in, words, source):
                self._quote(lead_in, words, source)
            case Listed(items):
                self._font(self._size)
                for item in items:
                    self.set_x(self.l_margin + 2)
                    self.cell(4, self.font_size_pt * _LINE, "•")
                    self._write(item, indent=6, gap=self._gap / 2)

    def small(self, lines: tuple[str, ...]) -> None:
        self.ln(self._gap)
        self._font(self._size * 0.8, color=_QUIET)
        for line in lines:
            self._write(line)

    def _quote(self, lead_in: str, words: str, source: str) -> None:
        if lead_in:
            self._font(self._size * 0.9, color=_QUIET)
            self._write(lead_in, indent=5, gap=0)
        self._font(self._size, "B")
        self._write(f"“{words}”", indent=5, gap=0.5)
        self._font(self._size * 0.85, color=_QUIET)
        self._write(source, indent=5)

    def _font(self, size: float, style: str = "", *, color: tuple[int, int, int] = _INK) -> None:
        self.set_font("ours", style, size)
        self.set_text_color(*color)

    def _write(self, text: str, *, indent: float = 0, gap: float | None = None, fill: bool = False) -> None:
        shown = self._in_our_letters(text)
        self.set_x(self.l_margin + indent)
        self.multi_cell(0, self.font_size_pt * _LINE, shown, align="L", fill=fill, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(self._gap if gap is None else gap)

    def _in_our_letters(self, text: str) -> str:
        """The text with a sign for what the font lacks, which its library would else print to the server's terminal."""
        shown = "".join(sign if ord(sign) in self._letters or sign.isspace() else _INSTEAD for sign in text)
        self.missing = self.missing or shown != text
        return shown
