"""The front page in a real browser: asking, reading, following a quote to its document, losing nothing."""

import pytest
from served import ask

from assistant.answering.conversation import EMPTY
from assistant.answering.distress import HEADLINES, Level

ANSWERED = "Can they talk to my staff without me?"
NOT_COVERED = "When does the report come out?"
NEARLY = "They have no timetable and will not tell us who they want to see next. Is that right?"
DISTRESS = "I can't do this any more. I don't feel safe."
SCRIPT = (
    '<script>alert(1)</script><img src=x onerror="alert(2)"><form action="http://evil.test"><b>'
    "[a](http://b.test) {x} {{ x }}"
)


def in_view(locator):
    return locator.evaluate(
        "it => { const r = it.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight / 2 }"
    )


def test_an_answer_shows_headline_quote_and_warning(visit):
    turn = ask(visit(), ANSWERED)
    assert turn.locator(".headline").inner_text()
    assert "without the presence of a manager or registered person" in turn.inner_text()
    assert turn.locator(".notice").is_visible()
    assert turn.locator(".verdict").inner_text() == "Official guidance · about March 2020 · superseded"


def test_enter_asks_too_and_the_box_is_emptied(visit):
    page = visit()
    page.get_by_label("Your question").fill(ANSWERED)
    page.get_by_label("Your question").press("Enter")
    page.locator(".turn").wait_for()
    assert page.get_by_label("Your question").input_value() == ""


def test_what_is_asked_before_the_page_is_opened_is_not_asked_again_by_its_opening(visit):
    page = visit()
    ask(page, ANSWERED)
    assert page.evaluate("inspection.open()[0].turns") == []  # as Gradio calls it, which may be late
    assert page.evaluate("() => { inspection.take('May she?'); return inspection.open()[0].turns }") == []


def test_the_beginning_of_the_newest_answer_is_in_view(visit):
    page = visit(has_touch=True)
    first, second = ask(page, ANSWERED), ask(page, "Must what they find rest on evidence?")
    assert in_view(second.locator(".asked"))
    assert not in_view(first.locator(".asked"))


def test_a_quote_opens_its_document_at_the_place_with_the_passage_marked(visit):
    page = visit()
    quote = ask(page, ANSWERED).locator("figure.quote").first
    words = quote.locator(".words").inner_text().strip("“”")
    quote.get_by_role("link", name="See it in the document").click()
    mark = page.locator("mark#passage")
    assert mark.inner_text() == words
    assert mark.evaluate("it => { const r = it.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }")
    assert "In order to establish" in page.locator(".document-text").inner_text()
    page.get_by_role("link", name="Back to your answers").click()
    page.locator(".turn").wait_for()


def test_a_suggested_question_is_asked_in_one_tap_and_has_the_focus(visit):
    page = visit()
    page.get_by_role("button", name=ANSWERED).click()
    page.locator(".turn").wait_for()
    assert ANSWERED in page.evaluate("document.activeElement.innerText")


def test_outcomes_look_different(visit):
    page = visit()
    looks = {}
    for question in ("is it allowed", ANSWERED, NOT_COVERED, "What is the capital of France?", DISTRESS):
        turn = ask(page, question)
        looks[question] = (turn.get_attribute("class"), turn.locator(".verdict").inner_text())
    assert len(set(looks.values())) == len(looks)


def test_what_is_not_covered_names_where_to_look_before_anything_else(visit):
    turn = ask(visit(), NEARLY)
    assert turn.get_attribute("data-outcome") == "not_covered"
    assert turn.locator(".look-in li").count() >= 1
    assert turn.locator(".look-in").evaluate("it => it.compareDocumentPosition(document.querySelector('.others')) & 4")
    assert turn.locator("figure.quote").count() == 0


def test_distress_gives_numbers_to_tap_and_nothing_else(visit):
    turn = ask(visit(), DISTRESS)
    assert HEADLINES[Level.MET] in turn.inner_text()
    addresses = turn.locator("a.ring").evaluate_all("them => them.map(it => it.getAttribute('href'))")
    assert addresses == ["tel:999", "tel:116123", "sms:85258?&body=SHOUT", "tel:111", "tel:08000562561"]
    assert turn.locator("figure.quote").count() == 0
    assert turn.locator(".notice").count() == 0


@pytest.mark.parametrize("typed", ["", "   ", "🙂🙂"])
def test_nothing_typed_gets_a_friendly_prompt(visit, typed):
    assert EMPTY in ask(visit(), typed).inner_text()


def test_a_question_that_is_too_long_is_told_beside_the_box_and_kept_in_it(visit):
    page = visit()
    page.get_by_label("Your question").fill("a" * 1001)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").filter(has_text="1,000").wait_for()
    assert len(page.get_by_label("Your question").input_value()) == 1001
    assert page.locator(".turn").count() == 0


