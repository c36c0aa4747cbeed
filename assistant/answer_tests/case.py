"""What an evaluator expects of one answer."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from assistant.answer import Outcome
from corpus.document import Kind


class Split(StrEnum):
    """The half a case is in: looked at while the assistant is tuned, or kept to check it with."""

    DEVELOP = "develop"
    CHECK = "check"


@dataclass(frozen=True)
class Need:
    """Something that must be cited; any one of these fragments of a source will do."""

    fragments: tuple[str, ...]


@dataclass(frozen=True)
class Expectation:
    """What must hold of an answer. What is left empty is not asked for."""

    outcomes: tuple[Outcome, ...] = ()  # any one of them
    cites: tuple[Need, ...] = ()  # every one of them
    leads: Kind | None = None
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    never_cites: tuple[str, ...] = ()  # ids of documents
    look_in: tuple[str, ...] = ()
    follow_up: bool | None = None


@dataclass(frozen=True)
class Case:
    """A question, or the turns of a conversation, and what must hold of the last answer."""

    id: str
    turns: tuple[str, ...]
    expect: Expectation
    asker: str = ""
    tags: tuple[str, ...] = ()
    path: Path = field(default=Path(), compare=False)
    line: int = field(default=0, compare=False)

    @property
    def question(self) -> str:
        """The turn whose answer is tested."""
        return self.turns[-1]

    @property
    def earlier(self) -> tuple[str, ...]:
        """The turns before it, oldest first."""
        return self.turns[:-1]

    @property
    def split(self) -> Split:
        """Its half, by a rule that nobody can bend: whether the SHA-256 of its id is odd."""
        odd = int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2
        return Split.CHECK if odd else Split.DEVELOP

    @property
    def covered(self) -> bool:
        """True when our documents answer it: it may be answered, and the words are named."""
        return Outcome.ANSWERED in self.expect.outcomes and bool(self.expect.cites)

    @property
    def not_covered(self) -> bool:
        """True when our documents do not answer it, so that an answer would be false."""
        refusals = {Outcome.NOT_COVERED, Outcome.OFF_TOPIC}
        return Outcome.ANSWERED not in self.expect.outcomes and bool(refusals & set(self.expect.outcomes))

    @property
    def kind(self) -> str:
        """What it is about, for tables: the kind of the passage that leads, else the first outcome expected."""
        if self.expect.leads:
            return str(self.expect.leads)
        return str(self.expect.outcomes[0]) if self.expect.outcomes else "other"
