"""Two runs are compared: what broke, what was mended, what still fails."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer_tests.record import FORMAT
from assistant.answer_tests.tested import Run
from corpus.errors import AssistantError

_MEND = "Name a file that an earlier run wrote with --json"


@dataclass(frozen=True)
class Earlier:
    """What is kept of an earlier run: what passed, and its numbers."""

    passed: Mapping[str, bool]  # by the id of the case
    metrics: Mapping[str, float | None]
    tested: Mapping[str, Any]


@dataclass(frozen=True)
class Comparison:
    """Ids of cases by what became of them since the earlier run."""

    broken: tuple[str, ...]
    mended: tuple[str, ...]
    still_failing: tuple[str, ...]
    new: tuple[str, ...]  # not in the earlier run
    gone: tuple[str, ...]  # only in the earlier run
    changes: tuple[tuple[str, float, float], ...]  # metrics that differ: title, earlier, now
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
    metrics = [(metric, earlier.metrics.get(metric.name)) for metric in run.metrics]
    return Comparison(
        broken=tuple(case for case in both if earlier.passed[case] and not now[case]),
        mended=tuple(case for case in both if now[case] and not earlier.passed[case]),
        still_failing=tuple(case for case in both if not now[case] and not earlier.passed[case]),
        new=tuple(case for case in now if case not in earlier.passed),
        gone=tuple(case for case in earlier.passed if case not in now),
        changes=tuple(
            (metric.title, was, metric.value)
            for metric, was in metrics
            if was is not None and metric.value is not None and round(was, 6) != round(metric.value, 6)
        ),
        differs=tuple(_differs(run, earlier)),
    )


def _differs(run: Run, earlier: Earlier) -> list[str]:
    now = {"build": run.tested.build, "encoder": run.tested.encoder, "corpus": run.tested.corpus}
    now |= {"cases": run.tested.cases}
    found = [name for name, value in now.items() if earlier.tested.get(name) != value]
    return found + (["settings"] if earlier.tested.get("settings") != dict(run.tested.settings) else [])
