"""The line of questions: one too many is told when to come again; a stop answers those inside."""

import asyncio
import json
from concurrent.futures import Future

import pytest
from loops import run

from assistant.desk import Desk
from assistant.serving.line import Door, Line, Place, TurnedAwayError
from assistant.serving.log import QuestionLog
from assistant.serving.metrics import Metrics
from assistant.serving.rate import RateLimit
from corpus.errors import AssistantError

ASKED = "Can they talk to my staff without me?"
PAGE = Place(Door.PAGE, "192.0.2.1")


@pytest.fixture
def desk(assistant):
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    desk.start()
    assert desk.assistant is assistant
    return desk


def test_what_comes_while_the_models_load_is_answered_once_they_are_there(opening):
    desk, gate = opening

    async def asked():
        line = Line(desk, at_once=1, waiting=1)
        waiting = asyncio.create_task(line.ask(PAGE, ASKED))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        gate.set()
        return await waiting

    assert run(asked()).outcome == "answered"


def test_one_more_than_may_wait_is_told_when_to_ask_again(opening):
    desk, gate = opening

    async def asked():
        line = Line(desk, at_once=1, waiting=2)
        inside = [asyncio.create_task(line.ask(PAGE, ASKED)) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(TurnedAwayError, match="Ask again in 3 seconds") as away:
            await line.ask(PAGE, ASKED)
        gate.set()
        answers = await asyncio.gather(*inside)
        again = await line.ask(PAGE, ASKED)
        return away.value, answers, again, line.inside

    away, answers, again, inside = run(asked())
    assert (away.reason, away.again_in) == ("busy", 3)
    assert len(answers) == 3
    assert again.outcome == "answered"
    assert inside == 0


def test_whoever_goes_away_frees_the_place_and_does_not_stop_the_opening(opening):
    desk, gate = opening

    async def asked():
        line = Line(desk, at_once=1, waiting=1)
        gone = [asyncio.create_task(line.ask(PAGE, ASKED)) for _ in range(2)]
        await asyncio.sleep(0.05)
        for each in gone:
            each.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        gate.set()
        return await line.ask(PAGE, ASKED)

    assert run(asked()).outcome == "answered"
    assert desk.ready


def test_a_stop_answers_what_is_inside_and_takes_nothing_more(opening):
    desk, gate = opening

    async def stopped():
        line = Line(desk, at_once=2, waiting=2)
        inside = [asyncio.create_task(line.ask(PAGE, ASKED)) for _ in range(4)]
        await asyncio.sleep(0.05)
        line.close()
        with pytest.raises(TurnedAwayError) as away:
            await line.ask(PAGE, ASKED)
        draining = asyncio.create_task(line.drained(30))
        gate.set()
        return away.value.reason, await draining, await asyncio.gather(*inside)

    reason, drained, answers = run(stopped())
    assert reason == "stopping"
    assert drained
    assert {answer.outcome for answer in answers} == {"answered"}


def test_a_stop_does_not_wait_for_ever(opening):
    desk, _ = opening

    async def stopped():
        line = Line(desk, at_once=1, waiting=1)
        inside = asyncio.create_task(line.ask(PAGE, ASKED))
        await asyncio.sleep(0.05)
        line.close()
        done = await line.drained(0.1)
        inside.cancel()  # as the server does to what is still there at the end
        with pytest.raises(TurnedAwayError) as away:
            await inside
        return done, away.value.reason

    assert run(stopped()) == (False, "stopping")


def test_each_client_has_its_own_limit(desk):
    async def asked():
        line = Line(desk, at_once=1, waiting=1, rate=RateLimit("2/minute"))
        for _ in range(2):
            await line.ask(PAGE, ASKED)
        with pytest.raises(TurnedAwayError) as away:
            await line.ask(PAGE, ASKED)
        await line.ask(Place(Door.PAGE, "192.0.2.2"), ASKED)
        await line.ask(Place(Door.RESTORED, "192.0.2.1"), ASKED)  # a page that is opened again asks all of its turns
        return away.value

    away = run(asked())
    assert away.reason == "limited"
    assert 50 < away.again_in <= 61


def test_a_limit_that_cannot_be_read_is_one_line():
    with pytest.raises(AssistantError, match=r"ASSISTANT_RATE: “often” is no limit\. Write it as 30/minute"):
        RateLimit("often")


def test_counts_tell_outcomes_and_no_question(desk):
    metrics = Metrics()

    async def asked():
        line = Line(desk, at_once=1, waiting=1, metrics=metrics)
        await line.ask(PAGE, ASKED)
        with pytest.raises(AssistantError):
            await line.ask(Place(Door.API), "a" * 1001)

    run(asked())
    told = metrics.text(desk).decode()
    assert 'assistant_questions_total{door="page",outcome="answered"} 1.0' in told
    assert 'assistant_questions_total{door="api",outcome="refused"} 1.0' in told
    assert "assistant_answer_seconds_count 2.0" in told
    assert "assistant_questions_inside 0.0" in told
    assert f'index="{desk.assistant.build.manifest.fingerprint}"' in told
    assert "192.0.2.1" not in told
    assert "staff" not in told


@pytest.mark.parametrize("form", ["json", "text", "none"])
def test_the_log_has_a_line_a_question_without_its_words(desk, capsys, form):
    async def asked():
        await Line(desk, at_once=1, waiting=1, log=QuestionLog(form)).ask(PAGE, ASKED)

    run(asked())
    told = capsys.readouterr().err
    assert "staff" not in told
    assert "192.0.2.1" not in told
    if form == "json":
        line = json.loads(told)
        assert (line["event"], line["door"], line["outcome"]) == ("question", "page", "answered")
        assert line["milliseconds"] > 0
    else:
        assert ("outcome=answered" in told) is (form == "text")


def test_an_assistant_that_cannot_be_opened_fails_every_question(assistant):
    broken: Future = Future()
    broken.set_exception(AssistantError("model", "it is gone", "Set up again"))
    desk = Desk(lambda: assistant.library, lambda _: broken.result())
    desk.start()

    async def asked():
        with pytest.raises(AssistantError, match="it is gone"):
            await Line(desk, at_once=1, waiting=1).ask(PAGE, ASKED)

    run(asked())
