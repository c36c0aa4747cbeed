"""One turn of a conversation as HTML: the question, its answer and what can be done with it."""

import re
from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from itertools import groupby

from assistant.answering.answer import Answer, Fact, Grain, Heading, Outcome, Statement
from assistant.answering.wording import earlier_wording
from assistant.pages.html import render
from assistant.pages.suggestions import follow_ups
from assistant.writing.worded import may_be_added_to
from corpus.document import Document, Kind


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


@dataclass(frozen=True)
class Notice:
    """That a source is superseded: in one line, and in full."""

    document: Document
    full: str

    @property
    def short(self) -> str:
        """One line, with the year of the wording where it is known."""
        year = re.search(r"\b\d{4}\b", self.document.dated)
        return f"Wording of {year[0]}, superseded" if year else "Earlier wording, superseded"


def turn_html(answer: Answer, *, turn: str, alone: bool = False, model: str = "") -> str:
    """The turn as an article. `turn` is a name for it that is unique on its page.

    `alone`: not in a conversation, so without what is done with one. `model`: what may word it once it is shown.
    """
    leading = answer.statements[0] if answer.statements else None
    listed = bool(leading) and answer.grain is not Grain.STATEMENT
    sources = dict.fromkeys(map(_source, answer.statements))
    return render(
        "turn.html",
        answer=answer,
        turn=turn,
        alone=alone,
        model=model if model and may_be_added_to(answer) else "",
        look=_wide_look(sources) if listed and len(sources) > 1 else look_of(answer),
        leading=leading,
        listed=listed,
        source=None if listed and len(sources) > 1 else _source(leading),
        ours=_ours(answer, listed=listed),
        groups=by_heading(answer.statements),
        notices=[Notice(document, full) for document in documents_of(answer) if (full := earlier_wording(document))],
        follow_ups=() if answer.choices else follow_ups(answer),  # one list of questions to tap is enough
        by_heading=by_heading,
        kind_of=_kind,
        known=known,
    )


def problem_html(message: str) -> str:
    """What is wrong with a question that cannot be taken, as it is shown beside the box."""
    return render("problem.html", message=message)


def look_of(answer: Answer) -> Look:
    """The look of an answer. One that opinion leads does not look like one that rests on guidance."""
    leading = answer.statements[0].heading if answer.statements else None
    return _LED_BY.get(leading) or _LOOKS[answer.outcome]


def _wide_look(sources: Sized) -> Look:
    return Look("answered", f"From {len(sources)} texts held here", "✓")


def by_heading(statements: Sequence[Statement]) -> list[tuple[Heading, list[Statement]]]:
    """The statements in their order, those of one heading together."""
    return [(heading, list(group)) for heading, group in groupby(statements, key=lambda statement: statement.heading)]


def known(statements: Iterable[Statement]) -> list[tuple[Document, list[Fact]]]:
    """The facts that statements rest on, those of one document together."""
    facts = [fact for statement in statements for fact in statement.facts]
    documents = dict.fromkeys(fact.document for fact in facts)
    return [(document, [fact for fact in facts if fact.document == document]) for document in documents]


def documents_of(answer: Answer) -> list[Document]:
    """Every document whose words an answer shows, once."""
    shown = (*answer.citations, *answer.nearest)
    return list(dict.fromkeys(citation.passage.document for citation in shown))


_SECTIONS = {Kind.GUIDANCE: "official", Kind.OTHER: "local", Kind.COMMENTARY: "commentary"}


def _source(statement: Statement | None) -> Document | None:
    """The document that a statement rests on first."""
    if statement is None:
        return None
    return statement.citations[0].passage.document if statement.citations else statement.facts[0].document


def _kind(statement: Statement) -> str:
    """The name of the look of a section that opens with this statement. Rule and opinion do not look alike."""
    source = _source(statement)
    return _SECTIONS[source.kind] if source else "official"


def _ours(answer: Answer, *, listed: bool) -> bool:
    """Whether what is shown first is in our own words, which has to be said."""
    cited = [statement for statement in answer.statements if statement.citations]
    return any(s.plain for s in cited) if listed else bool(cited) and cited[0].plain == answer.headline
