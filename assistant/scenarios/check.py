"""Checks the steps of a scenario against the documents and the assistant of today."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.evaluation.run import Answers, run_case
from assistant.scenarios.scenario import Scenario
from corpus.document import Kind
from corpus.errors import Fault
from corpus.library import Library
from corpus.matching import COPY, Wording
from corpus.yaml_lines import Place


@dataclass(frozen=True)
class Checked:
    """A scenario and what of it does not hold; it can be played all the same."""

    scenario: Scenario
    faults: tuple[Fault, ...] = ()


def check(scenario: Scenario, assistant: Answers, library: Library) -> Checked:
    """The scenario with every step that names what is not held, or asks what is not answered as it expects."""
    unheld = tuple(unheld_in(scenario, library))
    # Words that no document holds cannot be cited: saying so once is enough.
    return Checked(scenario, unheld or tuple(_unserved(scenario, assistant, library)))


def unheld_in(scenario: Scenario, library: Library) -> Iterator[Fault]:
    """The words and documents that a scenario names and the library does not hold."""
    wording = Wording(library)
    for step, place, fragment in scenario.fragments():
        whose = f" (step “{step.id}”)"
        if fault := wording.fault(fragment):
            mend = f"If an edition has changed, look for its wording in the new one. {COPY}"
            yield Fault(scenario.path, scenario.line(place), fault + whose, mend)
        elif _expectation(place) and all(p.document.kind is Kind.COMMENTARY for p in wording.passages(fragment)):
            fault = f"“{fragment}” is somebody's opinion and not an expectation" + whose
            yield Fault(scenario.path, scenario.line(place), fault, "Copy words of the guidance")
    yield from _unheld_documents(scenario, library)


def _unheld_documents(scenario: Scenario, library: Library) -> Iterator[Fault]:
    ids = [document.id for document in library.documents]
    for number, step in enumerate(scenario.steps):
        for document in step.expect.never_cites:
            if document not in ids:
                line = scenario.line(("steps", number, "expect", "never_cites"))
                yield Fault(scenario.path, line, f"“{document}” is no document", f"Write one of {', '.join(ids)}")


def _unserved(scenario: Scenario, assistant: Answers, library: Library) -> Iterator[Fault]:
    for case in scenario.cases:
        for failure in run_case(assistant, library, case).failures:
            fault = f"asked “{case.question}”: {failure.why}"
            yield Fault(scenario.path, case.line, fault, "Ask it in other words, or expect what it can bring")


def _expectation(place: Place) -> bool:
    return place[-2] in ("meets", "misses")
