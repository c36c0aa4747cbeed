"""Writes a run to files, by the names of their forms."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.evaluation.baseline import Comparison
from assistant.evaluation.exports.html import report_html
from assistant.evaluation.exports.json import run_json
from assistant.evaluation.exports.junit import junit_xml
from assistant.evaluation.exports.markdown import metrics_markdown
from assistant.evaluation.run import Run
from assistant.evaluation.spreadsheet import results_csv
from corpus.errors import AssistantError


def write_run(files: Mapping[str, Path], run: Run, comparison: Comparison | None, *, details: bool) -> None:
    """Writes the run to each file, by the name of its format. Raises AssistantError when one cannot be written."""
    writers: dict[str, Callable[[], str]] = {
        "json": lambda: json.dumps(run_json(run), ensure_ascii=False, indent=1) + "\n",
        "html": lambda: report_html(run, comparison, details=details),
        "junit": lambda: junit_xml(run),
        "csv": lambda: results_csv(run.results),
        "markdown": lambda: metrics_markdown(run),
    }
    for name, path in files.items():
        # Spreadsheets take a file without this mark for one in another encoding.
        encoding = "utf-8-sig" if name == "csv" else "utf-8"
        try:
            path.write_text(writers[name](), encoding=encoding, newline="")
        except OSError as error:
            raise AssistantError(path, f"it cannot be written ({error.strerror})", "Name another file") from error
