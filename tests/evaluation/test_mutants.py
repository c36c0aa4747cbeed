"""A faulty assistant makes answer tests fail, and where its fault is."""

import pytest
from mutants import (
    AnswersEverything,
    CallsCommentaryGuidance,
    DropsACitation,
    RefusesEverything,
    Remembering,
    SwapsTwoPassages,
)

from assistant.answering.answer import Outcome
from assistant.evaluation.case import Split
from assistant.evaluation.metrics import metrics_of
from assistant.evaluation.run import run_cases
from assistant.evaluation.scoring import Check, is_needed
from assistant.evaluation.selection import Selection, load_cases
from corpus.document import Kind
from corpus.paths import ROOT

pytestmark = pytest.mark.long  # each fault is put to forty cases, which takes a minute together
GROUPS = {"guidance-inspector": 14, "commentary": 8, "not-covered": 10, "off-topic": 3, "distress": 4}


@pytest.fixture(scope="module")
def library(assistant):
    return assistant.library


@pytest.fixture(scope="module")
def cases(library):
    """Some of the cases that may be looked at, of every group that a fault could show in."""
    ours = load_cases([ROOT / "tests" / "answers"], Selection(split=Split.DEV), library, print)
    return [case for tag, count in GROUPS.items() for case in [c for c in ours if tag in c.tags][:count]]


@pytest.fixture(scope="module")
def sound(assistant):
    return Remembering(assistant)


@pytest.fixture(scope="module")
def run(library, cases):
    def run(subject):
        results = tuple(run_cases(subject, library, cases))
        return {result.case.id: result for result in results}, {m.name: m for m in metrics_of(results)}

    return run


@pytest.fixture(scope="module")
def before(run, sound):
    return run(sound)


def broken(before, after):
    """The results that passed and no longer do."""
    return [after[name] for name, result in before.items() if result.passed and not after[name].passed]


def checks(results):
    return {failure.check for result in results for failure in result.failures}


def test_the_sound_assistant_passes_enough_to_be_broken(before):
    results, metrics = before
    assert sum(result.passed for result in results.values()) >= 10
    assert metrics["quotes_verbatim"].value == 1.0


def test_two_passages_swapped_fail_the_cases_that_need_one_of_them(before, run, sound, library):
    results, metrics = before
    needing = next(r for r in results.values() if r.passed and r.case.covered and r.cited_rank == 1)
    needs = needing.case.expect.cites
    one = needing.output.cited[0].passage
    cited = {citation.passage for result in results.values() for citation in result.output.shown}
    other = next(
        p for p in library.passages if not is_needed(needs, p) and p.document is one.document and p not in cited
    )
    after, numbers = run(SwapsTwoPassages(sound, one, other))
    assert after[needing.case.id] in broken(results, after)
    assert checks(broken(results, after)) == {Check.CITES}
    assert all(is_needed(result.case.expect.cites, one) for result in broken(results, after))
    for name in ("success_at_1", "mrr", "ranked_mrr", "needs_met"):
        assert numbers[name].value < metrics[name].value
    assert numbers["outcome_accuracy"] == metrics["outcome_accuracy"]


def test_a_dropped_citation_fails_the_cases_that_need_it(before, run, sound):
    results, metrics = before
    after, numbers = run(DropsACitation(sound))
    fallen = broken(results, after)
    assert fallen
    assert checks(fallen) <= {Check.CITES, Check.LEADS}
    assert all(results[result.case.id].cited_rank == 1 for result in fallen)
    assert numbers["mrr"].value < metrics["mrr"].value
    assert numbers["outcome_accuracy"] == metrics["outcome_accuracy"]


def test_commentary_called_guidance_fails_the_cases_that_it_should_lead(before, run, sound):
    results, metrics = before
    after, numbers = run(CallsCommentaryGuidance(sound))
    fallen = broken(results, after)
    assert fallen
    assert checks(fallen) == {Check.LEADS}
    assert all(result.case.expect.leads is Kind.COMMENTARY for result in fallen)
    assert numbers["lead_kind_accuracy"].value < metrics["lead_kind_accuracy"].value
    assert numbers["mrr"] == metrics["mrr"]


def test_answering_everything_fails_what_is_not_covered_and_distress(before, run, sound):
    results, _ = before
    after, numbers = run(AnswersEverything(sound))
    fallen = broken(results, after)
    assert fallen
    assert all(not result.case.covered and Check.OUTCOME in checks([result]) for result in fallen)
    assert {Outcome.DISTRESS, Outcome.NOT_COVERED} <= {result.case.expect.outcomes[0] for result in fallen}
    assert numbers["false_answers"].value == 1.0
    assert numbers["distress_recall"].value == 0.0
    assert numbers["answered_outright"].value == 1.0


def test_refusing_everything_fails_what_is_covered(before, run, sound):
    results, _ = before
    after, numbers = run(RefusesEverything(sound))
    fallen = {result.case.id for result in broken(results, after)}
    assert {name for name, result in results.items() if result.passed and result.case.covered} <= fallen
    assert Check.OUTCOME in checks(after[name] for name in fallen)
    assert numbers["false_refusals"].value == 1.0
    assert numbers["answered_outright"].value == 0.0
    assert numbers["false_answers"].value == 0.0
    assert numbers["success_at_5"].value == 0.0
