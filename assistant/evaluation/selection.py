"""Which cases of a dataset are run; they must fit the documents that are held."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from assistant.evaluation.case import Case, Split
from assistant.evaluation.dataset import CaseFiles, ReadScenario, no_scenario, read_cases
from corpus.editions import Editions
from corpus.errors import AssistantError, Fault
from corpus.library import Library
from corpus.matching import COPY, Wording, normal, outdated
from corpus.paths import OUR_ANSWER_TESTS


@dataclass(frozen=True)
class Selection:
    """A selection by tag, by a text in id, question or tags, and by half; what is left out chooses all."""

    tags: tuple[str, ...] = ()  # any one of them
    text: str = ""
    split: Split | None = None
    details: bool = False  # names the cases of the test half, too

    @classmethod
    def read(cls, tags: Iterable[str], text: str, split: str | None, *, details: bool = False) -> Self:
        """The selection in these words. Raises AssistantError for an unknown half."""
        if split not in (None, *Split):
            raise AssistantError(f"--split {split}", "there is no such half", f"Write {' or '.join(Split)}")
        return cls(tuple(tags), text, Split(split) if split else None, details)

    def of(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        """The cases chosen, in their order."""
        return tuple(case for case in cases if self._takes(case))

    @property
    def in_words(self) -> str:
        """What is chosen, for a reader."""
        parts = [f"half {self.split}"] if self.split else []
        parts += [f"tag {' or '.join(self.tags)}"] if self.tags else []
        parts += [f"“{self.text}”"] if self.text else []
        return ", ".join(parts) or "all"

    def names(self, case: Case) -> bool:
        """Whether what came of a case is told: of our own cases in the test half only totals are."""
        in_totals = self.split is Split.TEST or OUR_ANSWER_TESTS.resolve() in case.path.resolve().parents
        return self.details or case.split is Split.DEV or not in_totals

    def _takes(self, case: Case) -> bool:
        searched = " ".join((case.id, *case.turns, *case.tags)).casefold()
        return (
            (not self.tags or bool(set(self.tags) & set(case.tags)))
            and self.text.casefold() in searched
            and self.split in (None, case.split)
        )


def load_cases(
    paths: Sequence[Path],
    selection: Selection,
    library: Library,
    tell: Callable[[Fault], None],
    scenario: ReadScenario = no_scenario,
) -> tuple[Case, ...]:
    """The chosen cases of these files and folders. `tell` hears of every mistake in them.

    Raises AssistantError when there is a mistake, in a chosen case or another, or no case is chosen.
    """
    names = ", ".join(str(path) for path in paths)
    return chosen_of(read_cases(paths, scenario), names, selection, library, tell)


def chosen_of(
    read: CaseFiles, names: str, selection: Selection, library: Library, tell: Callable[[Fault], None]
) -> tuple[Case, ...]:
    """The chosen ones of cases that were read from what is called so; see `load_cases`. Raises AssistantError."""
    faults = [*read.faults, *faults_of(read.cases, library)]
    for mistake in faults:
        tell(mistake)
    if faults:
        count = f"{len(faults)} mistake{'s' if len(faults) > 1 else ''}"
        raise AssistantError(names, f"{count} in the cases, told above", "Mend them; docs/answer-tests.md tells how")
    chosen = selection.of(read.cases)
    if not chosen:
        fault = f"none of its {len(read.cases)} cases is chosen by {selection.in_words}"
        raise AssistantError(names, fault, "Choose by another tag, text or half")
    return chosen


def faults_of(cases: Iterable[Case], library: Library) -> Iterator[Fault]:
    """The fragments and documents that these cases name and the library does not hold."""
    wording = Wording(library)
    ids = [document.id for document in library.documents]
    for case in cases:
        for need in case.expect.cites:
            for fragment in need.fragments:
                if fault := wording.fault(fragment):
                    yield _fault(case, fault, COPY)
        for document in case.expect.never_cites:
            if document not in ids:
                yield _fault(case, f"“{document}” is no document", f"Write one of {', '.join(ids)}")


def _fault(case: Case, fault: str, mend: str) -> Fault:
    return Fault(case.path, _line(case, fault), f"{fault} (case “{case.id}”)", mend)


def _line(case: Case, fault: str) -> int:
    """The line of the case, or, in a YAML file, the one below it that holds the words faulted."""
    words = normal(fault.partition("“")[2].partition("”")[0])
    # A text that came from a browser is in no file: there the line of the case will do.
    lines = case.path.read_text(encoding="utf-8-sig").splitlines() if case.path.is_file() else []
    for number, line in enumerate(lines[case.line - 1 :], case.line):
        if words in normal(line):
            return number
        if number > case.line and line.startswith("- "):
            break
    return case.line


def outdated_in(cases: Iterable[Case], library: Library, editions: Editions) -> Iterator[Fault]:
    """The words that cases ask for and the present edition does not have, each with what stands there now."""
    wording = Wording(library)
    for case in cases if editions.all else ():
        for fragment in (fragment for need in case.expect.cites for fragment in need.fragments):
            if fault := outdated(fragment, wording, editions):
                yield _fault(case, fault, "Copy the present words")
