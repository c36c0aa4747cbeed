"""Cases are put to an assistant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.answer import Answer, Citation
from assistant.answer_tests.case import Case
from assistant.answer_tests.checks import failures_of
from assistant.answer_tests.result import Came, CaseResult
from corpus.library import Library
from index.search import Ranking


class Answers(Protocol):
    """Whatever is tested: an Assistant, or anything that answers as one does."""

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """The answer to a question, given those before it."""

    def search(self, question: str) -> Ranking:
        """The ranking of all passages for a question."""


def run_cases(assistant: Answers, library: Library, cases: Iterable[Case]) -> Iterator[CaseResult]:
    """The result of each case, as soon as it is there. Quotes are held against the library's texts."""
    for case in cases:
        yield run_case(assistant, library, case)


def run_case(assistant: Answers, library: Library, case: Case) -> CaseResult:
    """The result of one case."""
    answer = assistant.ask(case.question, case.earlier)
    came = Came(
        answer,
        hits=() if case.earlier else assistant.search(case.question).hits,
        followed=_followed(assistant, case, answer),
        misquoted=tuple(_misquoted(library, (*answer.citations, *answer.nearest))),
    )
    return CaseResult(case, came, failures_of(case, came))


def _followed(assistant: Answers, case: Case, answer: Answer) -> bool | None:
    """Whether the earlier turns changed the answer in anything but the time it took."""
    if not case.earlier:
        return None
    alone = assistant.ask(case.question)
    return replace(alone, milliseconds=0.0) != replace(answer, milliseconds=0.0)


def _misquoted(library: Library, citations: Iterable[Citation]) -> Iterator[str]:
    # A Citation guards its quote when it is made; this looks again, at the text that was read from the file.
    for citation in citations:
        document = library.document(citation.passage.document.id)
        if document is None or document.text[citation.start : citation.end] != citation.quote:
            yield citation.quote
