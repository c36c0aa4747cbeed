"""A scenario on paper: a sheet for everyone who took part, and one for the trainer."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

from assistant.answering.answer import Answer, Citation, Outcome
from assistant.answering.wording import day, earlier_wording, lead_in_of, source_in_words, whom_to_ring
from assistant.evaluation.scoring import meets
from assistant.paper import Caution, Listed, Paper, PaperBlock, Quoted, Title, Words
from assistant.paper.handout import NOT_ADVICE, credits_of
from assistant.scenarios.scenario import Choice, Scenario, Step

MADE_UP = (
    "The scenario and its people are made up. Only words with their source below them are quoted; all others are ours."
)
_TO_WRITE_ON = "_" * 70
Answers = Sequence[Answer | None]  # one for each step; none where nothing is asked


def participants_sheet(scenario: Scenario, made: datetime, chosen: Sequence[str] = ()) -> Paper:
    """What happens, what may be chosen and room to write; it gives no answer away."""
    blocks = (
        Words(scenario.summary),
        *_people(scenario),
        *chain.from_iterable(_for_everyone(number, step) for number, step in enumerate(scenario.steps, 1)),
        *_listed("What the room chose", tuple(chosen)),
        *_listed("To think about", scenario.debrief),
        *_listed("Further reading", scenario.further_reading),
    )
    return _paper(scenario, blocks, (), made, "")


def trainers_sheet(scenario: Scenario, answers: Answers, made: datetime, chosen: Sequence[str] = ()) -> Paper:
    """The whole run of it: who, what is asked, where choices lead, the words to quote, what to bring out."""
    steps = zip(scenario.steps, answers, strict=True)
    blocks = (
        Words(f"{scenario.remit.in_words}. {scenario.moment.in_words}. {scenario.minutes} minutes."),
        *_people(scenario),
        *_cautions(scenario, answers),
        *chain.from_iterable(
            _for_trainer(scenario, number, step, answer) for number, (step, answer) in enumerate(steps, 1)
        ),
        *_listed("What the room chose", tuple(chosen)),
        *_listed("Debrief", scenario.debrief),
    )
    return _paper(scenario, blocks, answers, made, "-trainer")


def brought(step: Step, answer: Answer) -> tuple[Citation, ...]:
    """The passages a step is about: those it needs, or the first ones where it names none."""
    shown = answer.citations or (answer.nearest if answer.outcome is Outcome.RELATED else ())
    needed = tuple(each for each in shown if any(meets(need, each.passage) for need in step.expect.cites))
    return needed or shown[:1]


def _for_everyone(number: int, step: Step) -> Iterator[PaperBlock]:
    yield Title(f"{number}. {_scene(step)}", 3)
    if step.room:
        yield Words(step.room)
    if step.choices:
        yield Listed(tuple(choice.text for choice in step.choices))
    yield Words(_TO_WRITE_ON)


def _for_trainer(scenario: Scenario, number: int, step: Step, answer: Answer | None) -> Iterator[PaperBlock]:
    yield Title(f"{number}. {_scene(step)}", 3)
    if step.room:
        yield Words(step.room)
    if step.choices:
        yield Listed(tuple(_choice(scenario, choice) for choice in step.choices))
    if answer:
        yield Words(f"Ask: {step.ask}")
        yield from _answered(step, answer)
    if step.could_say:
        yield Words(f"One could say (ours): {' '.join(step.could_say)}")
    points = (*step.talking_points, *(f"Watch for: {flag}" for flag in step.red_flags))
    if points:
        yield Listed(points)


def _scene(step: Step) -> str:
    # Without quotation marks: on paper these are for the words of the sources.
    said = f"{step.speaker}: {step.says}" if step.speaker else step.says
    return " ".join(part for part in (step.happens, said) if part)


def _people(scenario: Scenario) -> Iterator[PaperBlock]:
    if scenario.people:
        yield Words(f"{'. '.join(scenario.people)}.")


def _choice(scenario: Scenario, choice: Choice) -> str:
    to = f"Go to {_place(scenario, choice.go_to)}." if choice.go_to else ""
    return " ".join(part for part in (choice.text, choice.because, choice.verdict, to) if part)


def _place(scenario: Scenario, id: str) -> str:
    step = scenario.step(id)
    return f"step {scenario.steps.index(step) + 1}" if step else "the debrief"


def _answered(step: Step, answer: Answer) -> Iterator[PaperBlock]:
    quotes = brought(step, answer)
    if not quotes:
        yield Words(answer.headline, strong=True)
        yield Listed((*whom_to_ring(answer), *answer.look_in))
    for citation in quotes:
        yield Quoted(lead_in_of(citation), citation.quote, source_in_words(citation.passage))


def _cautions(scenario: Scenario, answers: Answers) -> Iterator[PaperBlock]:
    documents = dict.fromkeys(citation.passage.document for citation in _all_brought(scenario, answers))
    yield from (Caution(words) for words in map(earlier_wording, documents) if words)


def _all_brought(scenario: Scenario, answers: Answers) -> list[Citation]:
    steps = zip(scenario.steps, answers, strict=bool(answers))
    return [citation for step, answer in steps if answer for citation in brought(step, answer)]


def _listed(title: str, lines: tuple[str, ...]) -> Iterator[PaperBlock]:
    if lines:
        yield Title(title, 3)
        yield Listed(lines)


def _paper(scenario: Scenario, blocks: tuple[PaperBlock, ...], answers: Answers, made: datetime, whose: str) -> Paper:
    made_with = f"Made on {day(made)} with Inspection Assistant. {MADE_UP} {NOT_ADVICE}"
    small_print = (made_with, *credits_of(_all_brought(scenario, answers)))
    return Paper(scenario.title, blocks, small_print, name=f"{scenario.id}{whose}", dense=True)
