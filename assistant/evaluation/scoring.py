"""Scorers: checks of an answer against what its case expects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assistant.answering.answer import Answer, Citation, Dropped, Grain, Outcome
from assistant.evaluation.case import Case, Expectation, Need
from assistant.output.text import as_text
from corpus.document import Passage
from corpus.matching import holds, mentions, normal, wording_of
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
    GRAIN = "grain"
    SECTION = "section"
    DOCUMENT = "document"
    FOLLOW_UP = "follow_up"
    VERBATIM = "verbatim"


@dataclass(frozen=True)
class Failure:
    """An expectation that did not hold, and why in words."""

    check: Check
    why: str


@dataclass(frozen=True)
class Output:
    """What the assistant gave for a case."""

    answer: Answer
    hits: tuple[Hit, ...] = ()  # the ranking of a single question; none for a conversation
    followed: bool | None = None  # whether earlier turns changed the answer; None for a single question
    through: tuple[Answer, ...] = ()  # the answer behind each choice that was offered
    misquoted: tuple[str, ...] = ()  # quotes that are not what stands at their place in the document

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The passages shown as answering or, where none does outright, as touching on it; in reading order."""
        return cited_in(self.answer)

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
    """A case, its output, and the failures; it passed when there are none."""

    case: Case
    output: Output
    failures: tuple[Failure, ...]
    others: tuple["CaseResult", ...] = ()  # of the same case asked again; a failing one is never among them alone

    @property
    def passed(self) -> bool:
        """True when all that was expected holds, however often it was asked."""
        return not self.failures

    @property
    def passes(self) -> str:
        """How often it passed, such as “2 of 3”."""
        every = (self, *self.others)
        return f"{sum(result.passed for result in every)} of {len(every)}"

    @property
    def answers(self) -> int:
        """How many different answers came."""
        return len({result.output.text for result in (self, *self.others)})

    @property
    def right_outcome(self) -> bool:
        """True when the outcome is one of those expected, or none is."""
        return not self.case.expect.outcomes or self.output.answer.outcome in self.case.expect.outcomes

    @property
    def reached(self) -> bool:
        """Whether a needed passage is cited among the first three, at once or behind a choice that was offered."""
        answers = (self.output.answer, *self.output.through)
        return any(cites_needed(self.case.expect.cites, answer) for answer in answers)

    @property
    def cited_rank(self) -> int | None:
        """At what place, from 1, the first needed passage is cited."""
        return rank_of_needed(self.case.expect.cites, [citation.passage for citation in self.output.cited])

    @property
    def ranked_rank(self) -> int | None:
        """At what place, from 1, the first needed passage is ranked."""
        return rank_of_needed(self.case.expect.cites, [hit.passage for hit in self.output.hits])

    @property
    def characters_before(self) -> int | None:
        """How many characters a reader has to read before the first needed words."""
        if self.cited_rank is None:
            return None
        text = normal(self.output.text)
        fragments = (normal(fragment) for need in self.case.expect.cites for fragment in need.fragments)
        return min((place for fragment in fragments if (place := text.find(fragment)) >= 0), default=None)


def dropped_of(result: CaseResult) -> tuple[Dropped, ...]:
    """What a model wrote beside an answer that was not shown, with the reasons."""
    writing = result.output.answer.writing
    return writing.dropped if writing else ()


def cited_in(answer: Answer) -> tuple[Citation, ...]:
    """The passages an answer shows as answering or, where none does outright, as touching on it; in reading order."""
    if answer.outcome is Outcome.ANSWERED:
        in_order = [citation for statement in answer.statements for citation in statement.citations]
        return tuple({citation.number: citation for citation in in_order}.values())
    return answer.nearest if answer.outcome is Outcome.RELATED else ()


def cites_needed(needs: Sequence[Need], answer: Answer, *, first: int = 3) -> bool:
    """Whether a passage that any need asks for is among the first cited; all of a section's lines are."""
    passages = [citation.passage for citation in cited_in(answer)]
    shown = passages if answer.grain is not Grain.STATEMENT else passages[:first]
    return rank_of_needed(needs, shown) is not None


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


def failures_of(case: Case, output: Output) -> tuple[Failure, ...]:
    """All that does not hold, each with its reason; the quotes are checked whatever the case expects."""
    expect = case.expect
    return (
        *_outcome(expect, output),
        *_cites(expect, output),
        *_leads(expect, output),
        *_says(expect, output),
        *_never_cites(expect, output),
        *_look_in(expect, output),
        *_grain(expect, output),
        *_follow_up(expect, output),
        *(Failure(Check.VERBATIM, f"not in its document, word for word: “{quote}”") for quote in output.misquoted),
    )


def _outcome(expect: Expectation, output: Output) -> Iterator[Failure]:
    outcome = output.answer.outcome
    if expect.outcomes and outcome not in expect.outcomes:
        yield Failure(Check.OUTCOME, f"it came “{outcome}” and not “{' or '.join(expect.outcomes)}”")


def _cites(expect: Expectation, output: Output) -> Iterator[Failure]:
    for need in expect.cites:
        if not any(meets(need, citation.passage) for citation in output.cited):
            wanted = " or ".join(f"“{fragment}”" for fragment in need.fragments)
            yield Failure(Check.CITES, f"not cited: {wanted}")


def _leads(expect: Expectation, output: Output) -> Iterator[Failure]:
    if expect.leads is None:
        return
    if not output.cited:
        yield Failure(Check.LEADS, f"nothing is cited, and {expect.leads} should lead")
    elif (kind := output.cited[0].passage.document.kind) is not expect.leads:
        yield Failure(Check.LEADS, f"{kind} leads and not {expect.leads}")


def _says(expect: Expectation, output: Output) -> Iterator[Failure]:
    for words in expect.says:
        if not mentions(output.text, words):
            yield Failure(Check.SAYS, f"it does not say “{words}”")
    for words in expect.never_says:
        if mentions(output.text, words):
            yield Failure(Check.NEVER_SAYS, f"it says “{words}”")


def _never_cites(expect: Expectation, output: Output) -> Iterator[Failure]:
    shown = {citation.passage.document.id for citation in output.shown}
    for document in expect.never_cites:
        if document in shown:
            yield Failure(Check.NEVER_CITES, f"it shows a passage of {document}")


def _look_in(expect: Expectation, output: Output) -> Iterator[Failure]:
    for place in expect.look_in:
        if not any(mentions(named, place) for named in output.answer.look_in):
            yield Failure(Check.LOOK_IN, f"it does not send the reader to “{place}”")


def _grain(expect: Expectation, output: Output) -> Iterator[Failure]:
    answer = output.answer
    if expect.grain and answer.grain is not expect.grain:
        yield Failure(Check.GRAIN, f"it answers with a {answer.grain} and not with a {expect.grain}")
    sections = {citation.passage.section.title for citation in output.cited}
    if expect.section and expect.section not in sections:
        yield Failure(Check.SECTION, f"it cites nothing under “{expect.section}”")
    told = {fact.document.id for statement in answer.statements for fact in statement.facts}
    told |= {citation.passage.document.id for citation in output.cited}
    if expect.document and expect.document not in told:
        yield Failure(Check.DOCUMENT, f"it tells nothing of {expect.document}")


def _follow_up(expect: Expectation, output: Output) -> Iterator[Failure]:
    if expect.follow_up is None or output.followed is expect.follow_up:
        return
    if expect.follow_up:
        yield Failure(Check.FOLLOW_UP, "the last turn is answered as if nothing had gone before")
    else:
        yield Failure(Check.FOLLOW_UP, "the earlier turns change the answer to a question that stands alone")
