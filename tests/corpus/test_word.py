"""Word documents: what Word counts, shows and hides."""

import pytest
import same_words as made
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.formats.docx import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
    f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    for level, start, kind, pattern in [
        (0, 3, "decimal", "%1."),
        (1, 1, "decimal", "%1.%2"),
        (2, 1, "lowerLetter", "(%3)"),
    ]
)
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def counted(change):
    return read(made.rezipped(made.word(change), word__numbering_xml=NUMBERING.encode()))


def test_paragraphs_keep_the_numbers_that_word_counts_across_headings():
    def change(document):
        for words, level in [("They knock.", 0), ("They wait.", 1), ("They listen.", 1), ("To all.", 2)]:
            made.numbered(document.add_paragraph(words), 7, level)
        document.add_heading("Afterwards", 1)
        made.numbered(document.add_paragraph("They go."), 7, 0)
        made.numbered(document.add_paragraph("They thank."), 7, 1)

    shown = counted(change).text.split("six years.")[1]
    assert " ".join(shown.split()) == (
        "3. They knock. 3.1 They wait. 3.2 They listen. (a) To all. Afterwards 4. They go. 4.1 They thank."
    )


def test_a_numbered_heading_has_its_number():
    reading = counted(lambda document: made.numbered(document.add_heading("Doors", 1), 7))
    assert reading.sections[-1].title == "3. Doors"


def test_bold_lines_are_headings_where_nobody_used_styles_and_bold_sentences_are_not():
    def change(document):
        for words in ("After the visit", "They must knock."):
            document.add_paragraph().add_run(words).bold = True
        document.add_paragraph("They go.")

    reading = read(made.word(change))
    assert reading.sections[-1].path == f"{made.SECTION} › After the visit"
    assert "They must knock." in [block.span.of(reading.text) for block in reading.sections[-1].blocks]


def test_a_table_of_contents_is_dropped_and_counted():
    def change(document):
        for number in (1, 2):
            document.styles.add_style(f"TOC {number}", 1)
            document.add_paragraph(f"Contents line {number}\t{number}", style=f"TOC {number}")

    reading = read(made.word(change))
    assert "Contents line" not in reading.text
    assert reading.dropped["line of a table of contents"] == 2


def test_tracked_changes_are_read_as_accepted_and_this_is_said():
    def change(document):
        paragraph = document.add_paragraph("They ")
        for kind, words in (("w:ins", "knock."), ("w:del", "shout.")):
            edit, run = OxmlElement(kind), OxmlElement("w:r")
            said = OxmlElement("w:delText" if kind == "w:del" else "w:t")
            said.text = words
            run.append(said)
            edit.append(run)
            paragraph._p.append(edit)

    reading = read(made.word(change))
    assert reading.text.endswith("They knock.")
    assert reading.warnings == ("it holds tracked changes: read as if all were accepted",)


@pytest.mark.parametrize("first_row", ["1", "0"])
def test_the_first_row_names_the_columns_where_the_look_of_the_table_says_so(first_row):
    def change(document):
        document.tables[0]._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:firstRow"), first_row)

    reading = read(made.word(change))
    row = next(block for block in reading.sections[-1].blocks if "Monday" in block.span.of(reading.text))
    lead_in = row.lead_in.of(reading.text) if row.lead_in else ""
    assert (lead_in == "Day | Hour") == (first_row == "1")


def test_the_author_and_the_day_it_was_saved_are_known():
    known = read(made.word(lambda document: setattr(document.core_properties, "author", "A. Head"))).known
    assert (known["author"], known["saved"]) == ("A. Head", "2013-12-23T23:15:00Z")
