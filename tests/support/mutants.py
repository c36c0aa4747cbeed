"""Mutation testing: assistants with one fault each, which answer tests must find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.answer import Answer, Citation, Heading, Outcome, Statement
from assistant.answering.conversation import Assistant
from corpus.document import Kind, Passage
from index.search import Ranking


@dataclass
class Remembering:
    """The real assistant with a cache of its answers."""

    assistant: Assistant
    _answers: dict[tuple[str, ...], Answer] = field(default_factory=dict)
    _rankings: dict[str, Ranking] = field(default_factory=dict)

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """The answer, as an Assistant gives it."""
        turns = (*earlier, question)
        if turns not in self._answers:
            self._answers[turns] = self.assistant.ask(question, earlier)
        return self._answers[turns]

    def search(self, question: str) -> Ranking:
        """The ranking, as an Assistant gives it."""
        if question not in self._rankings:
            self._rankings[question] = self.assistant.search(question)
        return self._rankings[question]


@dataclass
class Mutant:
    """Changes each answer of another assistant."""

    inner: Remembering

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """The answer, as an Assistant gives it."""
        return self.changed(self.inner.ask(question, earlier))

    def search(self, question: str) -> Ranking:
        """The ranking, as an Assistant gives it."""
        return self.inner.search(question)

    def changed(self, answer: Answer) -> Answer:
        """The answer with the fault."""
        raise NotImplementedError


@dataclass
class SwapsTwoPassages(Mutant):
    """Swaps two passages in all citations."""

    one: Passage
    other: Passage

    def changed(self, answer: Answer) -> Answer:
        """The answer with the fault."""
        return with_citations(answer, self._swapped)

    def search(self, question: str) -> Ranking:
        """The ranking, as an Assistant gives it."""
        hits = self.inner.search(question).hits
        return Ranking(question, tuple(replace(hit, passage=self._turned(hit.passage)) for hit in hits))

    def _swapped(self, citation: Citation) -> Citation:
        passage = self._turned(citation.passage)
        return Citation(citation.number, passage, passage.quote) if passage != citation.passage else citation

    def _turned(self, passage: Passage) -> Passage:
        return {self.one: self.other, self.other: self.one}.get(passage, passage)


class DropsACitation(Mutant):
    """Leaves out the first statement of each answer that has another."""

    def changed(self, answer: Answer) -> Answer:
        """The answer with the fault."""
        return replace(answer, statements=answer.statements[1:]) if len(answer.statements) > 1 else answer


class CallsCommentaryGuidance(Mutant):
    """Labels commentary as guidance."""

    def changed(self, answer: Answer) -> Answer:
        """The answer with the fault."""
        return with_citations(answer, self._dressed)

    def _dressed(self, citation: Citation) -> Citation:
        document = replace(citation.passage.document, kind=Kind.GUIDANCE)
        return replace(citation, passage=replace(citation.passage, document=document))


class AnswersEverything(Mutant):
    """Answers every question with the best-ranked passage."""

    def changed(self, answer: Answer) -> Answer:
        """The answer with the fault."""
        if answer.outcome is Outcome.ANSWERED:
            return answer
        best = self.search(answer.question).hits[0].passage
        statement = Statement("So it is.", Heading.OTHER, (Citation(1, best, best.quote),))
        return Answer(answer.question, Outcome.ANSWERED, "Yes.", (statement,), coverage=1.0)


class RefusesEverything(Mutant):
    """Refuses every question as not covered."""

    def changed(self, answer: Answer) -> Answer:
        """The answer with the fault."""
        return Answer(answer.question, Outcome.NOT_COVERED, "No.", look_in=answer.look_in)


def with_citations(answer: Answer, change: Callable[[Citation], Citation]) -> Answer:
    """The answer with each of its citations changed."""
    statements = tuple(replace(s, citations=tuple(map(change, s.citations))) for s in answer.statements)
    return replace(answer, statements=statements, nearest=tuple(map(change, answer.nearest)))
