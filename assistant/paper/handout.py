"""Answers, the expectations of both sides, and notes of what happened, each as a paper."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, groupby

from assistant.answering.answer import Answer, Citation, Heading, Outcome, Statement
from assistant.answering.wording import (
    day,
    earlier_in_words,
    earlier_wording,
    edition_in_words,
    lead_in_of,
    notices,
    source_in_words,
    whom_to_ring,
)
from assistant.output.text import BEFORE, LOOK_IN, TOUCHING
from assistant.paper import Caution, Listed, Paper, PaperBlock, Quoted, Title, Words
from assistant.paper.jotting import Jotting
from corpus.document import Binds, Document, Kind, Passage, Status
from corpus.library import Library

NOT_ADVICE = "This is not legal advice."
REMIND = "Words in “ ” are quoted from the sources named under them. All other words are ours."
SIDES = {Binds.INSPECTOR: Heading.INSPECTORS, Binds.PROVIDER: Heading.PROVIDERS}
COURTEOUS = (
    "I would like to raise the points below with you now, while the inspection is under way. I want us to work well "
    "together, and I would be grateful for a few minutes to talk them through."
)


def handout(answers: Sequence[Answer], made: datetime) -> Paper:
    """What was asked and answered, with every source spelled out."""
    shown = [citation for answer in answers for citation in (*answer.citations, *answer.nearest)]
    blocks = chain.from_iterable(_turn(answer) for answer in answers)
    title = "Answers for an inspection" if len(answers) > 1 else "An answer for an inspection"
    small_print = (f"Made on {day(made)} with Inspection Assistant. {REMIND} {NOT_ADVICE}", *credits_of(shown))
    return Paper(title, tuple(blocks), small_print, name="inspection-answers")


def expectations(library: Library) -> dict[Heading, list[Passage]]:
    """What is expected of each side: guidance before anything else, and of that what is in force first."""
    binding = [each for each in library.passages if each.binds in SIDES and not each.document.successor]
    binding.sort(key=lambda passage: _rank(passage.document))  # stable: within a document they keep their order
    return {heading: [p for p in binding if p.binds is side] for side, heading in SIDES.items()}


def _rank(document: Document) -> tuple[bool, bool]:
    return document.kind is not Kind.GUIDANCE, document.status is not Status.CURRENT


def quick_card(library: Library) -> Paper:
    """All expectations of both sides, from the documents themselves."""
    expected = expectations(library)
    passages = [passage for side in expected.values() for passage in side]
    sources = dict.fromkeys(passage.document for passage in passages)
    warnings = [Caution(words) for words in map(earlier_wording, sources) if words]
    several = len(sources) > 1
    sides = chain.from_iterable(_side(heading, own, several=several) for heading, own in expected.items())
    empty = [] if passages else [Words("None of the documents held here lists what one side expects of the other.")]
    small_print = tuple(
        f"“{source.title}”, {source.publisher}. {source.licence}. {source.attribution}" for source in sources
    )
    return Paper(
        "Quick card: what is expected of both sides", (*warnings, *empty, *sides), small_print, "quick-card", dense=True
    )


def record(notes: Sequence[Jotting], answers: Sequence[Answer | None], made: datetime) -> Paper:
    """A short dated record of what happened, each note with what the sources expect."""
    shown = [citation for answer in answers if answer for citation in answer.citations]
    blocks = chain.from_iterable(_noted(note, answer) for note, answer in zip(notes, answers, strict=True))
    small_print = (f"Made on {day(made)}. {REMIND} {NOT_ADVICE}", *credits_of(shown))
    return Paper(
        "A record to talk through with the lead inspector",
        (Words(COURTEOUS), *blocks),
        small_print,
        "inspection-record",
    )


def _turn(answer: Answer) -> Iterator[PaperBlock]:
    yield Title(answer.question or "(nothing asked)")
    yield Words(answer.headline, strong=True)
    if any(statement.plain == answer.headline for statement in answer.statements):
        yield Words("In plain words, ours. The exact words stand below in “ ”.")
    if answer.outcome is Outcome.DISTRESS:
        yield Listed(whom_to_ring(answer))
        return
    if answer.care:
        yield Words(answer.care)
    if answer.outcome is Outcome.NOT_COVERED:
        yield from _elsewhere(answer)
    yield from (Caution(notice) for notice in notices(answer))
    yield from _to_say(answer.statements)
    for heading, statements in groupby(answer.statements, key=lambda statement: statement.heading):
        yield Title(heading, 3)
        for statement in statements:
            yield from map(_quoted, statement.citations)
            if statement.earlier:
                yield Words(earlier_in_words(statement.earlier))
    if answer.nearest:
        yield Title(TOUCHING if answer.outcome is Outcome.RELATED else BEFORE, 3)
        yield from map(_quoted, answer.nearest)
    if answer.outcome is not Outcome.NOT_COVERED:
        yield from _elsewhere(answer)


def _elsewhere(answer: Answer) -> Iterator[PaperBlock]:
    if answer.look_in:
        yield Title(LOOK_IN, 3)
        yield Listed(answer.look_in)


def _to_say(statements: Sequence[Statement]) -> Iterator[PaperBlock]:
    says = [statement.say for statement in statements if statement.say]
    if says:
        yield Title("What you could say (our suggestion)", 3)
        yield Listed(tuple(says))


def _side(heading: Heading, own: Sequence[Passage], *, several: bool) -> Iterator[PaperBlock]:
    """`several`: there is more than one document, so each list says which it is from."""
    if own:
        yield Title(heading)
    for (document, lead_in), group in groupby(own, key=lambda passage: (passage.document, passage.lead_in)):
        quotes = tuple(passage.quote for passage in group)
        if several:
            yield Title(f"{document.title}: {edition_in_words(document)}", 3)
        if lead_in:
            yield Words(lead_in)
            yield Listed(quotes)
        else:
            yield from map(Words, quotes)


def _noted(note: Jotting, answer: Answer | None) -> Iterator[PaperBlock]:
    yield Title(note.when)
    yield Words(note.what)
    expected = (
        [statement for statement in answer.statements if statement.heading is not Heading.COMMENTARY] if answer else []
    )
    if answer and expected:
        yield Title("What the guidance says", 3)
        yield from (Caution(notice) for notice in notices(answer))
        yield from (_quoted(citation) for statement in expected for citation in statement.citations)


def _quoted(citation: Citation) -> Quoted:
    return Quoted(lead_in_of(citation), citation.quote, source_in_words(citation.passage))


def credits_of(citations: Sequence[Citation]) -> tuple[str, ...]:
    """The licence and the credit of each source that is quoted."""
    documents: dict[Document, None] = dict.fromkeys(citation.passage.document for citation in citations)
    return tuple(f"“{document.title}”: {_credit(document)}" for document in documents)


def _credit(document: Document) -> str:
    """The licence and the attribution, which often names the licence already."""
    named = document.licence in document.attribution
    return document.attribution if named else f"{document.licence}. {document.attribution}"
