"""An Answer as plain text for a terminal."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answering.answer import Answer, Citation, Outcome
from assistant.answering.wording import notices, source_in_words, whom_to_ring

NEAREST = "The nearest passages (they do not answer it)"
TOUCHING = "What touches on it"
LOOK_IN = "Where to look"


def as_text(answer: Answer, *, width: int = 88) -> str:
    """The answer, wrapped to `width` columns."""
    return "\n".join(_lines(answer, width)).strip() + "\n"


def _lines(answer: Answer, width: int) -> Iterator[str]:
    if answer.read_with:
        yield from _wrapped(f"Read with: “{answer.read_with}”", width)
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
    if answer.care:
        yield ""
        yield from _wrapped(answer.care, width)
    for notice in notices(answer):
        yield ""
        yield from _wrapped(notice, width, "! ")
    for heading, statements in groupby(answer.statements, key=lambda statement: statement.heading):
        yield ""
        yield str(heading)
        for statement in statements:
            for fact in statement.facts:
                yield from _wrapped(f"{fact.label}: {fact.value}", width, "      ")
            for citation in statement.citations:
                yield from _quoted(citation, width)
            if statement.plain and statement.plain != answer.headline:
                yield from _wrapped(f"In plain words (ours): {statement.plain}", width, "      ")
            if statement.say:
                yield from _wrapped(f"You could say (ours): {statement.say}", width, "      ")
    if answer.choices:
        yield ""
        for number, choice in enumerate(answer.choices, 1):
            elsewhere = "" if choice.kind else " (answered elsewhere)"
            yield from _wrapped(f"{choice.text}{elsewhere}", width, f"  {number}  ")
        yield from _wrapped("Ask its words or its number, or say more.", width)
    if answer.nearest:
        yield ""
        yield TOUCHING if answer.outcome is Outcome.RELATED else NEAREST
        for citation in answer.nearest:
            yield from _quoted(citation, width)
    if answer.look_in:
        yield ""
        yield LOOK_IN
        for place in answer.look_in:
            yield from _wrapped(place, width, "  * ")


def _quoted(citation: Citation, width: int) -> Sequence[str]:
    lead_in = f"{citation.passage.lead_in} " if citation.passage.lead_in else ""
    quote = f"{lead_in}“{citation.quote}”"
    return [
        *_wrapped(quote, width, f"  [{citation.number}] ".ljust(6)),
        *_wrapped(source_in_words(citation.passage), width, "      "),
    ]


def _wrapped(text: str, width: int, opening: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=opening, subsequent_indent=" " * len(opening)) or [opening]
