"""`python -m assistant test`: from case files to a verdict, with progress on the way."""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.answer_tests.baseline import compared, read_earlier
from assistant.answer_tests.case import Case, Split
from assistant.answer_tests.choice import Choice
from assistant.answer_tests.load import load_cases
from assistant.answer_tests.metrics import metrics_of
from assistant.answer_tests.run import run_cases
from assistant.answer_tests.summary import print_comparison, print_run
from assistant.answer_tests.tested import Run, what_is_tested
from assistant.answer_tests.thresholds import read_thresholds
from assistant.answer_tests.writers import write_run
from assistant.parts import open_assistant, read_our_library
from assistant.settings import Settings


@dataclass(frozen=True)
class Wanted:
    """What is asked of a run besides running: files to write, an earlier run, limits."""

    files: Mapping[str, Path] = field(default_factory=dict)  # by the name of their format
    baseline: Path | None = None
    fail_under: tuple[str, ...] = ()
    details: bool = False  # names the failing cases of the check half too


def run_command(paths: Sequence[Path], settings: Settings, choice: Choice, wanted: Wanted) -> bool:
    """Runs the chosen cases, tells and writes what came, and says whether all that is asked holds.

    Raises AssistantError when a case file has a mistake, no case is chosen, or a file cannot be written.
    """
    # What can be wrong in the request is told before minutes are spent on it.
    read_thresholds(wanted.fail_under, metrics_of(()))
    if wanted.baseline:
        read_earlier(wanted.baseline)
    cases = load_cases(paths, choice, read_our_library(settings), lambda fault: print(fault, file=sys.stderr))
    return told(_run(settings, cases, choice), wanted, details=wanted.details or choice.split is not Split.CHECK)


def told(run: Run, wanted: Wanted, *, details: bool) -> bool:
    """Tells a run on standard output, writes its files, and says whether all that is asked of it holds."""
    console = Console(soft_wrap=True)
    print_run(console, run, details=details)
    comparison = compared(run, read_earlier(wanted.baseline)) if wanted.baseline else None
    if comparison:
        print_comparison(console, comparison, details=details)
    write_run(wanted.files, run, comparison, details=details)
    thresholds = read_thresholds(wanted.fail_under, run.metrics)
    missed = [verdict for threshold in thresholds if (verdict := threshold.verdict(run.metrics))]
    for verdict in missed:
        console.print(f"Missed: {verdict}", highlight=False)
    return not missed if thresholds else not run.failed


def _run(settings: Settings, cases: Sequence[Case], choice: Choice) -> Run:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        building = bar.add_task("Building the index", total=None, visible=False)

        def progress(done: int, total: int) -> None:
            bar.update(building, completed=done, total=total, visible=done < total)

        assistant = open_assistant(settings, progress=progress)
        tested = what_is_tested(assistant, cases)
        begun = time.perf_counter()
        results = run_cases(assistant, assistant.searcher.build.library, cases)
        done = tuple(bar.track(results, total=len(cases), description="Asking"))
    return Run(done, tested, choice.in_words, time.perf_counter() - begun)
