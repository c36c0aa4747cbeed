"""All metrics of a run, in the order they are told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.answer import Outcome
from assistant.evaluation.metric import Metric, average, quantile, share
from assistant.evaluation.scores import SCORES, Group, Score
from assistant.evaluation.scoring import CaseResult
from assistant.evaluation.selective import selection_metrics


def metrics_of(results: Sequence[CaseResult]) -> tuple[Metric, ...]:
    """Every metric over these results, group by group; those that no case bears on say so."""
    found = [
        *(_mean(score, results) for score in SCORES),
        *(replace(metric, group=Group.CONFIDENCE) for metric in selection_metrics(results)),
        *(replace(metric, group=Group.EFFORT) for metric in _effort(results)),
    ]
    order = list(Group)
    return tuple(sorted(found, key=lambda metric: order.index(Group(metric.group))))


def confusion(results: Sequence[CaseResult]) -> Counter[tuple[Outcome, Outcome]]:
    """How often each outcome expected met each that came; of several expected, the one that came, else the first."""
    return Counter(
        (came if came in expected else expected[0], came)
        for result in results
        if (expected := result.case.expect.outcomes)
        for came in [result.output.answer.outcome]
    )


def _mean(score: Score, results: Sequence[CaseResult]) -> Metric:
    values = [value for result in results for value in score.of(result)]
    metric = (
        share(score.name, score.title, score.definition, [bool(value) for value in values])
        if score.is_share
        else average(score.name, score.title, score.definition, values)
    )
    return replace(metric, less_is_better=score.less_is_better, group=score.group)


def _effort(results: Sequence[CaseResult]) -> Iterator[Metric]:
    before = [float(place) for result in results if (place := result.characters_before) is not None]
    definition = (
        "Median over cases with a needed passage cited: the characters of the answer that stand before its words."
    )
    yield quantile(
        "characters_before", "Characters before the needed words", definition, before, at=0.5, unit="characters"
    )
    times = [result.output.answer.milliseconds for result in results]
    for name, title, at in (
        ("latency_median", "Latency, median", 0.5),
        ("latency_p95", "Latency, 95th percentile", 0.95),
    ):
        yield quantile(name, title, "Milliseconds from question to answer.", times, at=at, unit="ms")
