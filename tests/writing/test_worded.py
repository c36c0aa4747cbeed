"""A model may choose among what the index offers and say a follow-up in full; what is covered it does not decide."""

import json
from dataclasses import replace

import pytest
from scripted import chat, drafted

from assistant.answering.answer import Outcome
from assistant.writing.chat import begin
from assistant.writing.understanding import Understanding
from assistant.writing.worded import Worded

UNCLEAR = "can they"
ABOUT_STAFF = "can she talk to my staff without me?"


def worded(assistant, *script):
    model = chat(*script)
    return Worded(assistant, model), model.model


def in_full(answer, earlier, reply):
    return begin(Understanding(chat(reply)).in_full(answer, earlier)).result()


@pytest.fixture(scope="module")
def asked_back(assistant):
    """A question that the index asks back about."""
    questions = [
        "she was in the office with my deputy",
        "they refused to wear our visitor lanyard",
        "how do i calm my staff down",
        "is that fair on us",
        "what about records and data",
        "who can see it",
    ]
    return next(q for q in questions if assistant.ask(q).outcome is Outcome.CHOICES)


def test_what_a_model_adds_leaves_the_answer_as_it_is(assistant):
    both, _ = worded(assistant, drafted())
    quoted = assistant.ask(ABOUT_STAFF)
    added = begin(both.added(quoted)).result()
    assert added.writing is not None
    assert replace(added, writing=None) == quoted


def test_a_choice_is_answered_as_if_it_were_tapped(assistant, asked_back):
    offered = assistant.ask(asked_back).choices
    both, model = worded(assistant, json.dumps({"choice": 2}))
    answer = both.ask(asked_back)
    tapped = assistant.ask(offered[1].id)
    assert (answer.outcome, answer.statements, answer.look_in) == (tapped.outcome, tapped.statements, tapped.look_in)
    assert answer.read_as == offered[1].text
    assert answer.question == asked_back
    assert json.loads(model.sent[0][1].content)["choices"][1]["choice"] == offered[1].text


@pytest.mark.parametrize(
    "reply",
    ['{"choice": 0}', '{"choice": 99}', '{"choice": -1}', '{"choice": "statement/courtesy"}', "2", "", ValueError()],
)
def test_what_was_not_offered_cannot_be_chosen(assistant, asked_back, reply):
    both, _ = worded(assistant, reply)
    answer = both.ask(asked_back)
    assert answer.outcome is Outcome.CHOICES
    assert answer.choices == assistant.ask(asked_back).choices
    assert answer.read_as == ""


@pytest.mark.parametrize(
    "question", ["when does the report come out", "I want to die", "I want to kill myself", "best pizza"]
)
def test_not_covered_distress_and_off_topic_stay_what_they_are_whatever_the_model_says(assistant, question):
    before = assistant.ask(question).outcome
    both, model = worded(assistant, '{"choice": 1}', json.dumps({"question": ABOUT_STAFF}))
    assert both.ask(question, [ABOUT_STAFF]).outcome is before is not Outcome.ANSWERED
    assert model.sent == []


def test_a_follow_up_is_said_in_full_with_words_of_the_turns_alone(assistant):
    earlier = [ABOUT_STAFF]
    alone = assistant.ask(UNCLEAR)
    assert alone.outcome is Outcome.UNCLEAR
    said = "can they talk to my staff without me?"
    assert in_full(alone, earlier, json.dumps({"question": said})) == said


@pytest.mark.parametrize(
    "invented", ["can they search the building?", "must they not talk to my staff?", "", "the", "x" * 400]
)
def test_a_follow_up_with_words_that_nobody_said_is_not_taken(assistant, invented):
    alone = assistant.ask(UNCLEAR)
    assert in_full(alone, [ABOUT_STAFF], json.dumps({"question": invented})) == ""


def test_a_turn_that_tells_of_distress_is_never_sent(assistant, asked_back):
    both, model = worded(assistant, '{"choice": 0}')
    both.ask(asked_back, ["I want to kill myself"])
    assert not [message for messages in model.sent for message in messages if "kill" in str(message.content)]
