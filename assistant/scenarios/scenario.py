"""The types of a scenario: its steps, its choices, and what each step expects of the answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from assistant.evaluation.case import Case, Expectation
from corpus.yaml_lines import Place

END = "debrief"  # where the last step leads, and any step or choice that says so


class Remit(StrEnum):
    """Whose inspection it is."""

    EARLY_YEARS = "early-years"
    SCHOOLS = "schools"
    FURTHER_EDUCATION = "further-education"
    SOCIAL_CARE = "social-care"
    ANY = "any"

    @property
    def in_words(self) -> str:
        """Its name for a reader."""
        return _REMITS[self]


class Moment(StrEnum):
    """When in an inspection it happens."""

    THE_CALL = "the-call"
    ARRIVAL = "arrival"
    DURING = "during"
    FEEDBACK = "feedback"
    AFTER = "after"

    @property
    def in_words(self) -> str:
        """Its name for a reader."""
        return _MOMENTS[self]


_REMITS = {
    Remit.EARLY_YEARS: "Early years",
    Remit.SCHOOLS: "Schools",
    Remit.FURTHER_EDUCATION: "Further education and skills",
    Remit.SOCIAL_CARE: "Social care",
    Remit.ANY: "Every remit",
}
_MOMENTS = {
    Moment.THE_CALL: "The call",
    Moment.ARRIVAL: "Arrival",
    Moment.DURING: "During the visit",
    Moment.FEEDBACK: "Feedback",
    Moment.AFTER: "After",
}


@dataclass(frozen=True)
class Choice:
    """Something the room may decide, and where that leads."""

    text: str
    because: str = ""  # what comes of it, in our words
    meets: tuple[str, ...] = ()  # expectations, each by words of the passage that states it
    misses: tuple[str, ...] = ()
    go_to: str = ""  # a step; left empty, on to where the step itself leads

    @property
    def verdict(self) -> str:
        """Whether it meets or misses what is expected, in words; nothing where the texts have no say."""
        verdicts = [word for word, named in (("meets", self.meets), ("misses", self.misses)) if named]
        return f"This {' and '.join(verdicts)} an expectation." if verdicts else ""


@dataclass(frozen=True)
class Step:
    """A line said or a thing that happens, and what is to be learnt from it."""

    id: str
    happens: str = ""
    speaker: str = ""
    says: str = ""
    room: str = ""  # the question to the room
    choices: tuple[Choice, ...] = ()
    ask: str = ""  # the question to the assistant
    expect: Expectation = field(default=Expectation())
    could_say: tuple[str, ...] = ()
    talking_points: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    go_to: str = ""


@dataclass(frozen=True)
class Scenario:
    """The whole of it, as its file gives it."""

    id: str
    title: str
    remit: Remit
    moment: Moment
    minutes: int
    summary: str
    aims: tuple[str, ...]
    people: tuple[str, ...]
    steps: tuple[Step, ...]
    debrief: tuple[str, ...]
    further_reading: tuple[str, ...] = ()
    path: Path = field(default=Path(), compare=False)
    lines: Mapping[Place, int] = field(default_factory=dict, compare=False, repr=False)
    text: str = field(default="", compare=False, repr=False)  # of its file, for whoever keeps it

    @property
    def cases(self) -> tuple[Case, ...]:
        """Its steps as answer tests: what the assistant is asked, and what it must bring."""
        return tuple(self._case(number, step) for number, step in enumerate(self.steps) if step.ask)

    def step(self, id: str) -> Step | None:
        """The step of this id, if there is one."""
        return next((step for step in self.steps if step.id == id), None)

    def after(self, step: Step) -> str:
        """The id of where a step leads by itself: what it names, the next one, or the debrief."""
        following = self.steps[self.steps.index(step) + 1 :]
        return step.go_to or (following[0].id if following else END)

    def fragments(self) -> Iterator[tuple[Step, Place, str]]:
        """The words by which the file names passages: the step, their place in the file, and the words."""
        for number, step in enumerate(self.steps):
            at: Place = ("steps", number)
            for place, need in enumerate(step.expect.cites):
                for which, fragment in enumerate(need.fragments):
                    yield step, (*at, "expect", "cites", place, "any", which), fragment
            for place, choice in enumerate(step.choices):
                for key in ("meets", "misses"):
                    for which, fragment in enumerate(getattr(choice, key)):
                        yield step, (*at, "choices", place, key, which), fragment

    def line(self, place: Place) -> int:
        """The line of the file that a place stands on, or the nearest above it that is known."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def _case(self, number: int, step: Step) -> Case:
        return Case(
            id=f"{self.id}-{step.id}",
            turns=(step.ask,),
            expect=step.expect,
            tags=("scenario", str(self.remit), str(self.moment)),
            path=self.path,
            line=self.line(("steps", number, "ask")),
        )
