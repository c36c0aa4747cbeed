"""The way that a room took through a scenario, as its page sends it, and in words for a sheet."""

import re
from collections.abc import Iterator

from assistant.scenarios.scenario import Scenario, Step

LONGEST = 600  # characters
# Each step as ID:CHOICE:HANDS.HANDS..., with commas between them; choice 0 is none.
_TAKEN = re.compile(r"([a-z0-9-]{1,60}):([0-6]):([0-9]{0,4}(?:\.[0-9]{1,4}){0,5})")


def chosen_in_words(scenario: Scenario, way: str) -> tuple[str, ...]:
    """A line for each step of the way at which something was chosen; what is no step or no choice is passed over."""
    return tuple(_lines(scenario, way[:LONGEST]))


def _lines(scenario: Scenario, way: str) -> Iterator[str]:
    for part in way.split(","):
        if (found := _TAKEN.fullmatch(part)) and (step := scenario.step(found[1])):
            yield from _line(step, int(found[2]), [int(hands) for hands in found[3].split(".") if hands])


def _line(step: Step, number: int, hands: list[int]) -> Iterator[str]:
    if not 0 < number <= len(step.choices):
        return
    counted = ", ".join(f"{count} for {place}" for place, count in enumerate(hands, 1))
    counts = f" Hands: {counted}." if any(hands) else ""
    yield f"{step.room or step.says or step.happens} – {number}. {step.choices[number - 1].text}{counts}"
