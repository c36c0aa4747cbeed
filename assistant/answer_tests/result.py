"""What came of a case, and what of its expectations did not hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assistant.answer import Answer, Citation, Outcome
from assistant.answer_tests.case import Case, Need
from assistant.answer_tests.fragments import wording_of
from assistant.answer_tests.matching import holds, normal
from assistant.render import as_text
from corpus.document import Passage
from index.search import Hit

_ONE_LINE = 10**6  # columns: wide enough that no line of an answer is wrapped


class Check(StrEnum):
    """What of an answer is held against the case."""

    OUTCOME = "outcome"
    CITES = "cites"
    LEADS = "leads"
    SAYS = "says"
    NEVER_SAYS = "never_says"
    NEVER_CITES = "never_cites"
    LOOK_IN = "look_in"
    FOLLOW_UP = "follow_up"
    VERBATIM = "verbatim"


@dataclass(frozen=True)
class Failure:
    """An expectation that did not hold, and why in words."""

    check: Check
    why: str


@dataclass(frozen=True)
class Came:
    """What the assistant gave for a case."""

    answer: Answer
    hits: tuple[Hit, ...] = ()  # the ranking of a single question; none for a conversation
    followed: bool | None = None  # whether earlier turns changed the answer; None for a single question
    misquoted: tuple[str, ...] = ()  # quotes that are not what stands at their place in the document

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The passages shown as answering or, where none does outright, as touching on it; in reading order."""
        if self.answer.outcome is Outcome.ANSWERED:
            in_order = [citation for statement in self.answer.statements for citation in statement.citations]
            return tuple({citation.number: citation for citation in in_order}.values())
        return self.answer.nearest if self.answer.outcome is Outcome.RELATED else ()

    @property
    def shown(self) -> tuple[Citation, ...]:
        """Every passage a reader sees, those that are said not to answer included."""
        return (*self.answer.citations, *self.answer.nearest)

    @cached_property
    def text(self) -> str:
        """The answer as it is read, top to bottom."""
        return as_text(self.answer, width=_ONE_LINE)


@dataclass(frozen=True)
class CaseResult:
    """A case, what came of it, and the failures; it passed when there are none."""

    case: Case
    came: Came
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """True when all that was expected holds."""
        return not self.failures

    @property
    def right_outcome(self) -> bool:
        """True when the outcome is one of those expected, or none is."""
        return not self.case.expect.outcomes or self.came.answer.outcome in self.case.expect.outcomes

    @property
    def cited_rank(self) -> int | None:
        """At what place, from 1, the first needed passage is cited."""
        return rank_of_needed(self.case.expect.cites, [citation.passage for citation in self.came.cited])

    @property
    def ranked_rank(self) -> int | None:
        """At what place, from 1, the first needed passage is ranked."""
        return rank_of_needed(self.case.expect.cites, [hit.passage for hit in self.came.hits])

    @property
    def characters_before(self) -> int | None:
        """How many characters a reader has to read before the first needed words."""
        if self.cited_rank is None:
            return None
        text = normal(self.came.text)
        fragments = (normal(fragment) for need in self.case.expect.cites for fragment in need.fragments)
        return min((place for fragment in fragments if (place := text.find(fragment)) >= 0), default=None)


def rank_of_needed(needs: Sequence[Need], passages: Sequence[Passage]) -> int | None:
    """The place, from 1, of the first passage that any need asks for."""
    return next((rank for rank, passage in enumerate(passages, 1) if is_needed(needs, passage)), None)


def is_needed(needs: Sequence[Need], passage: Passage) -> bool:
    """Whether citing this passage meets one of the needs."""
    return any(meets(need, passage) for need in needs)


def meets(need: Need, passage: Passage) -> bool:
    """Whether citing this passage meets this need."""
    wording = wording_of(passage)
    return any(holds(wording, fragment) for fragment in need.fragments)
