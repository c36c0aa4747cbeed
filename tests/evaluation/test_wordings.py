"""A run with a model beside the quotes counts what was shown, and tells what was dropped and why."""

import re
from pathlib import Path

import pytest
from scripted import chat, drafted

from assistant.answering.answer import Outcome
from assistant.evaluation.case import Case, Expectation
from assistant.evaluation.exports.html import report_html
from assistant.evaluation.exports.json import run_json
from assistant.evaluation.run import Run, run_cases, what_is_tested
from assistant.output.json import answer_json
from assistant.writing.worded import Worded

QUESTION = "can she talk to my staff without me?"
FALSE = "Inspectors may talk to staff for two hours."


@pytest.fixture(scope="module")
def run(assistant):
    first = assistant.ask(QUESTION).statements[0].text.rstrip(".") + "."
    cases = [Case("worded", (QUESTION,), Expectation((Outcome.ANSWERED,)), path=Path("dev/a.yaml"))]
    model = Worded(assistant, chat(drafted((first, [1]), (FALSE, [1]))))
    results = tuple(run_cases(assistant, assistant.build.library, cases, model=model))
    return Run(results, what_is_tested(assistant, cases, model="scripted"))


def test_what_a_model_adds_is_counted(run):
    metrics = {metric.name: metric.value for metric in run.metrics}
    assert metrics["worded"] == 1
    assert metrics["sentences_shown"] == 0.5
    assert metrics["tokens"] == 110
    assert ("model", "scripted") in run.tested.settings


def test_what_was_dropped_is_told_to_evaluators_and_to_nobody_else(run):
    (case,) = run_json(run)["cases"]
    assert [(each["text"], each["why"].partition(":")[0]) for each in case["dropped"]] == [(FALSE, "number")]
    report = report_html(run)
    assert FALSE in report
    assert "1 of 1 answers were worded; 1 of 2 sentences were proved and shown" in report
    assert re.search(r"Dropped for.*?>number</th><td class=\"number\">1<", report, re.DOTALL)
    assert FALSE not in str(answer_json(run.results[0].output.answer))
