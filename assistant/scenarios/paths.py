"""Graph checks of a scenario: every way leads somewhere, and every step is reachable."""

from collections.abc import Iterator
from typing import Any

from assistant.scenarios.scenario import END
from corpus.yaml_lines import Place

# The page's own places beside the steps.
RESERVED = frozenset({END, "main", "start"})


def faults_in_paths(values: dict[str, Any]) -> Iterator[tuple[Place, str, str]]:
    """The faults in the ids of the steps and in what they lead to: the place, the fault and the mend."""
    steps = values["steps"]
    ids = [step["id"] for step in steps]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            yield ("steps", number, "id"), f"two steps are called “{name}”", "Give one of them another id"
        if name in RESERVED:
            yield ("steps", number, "id"), f"“{name}” is a name of the page's own", "Give the step another id"
    lost = [(place, name) for place, name in _leads(steps) if name not in (*ids, END)]
    for place, name in lost:
        yield place, f"“{name}” is no step", f"Write one of {', '.join((*ids, END))}"
    if not lost:
        yield from _stranded(steps, ids)


def _leads(steps: list[dict[str, Any]]) -> Iterator[tuple[Place, str]]:
    for number, step in enumerate(steps):
        if "go_to" in step:
            yield ("steps", number, "go_to"), step["go_to"]
        for place, choice in enumerate(step.get("choices", ())):
            if "go_to" in choice:
                yield ("steps", number, "choices", place, "go_to"), choice["go_to"]


def _stranded(steps: list[dict[str, Any]], ids: list[str]) -> Iterator[tuple[Place, str, str]]:
    ways = {step["id"]: _ways(step, following) for step, following in zip(steps, [*ids[1:], END], strict=True)}
    reached = _reached(ids[0], ways)
    for number, name in enumerate(ids):
        if name not in reached:
            yield ("steps", number, "id"), f"nothing leads to the step “{name}”", "Let a choice or a step go to it"
        elif END not in _reached(name, ways):
            yield ("steps", number, "id"), f"from the step “{name}” there is no way to the end", f"Write “go_to: {END}”"


def _ways(step: dict[str, Any], following: str) -> set[str]:
    by_itself = step.get("go_to", following)
    # Going on without a choice is always possible.
    return {by_itself} | {choice.get("go_to", by_itself) for choice in step.get("choices", ())}


def _reached(start: str, ways: dict[str, set[str]]) -> set[str]:
    reached, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += ways.get(here, ())
    return reached
