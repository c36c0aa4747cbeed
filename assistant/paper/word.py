"""A paper as a Word file."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from assistant.paper import Caution, Listed, Paper, PaperBlock, Quoted, Title, Words


def word(paper: Paper) -> bytes:
    """The paper as a .docx file on A4."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    document.core_properties.title = paper.title
    document.core_properties.author = "Inspection Assistant"
    document.core_properties.language = "en-GB"
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(paper.title, 1)
    for block in paper.blocks:
        _add(document, block)
    for line in paper.small_print:
        document.add_paragraph(line).runs[0].font.size = Pt(9)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: WordDocument, block: PaperBlock) -> None:
    match block:
        case Title(text, level):
            document.add_heading(text, level)
        case Words(text, strong):
            document.add_paragraph().add_run(text).bold = strong
        case Caution(text):
            paragraph = document.add_paragraph()
            paragraph.add_run("Check the date. ").bold = True
            paragraph.add_run(text)
        case Quoted(lead_in, words, source):
            paragraph = document.add_paragraph(style="Quote")
            paragraph.add_run(f"{lead_in} " if lead_in else "")
            paragraph.add_run(f"“{words}”").bold = True
            paragraph.add_run(f"\n{source}").italic = False
        case Listed(items):
            for item in items:
                document.add_paragraph(item, style="List Bullet")
