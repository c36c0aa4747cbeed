"""Answers to what is asked for as a whole: a section, a document, the library, both sides together.

Every line is still a quote with its citation, or a field of a document's front matter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering.answer import Answer, Fact, Grain, Heading, Outcome, Statement
from assistant.answering.decision import Policy
from assistant.answering.extractive import Composer
from corpus.document import Binds, Document, Kind, Passage, Status
from corpus.library import Library
from corpus.notes import Reading
from index.search import Hit, Ranking
from index.words import words

_SIDES = {"inspectors": Binds.INSPECTOR, "providers": Binds.PROVIDER}
_WHOSE = {Binds.INSPECTOR: "inspectors", Binds.PROVIDER: "you"}
# Words that ask for all there is and not for the likeliest of it.
_ALL_OF_IT = re.compile(
    r"^(?:please |can you |could you )*list\b|\b(?:(?:full|whole|complete|a) list|list (?:all|every|of all)|"
    r"every (?:line|bit|rule|point|single)|everything (?:about|on|that|they|we|you|it|there)|in full|bullets?|"
    r"all (?:the|of|that|about)(?! (?:time|way|while|sudden|day|morning|afternoon)\b)|which of the|"
    r"which (?:bits|parts|ones|lines|points|items|expectations|duties|rules)|"
    r"just the (?:ones|bits|rules)|(?:our|their) side|whole section)\b|"
    r"\bthe (?:whole )?lot\W*$",
    re.IGNORECASE,
)
_ON_WHOSE = r" ?(?:side|list|half|duties|expectations|end of (?:it|things))\b"
_ITS_LIST = {
    Binds.PROVIDER: re.compile(rf"\b(?:(?:the )?(?:providers?|leaders?)['’]?s?['’]?|our|my){_ON_WHOSE}", re.IGNORECASE),
    Binds.INSPECTOR: re.compile(rf"\b(?:(?:the )?inspectors?['’]?s?['’]?|their|his|her){_ON_WHOSE}", re.IGNORECASE),
}
_PART = re.compile(r"\b(?:bit|part|section|chapter|heading|called|titled|under)\b", re.IGNORECASE)
# What leads where a part of a document's front matter is asked for; the rest follows in this order.
_FACTS = (
    "status",
    "superseded_by",
    "dated",
    "valid_from",
    "checked_on",
    "publisher",
    "author",
    "applies_to",
    "licence",
    "attribution",
)
_ASKED = {"status": "status", "date": "dated", "publisher": "publisher", "scope": "applies_to", "author": "author"}
_UNKNOWN = "not stated"
_LIMIT = re.compile(r"\b(?:about|regarding|concerning|when it comes to|to do with)\b\s+(.+)$", re.IGNORECASE)
# Words behind “about” that limit nothing: they only name the whole again.
_WHOLE = re.compile(
    r"^(?:\W*(?:the|an?|our|my|your|their|its?|this|that|whole|ofsted'?s?|inspections?|inspectors?|inspection visit|"
    r"visit|guidance|conduct|document|rules?|expectations?|us|me|them|it|thing|things|today|now|please|here)\b)*\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Overview:
    """Composes answers at a coarser grain than a statement."""

    library: Library
    composer: Composer
    policy: Policy

    def answer(self, question: str, reading: Reading, hits: Sequence[Hit]) -> Answer | None:
        """The answer to this reading; nothing where what it is about is not held. `hits` rank the passages."""
        grain, _, name = reading.whole.partition("/")
        made: Answer | None = None
        match grain:
            case "section" if name in _SIDES:
                made = self.section(question, _SIDES[name], hits)
            case "section" if name == "commentary":
                made = self._of_commentary(question, hits)
            case "comparison" if reading.on_a_subject:
                made = self._compared(question, name, hits)
            case "comparison" if name == "sides":
                made = self._sides(question)
            case "section" | "comparison":
                made = self._shown(question, reading, Grain(grain))
            case "document":
                made = self._document(question, reading)
            case "library":
                made = self._library(question)
        return made

    def section(self, question: str, side: Binds, hits: Sequence[Hit] = ()) -> Answer | None:
        """All that is expected of one side, or the part of it that the question limits itself to, if there is one."""
        passages = self.expectations(side)
        part = self._limited(passages, hits) if hits else passages
        if not part:  # beside thousands of added passages none of them may be among the hits
            return None
        document = passages[0].document
        count = f"{len(part)} of the {len(passages)}" if len(part) < len(passages) else f"All {len(passages)}"
        headline = f"{count} expectations of {_WHOSE[side]} in “{document.title}”."
        return self._quoting(question, part, headline, Grain.SECTION)

    def _of_commentary(self, question: str, hits: Sequence[Hit], *, least: int = 7, most: int = 12) -> Answer | None:
        """What opinion says of a subject, by the ranking of the message; nothing where no opinion is held."""
        opinion = [hit.passage for hit in hits if hit.passage.document.kind is Kind.COMMENTARY]
        if not opinion:
            return None
        document = opinion[0].document
        part = self._limited(self._passages_of[document.id], hits, least)[:most]
        headline = f"What “{document.title}” says of that: opinion, not a rule."
        return self._quoting(question, part, headline, Grain.SECTION)

    def _compared(self, question: str, what: str, hits: Sequence[Hit], *, least: int = 2) -> Answer | None:
        """What two sides, or the rule and opinion, say of a subject, by the ranking of the message."""
        if what == "sides":
            scopes = [self.expectations(side) for side in _SIDES.values()]
            headline = "What both sides owe each other there: {} of what is expected of inspectors, {} of you."
        else:
            rules = [each for each in self.guidance() if each.status is Status.CURRENT] or self.guidance()
            opinion = [each for each in self.library.documents if each.kind is Kind.COMMENTARY]
            scopes = [[p for each in of for p in self._passages_of.get(each.id, ())] for of in (rules, opinion)]
            headline = "First the rule, in its own words: {} passages. Then what the commentary says: {}, opinion."
        parts = [self._limited(scope, hits, least) for scope in scopes]
        if not all(parts):
            return None
        shown = [passage for part in parts for passage in part]
        return self._quoting(question, shown, headline.format(*map(len, parts)), Grain.COMPARISON)

    def list_named(self, question: str) -> Binds | None:
        """The side whose list a message names and asks for lines of (“which bits on our list are about paperwork”)."""
        if not _ALL_OF_IT.search(question):
            return None
        return next((side for side, named in _ITS_LIST.items() if named.search(question)), None)

    def part_asked_for(self, question: str, ranking: Ranking) -> Answer | None:
        """The part of a section that a message asks for in full (“every line about being fair”), or nothing."""
        if not _ALL_OF_IT.search(question):
            return None
        likely = self.policy.ahead_from
        first = ranking.hits[0] if ranking.hits else None
        if first and first.score >= likely and first.passage.binds is Binds.NONE and first.passage.section.title:
            return self._whole(question, self._beneath(first.passage))
        if sum(hit.score for hit in ranking.hits if hit.passage.document.kind is Kind.COMMENTARY) >= likely:
            return self._of_commentary(question, ranking.hits)
        whole = {hit.reading.id: hit.score for hit in ranking.readings}
        named = {side: whole.get(f"section/{name}", 0.0) for name, side in _SIDES.items()}
        mass = {side: sum(hit.score for hit in ranking.hits if hit.passage.binds is side) for side in named}
        side = max(named, key=lambda each: named[each] + mass[each])
        if named[side] + mass[side] < likely:
            return None
        lines = set(self.expectations(side))
        about_lines = sum(hit.score for hit in ranking.hits if hit.passage in lines)
        hits = ranking.hits if about_lines > named[side] or limit_of(question) else ()
        listed = self.section(question, side, hits)
        return listed and replace(listed, coverage=min(1.0, ranking.covered + named[side]))

    def headed(self, question: str) -> Answer | None:
        """The section that a message asks for by its heading (“the bit why this matters”), or nothing.

        Words of a heading alone are no such request: they may be what is asked about.
        """
        if not (_PART.search(question) or _ALL_OF_IT.search(question)):
            return None
        said = f" {' '.join(words(question))} "
        named = (passage for heading, passage in self._headings.items() if f" {heading} " in said)
        first = next(named, None)
        return self._whole(question, self._beneath(first)) if first else None

    @cached_property
    def _headings(self) -> dict[str, Passage]:
        """The first passage below each heading of several words, in small letters; lists of duties are readings."""
        free = [each for each in self.library.passages if each.binds is Binds.NONE]
        titled = {each.section.title: each for each in reversed(free)}
        found = {" ".join(words(title)): each for title, each in titled.items()}
        return {heading: passage for heading, passage in found.items() if " " in heading}

    def _beneath(self, passage: Passage) -> list[Passage]:
        """All passages of the section that a passage stands in."""
        path = passage.section.path
        return [each for each in self._passages_of[passage.document.id] if each.section.path == path]

    @cached_property
    def _passages_of(self) -> dict[str, list[Passage]]:
        """The passages of each document, by its id: of a large library not all need to be looked at."""
        found: dict[str, list[Passage]] = {}
        for each in self.library.passages:
            found.setdefault(each.document.id, []).append(each)
        return found

    def expectations(self, side: Binds) -> list[Passage]:
        """The listed duties of one side, from the guidance in force where it is held, else from the earlier."""
        for document in self.guidance():
            listed = [p for p in self._passages_of.get(document.id, ()) if p.binds is side and p.lead_in]
            if listed:
                return listed
        return []

    def guidance(self) -> list[Document]:
        """Official guidance, what is in force first."""
        official = [document for document in self.library.documents if document.kind is Kind.GUIDANCE]
        return sorted(official, key=lambda document: document.status is not Status.CURRENT)

    @property
    def holds_current(self) -> bool:
        """Whether guidance in force is held."""
        return any(document.status is Status.CURRENT for document in self.guidance())

    def _limited(self, passages: Sequence[Passage], hits: Sequence[Hit], least: int = 4) -> list[Passage]:
        """The passages that the ranking puts highest, likeliest first.

        Whoever asks for all about something would rather read a line too many: the likeliest are joined by the most
        similar until there are `least`.
        """
        inside = set(passages)
        held = [hit for hit in hits if hit.passage in inside]
        best = max((hit.score for hit in held), default=0.0)
        likely = [hit for hit in held if hit.score >= self.policy.near * best]
        similar = sorted((hit for hit in held if hit not in likely), key=lambda hit: -hit.similarity)
        return [hit.passage for hit in (*likely, *similar[: max(0, least - len(likely))])]

    def _sides(self, question: str) -> Answer | None:
        both = [passage for side in _SIDES.values() for passage in self.expectations(side)]
        if not both:
            return None
        counts = [len(self.expectations(side)) for side in _SIDES.values()]
        headline = f"What both sides owe each other: {counts[0]} expectations of inspectors and {counts[1]} of you."
        return self._quoting(question, both, headline, Grain.COMPARISON)

    def _shown(self, question: str, reading: Reading, grain: Grain) -> Answer | None:
        """The passages that the notes name for this reading."""
        shown = self._named(reading)
        return self._quoting(question, shown, reading.says, grain) if shown else None

    def _named(self, reading: Reading) -> list[Passage]:
        by_id = {note.id: note.passage for note in self.composer.notes.of_passages}
        return list(dict.fromkeys(by_id[name] for name in reading.shows if name in by_id))

    def _document(self, question: str, reading: Reading) -> Answer | None:
        kind, _, asked = reading.id.partition("/")[2].partition("-")
        document = self._of_kind(Kind(kind))
        if document is None:
            return None
        statement = Statement(document.title, Heading.DOCUMENT, facts=facts_of(document, _ASKED.get(asked, "")))
        shown = self.composer.statements(self._named(reading)) if asked == "summary" else ()
        headline = about(document, asked)
        return Answer(question, Outcome.ANSWERED, headline, (statement, *shown), grain=Grain.DOCUMENT, coverage=1.0)

    def _of_kind(self, kind: Kind) -> Document | None:
        if kind is Kind.GUIDANCE:
            return next(iter(self.guidance()), None)
        return next((document for document in self.library.documents if document.kind is kind), None)

    def _library(self, question: str) -> Answer:
        documents = self.library.opinion_last
        held = tuple(
            Statement(document.title, Heading.DOCUMENT, facts=facts_of(document, "title")) for document in documents
        )
        count = f"{len(documents)} texts are" if len(documents) > 1 else "One text is"
        headline = f"{count} held here. What they do not answer is answered in the places named below."
        places = tuple(dict.fromkeys(place for topic in self.composer.notes.topics for place in topic.look_in))
        return Answer(question, Outcome.ANSWERED, headline, held, look_in=places, grain=Grain.LIBRARY, coverage=1.0)

    def _whole(self, question: str, section: Sequence[Passage]) -> Answer:
        document = section[0].document
        headline = f"All {len(section)} passages under “{section[0].section.title}” in “{document.title}”."
        return self._quoting(question, section, headline, Grain.SECTION)

    def _quoting(self, question: str, passages: Sequence[Passage], headline: str, grain: Grain) -> Answer:
        statements = self.composer.statements(passages)
        return Answer(question, Outcome.ANSWERED, headline, statements, grain=grain, coverage=1.0)


def facts_of(document: Document, leading: str) -> tuple[Fact, ...]:
    """What is known of a document, `leading` first."""
    fields = dict.fromkeys(field for field in (leading, *_FACTS) if field)
    return tuple(Fact(document, field) for field in fields if _stated(document, field))


def about(document: Document, asked: str) -> str:
    """What is said first of a document, in our words around its front matter's."""
    title = f"“{document.title}”"
    match asked:
        case "status" if document.status is Status.SUPERSEDED:
            return f"{title} is superseded by {document.superseded_by or 'a newer text'}."
        case "status" if document.status is Status.CURRENT:
            return f"{title} is in force, as far as is known here."
        case "status":
            return f"It is not known whether {title} is current."
        case "date":
            return f"{title} is dated: {document.dated}."
        case "publisher" | "author":
            speaker = document.publisher if document.kind is Kind.GUIDANCE else document.author
            official = "official guidance" if document.kind is Kind.GUIDANCE else "opinion, not a rule"
            return f"{title} is by {speaker}: {official}."
        case "scope":
            return f"{title} applies to: {document.applies_to}."
    official = "Ofsted’s guidance" if document.kind is Kind.GUIDANCE else "opinion, not a rule"
    return f"{title} in short: {official}, dated {document.dated}."


def limit_of(question: str) -> str:
    """What a question limits itself to (“about how they talk to us”), or nothing."""
    found = _LIMIT.search(question)
    limit = found[1].strip(" ?.!") if found else ""
    return "" if names_the_whole(limit) else limit


def names_the_whole(words: str) -> bool:
    """Whether words that may limit a question only name the whole again (“the guidance”)."""
    return bool(_WHOLE.match(words))


def _stated(document: Document, field: str) -> bool:
    value = str(getattr(document, field))
    return bool(value) and value != _UNKNOWN
