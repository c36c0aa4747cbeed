"""Plays a scenario in the terminal."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Protocol, TextIO

from assistant.answering.answer import Answer
from assistant.output.text import as_text
from assistant.scenarios.scenario import Choice, Scenario, Step

WIDTH = 88
_BACK, _STOP = ("b", "back"), ("q", "quit", None)  # None: no more lines
HELP = "Enter goes on, a number chooses, b goes back, q stops."


class Asked(Protocol):
    """The protocol of what answers a question."""

    def ask(self, question: str) -> Answer:
        """The answer to a question."""


def play(scenario: Scenario, assistant: Asked, typed: TextIO, *, notes: bool = False) -> None:
    """Plays it step by step on standard output, as lines are typed; ends with the debrief or when they end."""
    _show(_opening(scenario))
    at, before = scenario.steps[0].id, list[str]()
    while step := scenario.step(at):
        _show(_scene(step))
        line = _read(typed)
        if line in _STOP:
            return
        if line in _BACK:
            at = before.pop() if before else at
            continue
        chosen = _chosen(step, line)
        _show(_reveal(step, chosen, assistant, notes=notes))
        line = _read(typed)
        if line in _STOP:
            return
        if line not in _BACK:
            before.append(at)
            at = (chosen.go_to if chosen else "") or scenario.after(step)
    _show(_closing(scenario))


def _opening(scenario: Scenario) -> Iterator[str]:
    yield f"{scenario.title}\n{scenario.remit.in_words} - {scenario.moment.in_words} - {scenario.minutes} minutes"
    yield _wrapped(scenario.summary)
    yield from _listed("Who is who", scenario.people)
    yield from _listed("By the end you can", scenario.aims)
    yield HELP


def _scene(step: Step) -> Iterator[str]:
    yield "-" * WIDTH
    if step.happens:
        yield _wrapped(step.happens)
    if step.says:
        yield _wrapped(f"{step.speaker}: {step.says}" if step.speaker else step.says)
    if step.room:
        yield _wrapped(step.room)
    if step.choices:
        yield "\n".join(_wrapped(choice.text, f"  {n}  ") for n, choice in enumerate(step.choices, 1))


def _reveal(step: Step, chosen: Choice | None, assistant: Asked, *, notes: bool) -> Iterator[str]:
    if chosen and (chosen.because or chosen.verdict):
        yield _wrapped(f"{chosen.because} {chosen.verdict}".strip())
    if step.ask:
        yield _wrapped(step.ask, "Asked: ")
        yield as_text(assistant.ask(step.ask), width=WIDTH).rstrip()
    yield from _listed("What one could say (ours)", step.could_say)
    if notes:
        yield from _listed("Talking points", step.talking_points)
        yield from _listed("Watch for", step.red_flags)


def _closing(scenario: Scenario) -> Iterator[str]:
    yield "-" * WIDTH
    yield from _listed("Debrief", scenario.debrief)
    yield from _listed("Further reading", scenario.further_reading)


def _chosen(step: Step, line: str | None) -> Choice | None:
    number = int(line) if line and line.isdecimal() else 0
    return step.choices[number - 1] if 0 < number <= len(step.choices) else None


def _read(typed: TextIO) -> str | None:
    """The next line, or None when there is none any more."""
    print("> ", end="", flush=True)
    line = typed.readline()
    return line.strip().lower() if line else None


def _show(parts: Iterable[str]) -> None:
    for part in parts:
        print(f"\n{part}")


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [_wrapped(item, "  * ") for item in items]
    if lines:
        yield "\n".join([title, *lines])


def _wrapped(text: str, opening: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=opening, subsequent_indent=" " * len(opening))
