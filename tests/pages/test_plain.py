"""The pages without scripts, without the program, and the quick card."""

import re
import shutil

import httpx
import pytest
from axe import faults
from playwright.sync_api import expect
from served import served

from assistant.desk import Desk
from assistant.pages.card import card_html
from assistant.pages.kept import kept_pages
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS

ANSWERED = "Can they talk to my staff without me?"
LONG = "a" * 1001


def ask(page, question):
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def test_without_scripts_a_form_asks_leans_on_what_was_asked_and_offers_choices(visit):
    page = visit(java_script_enabled=False)
    page.get_by_role("button", name=ANSWERED).click()
    assert "without the presence of a manager" in page.locator(".turn").inner_text()
    ask(page, "even the TA?")
    assert f"Read with: “{ANSWERED}”" in page.locator(".turn").inner_text()
    expect(page.get_by_role("button", name=re.compile(r"^Copy\b"))).to_have_count(0)  # once its style is there
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ask(page, LONG)
    assert "1,000" in page.locator(".problem").inner_text()
    assert page.get_by_label("Your question").input_value() == LONG


def test_without_scripts_the_front_page_has_nothing_of_gradio_s(visit):
    page = visit(java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert not page.locator("gradio-app").is_visible()


def test_an_answer_on_its_own_page_passes_axe(visit, site):
    page = visit("/about")
    page.set_content(httpx.post(f"{site}/answer", data={"question": ANSWERED}, trust_env=False).text)
    assert faults(page) == []


def test_the_quick_card_is_two_screens_of_a_phone_with_the_quote_one_tap_away(visit):
    page = visit("/card")
    lines = page.locator(".card > section > .lines > li")
    assert lines.count() == 14 + 9
    assert lines.last.evaluate("it => it.getBoundingClientRect().bottom") <= 2 * 844
    quote = lines.nth(3).locator(".words")
    assert not quote.is_visible()
    lines.nth(3).locator("summary").click()
    assert quote.inner_text() == "“base all evaluations on clear and robust evidence”"
    files = page.get_by_role("link", name="PDF")
    assert files.bounding_box()["y"] > lines.last.bounding_box()["y"]


def test_with_two_editions_each_line_of_the_card_says_which_and_what_is_in_force_comes_first(tmp_path):
    for file in OUR_DOCUMENTS.glob("*.md"):
        shutil.copy(file, tmp_path)
    words = (
        (tmp_path / "conduct-during-ofsted-inspections.md")
        .read_text()
        .replace("status: superseded", "status: current")
        .replace("March 2020", "May 2031")
    )
    (tmp_path / "newer.md").write_text(words.replace("impartial", "even-handed").replace("id: ", "id: newer-"))
    shown = card_html(read_library(tmp_path))
    assert shown.count('class="edition"') == 2 * 27
    assert shown.index("even-handed") < shown.index("be impartial")


def test_without_the_program_documents_and_scenarios_open_and_say_that_they_are_copies(visit, site):
    page = visit("/about")
    page.goto(site)  # the front page has the worker
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    for path in ("/documents/conduct-during-ofsted-inspections?start=1&end=9", "/scenarios/rude-inspector", "/card"):
        page.goto(site + path)
        assert "No connection. This is a copy of" in page.locator(".lost").inner_text()
    page.goto(f"{site}/scenarios/rude-inspector")
    page.get_by_role("button", name="Next").click()
    assert page.get_by_role("heading", name="Step 1").is_visible()


def test_copies_are_made_anew_once_a_document_has_changed(browser, settings, assistant, tmp_path):
    for file in OUR_DOCUMENTS.glob("*.md"):
        shutil.copy(file, tmp_path)
    desk = Desk(lambda: read_library(tmp_path), lambda _: assistant)
    desk.start()
    with served(settings, desk) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready")
        before = kept_pages(desk.library)["version"]
        for file in tmp_path.glob("*conduct*"):
            file.write_text(file.read_text().replace("respond appropriately", "respond at once"))
        desk.reload()
        assert kept_pages(desk.library)["version"] != before
        page.goto(f"{address}/about")  # not the card
        page.wait_for_function(
            """async () => (await (await (await caches.open("inspection-assistant")).match("/card")).text())
                         .includes("respond at once")"""
        )
        context.close()


@pytest.mark.parametrize("link", ["http://127.0.0.1/?q=x", "http://127.0.0.1/?q=" + "y" * 1900])
def test_a_link_becomes_a_code(site, link):
    answer = httpx.post(f"{site}/qr", data={"link": link}, trust_env=False)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<?xml")
