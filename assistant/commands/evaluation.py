"""`python -m assistant test`: from case files to a verdict, with progress on the way."""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rich.console import Console

from assistant.commands.options import print_faults
from assistant.commands.progress import Telling
from assistant.evaluation.baseline import compared, read_earlier
from assistant.evaluation.case import Case
from assistant.evaluation.exports.files import write_run
from assistant.evaluation.exports.json import keep_run
from assistant.evaluation.exports.terminal import print_comparison, print_run, print_trends
from assistant.evaluation.history import past_runs, trends
from assistant.evaluation.metric import read_thresholds
from assistant.evaluation.metrics import metrics_of
from assistant.evaluation.run import Run, run_cases, what_is_tested
from assistant.evaluation.selection import Selection, load_cases, outdated_in
from assistant.libraries import read_our_library
from assistant.opening import open_assistant, open_model
from assistant.scenarios.files import cases_of
from assistant.settings import Settings
from assistant.writing.worded import Worded
from corpus.library import Library


@dataclass(frozen=True)
class Wanted:
    """What is asked of a run besides running: files to write, earlier runs, limits, how often to ask."""

    files: Mapping[str, Path] = field(default_factory=dict)  # by the name of their format
    baseline: Path | None = None
    history: Path | None = None  # folder of runs
    fail_under: tuple[str, ...] = ()
    repeat: int = 1


def run_command(paths: Sequence[Path], settings: Settings, selection: Selection, wanted: Wanted) -> bool:
    """Runs the chosen cases, tells and writes what came, and says whether all that is asked holds.

    Raises AssistantError when a case file has a mistake, no case is chosen, or a file cannot be written.
    """
    # What can be wrong in the request is told before minutes are spent on it.
    read_thresholds(wanted.fail_under, metrics_of(()))
    if wanted.baseline:
        read_earlier(wanted.baseline)
    library = read_our_library(settings)
    cases = load_cases(paths, selection, library, lambda fault: print(fault, file=sys.stderr), cases_of)
    return report_run(_run(settings, library, cases, selection, repeat=wanted.repeat), wanted)


def report_run(run: Run, wanted: Wanted) -> bool:
    """Tells a run on standard output, writes its files, and says whether all that is asked of it holds."""
    console = Console(soft_wrap=True)
    print_run(console, run)
    comparison = compared(run, read_earlier(wanted.baseline)) if wanted.baseline else None
    if comparison:
        print_comparison(console, run, comparison)
    over_time = tuple(trends(run, past_runs(wanted.history))) if wanted.history else ()
    print_trends(console, over_time)
    write_run(wanted.files, run, comparison, over_time)
    if wanted.history:
        keep_run(wanted.history, run)
    thresholds = read_thresholds(wanted.fail_under, run.metrics)
    missed = [verdict for threshold in thresholds if (verdict := threshold.verdict(run.metrics))]
    for verdict in missed:
        console.print(f"Missed: {verdict}", highlight=False)
    return not missed if thresholds else not run.failed


def _run(settings: Settings, library: Library, cases: Sequence[Case], selection: Selection, *, repeat: int) -> Run:
    with Telling("Loading the models") as told:
        assistant = open_assistant(settings, library, progress=partial(told.step, "Building the index"))
        print_faults(outdated_in(filter(selection.names, cases), library, assistant.composer.editions))
        chat = open_model(settings)
        model = Worded(assistant, chat) if chat else None
        tested = what_is_tested(assistant, cases, model=chat.name if chat else "")
        begun = time.perf_counter()
        asked = run_cases(assistant, library, cases, repeat=repeat, model=model)
        results = tuple(told.each("Asking", asked, len(cases)))
    return Run(results, tested, selection, time.perf_counter() - begun)
