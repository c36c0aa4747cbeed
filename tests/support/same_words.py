"""Documents written for the tests: the same words in every format."""

import io
import textwrap
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from fpdf import FPDF

TITLE, SECTION = "Visits to Hill School", "Signing in"
LONG = (
    "Visitors sign the book at the front desk before they walk on, and they wear the badge that they are given "
    "for as long as they stay. Nobody walks about alone."
)
LEAD, ITEMS = "Visitors will:", ("sign the book", "wear the badge")
COLUMNS, ROW = ("Day", "Hour"), ("Monday", "9.30am")
NUMBERED = ("1.1", "The head teacher keeps the book for six years.")
MARKDOWN = f"""# {TITLE}

## {SECTION}

{LONG}

{LEAD}

- {ITEMS[0]}
- {ITEMS[1]}

| {COLUMNS[0]} | {COLUMNS[1]} |
| --- | --- |
| {ROW[0]} | {ROW[1]} |

{NUMBERED[0]} {NUMBERED[1]}
"""
TEXT = f"""# {TITLE}

## {SECTION}

{textwrap.fill(LONG, 70)}

{LEAD}

• {ITEMS[0]}
• {ITEMS[1]}

{NUMBERED[0]} {NUMBERED[1]}
"""
HTML = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | Hill School</title></head><body>
<nav><a href="/">Home page</a></nav>
<main><h1>{TITLE}</h1><h2>{SECTION}</h2><p>{LONG}</p><p>{LEAD}</p><ul><li>{ITEMS[0]}</li><li>{ITEMS[1]}</li></ul>
<table><thead><tr><th>{COLUMNS[0]}</th><th>{COLUMNS[1]}</th></tr></thead>
<tbody><tr><td>{ROW[0]}</td><td>{ROW[1]}</td></tr></tbody></table>
<p>{NUMBERED[0]} {NUMBERED[1]}</p></main><footer>Hill School, 1 Hill Road</footer></body></html>"""


def word(change: Callable[[Any], object] = lambda _: None) -> bytes:
    """The bytes of a Word document; `change` is called with it before it is saved."""
    made = docx.Document()
    made.add_heading(TITLE, 0)
    made.add_heading(SECTION, 1)
    for words in (LONG, LEAD):
        made.add_paragraph(words)
    for item in ITEMS:
        made.add_paragraph(item, style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for number in (0, 1):
        table.cell(0, number).text, table.cell(1, number).text = COLUMNS[number], ROW[number]
    made.add_paragraph(" ".join(NUMBERED))
    made.sections[0].header.paragraphs[0].text = "A running header"
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def look(run: Any, *, hidden: bool = False, white: bool = False, points: int | None = None) -> None:
    run.font.hidden = hidden or None
    run.font.color.rgb = RGBColor(255, 255, 255) if white else None
    run.font.size = Pt(points) if points else None


def numbered(paragraph: Any, number: int, level: int = 0) -> None:
    """Has Word count this paragraph, in the list of this number."""
    properties = paragraph._p.get_or_add_pPr()
    counted = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", number)):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(value))
        counted.append(element)
    properties.append(counted)


def rezipped(raw: bytes, **parts: bytes) -> bytes:
    """The same archive with other content in the parts of these names (`__` for a slash, `_` for a dot)."""
    changed = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, changed.pop(info.filename, b"") or old.read(info.filename))
        for name, content in changed.items():
            new.writestr(name, content)
    return out.getvalue()


class Paper(FPDF):
    """Pages with a running header and the number of the page, unless it is `plain`."""

    plain = False

    def header(self) -> None:
        if self.plain:
            return
        self.set_font("helvetica", size=8)
        self.cell(0, 8, "Visits policy of Hill School", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        if self.plain:
            return
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 8, f"Page {self.page_no()} of {{nb}}", align="C")

    def head(self, words: str, points: int) -> None:
        self.set_font("helvetica", "B", points)
        self.multi_cell(0, points * 0.6, words, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def say(self, words: str, *, gap: int = 3) -> None:
        self.set_font("helvetica", size=11)
        self.multi_cell(0, 5.5, words, new_x="LMARGIN", new_y="NEXT")
        self.ln(gap)


def paper(sections: int = 1, *, owner: str = "", user: str = "") -> bytes:
    """The bytes of a PDF without tags, its section repeated, encrypted where it has an owner."""
    made = Paper()
    made.plain = sections == 1
    made.add_page()
    made.head(TITLE, 20)
    for number in range(1, sections + 1):
        made.head(SECTION if sections == 1 else f"{SECTION} {number}", 14)
        made.say(LONG)
        made.say(LEAD)
        for item in ITEMS:
            made.say(f"\x95 {item}", gap=0)
        made.ln(3)
        with made.table() as table:
            for cells in (COLUMNS, ROW):
                row = table.row()
                for cell in cells:
                    row.cell(cell)
        made.ln(3)
        made.say(" ".join(NUMBERED).replace("1.", f"{number}.", 1))
    if owner:
        made.set_encryption(owner, user)
    return bytes(made.output())
