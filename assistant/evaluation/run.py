"""Runs: cases are put to an assistant, and their results kept with a record of what was tested."""

import hashlib
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from assistant.answering.answer import Answer, Citation
from assistant.answering.answers import Answers
from assistant.answering.conversation import Assistant
from assistant.evaluation.case import Case, content_of, entry_of
from assistant.evaluation.metric import Metric
from assistant.evaluation.metrics import metrics_of
from assistant.evaluation.scoring import CaseResult, Output, failures_of
from assistant.evaluation.selection import Selection
from corpus.library import Library

FORMAT = 2  # of the JSON of a run, so that a run kept by another version is not taken for one of this


@dataclass(frozen=True)
class Tested:
    """The assistant under test and its surroundings."""

    build: str
    encoder: str
    corpus: str  # SHA-256 of all documents' ids and texts
    cases: str  # SHA-256 of all that the cases ask and expect
    settings: tuple[tuple[str, str], ...]  # the numbers that tune it
    machine: str
    begun: str  # ISO 8601, UTC


@dataclass(frozen=True)
class Run:
    """The results of all chosen cases, and what they are the results of."""

    results: tuple[CaseResult, ...]
    tested: Tested
    selection: Selection = field(default_factory=Selection)
    seconds: float = 0.0

    @property
    def named(self) -> tuple[CaseResult, ...]:
        """The results that may be looked at case by case; of all others only totals are told."""
        return tuple(result for result in self.results if self.selection.names(result.case))

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The results with a failure, in the order of their files."""
        return tuple(result for result in self.results if not result.passed)

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """Every metric, those over no cases among them."""
        return metrics_of(self.results)


def what_is_tested(assistant: Assistant, cases: Sequence[Case], *, model: str = "") -> Tested:
    """A record of this assistant at this moment, and of the language model beside it."""
    build = assistant.build
    return Tested(
        build=build.manifest.fingerprint,
        encoder=build.manifest.encoder,
        corpus=_digest_of_texts(build.library),
        cases=_digest(f"{case.id}\0{content_of(entry_of(case))}" for case in sorted(cases, key=lambda case: case.id)),
        settings=(*_numbers("", assistant), *([("model", model)] if model else [])),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        begun=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _digest_of_texts(library: Library) -> str:
    return _digest(f"{document.id}\0{document.text}" for document in library.documents)


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{text}\0".encode())
    return digest.hexdigest()


def _numbers(name: str, part: Any) -> Iterator[tuple[str, str]]:
    """The numbers in the parts of an assistant, by name; texts and notes are in the build's fingerprint."""
    if isinstance(part, bool | int | float | str):
        yield name, str(part)
    elif isinstance(part, list | tuple) and all(isinstance(item, int | float) for item in part):
        yield name, " ".join(f"{item:g}" for item in part)
    elif is_dataclass(part) and type(part).__module__.startswith(("assistant.", "index.")):
        for each in fields(part):
            yield from _numbers(f"{name}.{each.name}".lstrip("."), getattr(part, each.name))


def run_cases(
    assistant: Answers, library: Library, cases: Iterable[Case], *, repeat: int = 1, model: Answers | None = None
) -> Iterator[CaseResult]:
    """The result of each case, as soon as it is there. Quotes are held against the library's texts.

    `model`: the same assistant with a model beside it, whose answers are then judged.

    A case that is asked more than once passes if it always does: the result is that of the first time it fails.
    """
    for case in cases:
        results = [run_case(assistant, library, case, model) for _ in range(repeat)]
        results.sort(key=lambda result: result.passed)
        yield replace(results[0], others=tuple(results[1:]))


def run_case(assistant: Answers, library: Library, case: Case, model: Answers | None = None) -> CaseResult:
    """The result of one case."""
    answer = (model or assistant).ask(case.question, case.earlier)
    output = Output(
        answer,
        hits=() if case.earlier else assistant.search(case.question).hits,
        through=tuple(assistant.ask(choice.id) for choice in answer.choices),
        followed=_followed(assistant, case, answer),
        misquoted=tuple(_misquoted(library, (*answer.citations, *answer.nearest))),
    )
    return CaseResult(case, output, failures_of(case, output))


def _followed(assistant: Answers, case: Case, answer: Answer) -> bool | None:
    """Whether the earlier turns changed the answer in anything but the time it took."""
    if not case.earlier:
        return None
    alone = assistant.ask(case.question)
    return replace(alone, milliseconds=0.0) != replace(answer, milliseconds=0.0, writing=None)


def _misquoted(library: Library, citations: Iterable[Citation]) -> Iterator[str]:
    # A Citation guards its quote when it is made; this looks again, at the text that was read from the file.
    for citation in citations:
        document = library.document(citation.passage.document.id)
        if document is None or document.text[citation.start : citation.end] != citation.quote:
            yield citation.quote
