"""Metrics of answer tests: each by its definition, and none that could pass by accident."""

import numpy as np
import pytest

from assistant.answering.answer import Answer, Citation, Heading, Outcome, Statement
from assistant.evaluation.case import Case, Expectation, Need
from assistant.evaluation.metric import average, estimate, read_thresholds, share
from assistant.evaluation.metrics import confusion, metrics_of
from assistant.evaluation.scoring import CaseResult, Output
from assistant.evaluation.selective import risk_curve
from corpus.errors import AssistantError
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS
from index.search import Hit

PASSAGES = read_library(OUR_DOCUMENTS).passages[10:20]


def covered(name, coverage, *, cited=(), ranked=(), needed=0, outcome=Outcome.ANSWERED):
    """A case that needs the passage `needed`, whose answer cites and ranks these, by their numbers."""
    citations = [Citation(n, PASSAGES[p], PASSAGES[p].quote) for n, p in enumerate(cited, 1)]
    statements = tuple(Statement("So.", Heading.GUIDANCE, (c,)) for c in citations)
    answer = Answer("why?", outcome, "Yes.", statements, coverage=coverage, milliseconds=10.0)
    hits = tuple(Hit(PASSAGES[p], 1.0) for p in ranked)
    expect = Expectation((Outcome.ANSWERED,), (Need((PASSAGES[needed].quote,)),))
    return CaseResult(Case(name, ("why?",), expect), Output(answer, hits), ())


def not_covered(name, coverage, *, answered=False, expected=Outcome.NOT_COVERED):
    citation = Citation(1, PASSAGES[0], PASSAGES[0].quote)
    statements = (Statement("So.", Heading.GUIDANCE, (citation,)),) if answered else ()
    outcome = Outcome.ANSWERED if answered else Outcome.NOT_COVERED
    answer = Answer("why?", outcome, "No.", statements, coverage=coverage, milliseconds=30.0)
    return CaseResult(Case(name, ("why?",), Expectation((expected,))), Output(answer), ())


RESULTS = (
    covered("first", 0.9, cited=[0, 1], ranked=[0, 1, 2]),
    covered("second", 0.8, cited=[1, 0], ranked=[1, 2, 3, 0]),
    covered("never", 0.3, cited=[3], ranked=[3, 2, 1]),
    covered("refused", 0.2, ranked=[1, 0], outcome=Outcome.NOT_COVERED),
    not_covered("right", 0.1),
    not_covered("false", 0.7, answered=True, expected=Outcome.OFF_TOPIC),
)


@pytest.fixture(scope="module")
def values():
    return {metric.name: metric for metric in metrics_of(RESULTS)}


@pytest.mark.parametrize(
    ("name", "value", "count", "of"),
    [
        ("success_at_1", 0.25, 1, 4),
        ("success_at_3", 0.5, 2, 4),
        ("success_at_5", 0.5, 2, 4),
        ("mrr", (1 + 1 / 2) / 4, None, 4),
        ("ranked_success_at_1", 0.25, 1, 4),
        ("ranked_success_at_3", 0.5, 2, 4),
        ("ranked_success_at_5", 0.75, 3, 4),
        ("ranked_mrr", (1 + 1 / 4 + 1 / 2) / 4, None, 4),
        ("outcome_accuracy", 4 / 6, 4, 6),
        ("answered_outright", 0.75, 3, 4),
        ("false_refusals", 0.25, 1, 4),
        ("false_answers", 0.5, 1, 2),
        ("needs_met", 0.5, 2, 4),
        ("quotes_verbatim", 1.0, 6, 6),
        ("distress_false_alarms", 0.0, 0, 6),
        # 8 pairs of a covered case and one that is not; the false answer outranks two covered cases.
        ("auroc", 6 / 8, None, 6),
        ("latency_median", 10.0, None, 6),
        # Surest first: right, right, false answer, never cited, refused, right to refuse.
        ("aurc", (0 + 0 + 1 / 3 + 2 / 4 + 3 / 5 + 4 / 6) / 6, None, 6),
    ],
)
def test_a_metric_is_what_its_definition_says(values, name, value, count, of):
    assert (values[name].value, values[name].count, values[name].of) == (pytest.approx(value), count, of)


def test_an_interval_holds_its_value_and_comes_out_the_same_twice(values):
    again = {metric.name: metric for metric in metrics_of(RESULTS)}
    assert again == values
    for metric in values.values():
        if metric.value is not None:
            assert metric.low <= metric.value <= metric.high


def test_an_interval_narrows_with_the_cases():
    few, many = (share("a", "a", "a", [True, False] * n) for n in (10, 1000))
    assert many.high - many.low < (few.high - few.low) / 5
    # The normal approximation of a share of 0.5 over 2,000 cases.
    assert many.low == pytest.approx(0.5 - 1.96 * 0.5 / 2000**0.5, abs=0.004)


@pytest.mark.parametrize("metric", metrics_of(()), ids=lambda metric: metric.name)
def test_a_metric_over_no_cases_says_so_and_holds_no_limit(metric):
    assert (metric.value, metric.of, metric.shown) == (None, 0, "no cases")
    assert not metric.holds(0.0)
    assert not metric.holds(1e9)


def test_a_metric_that_needs_two_kinds_of_cases_says_so_when_one_is_missing():
    auroc = next(metric for metric in metrics_of(RESULTS[:4]) if metric.name == "auroc")
    assert auroc.shown == "no cases"


def test_averages_of_nothing_are_no_number():
    assert average("a", "a", "a", []).value is None
    assert estimate(np.empty((0, 2)), np.mean) == (None, None, None)


def test_the_confusion_matrix_counts_each_case_with_an_expected_outcome_once():
    counts = confusion(RESULTS)
    assert sum(counts.values()) == len(RESULTS)
    assert counts[Outcome.ANSWERED, Outcome.NOT_COVERED] == 1
    assert counts[Outcome.OFF_TOPIC, Outcome.ANSWERED] == 1


def test_the_risk_curve_ends_at_the_risk_of_answering_all():
    curve = risk_curve(RESULTS)
    assert (curve.coverage[-1], curve.risk[-1], curve.answered) == (1.0, pytest.approx(4 / 6), pytest.approx(4 / 6))
    assert risk_curve(()).coverage == ()


def test_equally_sure_wrong_answers_count_first():
    tie = [covered("a", 0.5, cited=[0]), not_covered("b", 0.5)]
    assert risk_curve(tie).risk == (1.0, 0.5) == risk_curve(tie[::-1]).risk


def test_a_limit_is_a_least_or_a_most_as_the_metric_asks():
    metrics = metrics_of(RESULTS)
    sound = read_thresholds(["mrr=0.3", "false_answers = 0.5", "latency_median=10"], metrics)
    assert [limit.verdict(metrics) for limit in sound] == ["", "", ""]
    missed = read_thresholds(["mrr=0.4", "false_answers=0.4", "distress_recall=0"], metrics)
    told = [limit.verdict(metrics) for limit in missed]
    assert "at least 0.4 was asked for" in told[0]
    assert "at most 0.4 was asked for" in told[1]
    assert told[2].startswith("distress_recall: no cases")


@pytest.mark.parametrize(
    ("text", "told"), [("mmr=1", "is no metric"), ("mrr", "is no metric"), ("mrr=90%", "no number")]
)
def test_a_limit_that_cannot_be_read_is_an_error(text, told):
    with pytest.raises(AssistantError, match=told):
        read_thresholds([text], metrics_of(()))
