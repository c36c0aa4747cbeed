"""The charts and tables of a report; a chart is SVG that says in words what it shows."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape

from assistant.answering.answer import Outcome
from assistant.evaluation.history import Trend
from assistant.evaluation.metrics import confusion
from assistant.evaluation.scoring import CaseResult
from assistant.evaluation.selective import risk_curve

_WIDTH, _HEIGHT = 400, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 24, 18, 42


def bars(label: str, names: Sequence[str], counts: Sequence[int], *, axis: str) -> Markup:
    """A bar a name, its count above it."""
    if not sum(counts):
        return Markup("<p>No cases.</p>")
    step = (_WIDTH - _LEFT - _RIGHT) / len(names)
    most = max(counts)
    parts = []
    for number, (name, count) in enumerate(zip(names, counts, strict=True)):
        tall = (_HEIGHT - _TOP - _BOTTOM) * count / most
        x, y = _LEFT + number * step, _HEIGHT - _BOTTOM - tall
        parts.append(
            f'<rect class="bar" x="{x + step * 0.12:.1f}" y="{y:.1f}" width="{step * 0.76:.1f}" height="{tall:.1f}"/>'
            f'<text x="{x + step / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle">{count}</text>'
            f'<text x="{x + step / 2:.1f}" y="{_HEIGHT - _BOTTOM + 15}" text-anchor="middle">{escape(name)}</text>'
        )
    told = ", ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    return _svg(f"{label}. {told}", "".join(parts), axis, "")


def curve(label: str, xs: Sequence[float], ys: Sequence[float], *, axes: tuple[str, str], at: float) -> Markup:
    """A line through points from 0 to 1 both ways, with an upright mark at one x."""
    if not xs:
        return Markup("<p>No cases.</p>")
    points = " ".join(f"{_across(x):.1f},{_up(y):.1f}" for x, y in zip(xs, ys, strict=True))
    grid = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_up(n):.1f}" y2="{_up(n):.1f}"/>'
        f'<text x="{_LEFT - 6}" y="{_up(n) + 4:.1f}" text-anchor="end">{n:.0%}</text>'
        f'<text x="{_across(n):.1f}" y="{_HEIGHT - _BOTTOM + 15}" text-anchor="middle">{n:.0%}</text>'
        for n in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    mark = f'<line class="mark" x1="{_across(at):.1f}" x2="{_across(at):.1f}" y1="{_up(0):.1f}" y2="{_up(1):.1f}"/>'
    return _svg(label, f'{grid}{mark}<polyline class="curve" points="{points}"/>', *axes)


def _across(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _up(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _svg(label: str, inside: str, axis: str, upright: str) -> Markup:
    base = _HEIGHT - _BOTTOM
    return Markup(  # noqa: S704 (every text in it is escaped here)
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-label="{escape(label)}">{inside}'
        f'<line class="axis" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{base}" y2="{base}"/>'
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(axis)}</text>'
        f'<text x="{_LEFT}" y="11">{escape(upright)}</text></svg>'
    )


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


@dataclass(frozen=True)
class Confusion:
    """How often each outcome expected met each that came; outcomes that no case has are left out."""

    columns: list[str]
    rows: list[tuple[str, list[int]]]


def confusion_table(results: Sequence[CaseResult]) -> Confusion:
    """A row an outcome expected, a column an outcome that came."""
    counts = confusion(results)
    columns = [outcome for outcome in Outcome if any(outcome in pair for pair in counts)]
    rows = [(str(expected), [counts[expected, came] for came in columns]) for expected in columns]
    return Confusion([str(outcome) for outcome in columns], [row for row in rows if sum(row[1])])


def rank_chart(label: str, ranks: Sequence[int | None]) -> Markup:
    """How often the first needed passage stands at each place."""
    counts = Counter(_bin(rank) for rank in ranks)
    names = [name for name, _ in _RANKS] + ["none"]
    return bars(label, names, [counts[name] for name in names], axis="Place of the first needed passage")


def latency_chart(results: Sequence[CaseResult]) -> Markup:
    """How long answers took, in ten equal steps up to the 99th percentile; the last holds all above."""
    times = np.asarray([result.output.answer.milliseconds for result in results])
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


def trend_chart(trend: Trend) -> Markup:
    """A small line over the runs, a dot a run; hollow where it was of other cases."""
    low, high = min(trend.values), max(trend.values)
    step = 150 / max(len(trend.values) - 1, 1)
    points = [(5 + n * step, 28 - 22 * ((value - low) / ((high - low) or 1))) for n, value in enumerate(trend.values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle class="{"dot" if same else "dot other"}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        for (x, y), same in zip(points, trend.same_cases, strict=True)
    )
    told = ", ".join(trend.in_words)
    return Markup(  # noqa: S704 (every text in it is escaped here)
        f'<svg class="trend" role="img" viewBox="0 0 160 34" aria-label="{escape(told)}">'
        f'<polyline class="curve" points="{line}"/>{dots}</svg>'
    )


def _bin(rank: int | None) -> str:
    return "none" if rank is None else next(name for name, most in _RANKS if rank <= most)
