"""The scenarios: a list to choose from, and each of them to play."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.answering.answer import Answer, Citation
from assistant.answering.conversation import Assistant
from assistant.pages.frame import SCENARIOS, plain_page
from assistant.pages.html import render
from assistant.pages.turn import turn_html
from assistant.paper.scenario import brought
from assistant.scenarios.check import unheld_in
from assistant.scenarios.scenario import Choice, Moment, Remit, Scenario, Step
from corpus.document import Passage
from corpus.library import Library
from corpus.matching import Wording

LENGTHS = (20, 30, 45)  # minutes


@dataclass(frozen=True)
class Wanted:
    """Which scenarios are looked for; what is left empty lets all through."""

    remit: str = ""
    moment: str = ""
    minutes: int = 0  # at most

    def takes(self, scenario: Scenario) -> bool:
        """Whether a scenario is among them. One for every remit is for each."""
        return (
            self.remit in ("", scenario.remit, *([self.remit] if scenario.remit is Remit.ANY else []))
            and self.moment in ("", scenario.moment)
            and (not self.minutes or scenario.minutes <= self.minutes)
        )


@dataclass(frozen=True)
class Option:
    """A choice as it is shown, with the passages that state what it meets or misses."""

    choice: Choice
    leads: str
    meets: tuple[Passage, ...]
    misses: tuple[Passage, ...]


@dataclass(frozen=True)
class Slide:
    """A step as it is shown, and where it leads by itself."""

    step: Step
    leads: str
    options: tuple[Option, ...]


def list_html(scenarios: tuple[Scenario, ...], library: Library, wanted: Wanted) -> str:
    """The page to choose from."""
    return plain_page(
        "scenarios.html",
        SCENARIOS,
        found=[(each, len({f.line for f in unheld_in(each, library)})) for each in scenarios if wanted.takes(each)],
        wanted=wanted,
        remits=[(remit, remit.in_words) for remit in Remit if remit is not Remit.ANY],
        moments=[(moment, moment.in_words) for moment in Moment],
        lengths=[(minutes, f"Up to {minutes} minutes") for minutes in LENGTHS],
    )


def play_html(scenario: Scenario, library: Library, *, practice: bool) -> str:
    """The page that plays one of ours."""
    part = Markup(part_html(scenario, library, practice=practice, own=False))  # noqa: S704 (a template wrote it)
    return plain_page("scenario.html", SCENARIOS, title=scenario.title, part=part)


def own_html() -> str:
    """The page that plays one of the trainer's own; the browser has it and asks for the part that shows it."""
    return plain_page("scenario.html", SCENARIOS, title="Your own scenario", part="")


def part_html(scenario: Scenario, library: Library, *, practice: bool, own: bool) -> str:
    """All that is shown of a scenario, step below step."""
    wording = Wording(library)
    slides = [_slide(scenario, step, wording) for step in scenario.steps]
    return render("scenario_part.html", scenario=scenario, slides=slides, practice=practice, own=own)


def slides_html(scenario: Scenario, answers: Sequence[Answer | None]) -> str:
    """The scenario as slides that print one a page: a step, then the words that the guidance has on it."""
    steps = zip(scenario.steps, answers, strict=True)
    return render("slides.html", scenario=scenario, steps=[(step, _words_on(step, answer)) for step, answer in steps])


def _words_on(step: Step, answer: Answer | None) -> Sequence[Citation]:
    return brought(step, answer) if answer else ()


def answer_html(assistant: Assistant, question: str, turn: str) -> str:
    """What the assistant answers now, as on the front page. Raises AssistantError."""
    return turn_html(assistant.ask(question), turn=turn, alone=True)


def _slide(scenario: Scenario, step: Step, wording: Wording) -> Slide:
    leads = scenario.after(step)
    options = (
        Option(
            choice,
            choice.go_to or leads,
            meets=_stated(choice.meets, wording),
            misses=_stated(choice.misses, wording),
        )
        for choice in step.choices
    )
    return Slide(step, leads, tuple(options))


def _stated(fragments: tuple[str, ...], wording: Wording) -> tuple[Passage, ...]:
    """A passage for each fragment that is still held."""
    return tuple(found[0] for fragment in fragments if (found := wording.passages(fragment)))
