"""The charts and tables of a report: ranks, risk, latency, tags and kinds."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from assistant.answer import Outcome
from assistant.answer_tests.charts import bars, curve
from assistant.answer_tests.metrics import confusion
from assistant.answer_tests.result import CaseResult
from assistant.answer_tests.selection import risk_curve

_RANKS = (("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("6-10", 10), ("11-20", 20), ("21-", 10**9))


@dataclass(frozen=True)
class Group:
    """What a tag or kind scores."""

    name: str
    cases: int
    passed: int
    right_outcome: int


def groups(results: Sequence[CaseResult], names: Callable[[CaseResult], Iterable[str]]) -> list[Group]:
    """The groups that results fall into, the one with the largest share of failures first."""
    members: dict[str, list[CaseResult]] = {}
    for result in results:
        for name in names(result):
            members.setdefault(name, []).append(result)
    found = [
        Group(
            name,
            len(of),
            sum(result.passed for result in of),
            sum(result.right_outcome for result in of),
        )
        for name, of in members.items()
    ]
    return sorted(found, key=lambda group: (group.passed / group.cases, -group.cases, group.name))


def confusion_rows(results: Sequence[CaseResult]) -> list[tuple[str, list[int]]]:
    """A row an outcome expected, a column an outcome that came; rows without cases are left out."""
    counts = confusion(results)
    rows = [(str(expected), [counts[expected, came] for came in Outcome]) for expected in Outcome]
    return [row for row in rows if sum(row[1])]


def rank_chart(label: str, ranks: Sequence[int | None]) -> Markup:
    """How often the first needed passage stands at each place."""
    counts = Counter(_bin(rank) for rank in ranks)
    names = [name for name, _ in _RANKS] + ["none"]
    return bars(label, names, [counts[name] for name in names], axis="Place of the first needed passage")


def latency_chart(results: Sequence[CaseResult]) -> Markup:
    """How long answers took, in ten equal steps up to the 99th percentile; the last holds all above."""
    times = np.asarray([result.came.answer.milliseconds for result in results])
    if not len(times):
        return Markup("<p>No cases.</p>")
    edges = np.linspace(0, max(float(np.quantile(times, 0.99)), 1.0), 11)
    counts, _ = np.histogram(np.minimum(times, edges[-1]), edges)
    names = [f"{edge:,.0f}" for edge in edges[1:]]
    return bars("Latency of the answers", names, [int(count) for count in counts], axis="Milliseconds, up to")


def risk_chart(results: Sequence[CaseResult]) -> Markup:
    """The risk-coverage curve, marked where the assistant answers today."""
    found = risk_curve(results)
    label = f"Share of wrong answers when only the surest cases are answered; {found.answered:.0%} are answered now"
    axes = ("Share of cases answered (coverage)", "Share of them that would be wrong (risk)")
    return curve(label, found.coverage, found.risk, axes=axes, at=found.answered)


def _bin(rank: int | None) -> str:
    return "none" if rank is None else next(name for name, most in _RANKS if rank <= most)
