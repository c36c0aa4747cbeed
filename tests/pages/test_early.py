"""The front page before anything is open: it takes questions, answers them, and becomes the whole page by itself."""

import httpx
import pytest
from axe import faults
from served import ask, served, visiting

from assistant.settings import Settings

ASKED = "Can they talk to my staff without me?"


@pytest.fixture
def early(opening):
    """A server whose assistant is not open until the test opens its gate."""
    desk, gate = opening
    with served(Settings(port=0), desk, whole=False) as site:
        yield site, gate
        gate.set()


def test_a_question_asked_while_it_opens_is_answered_and_its_answer_stays_where_it_is(early, browser):
    site, gate = early
    with visiting(browser, site) as visit:
        page = visit()
        assert "Getting ready" in page.locator("#getting-ready").inner_text()
        page.get_by_label("Your question").fill(ASKED)
        page.keyboard.press("Enter")
        page.locator("#looking").wait_for()
        assert faults(page) == []
        gate.set()
        page.locator(".turn").wait_for()
        assert ask(page, "even the cook?").locator(".read-with").count() == 1
        assert page.locator("gradio-app").count() == 0
        assert faults(page) == []
        httpx.get(f"{site}/config", trust_env=False, timeout=60)  # Gradio's, once it is there
        page.reload()
        page.locator("gradio-app .turn").nth(1).wait_for()  # the whole page has the conversation


def test_it_becomes_the_whole_page_by_itself_and_what_was_typed_stays(early, browser):
    site, gate = early
    with visiting(
        browser,
        site,
    ) as visit:
        page = visit(width=1280)
        page.get_by_label("Your question").fill("Can they")
        gate.set()
        page.locator("gradio-app #box textarea").wait_for()
        page.wait_for_function("document.querySelector('#box textarea').value === 'Can they'")
        page.keyboard.type(" talk to my staff?")
        page.keyboard.press("Enter")
        assert "talk to my staff" in page.locator(".turn .asked").inner_text()


def test_without_scripts_it_asks_too(early, browser):
    site, gate = early
    with visiting(browser, site) as visit:
        page = visit(java_script_enabled=False)
        gate.set()
        page.get_by_label("Your question").fill(ASKED)
        page.get_by_role("button", name="Ask", exact=True).click()
        assert "without the presence of a manager" in page.locator(".turn").inner_text()
        assert page.locator("h1").count() == 1


@pytest.mark.parametrize("body", [b"", b"[]", b'"?"', b"[" * 50_000, b'{"turns": 7}', b'{"turns": [7, null]}'])
@pytest.mark.parametrize("path", ["/turn", "/turns"])
def test_what_no_page_of_ours_sends_gets_no_traceback(site, path, body):
    told = httpx.post(site + path, content=body, trust_env=False)
    assert told.status_code == 200
    assert "Traceback" not in told.text
