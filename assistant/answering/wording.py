"""How a source is described to a reader, in words and never by colour alone."""

from datetime import date

from assistant.answering.answer import Answer, Citation, Outcome, Writing
from corpus.document import Document, Kind, Passage, Status
from corpus.editions import Pair

_KINDS = {
    Kind.GUIDANCE: "Official guidance",
    Kind.COMMENTARY: "Commentary: opinion, not a rule",
    Kind.OTHER: "Your document",
}
_STATUSES = {
    Status.CURRENT: "current",
    Status.SUPERSEDED: "superseded",
    Status.UNKNOWN: "not known whether current",
}
EARLIER = (
    "Earlier wording: “{title}” ({dated}) has been superseded by {successor}. "
    "Ask to see the present wording before you rely on this."
)
GONE = (
    "Earlier wording: “{title}” ({dated}) has been superseded by {successor}, which is held here. "
    "Nothing that says this was found there: it may be gone. Ask before you rely on it."
)
EARLIER_NO_SUCCESSOR = (
    "Earlier wording: “{title}” ({dated}) has been superseded. Ask to see the present wording before you rely on this."
)


WORDED = "Worded by {model}, a language model{away}. Each sentence is checked against the quotes. The quotes count."
NOT_WORDED = "Not worded by {model}{away}: {fault}. The quotes stand as they are."
AWAY = " on another machine"


def worded_by(writing: Writing) -> str:
    """Who worded what is quoted, or why nobody did."""
    away = AWAY if writing.away else ""
    if writing.statements:
        return WORDED.format(model=writing.model, away=away)
    return NOT_WORDED.format(model=writing.model, away=away, fault=writing.fault)


def kind_in_words(document: Document) -> str:
    """Whether it is the rule, an opinion, or the reader's own."""
    return _KINDS[document.kind]


def status_in_words(document: Document) -> str:
    """Whether it is still in force, and that nobody looked for long, where that is so."""
    return ", ".join(part for part in (_STATUSES[document.status], document.unchecked) if part)


def edition_in_words(document: Document) -> str:
    """Of when a document's wording is, and whether it is still in force."""
    dated = "" if document.dated == "not stated" else f"{document.dated}, "
    return f"{dated}{status_in_words(document)}"


def source_in_words(passage: Passage) -> str:
    """Kind, title, section, who says it, date and status of what is quoted, on one line."""
    document = passage.document
    speaker = document.author if document.kind is Kind.COMMENTARY else document.publisher
    place = ", ".join(part for part in (f"“{document.title}”", passage.section.path, place_in_words(passage)) if part)
    said_by = f"by {speaker}" if document.kind is Kind.COMMENTARY else speaker
    stated = "" if said_by == "not stated" else f" - {said_by}"
    # The address of a superseded text leads to what took its place.
    address = f" - {document.url}" if document.url and document.status is not Status.SUPERSEDED else ""
    days = [f"valid from: {day_in_words(document.valid_from)}"] if document.valid_from else []
    days += (
        [f"checked on: {day_in_words(document.checked_on)}"] if document.checked_on and not document.unchecked else []
    )
    standing = " - ".join((f"dated: {document.dated}", *days, status_in_words(document)))
    return f"{kind_in_words(document)} - {place}{stated} - {standing}{address}"


def place_in_words(passage: Passage) -> str:
    """The page and the numbered paragraph that a passage stands in, where it is known: `page 4, paragraph 2.3`."""
    number = passage.number.strip("().")
    page = f"page {passage.page}" if passage.page else ""
    paragraph = f"paragraph {number}" if number[:1].isdigit() else ""
    return ", ".join(part for part in (page, paragraph) if part)


def badges(document: Document) -> tuple[tuple[str, str], ...]:
    """Kind, date and status of a document, each as a name for its look and as words to show."""
    return (
        (str(document.kind), kind_in_words(document)),
        ("dated", f"Dated: {document.dated}"),
        (str(document.status), status_in_words(document).capitalize()),
    )


def standing(document: Document) -> tuple[tuple[str, str], ...]:
    """Kind, date and status of a document for one line of small words; what is not stated is left out."""
    known = [(str(document.kind), kind_in_words(document))]
    if document.dated != "not stated":
        known.append(("dated", document.dated))
    if document.status is not Status.UNKNOWN or document.kind is not Kind.COMMENTARY:  # an opinion is in no force
        known.append((str(document.status), status_in_words(document)))
    return tuple(known)


def lead_in_of(citation: Citation) -> str:
    """What stands before the quote: the words that lead into it, or an ellipsis where it begins in mid-sentence."""
    if citation.passage.lead_in and citation.start == citation.passage.span.start:
        return citation.passage.lead_in
    return "…" if citation.quote[0].islower() else ""


def reference_in_words(citation: Citation) -> str:
    """The quote with its lead-in and where it is from, ready to be pasted elsewhere."""
    lead_in = f"{lead_in_of(citation)} ".lstrip()
    return f"{lead_in}“{citation.quote}”\n{source_in_words(citation.passage)}"


def earlier_in_words(pair: Pair) -> str:
    """The earlier wording of a quote, and when it was so."""
    older = pair.older
    dated = f" ({older.document.dated})" if older and older.document.dated != "not stated" else ""
    return f"Earlier wording{dated}: {' '.join(f'{older.lead_in} “{older.quote}”'.split())}" if older else ""


def notices(answer: Answer) -> tuple[str, ...]:
    """What a reader must know of the sources before relying on them: which of them are superseded."""
    shown = (*answer.citations, *answer.nearest)
    documents = dict.fromkeys(citation.passage.document for citation in shown)
    return tuple(words for words in map(earlier_wording, documents) if words)


def earlier_wording(document: Document) -> str:
    """The warning that a document is superseded, or nothing."""
    if document.status is not Status.SUPERSEDED:
        return ""
    wording = EARLIER if document.superseded_by else EARLIER_NO_SUCCESSOR
    if document.successor:
        wording = GONE
    return wording.format(title=document.title, dated=document.dated, successor=document.superseded_by)


def whom_to_ring(answer: Answer) -> tuple[str, ...]:
    """In distress, the crisis lines and what else helps now, in the order they are shown; else nothing."""
    if answer.outcome is not Outcome.DISTRESS:
        return ()
    return (*(line.words for line in answer.crisis), *answer.advice)


def day(moment: date) -> str:
    """A date as it is written in English."""
    return f"{moment.day} {moment:%B %Y}"


def day_in_words(words: str) -> str:
    """A date in ISO 8601 as it is written in English; any other words as they are."""
    try:
        return day(date.fromisoformat(words))
    except ValueError:
        return words
