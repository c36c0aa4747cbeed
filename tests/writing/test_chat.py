"""What goes wrong with a model is told in one line, within the time given, and never in the error's own words."""

import asyncio
import time

import pytest
from scripted import chat

from assistant.writing.chat import LONGEST, ChatError, LangChainChat, Unavailable, begin, on_this_machine, open_chat

SECRET = "a-key-that-must-not-be-told"  # noqa: S105 (none)


class StatusError(Exception):
    def __init__(self, status):
        super().__init__(f"{SECRET} was refused")
        self.status_code = status


class APIConnectionError(Exception):
    pass


class LengthFinishReasonError(Exception):
    pass


def replied(model):
    return begin(model.reply("rules", "message", {})).result()


def asked(script):
    return replied(chat(*script))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (StatusError(400), "refused"),
        (StatusError(401), "key was refused"),
        (StatusError(404), "no such model"),
        (StatusError(429), "asked too often"),
        (StatusError(503), "its server has a fault"),
        (APIConnectionError(SECRET), "cannot be reached"),
        (ConnectionResetError(SECRET), "cannot be reached"),
        (ValueError(SECRET), "gave no answer"),
        (LengthFinishReasonError(SECRET), "without end"),
        ("x" * (LONGEST + 1), "without end"),
    ],
)
def test_each_fault_is_told_in_one_line_without_the_words_of_the_error(fault, words):
    with pytest.raises(ChatError, match=words) as told:
        asked([fault])
    assert SECRET not in str(told.value)
    assert "\n" not in str(told.value)


def test_what_passes_is_asked_again_and_what_does_not_is_not():
    assert asked([StatusError(429), "there"]).text == "there"
    with pytest.raises(ChatError):
        asked([StatusError(401), "there"])


def test_a_slow_model_is_given_up_in_time_and_its_request_cancelled():
    slow = chat(30.0, seconds=0.1)
    begun = time.perf_counter()
    with pytest.raises(ChatError, match=r"within 0\.1 seconds"):
        replied(slow)
    assert time.perf_counter() - begun < 5
    assert slow.model.cancelled == [True]


def test_what_is_given_up_is_cancelled_at_the_model():
    slow = chat(30.0)
    work = begin(slow.reply("rules", "message", {}))
    while not slow.model.sent:
        time.sleep(0.01)
    work.cancel()
    begin(asyncio.sleep(0)).result()
    assert slow.model.cancelled == [True]


def test_a_server_that_cannot_be_held_to_a_shape_is_asked_without_one():
    assert asked([StatusError(400), "there"]).text == "there"


def test_tokens_and_time_are_counted():
    reply = asked(["there"])
    assert (reply.tokens_in, reply.tokens_out) == (100, 10)
    assert reply.seconds > 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("anthropic:claude", "pip install langchain-anthropic"),
        ("nonsense:model", "docs/models.md"),
        ("nonsense", "docs/models.md"),
    ],
)
def test_a_model_that_cannot_be_opened_says_what_to_do_when_it_is_asked(name, words):
    model = open_chat(name)
    assert isinstance(model, Unavailable)
    with pytest.raises(ChatError, match=words):
        replied(model)


@pytest.mark.parametrize(
    ("address", "away"),
    [
        ("http://127.0.0.1:8080/v1", False),
        ("http://localhost:8080/v1", False),
        ("http://[::1]:8080/v1", False),
        ("https://models.example.org/v1", True),
        ("http://127.0.0.1.example.org/v1", True),
        ("http://10.0.0.5:8080/v1", True),
        ("", True),
    ],
)
def test_only_a_server_on_this_machine_keeps_a_question_on_it(address, away):
    assert on_this_machine(address) is not away


def test_a_chat_never_shows_its_model_in_its_name():
    assert "api_key" not in repr(LangChainChat("named", model=SECRET))
    assert SECRET not in repr(LangChainChat("named", model=SECRET))
