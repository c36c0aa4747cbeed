"""Web pages and GOV.UK's JSON: what of them is text, and what is known of it."""

import json

import pytest

from corpus.document import number_at
from corpus.formats.files import read_bytes
from corpus.formats.html import read


def text(html):
    return read(html.encode()).text


def led(html):
    reading = read(html.encode())
    blocks = [block for section in reading.sections for block in section.blocks]
    return [(each.span.of(reading.text), each.lead_in.of(reading.text) if each.lead_in else "") for each in blocks]


def test_a_list_in_an_item_is_led_into_by_that_item():
    found = dict(led("<p>They will:</p><ul><li>bring:<ol><li>a pen<li>paper</ol><li>wait</ul>"))
    assert found == {
        "They will:": "",
        "bring:": "They will:",
        "a pen": "bring:",
        "paper": "bring:",
        "wait": "They will:",
    }


@pytest.mark.parametrize(
    ("opening", "marks"),
    [
        ("<ol>", ["1.", "2."]),
        ("<ol start=14>", ["14.", "15."]),
        ("<ol type=a>", ["a.", "b."]),
        ("<ol type=I start=9>", ["IX.", "X."]),
        ("<ol start=99999999999>", ["1.", "2."]),
        ("<ul>", ["-", "-"]),
    ],
)
def test_numbered_items_keep_the_numbers_that_the_page_shows(opening, marks):
    assert text(f"{opening}<li>knock<li>wait") == f"{marks[0]} knock\n{marks[1]} wait"


def test_an_item_may_set_its_number():
    assert text("<ol><li>a<li value=7>b<li>c") == "1. a\n7. b\n8. c"


def test_a_paragraph_or_item_knows_its_number():
    reading = read(b"<p>2.3 They knock. They wait.</p><ol start=14><li>They listen.</ol><p>They go at 9.30am.")
    numbers = [number_at(reading.text, block.span.start) for section in reading.sections for block in section.blocks]
    assert numbers == ["2.3", "14.", ""]
    assert number_at("(a) words", 6) == "(a)"
    assert number_at("2020 was long", 6) == ""


def test_rows_keep_their_columns_where_cells_span_some():
    page = "<table><caption>Hours</caption><tr><th>day<th>from<th>to<tr><th rowspan=2>Monday<td>9<td>10<tr><td>11<td>12"
    page += "<tr><th>Friday<td colspan=2>closed"
    assert led(page) == [
        ("Hours", ""),
        ("day | from | to", "Hours"),
        ("Monday | 9 | 10", "day | from | to"),
        ("| 11 | 12", "day | from | to"),
        ("Friday | closed |", "day | from | to"),
    ]


def test_two_rows_of_column_names_lead_in_together():
    found = led("<table><thead><tr><th>a<th colspan=2>b<tr><th><th>c<th>d</thead><tr><td>1<td>2<td>3")
    assert found[-1] == ("1 | 2 | 3", "a | b |\n\n| c | d")


def test_what_stands_on_lines_of_its_own_in_a_cell_is_set_apart():
    assert (
        text("<table><tr><td><p>one</p><p>two</p><ul><li>three<li>four</ul>five<br>six<td>x")
        == "one two three four five six | x"
    )


def test_inline_tags_break_no_word_and_blocks_part_them():
    assert text("<p>Ins<b>pec</b>tors <i>knock</i>.<div>They<br>wait.</div>And <span>listen</span>.") == (
        "Inspectors knock.\n\nThey wait.\n\nAnd listen."
    )


def test_a_term_leads_into_what_it_means():
    assert led("<dl><dt>Nominee<dd>speaks for the school<dd>joins meetings<dt>Head<dd>leads</dl>") == [
        ("Nominee", ""),
        ("speaks for the school", "Nominee"),
        ("joins meetings", "Nominee"),
        ("Head", ""),
        ("leads", "Head"),
    ]


def test_without_a_main_part_header_footer_and_asides_are_left_out():
    reading = read(b"<header>Site</header><aside>Ad</aside><h1>Doors</h1><p>They knock.</p><footer>Imprint</footer>")
    assert reading.text == "Doors\n\nThey knock."
    assert reading.dropped == {"page header": 1, "aside": 1, "page footer": 1}


def test_a_saved_page_says_what_is_known_of_it():
    page = """<html><head><title>Doors - GOV.UK</title><link rel="canonical" href="https://www.gov.uk/doors">
    <meta name="govuk:primary-publishing-organisation" content="Ofsted">
    <meta name="govuk:public-updated-at" content="2025-11-10T09:30:00+00:00">
    <meta name="govuk:withdrawn" content="withdrawn"></head><main><h1>Doors</h1><p>Knock.</main>"""
    assert read(page.encode()).known == {
        "title": "Doors",
        "publisher": "Ofsted",
        "dated": "10 November 2025",
        "url": "https://www.gov.uk/doors",
        "status": "superseded",
        "superseded_by": "withdrawn by its publisher",
    }


PAGE = {
    "document_type": "guidance",
    "title": "Doors",
    "base_path": "/doors",
    "public_updated_at": "2025-11-10T09:30:00Z",
    "withdrawn_notice": {
        "explanation": "<p>See <a href='/new'>the new page</a>.</p>",
        "withdrawn_at": "2026-01-02T00:00:00Z",
    },
    "links": {"organisations": [{"title": "Ofsted"}]},
    "details": {
        "body": "<p>They knock.</p>",
        "national_applicability": {"england": {"label": "England", "applicable": True}, "wales": {"applicable": False}},
    },
}


def from_json(**changes):
    return read_bytes(json.dumps(PAGE | changes).encode(), ".json")


def test_a_page_in_json_says_what_is_known_of_it():
    assert from_json().known == {
        "title": "Doors",
        "publisher": "Ofsted",
        "dated": "10 November 2025",
        "url": "https://www.gov.uk/doors",
        "document_type": "guidance",
        "applies_to": "England",
        "status": "superseded",
        "superseded_by": "withdrawn 2 January 2026: See the new page.",
    }


def test_the_parts_of_a_page_stand_under_their_titles():
    parts = [{"title": "A & B", "body": "<h2>C</h2><p>They knock.</p>"}, {"title": "D", "body": "<p>They wait.</p>"}]
    assert [section.path for section in from_json(details={"parts": parts}).sections] == ["", "A & B", "A & B › C", "D"]


def test_a_body_in_several_types_is_read_from_its_html_and_one_without_tags_line_by_line():
    body = [
        {"content_type": "text/govspeak", "content": "# no"},
        {"content_type": "text/html", "content": "<p>Knock.</p>"},
    ]
    assert from_json(details={"body": body}).text == "Knock."
    assert from_json(details={"body": "They knock.\n  They wait.\n"}).text == "They knock.\n\nThey wait."


@pytest.mark.parametrize(
    "broken", [{"links": []}, {"links": {"organisations": []}}, {"details": {"parts": ["x", {"body": "<p>Knock."}]}}]
)
def test_a_page_that_lacks_something_is_read_all_the_same(broken):
    assert "nock" in from_json(**broken).text


def test_the_number_of_a_page_of_paper_is_no_passage():
    page = read(b"<main><h1>Visits</h1><p>Bring a badge.</p><p>Page 2 of 9</p><p>See page 2 of 9 there.</p></main>")
    assert "Page 2 of 9" not in page.text
    assert "See page 2 of 9 there." in page.text
    assert page.dropped["page number"] == 1
