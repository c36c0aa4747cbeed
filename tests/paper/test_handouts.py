"""Handouts, the quick card and the record of notes, in each form; and notes that stay in the browser."""

import gc
import json
import re
from io import BytesIO

import httpx
import pytest
from docx import Document
from markdown_it import MarkdownIt

from assistant.libraries import read_our_library
from assistant.pages.files import sent
from assistant.paper import Caution, Listed, Paper, Quoted, Title, Words
from assistant.paper.handout import NOT_ADVICE, quick_card
from assistant.paper.markdown import markdown
from assistant.paper.pdf import pdf
from assistant.serving.forgetting import forget
from corpus.document import Binds

ANSWERED = "Can they talk to my staff without me?"
QUOTE = "recognise that sometimes inspectors will need to observe practice"
HOSTILE = "<script>alert(1)</script> [a](http://evil.test) ![i](http://evil.test/p.png)\n# no\n- no {{ x }} ŵ ≥ 中"


@pytest.fixture(scope="module")
def web(site):
    with httpx.Client(base_url=site, trust_env=False, timeout=30) as client:
        yield client


def words_of(content, form):
    if form == "docx":
        return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
    return content.decode()


@pytest.mark.parametrize("form", ["html", "docx", "md"])
def test_a_handout_carries_question_quote_source_and_warning(web, form):
    sent = web.post(f"/handout/{form}", data={"questions": json.dumps([ANSWERED])})
    assert sent.status_code == 200
    assert sent.headers["cache-control"] == "no-store"
    words = words_of(sent.content, form)
    for piece in (
        ANSWERED,
        QUOTE,
        "In plain words, ours",
        "about March 2020",
        "has been superseded by",
        "Open Government Licence",
        NOT_ADVICE,
    ):
        assert piece in words


def test_a_handout_comes_as_a_pdf(web):
    sent = web.post("/handout/pdf", data={"questions": json.dumps([ANSWERED])})
    assert sent.content.startswith(b"%PDF-")
    assert "inspection-answers.pdf" in sent.headers["content-disposition"]


def test_what_the_font_lacks_is_said_on_the_pdf_and_nowhere_else(caplog, capfd):
    with_it, without = (pdf(Paper("T", (Title("why 中文 so"), Words(words)))) for words in ("marked 中文 ŵ ≥", "why"))
    assert len(with_it) > 1000
    assert len(without) > 1000
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


def test_one_answer_can_be_handed_out_alone(web):
    asked = {"questions": json.dumps(["When does the report come out?", ANSWERED]), "last": "1"}
    words = web.post("/handout/md", data=asked).text
    assert ANSWERED in words
    assert "## When does" not in words


def test_a_turn_is_handed_out_with_what_it_leant_on_and_nothing_else(web):
    """The second is asked afresh: it does not lean on the first."""
    turns = [["When does the report come out?"], [ANSWERED], [ANSWERED, "even the TA?"]]
    words = web.post("/handout/md", data={"questions": json.dumps(turns)}).text
    assert words.count("## ") >= 3
    assert words.count(QUOTE) == 2


@pytest.mark.parametrize(
    "sent", ["", "{", "{}", "[]", "[1]", json.dumps(["a"] * 201), "[[]]", "[[1]]", json.dumps(["a" * 1001])]
)
def test_a_handout_of_what_is_not_questions_is_refused_in_one_line(web, sent):
    refused = web.post("/handout/pdf", data={"questions": sent})
    assert refused.status_code in {400, 422}
    assert "Traceback" not in refused.text


def test_the_quick_card_holds_every_expectation_of_both_sides(settings):
    library = read_our_library(settings)
    words = markdown(quick_card(library)).decode()
    expected = [passage.quote for passage in library.passages if passage.binds is not Binds.NONE]
    assert len(expected) >= 23
    assert [quote for quote in expected if quote not in words] == []


def test_the_quick_card_is_one_page(settings):
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf(quick_card(read_our_library(settings))))) == 1


