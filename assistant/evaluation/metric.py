"""A metric: a number over cases, its bootstrap interval, and the threshold it must reach."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.errors import AssistantError

Values = NDArray[np.float64]
Statistic = Callable[[Values], float]


@dataclass(frozen=True)
class Metric:
    """A named number over some cases, or no number where there were none."""

    name: str
    title: str
    definition: str
    of: int  # the cases it is over
    value: float | None  # None: no cases
    low: float | None = None  # 95% confidence interval
    high: float | None = None
    count: int | None = None  # for a share: how many of the cases
    less_is_better: bool = False
    unit: str = ""  # "%" for a share
    group: str = ""  # the heading it stands under

    @property
    def shown(self) -> str:
        """The number as a reader likes it, or “no cases”."""
        if self.value is None:
            return "no cases"
        return f"{self._written(self.value)}{'%' if self.unit == '%' else f' {self.unit}'.rstrip()}"

    @property
    def interval(self) -> str:
        """The 95% confidence interval, or nothing."""
        if self.low is None or self.high is None:
            return ""
        return f"{self._written(self.low)} to {self._written(self.high)}"

    @property
    def counts(self) -> str:
        """The cases it is over and, for a share, how many of them."""
        return f"{self.of}" if self.count is None else f"{self.count} of {self.of}"

    @property
    def in_words(self) -> str:
        """All of it on one line."""
        return f"{self.shown} [{self.interval}] ({self.counts})" if self.interval else self.shown

    def holds(self, limit: float) -> bool:
        """Whether the number is no worse than a limit. One over no cases never is."""
        if self.value is None:
            return False
        return self.value <= limit if self.less_is_better else self.value >= limit

    def _written(self, value: float) -> str:
        if self.unit == "%":
            return f"{100 * value:.1f}"
        return f"{value:,.0f}" if self.unit else f"{value:.3f}"


def share(name: str, title: str, definition: str, hits: Sequence[bool], *, less_is_better: bool = False) -> Metric:
    """The share of cases for which something is true, with a bootstrap interval."""
    values = np.asarray(hits, dtype=float)
    value, low, high = estimate(values, _mean)
    count = int(values.sum()) if len(values) else None
    return Metric(name, title, definition, len(values), value, low, high, count, less_is_better, "%")


def estimate(
    values: Values, statistic: Statistic, *, resamples: int = 1000, seed: int = 20260101
) -> tuple[float | None, float | None, float | None]:
    """A statistic of the rows and its 95% percentile bootstrap interval; nothing where there are no rows.

    The seed is fixed, so that the same results always give the same interval. A resample that the
    statistic cannot tell anything of (it gives not-a-number) is left out.
    """
    if not len(values):
        return None, None, None
    draws = np.random.default_rng(seed).integers(0, len(values), size=(resamples, len(values)))
    found = np.asarray([statistic(values[draw]) for draw in draws])
    found = found[~np.isnan(found)]
    low, high = np.quantile(found, [0.025, 0.975]) if len(found) else (np.nan, np.nan)
    value = statistic(values)
    return (None, None, None) if np.isnan(value) else (float(value), float(low), float(high))


def average(name: str, title: str, definition: str, values: Sequence[float]) -> Metric:
    """The mean of a number over cases."""
    array = np.asarray(values, dtype=float)
    return Metric(name, title, definition, len(array), *estimate(array, _mean))


def quantile(name: str, title: str, definition: str, values: Sequence[float], *, at: float, unit: str) -> Metric:
    """A quantile of a number over cases, for which less is better."""
    array = np.asarray(values, dtype=float)
    value, low, high = estimate(array, lambda rows: float(np.quantile(rows, at)))
    return Metric(name, title, definition, len(array), value, low, high, less_is_better=True, unit=unit)


def _mean(values: Values) -> float:
    return float(values.mean())


@dataclass(frozen=True)
class Paired:
    """A mean over the same cases in two runs, and how likely chance alone makes a difference as large."""

    was: float
    now: float
    p: float


def paired(
    was: Sequence[Sequence[float]], now: Sequence[Sequence[float]], *, resamples: int = 2000, seed: int = 20260101
) -> Paired | None:
    """Two-sided permutation test of paired samples; nothing where a run has no values.

    A row is a case with its values in each run. If the runs were alike, it would not matter which of the two gave
    which values; p is the share of random swaps that make the means differ at least as much as they do.
    """
    sums, counts = (
        np.asarray([[part(row) for row in rows] for rows in (was, now)], dtype=float) for part in (sum, len)
    )
    if not sums.size or not counts.sum(axis=1).all():
        return None
    first, second = sums.sum(axis=1) / counts.sum(axis=1)
    swapped = np.random.default_rng(seed).random((resamples, len(was))) < 0.5

    def means(one: int, other: int) -> Values:
        total, number = (np.where(swapped, of[other], of[one]).sum(axis=1) for of in (sums, counts))
        return np.asarray(total / np.maximum(number, 1))

    as_large = np.abs(means(1, 0) - means(0, 1)) >= abs(second - first) - 1e-12
    return Paired(float(first), float(second), float((as_large.sum() + 1) / (resamples + 1)))


@dataclass(frozen=True)
class Threshold:
    """A limit that a metric must not be worse than."""

    name: str
    limit: float

    def verdict(self, metrics: Iterable[Metric]) -> str:
        """Why it is missed, or nothing where it holds."""
        metric = next(metric for metric in metrics if metric.name == self.name)
        if metric.holds(self.limit):
            return ""
        most = "at most" if metric.less_is_better else "at least"
        return f"{metric.name}: {metric.in_words}, and {most} {self.limit:g} was asked for"


def read_thresholds(texts: Sequence[str], metrics: Sequence[Metric]) -> tuple[Threshold, ...]:
    """The thresholds in texts such as `mrr=0.6`. Raises AssistantError for what is no metric or no number."""
    return tuple(_threshold(text, [metric.name for metric in metrics]) for text in texts)


def _threshold(text: str, names: list[str]) -> Threshold:
    name, equals, number = (part.strip() for part in text.partition("="))
    if name not in names or not equals:
        raise AssistantError(
            f"--fail-under {text}", f"“{name}” is no metric", f"Write METRIC=X with {', '.join(names)}"
        )
    try:
        return Threshold(name, float(number))
    except ValueError as error:
        fault = f"“{number}” is no number"
        raise AssistantError(f"--fail-under {text}", fault, "Write a share as 0.9, not 90%") from error
