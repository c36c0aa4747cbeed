"""An Answer as plain text for a terminal."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answering.answer import Answer, Citation, Outcome, Statement, Writing
from assistant.answering.wording import earlier_in_words, lead_in_of, notices, source_in_words, whom_to_ring, worded_by

TOUCHING = "What touches on it"
BEFORE = "The words of the answer before"
LOOK_IN = "Where to look"
ELSEWHERE = "answered elsewhere"
OTHERS = "If you meant something else, ask one of these"
OTHERWISE = "Ask one by its number or its words, or say it in other words: who did what, and to whom?"


def as_text(answer: Answer, *, width: int = 88) -> str:
    """The answer, wrapped to `width` columns."""
    return "\n".join(_lines(answer, width)).strip() + "\n"


def _lines(answer: Answer, width: int) -> Iterator[str]:
    if answer.read_with:
        yield from _wrapped(f"Read with: “{answer.read_with}”", width)
        yield ""
    if answer.read_as:
        yield from _wrapped(f"Taken to mean: “{answer.read_as}”", width)
        yield ""
    if answer.kindness:
        yield from _wrapped(answer.kindness, width)
        yield ""
    yield from _wrapped(answer.headline, width)
    if answer.outcome is Outcome.DISTRESS:
        yield ""
        for words in whom_to_ring(answer):
            yield from _wrapped(words, width, "  * ")
        return
    yield from _offered(answer, width)
    for notice in notices(answer):
        yield ""
        yield from _wrapped(notice, width, "! ")
    for heading, statements in groupby(answer.statements, key=lambda statement: statement.heading):
        yield ""
        yield str(heading)
        for statement in statements:
            yield from _stated(statement, answer.headline, width)
    if answer.writing:
        yield from _worded(answer.writing, width)
    if answer.nearest:
        yield ""
        yield TOUCHING if answer.outcome is Outcome.RELATED else BEFORE
        for citation in answer.nearest:
            yield from _quoted(citation, width)
    if answer.look_in:
        yield ""
        yield LOOK_IN
        for place in answer.look_in:
            yield from _wrapped(place, width, "  * ")
    yield from _others(answer, width)
    if answer.care:
        yield ""
        yield from _wrapped(answer.care, width)


def _worded(writing: Writing, width: int) -> Iterator[str]:
    """What a model made of the quotes, each sentence with the numbers of those that prove it."""
    yield ""
    yield from _wrapped(worded_by(writing), width)
    for heading, statements in groupby(writing.statements, key=lambda statement: statement.heading):
        yield f"  {heading}"
        for statement in statements:
            numbers = " ".join(f"[{citation.number}]" for citation in statement.citations)
            yield from _wrapped(f"{statement.text} {numbers}", width, "  - ")


def _offered(answer: Answer, width: int) -> Iterator[str]:
    """The readings to choose from, numbered."""
    if answer.outcome is not Outcome.CHOICES:
        return
    yield ""
    for number, choice in enumerate(answer.choices, 1):
        yield from _wrapped(choice.text + ("" if choice.kind else f" ({ELSEWHERE})"), width, f"  {number}  ")
    yield ""
    yield from _wrapped(OTHERWISE, width)


def _others(answer: Answer, width: int) -> Iterator[str]:
    """What else the message may be about, below an answer: asked by its words, since the quotes have the numbers."""
    if not answer.choices or answer.outcome is Outcome.CHOICES:
        return
    yield ""
    yield OTHERS
    for choice in answer.choices:
        yield from _wrapped(choice.text + ("" if choice.kind else f" ({ELSEWHERE})"), width, "  * ")


def _stated(statement: Statement, headline: str, width: int) -> Iterator[str]:
    for fact in statement.facts:
        yield from _wrapped(f"{fact.label}: {fact.value}", width, "  - ")
    for citation in statement.citations:
        yield from _quoted(citation, width)
    if statement.earlier:
        yield from _wrapped(earlier_in_words(statement.earlier), width, "      ")
    if statement.plain and statement.plain != headline:
        yield from _wrapped(f"In plain words (ours): {statement.plain}", width, "      ")
    if statement.say:
        yield from _wrapped(f"You could say (ours): {statement.say}", width, "      ")


def _quoted(citation: Citation, width: int) -> Sequence[str]:
    lead_in = f"{lead_in_of(citation)} ".lstrip()
    quote = f"{lead_in}“{citation.quote}”"
    return [
        *_wrapped(quote, width, f"  [{citation.number}] ".ljust(6)),
        *_wrapped(source_in_words(citation.passage), width, "      "),
    ]


def _wrapped(text: str, width: int, opening: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=opening, subsequent_indent=" " * len(opening)) or [opening]