def test_a_record_dates_each_note_and_cites_what_is_expected(web):
    notes = [{"when": "Monday 3 November 2025 at 10:15", "what": HOSTILE, "questions": [ANSWERED]}]
    words = web.post("/record/docx", data={"notes": json.dumps(notes)})
    words = words_of(words.content, "docx")
    assert "Monday 3 November 2025 at 10:15" in words
    assert HOSTILE in words
    assert QUOTE in words


def test_markup_in_a_note_is_text_on_paper(web):
    notes = json.dumps([{"when": "Monday", "what": HOSTILE}])
    page = web.post("/record/html", data={"notes": notes}).text
    assert "<script>alert" not in page
    rendered = MarkdownIt().render(web.post("/record/md", data={"notes": notes}).text)
    assert not re.search(r"<(?:a|img|script|h\d>no)", rendered)
    assert web.post("/record/pdf", data={"notes": notes}).content.startswith(b"%PDF-")


def test_every_kind_of_block_is_written_in_markdown():
    paper = Paper(
        "T", (Title("H"), Words("w", strong=True), Caution("c"), Quoted("l:", "q", "s"), Listed(("i",))), ("p",)
    )
    assert markdown(paper).decode() == (
        "# T\n\n## H\n\n**w**\n\n> **Check the date.** c\n\n> l: “q”  \n> s\n\n- i\n\n---\n\np\n"
    )


def test_a_note_is_taken_from_an_answer_listed_and_deleted(visit):
    page = visit("/?q=Can+they+talk+to+my+staff+without+me%3F")
    turn = page.locator(".turn")
    turn.get_by_text("Note this").click()
    turn.get_by_label("What happened").fill(HOSTILE)
    turn.get_by_role("button", name="Save note").click()
    turn.get_by_role("link", name="My notes").click()
    note = page.locator("#notes li")
    assert "<script>alert(1)</script>" in note.inner_text()
    assert ANSWERED in note.inner_text()
    with page.expect_popup() as printed:
        page.get_by_role("button", name="Record to print").click()
    assert QUOTE in printed.value.locator("main").inner_text()
    note.get_by_role("button", name="Delete").click()
    assert page.locator("#notes li").count() == 0
    assert "script" not in page.evaluate("JSON.stringify({...localStorage})")


def test_the_answers_are_printed_from_the_page(visit):
    page = visit("/?q=Can+they+talk+to+my+staff+without+me%3F")
    page.locator(".turn").wait_for()
    with page.expect_popup() as printed:
        page.locator(".conversation").get_by_role("button", name="Print").click()
    assert QUOTE in printed.value.locator("main").inner_text()
    with page.expect_download() as saved:
        page.locator(".conversation").get_by_role("button", name="PDF").click()
    assert saved.value.suggested_filename == "inspection-answers.pdf"


def test_the_page_can_be_installed(web):
    manifest = web.get("/manifest.json").json()
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        assert web.get(icon["src"]).headers["content-type"] == "image/png"


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "md"])
def test_a_note_that_was_pasted_from_anywhere_is_written(web, form):
    note = {"when": "10:05\x00", "what": "one\x0btwo\x0cthree\ufffe\uffff\ufdd0\ud800\x1b[31m\u202e four 😀"}
    sent = web.post(f"/record/{form}", data={"notes": json.dumps([note])})
    assert sent.status_code == 200
    if form != "pdf":
        words = words_of(sent.content, form)
        assert "two\nthree[31m four 😀" in words.replace("<br>", "\n").replace("\\", "")


@pytest.mark.parametrize("form", ["pdf", "docx", "md"])
def test_nothing_of_a_paper_is_left_in_memory_once_it_is_sent(form):
    paper = Paper("A", (Title("zyzzogeton", 2), Words("zyzzogeton")), (), name="a")
    gc.disable()
    try:
        sent(paper, form)
        forget()  # as the page does once a burst of work is over
        left = [each for each in gc.get_objects() if type(each).__module__ == "fpdf.outline"]
    finally:
        gc.enable()
    assert left == []
