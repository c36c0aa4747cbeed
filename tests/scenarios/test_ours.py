"""The scenarios that come with the project: each of their steps is an answer test, and each fits on its sheets."""

import re
from datetime import UTC, datetime

import pytest
import textstat

from assistant.evaluation.run import run_case
from assistant.paper import Quoted
from assistant.paper.pdf import pdf
from assistant.paper.scenario import participants_sheet, trainers_sheet
from assistant.scenarios.check import unheld_in
from assistant.scenarios.files import our_scenarios
from assistant.scenarios.scenario import Moment, Remit

PACK = our_scenarios().scenarios
CASES = [case for scenario in PACK for case in scenario.cases]
MADE = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_assistant_serves_the_step(assistant, case):
    result = run_case(assistant, assistant.library, case)
    told = [f"{failure.check}: {failure.why}" for failure in result.failures]
    assert not told, f"{case.path}:{case.line} asked: {case.question}\n" + "\n".join([*told, result.output.text])


@pytest.mark.parametrize("scenario", PACK, ids=lambda scenario: scenario.id)
def test_every_word_that_is_named_is_held_and_no_opinion_is_an_expectation(assistant, scenario):
    assert list(unheld_in(scenario, assistant.library)) == []


def test_there_are_ten_over_all_remits_and_moments():
    assert len(PACK) >= 10
    assert {scenario.remit for scenario in PACK} == set(Remit)
    assert {scenario.moment for scenario in PACK} == set(Moment)
    assert len({scenario.id for scenario in PACK}) == len(PACK)


def test_most_of_them_branch_and_some_steps_have_no_answer_in_the_texts():
    branching = [s for s in PACK if any(choice.go_to for step in s.steps for choice in step.choices)]
    assert len(branching) > len(PACK) / 2
    open_ended = [case for case in CASES if "not_covered" in case.expect.outcomes]
    assert len(open_ended) >= 5


@pytest.mark.parametrize("scenario", PACK, ids=lambda scenario: scenario.id)
def test_each_sheet_is_one_page_and_quotes_word_for_word(assistant, scenario):
    answers = [assistant.ask(step.ask) if step.ask else None for step in scenario.steps]
    texts = [document.text for document in assistant.library.documents]
    for sheet in (participants_sheet(scenario, MADE), trainers_sheet(scenario, answers, MADE)):
        assert len(re.findall(rb"/Type /Page\b(?!s)", pdf(sheet))) == 1
        quotes = [block for block in sheet.blocks if isinstance(block, Quoted)]
        assert bool(quotes) is sheet.name.endswith("-trainer")
        assert all(any(block.words in text for text in texts) and "dated:" in block.source for block in quotes)


@pytest.mark.parametrize("scenario", PACK, ids=lambda scenario: scenario.id)
def test_its_words_are_plain(scenario):
    steps = [words for step in scenario.steps for words in (step.happens, step.says, step.room) if words]
    choices = [words for step in scenario.steps for choice in step.choices for words in (choice.text, choice.because)]
    said = " ".join((scenario.summary, *steps, *filter(None, choices), *scenario.debrief))
    assert textstat.automated_readability_index(said) + 5 <= 11