def test_markup_in_a_question_is_text(visit):
    page = visit()
    turn = ask(page, SCRIPT)
    assert SCRIPT in turn.inner_text()
    assert turn.locator("script, img, form[action*=evil], b").count() == 0
    page.reload()
    page.locator(".turn").wait_for()
    assert SCRIPT in page.locator(".turn").inner_text()


def test_a_question_in_the_address_is_asked_at_once_and_only_once(visit):
    page = visit("/?q=Can+they+talk+to+my+staff+without+me%3F")
    page.locator(".turn").wait_for()
    assert ANSWERED in page.locator(".turn").inner_text()
    assert "q=" not in page.url
    page.reload()
    page.locator(".turn").wait_for()
    assert page.locator(".turn").count() == 1


def test_a_reload_loses_nothing(visit):
    page = visit()
    for question in (ANSWERED, NOT_COVERED):
        ask(page, question)
    shown = page.locator(".turn .headline").all_inner_texts()
    page.reload()
    page.locator(".turn").nth(1).wait_for()
    assert page.locator(".turn .headline").all_inner_texts() == shown


def test_a_shared_computer_can_be_told_not_to_keep_it(visit):
    page = visit()
    ask(page, ANSWERED)
    page.get_by_label("Do not keep it on this computer").check()
    assert ANSWERED not in page.evaluate("JSON.stringify({...localStorage})")
    page.reload()
    page.locator(".turn").wait_for()  # the tab still has it
    page.context.new_page().goto(page.url)
    other = page.context.pages[-1]
    other.get_by_label("Your question").wait_for()
    other.locator("#getting-ready").wait_for(state="hidden")
    assert other.locator(".turn").count() == 0


def test_a_quote_is_copied_with_its_reference(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, ANSWERED).get_by_role("button", name="Copy quote 1").click()
    page.get_by_text("Copied", exact=True).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "“recognise that sometimes inspectors" in copied
    assert "superseded" in copied


def test_a_finished_answer_is_announced_once(visit):
    page = visit()
    page.get_by_label("Your question").wait_for()
    page.evaluate(
        """() => { window.heard = []; new MutationObserver(() => {
             const words = document.querySelector('#said').textContent; if (words) window.heard.push(words) })
             .observe(document.querySelector('#said'), {childList: true, characterData: true, subtree: true}) }"""
    )
    headline = ask(page, ANSWERED).get_attribute("data-headline")
    heard = page.evaluate("window.heard")
    assert len(heard) == 1
    assert headline in heard[0]


def test_a_question_whose_connection_is_lost_is_asked_once_it_is_back(visit):
    page = visit()
    page.locator("#getting-ready").wait_for(state="hidden")  # the page is opened, all of its scripts are there
    page.get_by_label("Your question").fill(ANSWERED)
    page.context.set_offline(True)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").filter(has_text="connection is lost").wait_for()
    assert not page.locator(".toast-wrap").is_visible()  # Gradio's own words for it
    page.context.set_offline(False)
    page.locator(".turn").wait_for()
    assert ANSWERED in page.locator(".turn").inner_text()


def test_without_the_program_the_conversation_opens_and_goes_on_when_it_is_back(visit):
    page = visit()
    ask(page, ANSWERED)
    page.evaluate("navigator.serviceWorker.ready")
    quote = page.locator("figure.quote .words").first.inner_text()
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("heading", name="No connection").wait_for()
    assert quote in page.locator(".turn").inner_text()
    page.goto(page.url + "notes")
    page.get_by_label("What happened, in your words").fill("The inspector was kind.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("The inspector was kind.").wait_for()
    page.go_back()
    page.get_by_role("heading", name="No connection").wait_for()
    page.context.set_offline(False)
    page.get_by_label("Your question").wait_for()
    page.locator(".turn").wait_for()


def test_the_browser_keeps_pages_for_later_and_no_answer_among_them(visit, site):
    page = visit("/?q=Can+they+talk+to+my+staff+without+me%3F")
    page.locator(".turn").wait_for()
    page.evaluate("navigator.serviceWorker.ready")
    for path in ("/?q=Must+what+they+find+rest+on+evidence%3F", "/card?from=here", "/answer-tests/"):
        page.goto(site + path)
        page.locator("h1").wait_for()
    kept = page.evaluate(
        """async () => { const found = []; for (const name of await caches.keys())
             for (const request of await (await caches.open(name)).keys()) found.push(request.url); return found }"""
    )
    paths = {address.removeprefix("http://").partition("/")[2] for address in kept}
    assert {"offline", "notes", "card", "look/page.css"} <= paths
    same_for_everybody = {"offline", "notes", "card", "documents", "about", "scenarios", "kept.json"}
    assert all(path.partition("/")[0] in {*same_for_everybody, "look"} and "?" not in path for path in paths)


def test_a_page_that_slept_still_answers(visit):
    page = visit()
    ask(page, ANSWERED)
    page.context.set_offline(True)
    page.wait_for_timeout(3000)
    page.context.set_offline(False)
    ask(page, NOT_COVERED)
    assert page.locator(".turn").count() == 2
