"""One turn of a conversation as HTML: the question, its answer and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answering.answer import Answer, Heading, Outcome, Statement
from assistant.answering.wording import notices
from assistant.pages.html import render


@dataclass(frozen=True)
class Look:
    """The CSS class, the verdict in words and the sign of an outcome."""

    name: str
    verdict: str
    sign: str


_LOOKS = {
    Outcome.ANSWERED: Look("answered", "Found in the guidance", "✓"),
    Outcome.RELATED: Look("related", "No straight answer", "≈"),
    Outcome.NOT_COVERED: Look("not-covered", "Not in the texts held here", "→"),
    Outcome.UNCLEAR: Look("unclear", "Tell me a little more", "?"),
    Outcome.OFF_TOPIC: Look("off-topic", "Not about an inspection", "–"),
    Outcome.CHOICES: Look("choices", "Is it about one of these?", "?"),
    Outcome.TALK: Look("talk", "", ""),
    Outcome.DISTRESS: Look("distress", "Help, now", "♥"),
}
_LED_BY: dict[Heading | None, Look] = {
    Heading.COMMENTARY: Look("opinion", "Opinion, not a rule", "“"),
    Heading.OTHER: Look("answered own", "Found in your document", "✓"),
}


def turn_html(answer: Answer, *, turn: str, alone: bool = False) -> str:
    """The turn as an article. `turn` is a name for it that is unique on its page.

    `alone`: not in a conversation, so without what is done with one.
    """
    leading = answer.statements[0] if answer.statements else None
    spoken = next((statement for statement in answer.statements if statement.say), None)
    return render(
        "turn.html",
        answer=answer,
        turn=turn,
        alone=alone,
        look=look_of(answer),
        leading=leading,
        ours=bool(leading and leading.plain == answer.headline),
        spoken=spoken,
        groups=by_heading(answer.statements),
        notices=notices(answer),
    )


def problem_html(message: str) -> str:
    """What is wrong with a question that cannot be taken, as it is shown beside the box."""
    return render("problem.html", message=message)


def look_of(answer: Answer) -> Look:
    """The look of an answer. One that opinion leads does not look like one that rests on guidance."""
    leading = answer.statements[0].heading if answer.statements else None
    return _LED_BY.get(leading) or _LOOKS[answer.outcome]


def by_heading(statements: Sequence[Statement]) -> list[tuple[Heading, list[Statement]]]:
    """The statements in their order, those of one heading together."""
    return [(heading, list(group)) for heading, group in groupby(statements, key=lambda statement: statement.heading)]
