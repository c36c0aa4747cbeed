"""Hand-made answers of every outcome and grain, to look at how they are shown; the words quoted are the real ones."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Choice, Citation, Fact, Grain, Heading, Outcome, Statement
from assistant.answering.conversation import Assistant
from assistant.answering.distress import with_care
from corpus.document import Binds, Kind
from corpus.library import Library

CHOICES = "she was horrible"
SECTION = "what must inspectors do?"
DOCUMENT = "is this guidance still current?"
LIBRARY = "what do you hold?"
COMPARISON = "what do both sides owe?"
TALK = "thanks"
READ_WITH = "even the TA?"
KIND = "my mum died on saturday and they are here"
TWO = "who do I go to about him now, and what if that gets me nowhere?"


class Made:
    """The real assistant, but for some questions whose answers are made by hand."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.library = assistant.library
        self.made = made(assistant)

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """The answer made for it, if there is one; the real one else."""
        if question == READ_WITH and not earlier:
            return self._assistant.ask(question)
        return self.made.get(question) or self._assistant.ask(question, earlier)


def made(assistant: Assistant) -> dict[str, Answer]:
    """By the question."""
    answers = (
        choices(),
        section(assistant),
        document(assistant.library),
        library(assistant.library),
        comparison(assistant),
        Answer(
            TALK, Outcome.TALK, "You are welcome. Ask me anything else about the inspection.", grain=Grain.ASSISTANT
        ),
        read_with(assistant),
        kind(assistant),
        two(assistant),
    )
    return {answer.question: answer for answer in answers}


def choices() -> Answer:
    """Four readings, one of them answered elsewhere."""
    offered = (
        Choice("statement/courtesy", "An inspector was rude", Grain.STATEMENT),
        Choice("section/inspectors", "What inspectors must do", Grain.SECTION),
        Choice("statement/concerns", "How to raise a concern", Grain.STATEMENT),
        Choice("place/complaints", "How to make a formal complaint", None),
    )
    return Answer(CHOICES, Outcome.CHOICES, "Is it about one of these?", choices=offered)


def statements(assistant: Assistant, binds: Binds, heading: Heading, first: int = 1) -> tuple[Statement, ...]:
    """A statement for each expectation of one side."""
    passages = [passage for passage in assistant.library.passages if passage.binds is binds]
    notes = assistant.composer.notes
    return tuple(
        Statement(
            passage.quote,
            heading,
            (Citation(number, passage, passage.quote),),
            plain=note.plain if (note := notes.on(passage)) else "",
            say=note.say if note else "",
        )
        for number, passage in enumerate(passages, first)
    )


def section(assistant: Assistant) -> Answer:
    """Everything that inspectors are expected to do."""
    lines = statements(assistant, Binds.INSPECTOR, Heading.INSPECTORS)
    return Answer(
        SECTION, Outcome.ANSWERED, f"The guidance lists {len(lines)} things.", lines, grain=Grain.SECTION, coverage=1.0
    )


def comparison(assistant: Assistant) -> Answer:
    """What both sides owe."""
    theirs = statements(assistant, Binds.INSPECTOR, Heading.INSPECTORS)[:4]
    ours = statements(assistant, Binds.PROVIDER, Heading.PROVIDERS, first=5)[:4]
    return Answer(COMPARISON, Outcome.ANSWERED, "Both sides owe courtesy.", (*theirs, *ours), grain=Grain.COMPARISON)


def document(library: Library) -> Answer:
    """What is known of the guidance."""
    guidance = next(document for document in library.documents if document.kind is Kind.GUIDANCE)
    fields = ("status", "superseded_by", "dated", "publisher", "applies_to")
    known = tuple(Statement(name, Heading.DOCUMENT, facts=(Fact(guidance, name),)) for name in fields)
    return Answer(DOCUMENT, Outcome.ANSWERED, "No. It has been superseded.", known, grain=Grain.DOCUMENT)


def library(library: Library) -> Answer:
    """What is held."""
    fields = ("title", "dated", "status")
    known = tuple(
        Statement(document.title, Heading.DOCUMENT, facts=tuple(Fact(document, name) for name in fields))
        for document in library.documents
    )
    return Answer(LIBRARY, Outcome.ANSWERED, "Two texts.", known, grain=Grain.LIBRARY)


def read_with(assistant: Assistant) -> Answer:
    """A follow-up that was read with the question before."""
    before = "Can they talk to my staff without me?"
    answer = assistant.ask(before)
    return Answer(
        READ_WITH, Outcome.ANSWERED, answer.headline, answer.statements, look_in=answer.look_in, read_with=before
    )


def kind(assistant: Assistant) -> Answer:
    """A kind sentence before it, and whom to ring after it."""
    answer = assistant.ask("Can we ask for the inspection to be put off?")
    return with_care(replace(answer, question=KIND, kindness="I am sorry about your mum."))


def two(assistant: Assistant) -> Answer:
    """Words of the guidance, with a place for the rest."""
    lines = statements(assistant, Binds.PROVIDER, Heading.PROVIDERS)
    raised = next(line for line in lines if "concerns" in line.text)
    rest = tuple(line for line in lines if line is not raised)[:2]
    places = assistant.ask("How do I complain?").look_in
    return Answer(TWO, Outcome.ANSWERED, raised.plain, (raised, *rest), look_in=places)
