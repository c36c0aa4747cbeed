"""The answer tests as a whole: what the assistant must at least reach, and that nobody wrote to the test."""

import pytest
import yaml

from assistant.evaluation.case import Split
from assistant.evaluation.metric import Threshold
from assistant.evaluation.metrics import metrics_of
from assistant.evaluation.run import run_cases
from assistant.evaluation.scoring import is_needed
from assistant.evaluation.selection import Selection, load_cases
from corpus.near_duplicates import NearDuplicates, words_of
from corpus.note_check import taken_from
from corpus.note_reader import cries_files
from corpus.paths import OUR_NOTES, ROOT

HERE = ROOT / "tests"
FLOORS = yaml.safe_load((HERE / "floors.yaml").read_text(encoding="utf-8"))
LEAST = {"cases": 160, "covered": 90, "commentary": 20, "not covered": 35, "distress": 6, "exaggeration": 4}


@pytest.fixture(scope="module")
def cases(assistant):
    return load_cases([HERE / "answers"], Selection(), assistant.library, print)


@pytest.fixture(scope="module")
def metrics(assistant, cases):
    return metrics_of(tuple(run_cases(assistant, assistant.library, cases)))


@pytest.mark.parametrize("name", FLOORS)
def test_no_metric_falls_below_its_floor(metrics, name):
    assert not Threshold(name, FLOORS[name]).verdict(metrics)


def test_the_set_is_as_large_as_its_numbers_need(cases):
    counts = {
        "cases": len(cases),
        "covered": sum(case.covered for case in cases),
        "commentary": sum("commentary" in case.tags for case in cases),
        "not covered": sum(case.not_covered for case in cases),
        "distress": sum("distress" in case.tags for case in cases),
        "exaggeration": sum("exaggeration" in case.tags for case in cases),
    }
    assert {name: count for name, count in counts.items() if count < LEAST[name]} == {}
    assert sum(bool(case.earlier) for case in cases) >= 10


def test_every_provision_of_the_guidance_is_needed_by_some_case(assistant, cases):
    listed = [p for p in assistant.library.passages if p.lead_in and p.document.kind == "guidance"]
    assert len(listed) >= 23
    never = [p.quote for p in listed if not any(is_needed(case.expect.cites, p) for case in cases)]
    assert never == []


def test_the_halves_are_about_as_large(cases):
    split = [case for case in cases if "dev" not in case.path.parts]  # a folder of that name is dev as a whole
    share = sum(case.split is Split.TEST for case in split) / len(split)
    assert 0.45 < share < 0.55


def test_nothing_in_the_index_was_taken_from_the_answer_tests(assistant, cases):
    notes = assistant.library.notes
    asked = {turn: case.id for case in cases for turn in case.turns}
    files = [each.asked_in for each in notes.all] + list(cries_files(OUR_NOTES).values())
    assert [str(fault) for fault in taken_from(list(asked), (way for file in files for way in file.phrasings))] == []
    plain = NearDuplicates([note.plain for note in notes.of_passages])
    same = {words_of(note.plain) for note in notes.of_passages}
    assert [case for turn, case in asked.items() if words_of(turn) in same or turn in plain] == []
