"""A model behind an OpenAI-compatible server on this machine, through LangChain's own client, on the page."""

import time
from contextlib import contextmanager
from importlib.util import find_spec

import pytest
from openai_server import model_server
from scripted import drafted
from served import ask, served, visiting

from assistant.desk import Desk
from assistant.writing.chat import begin, open_chat
from assistant.writing.worded import Worded

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not find_spec("langchain_openai"), reason="needs langchain-openai"),
]
QUESTION = "can she talk to my staff without me?"
TRUE = "Inspectors will sometimes need to talk to your staff without a manager being there."
FALSE = "Inspectors may keep your staff for two hours."


@contextmanager
def model(*, attempts=1):
    """The server, and the chat with it as the settings open one."""
    with model_server() as server:
        chat = open_chat("openai:scripted", server.address, seconds=5)
        object.__setattr__(chat, "attempts", attempts)
        yield server, chat
        begin(chat.model.root_async_client.close()).result()


def test_a_good_answer_is_shown_after_the_quotes_and_what_is_not_proved_is_not(settings, assistant, browser):
    with model() as (server, chat):
        desk = Desk(lambda: assistant.library, lambda _: assistant, chat=chat)
        desk.start()
        server.text, server.pause = drafted((TRUE, [1]), (FALSE, [1])), 0.5
        with served(settings, desk) as site, visiting(browser, site) as visit:
            page = visit()
            assert "scripted, a language model on this machine" in page.locator(".model").inner_text()
            turn = ask(page, QUESTION)
            assert turn.locator("figure.quote").first.is_visible()
            assert TRUE not in turn.inner_text()
            turn.get_by_text("In other words").wait_for()
            assert TRUE in turn.inner_text()
            assert "two hours" not in page.content()
            server.pause = 30.0
            turn = ask(page, QUESTION)
            turn.get_by_role("button", name="Stop").click()
            turn.locator(".wording").wait_for(state="detached")
            until = time.monotonic() + 5
            while not server.left and time.monotonic() < until:
                page.wait_for_timeout(50)
            assert server.left == 1
    sent = server.asked[0]
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert sent["response_format"]["type"] == "json_schema"
    assert "tools" not in sent


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": "I think so."}, "could not be read"),
        ({"text": ""}, "could not be read"),
        ({"status": 401}, "the key was refused"),
        ({"status": 404}, "there is no such model"),
        ({"status": 429}, "it is asked too often"),
        ({"status": 500}, "its server has a fault"),
        ({"text": "{}", "cut": True}, "cannot be reached"),
        ({"pause": 30.0}, "did not answer"),
    ],
)
def test_a_server_that_fails_is_told_of_in_one_line_and_the_quotes_stay(assistant, given, words):
    with model() as (server, chat):
        object.__setattr__(chat, "seconds", 2.0)
        for key, value in given.items():
            setattr(server, key, value)
        answer = Worded(assistant, chat).ask(QUESTION)
    assert words in answer.writing.fault
    assert "\n" not in answer.writing.fault
    assert answer.statements == assistant.ask(QUESTION).statements
    assert answer.writing.statements == ()
