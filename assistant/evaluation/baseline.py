"""Comparison with a baseline: what broke since an earlier run, what was mended, what still fails."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.evaluation.run import FORMAT, Run
from corpus.errors import AssistantError

_MEND = "Name a file that an earlier run wrote with --json"


@dataclass(frozen=True)
class Earlier:
    """What is kept of an earlier run: what passed, and its numbers."""

    passed: Mapping[str, bool]  # by the id of the case
    metrics: Mapping[str, float | None]
    tested: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A metric that differs between two runs of the same cases."""

    title: str
    was: str
    now: str


@dataclass(frozen=True)
class Comparison:
    """Ids of cases by what became of them since the earlier run."""

    broken: tuple[str, ...]
    mended: tuple[str, ...]
    still_failing: tuple[str, ...]
    new: tuple[str, ...]  # not in the earlier run
    gone: tuple[str, ...]  # only in the earlier run
    changes: tuple[Change, ...]  # metrics that differ; none where the two runs are of different cases
    differs: tuple[str, ...]  # what else than the answers is different: build, corpus, cases ...


def read_earlier(path: Path) -> Earlier:
    """The earlier run of a JSON file. Raises AssistantError when it is none."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise AssistantError(
                path, f"it is of format {values['format']} and not {FORMAT}", "Run the earlier one anew"
            )
        return Earlier(
            {case["id"]: bool(case["passed"]) for case in values["cases"]},
            {name: metric["value"] for name, metric in values["metrics"].items()},
            values["tested"],
        )
    except OSError as error:
        raise AssistantError(path, f"it cannot be read ({error.strerror})", _MEND) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssistantError(path, "it is not the JSON of a run", _MEND) from error


def compared(run: Run, earlier: Earlier) -> Comparison:
    """What changed from the earlier run to this one; cases in only one of them neither broke nor were mended."""
    now = {result.case.id: result.passed for result in run.results}
    both = [case for case in now if case in earlier.passed]
    return Comparison(
        broken=tuple(case for case in both if earlier.passed[case] and not now[case]),
        mended=tuple(case for case in both if now[case] and not earlier.passed[case]),
        still_failing=tuple(case for case in both if not now[case] and not earlier.passed[case]),
        new=tuple(case for case in now if case not in earlier.passed),
        gone=tuple(case for case in earlier.passed if case not in now),
        changes=tuple(_changes(run, earlier)) if now.keys() == earlier.passed.keys() else (),
        differs=tuple(_differs(run, earlier)),
    )


def _changes(run: Run, earlier: Earlier) -> Iterator[Change]:
    for metric in run.metrics:
        was = earlier.metrics.get(metric.name)
        if was is not None and metric.shown != (shown := replace(metric, value=was).shown):
            yield Change(metric.title, shown, metric.shown)


def _differs(run: Run, earlier: Earlier) -> list[str]:
    now = {"build": run.tested.build, "encoder": run.tested.encoder, "corpus": run.tested.corpus}
    now |= {"cases": run.tested.cases}
    found = [name for name, value in now.items() if earlier.tested.get(name) != value]
    return found + (["settings"] if earlier.tested.get("settings") != dict(run.tested.settings) else [])
