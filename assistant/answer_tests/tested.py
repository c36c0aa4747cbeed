"""What was tested, when and on what: a number without these says nothing."""

import hashlib
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from assistant.answer_tests.case import Case
from assistant.answer_tests.metric import Metric
from assistant.answer_tests.metrics import metrics_of
from assistant.answer_tests.result import CaseResult
from assistant.conversation import Assistant
from corpus.library import Library


@dataclass(frozen=True)
class Tested:
    """The assistant under test and its surroundings."""

    build: str
    encoder: str
    corpus: str  # SHA-256 of all documents' ids and texts
    cases: str  # SHA-256 of all that the cases say
    settings: tuple[tuple[str, str], ...]  # the numbers that tune it
    machine: str
    begun: str  # ISO 8601, UTC


@dataclass(frozen=True)
class Run:
    """The results of all chosen cases, and what they are the results of."""

    results: tuple[CaseResult, ...]
    tested: Tested
    choice: str = "all"  # which cases were chosen, in words
    seconds: float = 0.0

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The results with a failure, in the order of their files."""
        return tuple(result for result in self.results if not result.passed)

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """Every metric, those over no cases among them."""
        return metrics_of(self.results)


def what_is_tested(assistant: Assistant, cases: Sequence[Case]) -> Tested:
    """A record of this assistant at this moment."""
    build = assistant.searcher.build
    return Tested(
        build=build.manifest.stamp,
        encoder=build.manifest.encoder,
        corpus=_digest_of_texts(build.library),
        cases=_digest(repr(case) for case in sorted(cases, key=lambda case: case.id)),
        settings=tuple(_numbers("", assistant)),
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
    """The numbers in the parts of an assistant, by name; texts and notes are in the build's stamp."""
    if isinstance(part, bool | int | float | str):
        yield name, str(part)
    elif isinstance(part, list | tuple) and all(isinstance(item, int | float) for item in part):
        yield name, " ".join(f"{item:g}" for item in part)
    elif is_dataclass(part) and type(part).__module__.startswith(("assistant.", "index.")):
        for field in fields(part):
            yield from _numbers(f"{name}.{field.name}".lstrip("."), getattr(part, field.name))
