"""Writes a run to files, by the names of their forms."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.baseline import Comparison
from assistant.evaluation.exports.html import report_html
from assistant.evaluation.exports.inspect import inspect_log
from assistant.evaluation.exports.json import run_json
from assistant.evaluation.exports.junit import junit_xml
from assistant.evaluation.exports.markdown import metrics_markdown
from assistant.evaluation.exports.promptfoo import promptfoo_results
from assistant.evaluation.exports.trec import trec_files
from assistant.evaluation.history import Trend
from assistant.evaluation.run import Run
from assistant.evaluation.spreadsheet import results_csv
from corpus.errors import AssistantError
from corpus.files import write_whole

# Spreadsheets take a file without this mark for one in another encoding.
_MARK = "\ufeff"
_WRITERS: dict[str, Callable[[Run], str]] = {
    "json": lambda run: _json(run_json(run)),
    "inspect": lambda run: _json(inspect_log(run)),
    "promptfoo": lambda run: _json(promptfoo_results(run)),
    "junit": junit_xml,
    "csv": lambda run: _MARK + results_csv(run.results),
    "markdown": metrics_markdown,
}


def write_run(
    files: Mapping[str, Path], run: Run, comparison: Comparison | None = None, trends: Sequence[Trend] = ()
) -> None:
    """Writes the run to each file, by the name of its format. Raises AssistantError when one cannot be written."""
    for name, path in files.items():
        if name == "html":
            _write(path, report_html(run, comparison, trends))
        elif name == "trec":  # a folder: its forms are several files
            for file, text in trec_files(run).items():
                _write(path / file, text)
        else:
            _write(path, _WRITERS[name](run))


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise AssistantError(path, f"it cannot be written ({error.strerror})", "Name another file") from error
