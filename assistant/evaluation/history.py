"""A folder of runs: each is kept there as JSON, and together they show where a metric is going."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.evaluation.metric import Metric
from assistant.evaluation.run import FORMAT, Run

_MOST = 50  # runs are read; a line of more points says no more


@dataclass(frozen=True)
class PastRun:
    """What is looked at of a run that was kept."""

    begun: str
    chosen: str  # which cases, in words
    cases: str  # SHA-256 of what they ask and expect
    metrics: Mapping[str, float | None]


@dataclass(frozen=True)
class Trend:
    """A metric over the runs of the same choice of cases, oldest first; the last one is the run at hand."""

    metric: Metric
    values: tuple[float, ...]
    same_cases: tuple[bool, ...]  # whether each was over the very cases of the last

    @property
    def in_words(self) -> list[str]:
        """Each value as a reader likes it."""
        return [replace(self.metric, value=value).shown for value in self.values]


def past_runs(folder: Path) -> tuple[PastRun, ...]:
    """The latest runs of the folder, oldest first; files that are no run of this format are passed over."""
    files = sorted(folder.glob("*.json"))[-_MOST:]
    return tuple(sorted((run for file in files if (run := _past(file))), key=lambda run: run.begun))


def trends(run: Run, past: Sequence[PastRun]) -> Iterator[Trend]:
    """The trend of each metric that this run and an earlier one of the same choice have."""
    alike = [one for one in past if one.chosen == run.selection.in_words and one.begun < run.tested.begun]
    for metric in run.metrics:
        points = [
            (value, one.cases == run.tested.cases)
            for one in alike
            if (value := one.metrics.get(metric.name)) is not None
        ]
        if metric.value is not None and points:
            values, same = zip(*points, (metric.value, True), strict=True)
            yield Trend(metric, values, same)


def _past(file: Path) -> PastRun | None:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["format"] != FORMAT:
            return None
        values = {str(name): metric["value"] for name, metric in kept["metrics"].items()}
        return PastRun(str(kept["tested"]["begun"]), str(kept["choice"]), str(kept["tested"]["cases"]), values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
