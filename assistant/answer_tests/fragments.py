"""What a case names must exist: fragments that no document holds could never be cited."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.answer_tests.case import Case
from assistant.answer_tests.matching import normal
from corpus.document import Passage
from corpus.errors import Fault
from corpus.library import Library


def wording_of(passage: Passage) -> str:
    """All that is shown of a passage when it is cited: its lead-in and its quote."""
    return f"{passage.lead_in} {passage.quote}".strip()


def faults_of(cases: Iterable[Case], library: Library) -> Iterator[Fault]:
    """The fragments and documents that these cases name and the library does not hold."""
    texts = [normal(document.text) for document in library.documents]
    passages = [normal(wording_of(passage)) for passage in library.passages]
    ids = [document.id for document in library.documents]
    for case in cases:
        for need in case.expect.cites:
            for fragment in map(normal, need.fragments):
                if not any(fragment in passage for passage in passages):
                    across = any(fragment in text for text in texts)
                    where = "runs across passages, which are cited one by one" if across else "is in no document"
                    yield _fault(case, f"“{fragment}” {where}", "Copy 4 to 12 words from one item or sentence")
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
