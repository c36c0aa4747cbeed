"""PDFs: pages of a browser by their tags, others by how they are laid out."""

import html

import pytest
import same_words as made
from govuk_pages import PAGES, arrived, body_of, held, squeezed, title_of

from corpus.document import page_at
from corpus.formats.pdf import read
from corpus.formats.pdf_layout import LaidOutPages
from corpus.formats.pdf_rows import with_rows
from corpus.formats.pdf_text import PageText, Piece, runs
from corpus.formats.pdf_tree import Event


@pytest.fixture(scope="module")
def long():
    return read(made.paper(sections=12))


def test_running_headers_and_page_numbers_are_dropped_and_counted(long):
    assert len(long.pages) == 4
    assert long.dropped == {"running header or footer": 4, "page number": 4}
    assert "Visits policy" not in long.text
    assert "Page 2" not in long.text


def test_nothing_else_is_dropped_though_it_is_said_again_and_again(long):
    assert long.text.count(made.LONG) == long.text.count(made.LEAD) == 12
    assert [long.text.count(f"\n{number}.1 The head teacher keeps") for number in (2, 12)] == [1, 1]
    assert long.text.count(" | ".join(made.ROW)) == 12


def test_pages_are_known_by_where_they_begin(long):
    pages = [page_at(long.pages, block.span.start) for section in long.sections for block in section.blocks]
    assert pages == sorted(pages)
    assert set(pages) == {1, 2, 3, 4}


def laid_out(*lines, page=1):
    """Lines of words, size, boldness and the gap above them in points."""
    text, y = PageText(page), 780.0
    for words, size, bold, gap in lines:
        y -= gap
        text.pieces.append(Piece("\n", 50, y, size, bold, None, False, False))
        text.pieces.append(Piece(words, 50, y, size, bold, None, False, False))
    return text


def said(*pages):
    return LaidOutPages(pages).setter.text.split("\n\n")


def test_a_paragraph_goes_on_over_lines_and_pages_and_ends_at_a_gap():
    first = laid_out(("They knock and", 11, False, 14), ("they wait.", 11, False, 14), ("They go", 11, False, 24))
    assert said(first, laid_out(("at ten.", 11, False, 14), page=2)) == ["They knock and they wait.", "They go at ten."]


def test_a_hyphen_at_the_end_of_a_line_stays():
    page = laid_out(("They are well-", 11, False, 14), ("known to all", 11, False, 14), ("of us here.", 11, False, 14))
    assert said(page) == ["They are well-known to all of us here."]


def test_larger_and_bold_lines_are_headings_of_their_rank():
    page = laid_out(
        *[
            ("Doors", 18, True, 14),
            ("Knocking", 13, True, 24),
            ("They knock and wait until they are let in.", 11, False, 20),
        ],
        *[("Waiting", 11, True, 24), ("They wait for as long as it takes to open.", 11, False, 14)],
    )
    sections = LaidOutPages([page]).setter.sections()
    assert [section.path for section in sections][1:] == ["Doors", "Doors › Knocking", "Doors › Knocking › Waiting"]


def test_numbered_lines_after_a_colon_are_items_and_others_paragraphs_with_a_number():
    page = laid_out(
        *[("14. They knock at every door first.", 11, False, 14), ("15. They will:", 11, False, 24)],
        *[("(a) wait", 11, False, 14), ("(b) listen", 11, False, 14)],
    )
    made_of = LaidOutPages([page]).setter
    blocks = [block for section in made_of.sections() for block in section.blocks]
    assert [(block.span.of(made_of.text), block.listed) for block in blocks] == [
        ("They knock at every door first.", False),
        ("They will:", False),
        ("wait", True),
        ("listen", True),
    ]
    assert made_of.text.startswith("14. They knock")


def test_runs_of_pages_are_told_in_short():
    assert runs([1, 3, 4, 5, 9]) == "1, 3 to 5, 9"


GROUP, ENDS = Event("/NonStruct"), Event("/NonStruct", closes=True)


def untagged(*rows):
    """Groups of no kind as Chromium prints a table without borders, and where the words of each cell stand."""
    places, events = {}, [GROUP]
    for row in rows:
        events.append(GROUP)
        for x, y in row:
            mark = len(places)
            places[1, mark] = Piece("words", x, y, 11, False, mark, False, False)
            events += [GROUP, GROUP, Event(page=1, mark=mark), ENDS, ENDS]
        events.append(ENDS)
    return [event.name for event in with_rows([*events, ENDS], places) if not event.closes and event.mark is None]


def test_groups_of_no_kind_that_stand_in_rows_are_a_table():
    row = ["/TR", "/TD", "/NonStruct", "/TD", "/NonStruct"]
    assert untagged([(50, 700), (200, 700)], [(50, 680), (190, 687)]) == ["/Table", *row, *row]


@pytest.mark.parametrize(
    "second",
    [
        [(50, 680), (50, 660)],  # one below the other, as paragraphs stand
        [(50, 680), (200, 680), (300, 680)],  # more cells
        [(50, 720), (200, 720)],  # above the first
    ],
)
def test_groups_that_stand_otherwise_stay_what_they_are(second):
    assert set(untagged([(50, 700), (200, 700)], second)) == {"/NonStruct"}


@pytest.fixture(scope="module")
def printed(browser):
    """Prints a page of HTML to the bytes of a PDF."""
    page = browser.new_context(offline=True, java_script_enabled=False).new_page()

    def printed(content):
        page.set_content(content)
        return page.pdf(tagged=True, display_header_footer=True, margin={"top": "2cm", "bottom": "2cm"})

    yield printed
    page.close()


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page and page.stem)
def test_all_headings_items_and_rows_of_a_printed_page_arrive(page, printed):
    title = title_of(page)
    reading = read(printed(f"<main><h1>{html.escape(title)}</h1>{body_of(page)}</main>"))
    headings, items, rows = held(body_of(page))
    assert arrived(reading) == ([squeezed(title), *headings], items, rows)
    assert reading.dropped["page furniture"] == len(reading.pages)
