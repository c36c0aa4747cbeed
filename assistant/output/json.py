"""An answer, a ranking and a document as JSON: the contract with other programs.

The shape of an answer is in answer.schema.json beside this file and told in docs/json.md.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answering.answer import Answer, Choice, Citation, Fact, Statement, Writing
from assistant.answering.wording import notices
from corpus.crisis import CrisisLine
from corpus.document import Document
from corpus.editions import Pair

if TYPE_CHECKING:  # a server writes answers as JSON before the search is imported
    from index.search import Hit, Ranking

Json = dict[str, Any]

VERSION = 2
SCORES = ("score", "similarity", "words")  # of a ranking, by the names of a hit's fields
PLACE = "place"  # the kind of a choice that leads to what is answered elsewhere
SCHEMA = Path(__file__).with_name("answer.schema.json")


def answer_json(answer: Answer) -> Json:
    """An answer as JSON values; see answer.schema.json."""
    return {
        "version": VERSION,
        "question": answer.question,
        "read_with": answer.read_with,
        "outcome": str(answer.outcome),
        "grain": str(answer.grain),
        "headline": answer.headline,
        "kindness": answer.kindness,
        "notices": list(notices(answer)),
        "statements": [_statement(statement) for statement in answer.statements],
        "citations": [_citation(citation) for citation in answer.citations],
        "look_in": list(answer.look_in),
        "care": answer.care,
        "crisis": [_crisis_line(crisis) for crisis in answer.crisis],
        "advice": list(answer.advice),
        "choices": [_choice(choice) for choice in answer.choices],
        "nearest": [_citation(citation) for citation in answer.nearest],
        "coverage": round(answer.coverage, 4),
        "milliseconds": answer.milliseconds,
        "writing": _writing(answer.writing) if answer.writing else None,
        "read_as": answer.read_as,
    }


def ranking_json(ranking: "Ranking", limit: int) -> Json:
    """The best `limit` passages of a ranking with their scores."""
    return {
        "version": VERSION,
        "question": ranking.question,
        "passages": [_hit(rank, hit) for rank, hit in enumerate(ranking.hits[:limit], 1)],
    }


def document_json(document: Document, text: Path) -> Json:
    """What is known of a document, and where the text is that starts and ends count in."""
    return {
        "id": document.id,
        "title": document.title,
        "kind": str(document.kind),
        "publisher": document.publisher,
        "author": document.author,
        "dated": document.dated,
        "status": str(document.status),
        "superseded_by": document.superseded_by,
        "supersedes": document.supersedes,
        "valid_from": document.valid_from,
        "checked_on": document.checked_on,
        "unchecked": document.unchecked,
        "applies_to": document.applies_to,
        "licence": document.licence,
        "attribution": document.attribution,
        "url": document.url,
        "warnings": list(document.warnings),
        "text": str(text),
    }


def line(values: Json | Iterable[Json]) -> str:
    """JSON on one line, its letters readable."""
    return json.dumps(values if isinstance(values, dict) else list(values), ensure_ascii=False)


def _statement(statement: Statement) -> Json:
    return {
        "text": statement.text,
        "heading": str(statement.heading),
        "heading_id": statement.heading.id,
        "citations": [citation.number for citation in statement.citations],
        "facts": [_fact(fact) for fact in statement.facts],
        "plain": statement.plain,
        "say": statement.say,
        "earlier": _earlier(statement.earlier) if statement.earlier else None,
    }


def _earlier(pair: Pair) -> Json | None:
    return _citation(Citation(1, pair.older, pair.older.quote)) if pair.older else None


def _writing(writing: Writing) -> Json:
    """What is proved of a wording; what was dropped is no answer and stays in reports."""
    return {
        "model": writing.model,
        "away": writing.away,
        "statements": [_statement(statement) for statement in writing.statements],
        "fault": writing.fault,
        "tokens_in": writing.tokens_in,
        "tokens_out": writing.tokens_out,
        "seconds": writing.seconds,
    }


def _fact(fact: Fact) -> Json:
    return {"label": fact.label, "value": fact.value, "document": fact.document.id}


def _choice(choice: Choice) -> Json:
    return {"id": choice.id, "text": choice.text, "kind": str(choice.kind or PLACE)}


def _crisis_line(crisis: CrisisLine) -> Json:
    return {
        "id": crisis.id,
        "name": crisis.name,
        "call": crisis.call,
        "text_word": crisis.text_word,
        "text_to": crisis.text_to,
        "then": crisis.then,
        "when": crisis.when,
        "for_whom": crisis.for_whom,
        "words": crisis.words,
        "source": crisis.source,
    }


def _citation(citation: Citation) -> Json:
    passage = citation.passage
    source = passage.document
    return {
        "number": citation.number,
        "quote": citation.quote,
        "lead_in": passage.lead_in,
        "document": source.id,
        "title": source.title,
        "section": passage.section.path,
        "kind": str(source.kind),
        "binds": str(passage.binds),
        "publisher": source.publisher,
        "author": source.author,
        "dated": source.dated,
        "status": str(source.status),
        "superseded_by": source.superseded_by,
        "valid_from": source.valid_from,
        "checked_on": source.checked_on,
        "url": source.url,
        "page": passage.page,
        "paragraph": passage.number,
        "start": citation.start,
        "end": citation.end,
    }


def _hit(rank: int, hit: "Hit") -> Json:
    whole = Citation(rank, hit.passage, hit.passage.quote)
    scores = {name: round(float(getattr(hit, name)), 4) for name in SCORES}
    return {"rank": rank, **scores, **_citation(whole)}
