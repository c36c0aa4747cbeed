"""The proof of a draft: each statement is kept, with the citations that prove it, or dropped, with the reason."""

import re
import unicodedata
from collections.abc import Sequence

from assistant.answering.answer import Citation, Dropped, Statement
from assistant.answering.extractive import heading_of
from assistant.verifying.verifier import verify
from assistant.writing.draft import Draft, DraftStatement
from assistant.writing.prompt import source_of
from corpus.document import Kind, Status

LONGEST = 400  # characters of a sentence that a shaken reader can take in
MOST = 6
_MARKUP = re.compile(
    r"https?:|www\.|\]\(|[<>{}`|\\]|\*\*|\S@\S|!\[|\b[\w-]+\.(?:com|org|net|io|uk|gov|edu|info|ly|me)\b", re.IGNORECASE
)
# Before the full stop: what no sentence ends with, as a small model that is cut off writes.
_BROKEN_OFF = re.compile(
    r"(?:[\s,;:(–—-]|[’'][^\Wdmst]|\b(?:a|an|the|their|its|our|your|my|his|and|or|but|nor|than|of|because|if|which|whose|"
    r"particularly|including)|,\s*\d+|\bin the way)[.”\"’]*$|[\s\[(#][^\w\s”\"’]*['’]?\.$",
    re.IGNORECASE,
)
_AGAIN_AND_AGAIN = re.compile(r"\b(\w+(?:\W+\w+)+)\W+\1\W+\1\b", re.IGNORECASE)
# What only a rule can say; opinion that says it would be taken for a right.
_ENTITLES = re.compile(
    r"\b(?:may|might|must|can|could|cannot|can['’]t|should|shall|will|would|won['’]t|ought|entitled|rights?|allowed|"
    r"permitted|have to|has to|need(?:s|ed)? to|required?|requires|obliged|expected?|expects|duty|duties|free to|"
    r"forbidden|banned)\b",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\b(?:today|now|nowadays|currently?|presently?|at the moment|in force|still|latest|newest|these days|"
    r"up[- ]to[- ]date|any ?more|no longer|from now on|applies|20[2-9]\d)\b",
    re.IGNORECASE,
)


def proved(draft: Draft, citations: Sequence[Citation]) -> tuple[tuple[Statement, ...], tuple[Dropped, ...]]:
    """What may be shown of a draft, each text once, and what may not."""
    kept: dict[str, Statement] = {}
    dropped: list[Dropped] = []
    for each in draft.statements:
        text = " ".join(each.text.split())
        found = _proved(each, text, citations) if len(kept) < MOST else Dropped(text, f"length: more than {MOST}")
        if isinstance(found, Dropped):
            dropped.append(found)
        else:
            kept.setdefault(text.casefold(), found)
    return tuple(kept.values()), tuple(dropped)


def _proved(each: DraftStatement, text: str, citations: Sequence[Citation]) -> Statement | Dropped:
    cited = [citation for citation in citations if citation.number in each.passages]
    fault = _unfit(text) or _unknown(each, citations) or _misquoted(each, cited)
    if fault:
        return Dropped(text[:LONGEST], fault)
    rules = [citation for citation in cited if citation.passage.document.kind is not Kind.COMMENTARY]
    used = rules or cited
    fault = _mixed(used) or _overstated(text, used) or _outdated(text, used)
    if not fault and not (verdict := verify(text, [source_of(citation) for citation in used])).proved:
        fault = verdict.why
    return Dropped(text, fault) if fault else Statement(text, heading_of(used[0].passage), tuple(used))


def _unfit(text: str) -> str:
    """What no sentence of ours has: markup, links, hidden or foreign characters; a question; a fragment."""
    if len(text) > LONGEST:
        return f"length: over {LONGEST} characters"
    if len(text.split()) < 3 or not text.endswith((".", "”", '"', "’")):
        return "form: no whole sentence"
    if _BROKEN_OFF.search(text):
        return "form: it breaks off"
    if _AGAIN_AND_AGAIN.search(text):
        return "form: it repeats itself"
    if _MARKUP.search(text):
        return "form: markup or a link"
    odd = [c for c in text if unicodedata.category(c).startswith("C") or _foreign(c)]
    return "form: characters that do not show, or of another alphabet" if odd else ""


def _foreign(character: str) -> bool:
    return character.isalpha() and "LATIN" not in unicodedata.name(character, "")


def _unknown(each: DraftStatement, citations: Sequence[Citation]) -> str:
    there = {citation.number for citation in citations}
    if not each.passages:
        return "passage: none is named"
    wrong = [number for number in each.passages if number not in there]
    return f"passage: there is no passage {wrong[0]}" if wrong else ""


def _misquoted(each: DraftStatement, cited: Sequence[Citation]) -> str:
    sources = [source_of(citation) for citation in cited]
    wrong = [quote for quote in each.quotes if not quote.strip() or not any(quote in source for source in sources)]
    return f"quote: “{wrong[0][:80]}” is in no passage named" if wrong else ""


def _mixed(used: Sequence[Citation]) -> str:
    """Duties of both sides in one sentence are how they are swapped."""
    headings = {heading_of(citation.passage) for citation in used}
    return "party: it rests on the duties of more than one side" if len(headings) > 1 else ""


def _overstated(text: str, used: Sequence[Citation]) -> str:
    opinion = used[0].passage.document.kind is Kind.COMMENTARY
    return "commentary: opinion cannot entitle or oblige anybody" if opinion and _ENTITLES.search(text) else ""


def _outdated(text: str, used: Sequence[Citation]) -> str:
    old = any(citation.passage.document.status is Status.SUPERSEDED for citation in used)
    return "superseded: earlier wording is told as today's" if old and _TODAY.search(text) else ""
