"""Who comes in: with the passphrase, in a browser or as a program, and with few tries; or whom the proxy names."""

import time

import httpx
import pytest
from served import served, visiting

from assistant.desk import Desk
from assistant.pages.html import serve_below
from assistant.serving.sign_in import COOKIE, LASTS, hashed, read_passphrase
from assistant.settings import Settings
from corpus.errors import AssistantError

WORDS = "correct horse battery"
ASKED = {"question": "Can they talk to my staff without me?"}


@pytest.fixture(scope="module")
def desk(assistant):
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    desk.start()
    return desk


@pytest.fixture
def locked(desk):
    with served(Settings(port=0, passphrase_hash=hashed(WORDS)), desk) as site:
        yield site


@pytest.fixture
def web(locked):
    with httpx.Client(base_url=locked, trust_env=False) as client:
        yield client


def test_a_reader_signs_in_and_lands_where_they_wanted_to_be(locked, browser):
    with visiting(browser, locked) as visit:
        page = visit("/?q=Can+they+talk+to+my+staff+without+me%3F")
        page.get_by_label("Passphrase").fill("a wrong one entirely")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("alert").filter(has_text="That is not the passphrase.").wait_for()
        page.get_by_label("Passphrase").fill(WORDS)
        page.get_by_role("button", name="Sign in").click()
        page.locator(".turn").wait_for()
        assert page.context.cookies()[0]["httpOnly"]


@pytest.mark.parametrize("path", ["/", "/documents", "/api", "/gradio_api/info", "/config", "/answer-tests/"])
def test_without_it_nothing_is_shown(web, path):
    assert web.get(path).status_code == 401
    sent = web.get(path, headers={"Accept": "text/html"})
    assert sent.status_code == 303
    assert sent.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("path", ["/health", "/ready", "/sign-in", "/look/page.css", "/offline"])
def test_what_machines_watch_and_the_page_to_sign_in_are_open(web, path):
    assert web.get(path).status_code == 200


def test_a_program_sends_it_with_each_question(web):
    assert web.post("/api/ask", json=ASKED).status_code == 401
    for _ in range(8):  # more than may be tried: what has fitted is no try
        assert web.post("/api/ask", json=ASKED, headers={"Authorization": f"Bearer {WORDS}"}).status_code == 200
    assert web.post("/api/ask", json=ASKED, headers={"Authorization": "Bearer no"}).status_code == 401


def test_tries_are_limited(web):
    found = [web.post("/sign-in", data={"passphrase": f"guess {n}"}).status_code for n in range(7)]
    assert found == [403] * 5 + [429] * 2
    late = web.post("/sign-in", data={"passphrase": WORDS})
    assert late.status_code == 429
    assert "Too many tries. Wait" in late.text


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_away(web, next):
    assert web.post("/sign-in", data={"passphrase": WORDS, "next": next}).headers["Location"] == "/"


def test_a_ticket_ends_and_cannot_be_made_up(web):
    passphrase = read_passphrase(hashed(WORDS))
    ticket = passphrase.ticket(1000)
    assert passphrase.admits(ticket, 1000 + LASTS - 1)
    assert not passphrase.admits(ticket, 1000 + LASTS)
    for forged in ("", ".", "9" + ticket, ticket[:-1] + "x", "٣.x", f"{int(time.time()) + 99}."):
        assert not passphrase.admits(forged, 1000)
    web.cookies.set(COOKIE, ticket)
    assert web.get("/documents").status_code == 401  # of another salt


def test_a_hash_that_is_none_is_one_line():
    for words in ("letmein", "scrypt:a:b", "scrypt:" + "0" * 32 + ":" + "x" * 128):
        with pytest.raises(AssistantError, match="Make one with “python -m assistant passphrase”"):
            read_passphrase(words)


def test_a_passphrase_is_hashed_by_a_command(command):
    done = command("passphrase", stdin=f"{WORDS}\n")
    assert done.returncode == 0
    assert read_passphrase(done.stdout.strip()).fits(WORDS)
    assert command("passphrase", stdin="short\n").returncode == 1


def test_whom_the_proxy_names_is_shown_and_nobody_else_comes_in(desk, browser):
    try:
        with served(Settings(port=0, identity_header="X-Remote-User"), desk) as site:
            assert httpx.get(f"{site}/", trust_env=False).status_code == 403
            assert httpx.get(f"{site}/health", trust_env=False).status_code == 200
            with visiting(browser, site) as visit:
                page = visit("/about", extra_http_headers={"X-Remote-User": "<b>J. Head</b>"})
                page.get_by_text("Signed in as <b>J. Head</b>.").wait_for()
                page.goto(site)
                page.get_by_text("Signed in as <b>J. Head</b>.").wait_for()
    finally:
        serve_below("")  # for the pages of other tests in this process
