"""A run as JSON: for other programs, and to compare a later run with."""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.evaluation.case import entry_of
from assistant.evaluation.metrics import confusion
from assistant.evaluation.run import FORMAT, Run
from assistant.evaluation.scores import scores_of
from assistant.evaluation.scoring import CaseResult, dropped_of
from assistant.output.json import answer_json
from corpus.errors import AssistantError
from corpus.files import write_whole

_RANKS = 10  # of the ranking are kept


def run_json(run: Run) -> dict[str, Any]:
    """The run as JSON values: what was tested, the metrics, and every case with what came of it."""
    return {
        "format": FORMAT,
        "tested": {**asdict(run.tested), "settings": dict(run.tested.settings)},
        "choice": run.selection.in_words,
        "seconds": round(run.seconds, 1),
        "metrics": {metric.name: asdict(metric) for metric in run.metrics},
        "confusion": [
            {"expected": str(expected), "came": str(came), "cases": count}
            for (expected, came), count in sorted(confusion(run.results).items())
        ],
        "cases": [_case(result) for result in run.results],
    }


def keep_run(folder: Path, run: Run) -> Path:
    """Writes the run into the folder, named by when it began. Raises AssistantError."""
    path = folder / f"{re.sub(r'[^0-9T]', '', run.tested.begun[:19])}-{run.tested.build[:8]}.json"
    try:
        write_whole(path, json.dumps(run_json(run), ensure_ascii=False).encode())
    except OSError as error:
        raise AssistantError(folder, f"the run cannot be kept there ({error.strerror})", "Name a folder") from error
    return path


def _case(result: CaseResult) -> dict[str, Any]:
    return {
        **entry_of(result.case),
        "split": str(result.case.split),
        "passed": result.passed,
        "failures": [{"check": str(failure.check), "why": failure.why} for failure in result.failures],
        "cited_rank": result.cited_rank,
        "ranked_rank": result.ranked_rank,
        "characters_before": result.characters_before,
        "followed": result.output.followed,
        "passes": result.passes,
        "scores": scores_of(result),
        "text": result.output.text,
        "answer": answer_json(result.output.answer),
        "dropped": [asdict(dropped) for dropped in dropped_of(result)],
        "ranking": [
            {"passage": hit.passage.key, "quote": hit.passage.quote, "score": round(hit.score, 4)}
            for hit in result.output.hits[:_RANKS]
        ],
    }
