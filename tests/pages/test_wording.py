"""The wording after the quotes: asked for by the page, proved, stopped, and never in place of the quotes."""

import time

import pytest
from axe import faults
from fastapi import FastAPI
from fastapi.testclient import TestClient
from scripted import chat, drafted, sent_to
from served import ask, served, visiting

from assistant.desk import Desk
from assistant.pages.early import early_page
from assistant.pages.html import render
from assistant.pages.turn import turn_html
from assistant.pages.wording import wording_routes
from assistant.serving.line import Line
from assistant.serving.rate import RateLimit
from assistant.writing.chat import open_chat

QUESTION = "can she talk to my staff without me?"
CRY = "I want to kill myself"


@pytest.fixture(scope="module")
def first(assistant):
    """The lead-in and wording of the first quote, which prove themselves."""
    return assistant.ask(QUESTION).statements[0].text.rstrip(".") + "."


def desk_with(assistant, model):
    desk = Desk(lambda: assistant.library, lambda _: assistant, chat=model)
    desk.start()
    return desk


def door(assistant, model, rate=None):
    desk = desk_with(assistant, model)
    app = FastAPI()
    app.include_router(wording_routes(desk, model, Line(desk, at_once=1, waiting=4), rate))
    return TestClient(app)


def worded(client, question=QUESTION):
    return client.post("/wording", data={"question": question, "turn": "turn-1"})


def test_only_what_is_proved_reaches_the_page_with_links_to_its_quotes(assistant, first):
    false = "Inspectors may talk to staff for two hours."
    text = worded(door(assistant, chat(drafted((first, [1]), (false, [1]))))).text
    assert first.split("’")[0] in text
    assert "two hours" not in text
    assert 'href="#turn-1-1"' in text
    assert "superseded" in text
    assert "Worded by scripted" in text


def test_a_model_that_fails_leaves_one_line_that_says_so(assistant):
    text = worded(door(assistant, chat(ConnectionResetError()))).text
    assert "cannot be reached" in text
    assert "<li" not in text


def test_nothing_is_sent_of_a_cry_for_help_and_nothing_said(assistant):
    model = chat(drafted())
    assert worded(door(assistant, model), CRY).text.strip() == ""
    assert sent_to(model) == []
    assert "data-wording" not in turn_html(assistant.ask(CRY), turn="turn-1", model="scripted")


def test_a_limit_to_questions_holds_for_wordings_too(assistant):
    client = door(assistant, chat(drafted()), RateLimit("1/minute"))
    assert worded(client).status_code == 200
    assert worded(client).status_code == 503


def test_the_page_says_which_model_and_whether_the_question_leaves_the_machine():
    assert "does not leave it" in render("model.html", chat=chat(""))
    assert "is sent there" in render("model.html", chat=chat("", away=True))
    assert "pip install langchain-anthropic" in render("model.html", chat=open_chat("anthropic:claude"))


@pytest.mark.parametrize("away", [False, True])
def test_the_page_that_comes_first_says_so_too(away):
    page = early_page(chat("", away=away))({"type": "http", "method": "GET", "path": "/"})
    assert ("is sent there" if away else "does not leave it") in page.body.decode()


@pytest.mark.long
def test_quotes_are_there_at_once_and_the_wording_comes_after_or_is_stopped(settings, assistant, browser, first):
    model = chat(1.5, drafted((first, [1])), 30.0, seconds=60)
    with served(settings, desk_with(assistant, model)) as site, visiting(browser, site) as visit:
        page = visit()
        assert "scripted, a language model on this machine" in page.locator(".model").inner_text()
        turn = ask(page, QUESTION)
        assert turn.locator("figure.quote").first.is_visible()
        assert "puts it into words" in turn.locator(".wording").inner_text()
        turn.get_by_text("Not worded by scripted").wait_for()  # what was silence came to no JSON
        turn = ask(page, QUESTION)
        turn.get_by_text("In other words").wait_for()
        assert faults(page) == []
        turn = ask(page, QUESTION)
        turn.get_by_role("button", name="Stop").click()
        turn.locator(".wording").wait_for(state="detached")
        assert turn.locator("figure.quote").first.is_visible()
        until = time.monotonic() + 5
        while not model.model.cancelled and time.monotonic() < until:
            page.wait_for_timeout(50)
        assert model.model.cancelled == [True]
