"""Case files become the cases of a run, or it does not start."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.answer_tests.case import Case
from assistant.answer_tests.case_files import read_cases
from assistant.answer_tests.choice import Choice
from assistant.answer_tests.fragments import faults_of
from corpus.errors import AssistantError, Fault
from corpus.library import Library


def load_cases(
    paths: Sequence[Path], choice: Choice, library: Library, tell: Callable[[Fault], None]
) -> tuple[Case, ...]:
    """The chosen cases of these files and folders. `tell` hears of every mistake in them.

    Raises AssistantError when there is a mistake, in a chosen case or another, or no case is chosen.
    """
    read = read_cases(paths)
    faults = [*read.faults, *faults_of(read.cases, library)]
    for mistake in faults:
        tell(mistake)
    names = ", ".join(str(path) for path in paths)
    if faults:
        count = f"{len(faults)} mistake{'s' if len(faults) > 1 else ''}"
        raise AssistantError(names, f"{count} in the cases, told above", "Mend them; docs/answer-tests.md tells how")
    chosen = choice.of(read.cases)
    if not chosen:
        fault = f"none of its {len(read.cases)} cases is chosen by {choice.in_words}"
        raise AssistantError(names, fault, "Choose by another tag, text or half")
    return chosen
