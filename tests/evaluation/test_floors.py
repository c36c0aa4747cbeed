"""The answer tests as a whole: what the assistant must at least reach, and that nobody wrote to the test."""

import re

import pytest
import yaml

from assistant.evaluation.case import Split
from assistant.evaluation.metric import Threshold
from assistant.evaluation.metrics import metrics_of
from assistant.evaluation.run import run_cases
from assistant.evaluation.scoring import is_needed
from assistant.evaluation.selection import Selection, load_cases
from corpus.note_reader import read_cries_for_help
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
    share = sum(case.split is Split.TEST for case in cases) / len(cases)
    assert 0.45 < share < 0.55


def test_no_phrasing_in_the_index_was_taken_from_the_answer_tests(assistant, cases):
    notes = assistant.library.notes
    cries = read_cries_for_help(OUR_NOTES)
    ways = {words(way): way for way in (*notes.asked, *cries.distress, *cries.everyday)}
    ways |= {words(note.plain): note.plain for note in notes.of_passages}
    sets = [(frozenset(wording), way) for wording, way in ways.items()]
    asked = {words(turn): case.id for case in cases for turn in case.turns}
    assert [(case, ways[wording]) for wording, case in asked.items() if wording in ways] == []
    near = [(asked[turn], way) for turn in asked for found, way in sets if alike(frozenset(turn), found)]
    assert near == []


def words(text):
    return tuple(re.findall(r"\w+", re.sub(r"['’]", "", text.casefold())))


def alike(one, other, *, share=0.8, fewest=5):
    """Whether two sets of words are nearly the same; Jaccard, for texts of five words or more."""
    return min(len(one), len(other)) >= fewest and len(one & other) >= share * len(one | other)
