"""What the browser keeps of a conversation, and that nothing is lost without a word."""

import re

import pytest
from playwright.sync_api import expect
from served import BLOCKED, ask

from assistant.evaluation.dataset import read_cases
from assistant.evaluation.run import run_case
from assistant.evaluation.selection import Selection, load_cases

ANSWERED = "Can they talk to my staff without me?"
OTHER = "Must what they find rest on evidence?"
LINK = "/?q=Can+they+talk+to+my+staff+without+me%3F"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
ALL_KEPT = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


def another(page, address):
    """A second tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(address)
    tab.get_by_label("Your question").wait_for()
    tab.locator("#getting-ready").wait_for(state="hidden")
    return tab


@pytest.mark.long
def test_of_33_turns_each_prints_itself_and_a_reload_brings_all_back(visit):
    page = visit()
    for number in range(1, 34):
        ask(page, f"Question {number}: can they talk to my staff without me?")
    fifth = page.locator(".turn").nth(4)
    fifth.get_by_text("Print or save").click()
    with page.expect_download() as download:
        fifth.get_by_role("button", name="Markdown").click()
    words = download.value.path().read_text(encoding="utf-8")
    assert "Question 5:" in words
    assert "Question 8:" not in words
    page.reload()
    page.locator(".turn").nth(32).wait_for()
    asked = page.locator(".turn").evaluate_all("them => them.map(it => it.dataset.question.split(':')[0])")
    assert asked == [f"Question {number}" for number in range(1, 34)]


def test_two_tabs_do_not_share_a_history_and_a_closed_one_can_be_brought_back(visit, site):
    page = visit()
    ask(page, ANSWERED)
    tab = another(page, site)
    assert tab.locator(".turn").count() == 0
    ask(tab, OTHER)
    page.close()
    tab.reload()
    tab.locator(".turn").wait_for()
    assert tab.locator(".turn").get_attribute("data-question") == OTHER
    tab.get_by_role("button", name="Bring back your last answer").click()
    tab.locator(".turn").nth(1).wait_for()
    assert tab.locator(".turn").first.get_attribute("data-question") == ANSWERED
    assert tab.get_by_role("button", name="Bring back").count() == 0


def test_a_link_with_a_question_in_it_starts_fresh_and_what_was_there_can_be_brought_back(visit, site):
    page = visit()
    ask(page, OTHER)
    page.goto(site + LINK)
    page.locator(".turn").wait_for()
    assert page.locator(".turn").count() == 1
    page.get_by_role("button", name="Bring back your last answer").click()
    page.locator(".turn").nth(1).wait_for()


@pytest.mark.parametrize("fault", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_nothing_can_be_kept_the_answer_shows_and_it_is_said(visit, fault):
    page = visit("/about", own=True)
    page.context.add_init_script(fault)
    page.goto(page.url.removesuffix("about"))
    for number, question in enumerate((ANSWERED, OTHER)):
        assert ask(page, question).locator(".words").first.is_visible()
        assert page.locator(".turn").count() == number + 1
    assert page.get_by_text("Your browser keeps nothing for this page").is_visible()
    turn = page.locator(".turn").first
    turn.get_by_text("Note this").click()
    turn.get_by_label("What happened, in your words").fill("She was kind.")
    turn.get_by_role("button", name="Save note").click()
    turn.get_by_text("does not let the page keep notes").wait_for()
    assert turn.get_by_label("What happened, in your words").input_value() == "She was kind."


def test_clearing_takes_every_word_at_once_and_can_be_undone(visit):
    page = visit()
    quote = ask(page, ANSWERED).locator(".words").first.inner_text().strip("“”")
    kept = page.evaluate(ALL_KEPT)
    assert quote in kept
    page.get_by_role("button", name="Clear everything").click()
    assert page.locator(".turn").count() == 0
    kept = page.evaluate(ALL_KEPT)
    assert quote not in kept
    assert ANSWERED not in kept
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".turn").count() == 1
    page.reload()
    page.locator(".turn").wait_for()


def test_deleting_all_notes_can_be_undone_and_stands_apart(visit):
    page = visit("/notes")
    for words in ("She was kind.", "He was late."):
        page.get_by_label("What happened, in your words").fill(words)
        page.get_by_role("button", name="Save note").click()
    assert page.locator("form[data-fill=notes] #clear-notes").count() == 0
    page.get_by_role("button", name="Delete all notes").click()
    assert page.locator("#notes li").count() == 0
    page.get_by_role("button", name="Undo").click()
    assert page.locator("#notes li").count() == 2


def test_no_note_is_dropped(visit):
    page = visit("/notes")
    for number in range(1, 34):
        page.get_by_label("What happened, in your words").fill(f"Note {number}.")
        page.get_by_role("button", name=("Save note" if number == 1 else "Save")).first.click()
    assert page.locator("#notes li").count() == 33
    with page.expect_download() as download:
        page.locator("form[data-fill=notes]").get_by_role("button", name="Markdown").click()
    words = download.value.path().read_text(encoding="utf-8")
    assert "Note 1." in words
    assert "Note 33." in words


def test_messages_stand_above_the_box(visit):
    page = visit(height=500)
    ask(page, ANSWERED)
    page.get_by_label("Your question").fill("a" * 1001)
    page.get_by_role("button", name="Ask", exact=True).click()
    told = page.get_by_role("alert").filter(has_text="1,000")
    told.wait_for()
    message, box = told.bounding_box(), page.get_by_label("Your question").bounding_box()
    assert message["y"] >= 0
    assert message["y"] + message["height"] <= box["y"]
    assert box["y"] < 500


def test_a_link_to_the_question_is_copied(visit, site):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, ANSWERED)
    turn.get_by_text("Share").click()
    turn.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == site + LINK
    assert turn.get_by_text("This address opens on this machine alone.").is_visible()
    turn.get_by_role("button", name="QR code").click()
    code = turn.get_by_role("img", name="QR code of")
    code.wait_for()
    assert code.get_attribute("alt") == f"QR code of {site}{LINK}"


def test_a_note_is_mended_and_taken_to_another_device_as_a_file(visit):
    page = visit("/notes")
    page.get_by_label("What happened, in your words").fill("He said it twice")
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("button", name="Change the note").click()
    page.get_by_label("When").fill("Monday at 9")
    page.locator("#notes").get_by_label("What happened").fill("He said it once")
    page.get_by_role("button", name="Save change").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    other = visit("/notes")
    for said in ("1 note was added.", "0 notes were added."):
        other.get_by_label("Add from a file").set_input_files(download.value.path())
        other.get_by_text(said).wait_for()
    assert other.locator("#notes").inner_text().startswith("Monday at 9\n\nHe said it once")
    page.get_by_role("button", name="Undo").click()
    assert "He said it twice" in page.locator("#notes").inner_text()


def test_a_note_that_another_tab_deleted_takes_no_other_along(visit):
    page = visit("/notes", own=True)
    for words in ("First.", "Second."):
        page.get_by_label("What happened, in your words").fill(words)
        page.get_by_role("button", name=re.compile("^Save")).first.click()
    page.get_by_role("button", name="Change the note").first.click()  # being mended, it is not drawn anew
    tab = page.context.new_page()
    tab.goto(page.url)
    tab.get_by_role("button", name="Delete the note").first.click()
    page.locator("#notes").get_by_label("What happened").fill("First, mended.")
    page.get_by_role("button", name="Save change").click()
    expect(tab.locator("#notes li")).to_have_count(2)  # drawn anew, since the other wrote
    assert "First, mended." in tab.locator("#notes").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert "Second." in page.locator("#notes").inner_text()


def test_a_file_that_holds_no_notes_is_told_by_its_name(visit, tmp_path):
    for name, content in (("a.json", "{"), ("b.json", '{"notes": [{"what": 7}, {"when": "x"}]}')):
        (tmp_path / name).write_text(content)
        page = visit("/notes")
        page.get_by_label("Add from a file").set_input_files(tmp_path / name)
        page.get_by_text(f"{name}: it holds no notes.").wait_for()
        assert page.locator("#notes li").count() == 0


def test_what_was_wrong_becomes_a_draft_test_that_fails_and_is_sent_to_nobody(visit, site, assistant, tmp_path):
    page = visit()
    turn = ask(page, ANSWERED)
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    turn.get_by_text("This was wrong").click()
    turn.get_by_label("What should it have said").fill('Something else: "no"\n# really')
    turn.get_by_role("button", name="Keep as a draft test").click()
    turn.get_by_text("Marked as wrong").wait_for()
    assert sent == []
    page.goto(site + "/answer-tests/")
    page.get_by_text("1 answer was marked as wrong").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as YAML").click()
    path = tmp_path / "drafts.yaml"
    path.write_text(download.value.path().read_text(encoding="utf-8"), encoding="utf-8")
    (case,) = load_cases([path], Selection(), assistant.library, print, read_cases)
    assert case.question == ANSWERED
    assert [str(failure.check) for failure in run_case(assistant, assistant.library, case).failures] == ["never_says"]
