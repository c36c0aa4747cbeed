"""The page while many ask at once: it says so, keeps the question, and asks again by itself."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from served import served, visiting

from assistant.settings import Settings

ASKED = "Can they talk to my staff without me?"


@pytest.fixture
def crowded(opening):
    """A server whose line is full until the test opens its gate."""
    desk, gate = opening
    with served(Settings(port=0, at_once=1, waiting=1, metrics=True), desk) as site, ThreadPoolExecutor(2) as others:

        def ask():
            return httpx.post(f"{site}/api/ask", json={"question": ASKED}, timeout=60, trust_env=False)

        inside = [others.submit(ask) for _ in range(2)]
        while "assistant_questions_inside 2.0" not in httpx.get(f"{site}/metrics", trust_env=False).text:
            time.sleep(0.05)
        yield site, gate, inside
        gate.set()


def test_a_program_is_told_when_to_ask_again(crowded):
    site, _, _ = crowded
    told = httpx.post(f"{site}/api/ask", json={"question": ASKED}, trust_env=False)
    assert told.status_code == 503
    assert told.headers["Retry-After"] == "3"
    assert told.json() == {
        "error": "Many people are asking at this moment. Ask again in 3 seconds.",
        "again_in": 3,
    }


def test_the_page_says_busy_keeps_the_question_and_asks_again_by_itself(crowded, browser):
    site, gate, inside = crowded
    with visiting(browser, site) as visit:
        page = visit()
        page.get_by_label("Your question").fill(ASKED)
        page.get_by_role("button", name="Ask", exact=True).click()
        page.get_by_role("alert").filter(has_text="Busy, asking again in 3 seconds. Your question is kept.").wait_for()
        assert page.get_by_label("Your question").input_value() == ASKED
        assert page.locator(".turn").count() == 0
        gate.set()
        page.locator(".turn").wait_for()
        assert ASKED in page.locator(".turn").inner_text()
        assert page.locator("#problem").inner_text() == ""
        assert page.locator(".turn").count() == 1
    assert all(each.result().status_code == 200 for each in inside)


@pytest.mark.long
def test_a_question_in_the_address_is_asked_again_too(crowded, browser):
    site, gate, _ = crowded
    with visiting(browser, site) as visit:
        page = visit("/?q=Can+they+talk+to+my+staff+without+me%3F")
        page.get_by_role("alert").filter(has_text="Busy").wait_for()
        gate.set()
        page.locator(".turn").wait_for()
        assert page.locator(".turn").count() == 1
