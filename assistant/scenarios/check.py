"""Checks the steps of a scenario against the documents and the assistant of today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.answers import Answers
from assistant.evaluation.run import run_case
from assistant.evaluation.scoring import CaseResult
from assistant.scenarios.scenario import Scenario, Step
from corpus.document import Kind
from corpus.editions import NO_EDITIONS, Editions
from corpus.errors import Fault
from corpus.library import Library
from corpus.matching import COPY, Wording, outdated
from corpus.safe_yaml import BadYamlError
from corpus.yaml_lines import Place, read_lined


@dataclass(frozen=True)
class Checked:
    """A scenario and what of it does not hold; it can be played all the same."""

    scenario: Scenario
    faults: tuple[Fault, ...] = ()


def check(scenario: Scenario, assistant: Answers, library: Library, editions: Editions = NO_EDITIONS) -> Checked:
    """The scenario with every step that names what is not held or has changed, or asks what is not answered so."""
    unheld = (*unheld_in(scenario, library), *outdated_in(scenario, library, editions))
    wording = Wording(library)
    # Words that no document holds cannot be cited: of such a step, saying so once is enough.
    without = {step.id for step, _, fragment in scenario.fragments() if wording.fault(fragment)}
    asked = tuple(step for step in scenario.steps if step.id not in without)
    return Checked(scenario, (*unheld, *_unserved(scenario, asked, assistant, library)))


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


def outdated_in(scenario: Scenario, library: Library, editions: Editions) -> Iterator[Fault]:
    """The words that a scenario names and the present edition does not have, each with what stands there now."""
    wording = Wording(library)
    for step, place, fragment in scenario.fragments():
        if fault := outdated(fragment, wording, editions):
            whose = f" (step “{step.id}”)"
            yield Fault(scenario.path, scenario.line(place), fault + whose, "Copy the present words, or leave it out")


def _unheld_documents(scenario: Scenario, library: Library) -> Iterator[Fault]:
    ids = [document.id for document in library.documents]
    for number, step in enumerate(scenario.steps):
        for document in step.expect.never_cites:
            if document not in ids:
                line = scenario.line(("steps", number, "expect", "never_cites"))
                yield Fault(scenario.path, line, f"“{document}” is no document", f"Write one of {', '.join(ids)}")


def unheld_words(path: Path, text: str, library: Library) -> Iterator[Fault]:
    """The words in a scenario's text that no document holds; of one that has other mistakes, too, all that is told."""
    try:
        read = read_lined(text)
    except BadYamlError:
        return
    wording = Wording(library)
    for place, fragment in _named(read.values, ()):
        if fault := wording.fault(fragment):
            yield Fault(path, read.line(place), fault, COPY)


def _named(values: object, place: Place) -> Iterator[tuple[Place, str]]:
    """All texts below the keys that name passages, whatever else is wrong around them."""
    pairs = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, value in pairs:
        if isinstance(value, str) and any(name in _NAMING for name in place):
            yield (*place, key), value
        else:
            yield from _named(value, (*place, key))


_NAMING = ("any", "meets", "misses")


def _unserved(scenario: Scenario, steps: Sequence[Step], assistant: Answers, library: Library) -> Iterator[Fault]:
    wanted = {f"{scenario.id}-{step.id}" for step in steps}
    for case in (case for case in scenario.cases if case.id in wanted):
        result = run_case(assistant, library, case)
        for failure in result.failures:
            fault = f"asked “{case.question}”: {failure.why}; {_instead(result)}"
            yield Fault(scenario.path, case.line, fault, "Ask it in other words, or expect what it can bring")


def _instead(result: CaseResult) -> str:
    """What came in place of what was expected."""
    cited, answer = result.output.cited, result.output.answer
    if cited:
        return f"it came “{answer.outcome}” and cites first: “{cited[0].quote}”"
    offered = ", ".join(f"“{choice.text}”" for choice in answer.choices)
    return f"it came “{answer.outcome}”: {offered or f'“{answer.headline}”'}"


def _expectation(place: Place) -> bool:
    return place[-2] in ("meets", "misses")
