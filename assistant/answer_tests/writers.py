"""A run is written to a file in one of the formats."""

import json
from collections.abc import Callable
from pathlib import Path

from assistant.answer_tests.record import run_json
from assistant.answer_tests.tested import Run
from corpus.errors import AssistantError

_WRITERS: dict[str, Callable[[Run], str]] = {
    "json": lambda run: json.dumps(run_json(run), ensure_ascii=False, indent=1) + "\n",
}


def write_run(format: str, path: Path, run: Run) -> None:
    """Writes the run. Raises AssistantError when the file cannot be written."""
    try:
        path.write_text(_WRITERS[format](run), encoding="utf-8", newline="")
    except OSError as error:
        raise AssistantError(path, f"it cannot be written ({error.strerror})", "Name another file") from error
