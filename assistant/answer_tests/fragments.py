"""What a case names must exist: fragments that no document holds could never be cited."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.answer_tests.case import Case
from assistant.answer_tests.matching import normal
from corpus.document import Passage
from corpus.errors import Fault
from corpus.library import Library

COPY = "Copy 4 to 12 words from one item or sentence"


def wording_of(passage: Passage) -> str:
    """All that is shown of a passage when it is cited: its lead-in and its quote."""
    return f"{passage.lead_in} {passage.quote}".strip()


class Wording:
    """The wording of a library, to look fragments up in."""

    def __init__(self, library: Library) -> None:
        self._texts = [normal(document.text) for document in library.documents]
        self._passages = [(normal(wording_of(passage)), passage) for passage in library.passages]

    def passages(self, fragment: str) -> list[Passage]:
        """The passages that a fragment is in."""
        return [passage for wording, passage in self._passages if normal(fragment) in wording]

    def fault(self, fragment: str) -> str:
        """Why a fragment could never be cited, or nothing."""
        if self.passages(fragment):
            return ""
        across = any(normal(fragment) in text for text in self._texts)
        where = "runs across passages, which are cited one by one" if across else "is in no document"
        return f"“{normal(fragment)}” {where}"


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
    lines = Path(case.path).read_text(encoding="utf-8-sig").splitlines()
    for number, line in enumerate(lines[case.line - 1 :], case.line):
        if words in normal(line):
            return number
        if number > case.line and line.startswith("- "):
            break
    return case.line
