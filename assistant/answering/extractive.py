"""The extractive composer: a decision becomes an Answer that quotes, no language model needed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.answer import Answer, Choice, Citation, Grain, Heading, Outcome, Statement
from assistant.answering.decision import Act, Decision, Offered
from corpus.document import Binds, Kind, Passage
from corpus.editions import NO_EDITIONS, Editions, Relation
from corpus.notes import Notes, Topic
from index.search import Hit, ReadingHit, TopicHit

NOT_COVERED = "The texts held here do not answer that."
NOT_COVERED_BUT = "The texts held here do not answer that. If it is about {topic}, this is where to look."
OFF_TOPIC = "That does not seem to be about an inspection. Ask about what inspectors or you are expected to do."
CHOICES = "Is it about one of these?"
PRESENT = (
    "The present code is not held here. This is what the earlier wording said; ask to see what stands there today."
)
REWORDED = "The earlier wording{dated} was another. It stands below the present one."
UNCHANGED = "The wording has not changed: the earlier edition{dated} has the same words."
GONE = "This stands in the earlier edition{dated} alone. Nothing present was found that says it."
IN_SHORT = (
    "“{newer}” took the place of “{older}”: {reworded} are reworded, {new} are new, {gone} are gone and {same} stand "
    "as they were. “See what has changed”, under Documents, shows them side by side. Name what it is about to see one."
)
NEW = "This is new: nothing was found in the earlier edition that says it."


@dataclass(frozen=True)
class Composer:
    """Chooses the words that a decision is shown in."""

    notes: Notes
    editions: Editions = NO_EDITIONS

    def compose(self, question: str, decision: Decision) -> Answer:
        """The answer to a question. Raises ValueError for a reading, which assistant.answering.overview answers."""
        match decision.act:
            case Act.ANSWER:
                return self.answered(question, decision.hits, decision.topics, decision.probability)
            case Act.CHOICES:
                return self._asked_back(question, decision)
            case Act.PLACE | Act.NOT_COVERED:
                return self._not_covered(question, decision)
            case Act.OFF_TOPIC:
                return Answer(question, Outcome.OFF_TOPIC, OFF_TOPIC, coverage=1.0 - decision.probability)
        raise ValueError(f"no composer for {decision.act}")

    def answered(
        self, question: str, hits: Sequence[Hit], topics: Sequence[TopicHit] = (), probability: float = 1.0
    ) -> Answer:
        """An answer that quotes these passages in their order, and names the places of these topics for the rest."""
        passages = grouped(self.present(hit.passage for hit in hits))
        return Answer(
            question=question,
            outcome=Outcome.ANSWERED,
            headline=self.headline(passages[0]),
            statements=self.statements(passages),
            look_in=places(hit.topic for hit in topics),
            coverage=min(1.0, probability),
        )

    def earlier_wording(self, question: str, decision: Decision) -> Answer:
        """What held, superseded words said where the present ones, which are not held, are asked for."""
        return Answer(
            question,
            Outcome.RELATED,
            PRESENT,
            look_in=places(hit.topic for hit in decision.topics),
            nearest=_cited(decision.hits),
            coverage=min(1.0, decision.probability),
        )

    def in_both_editions(self, question: str, answer: Answer) -> Answer | None:
        """What an answer quotes with the earlier wording beside it; nothing where it quotes no edition of another."""
        passages = grouped([each.passage for each in answer.citations if self._is_of_editions(each.passage)])
        if not passages:
            return None
        shown = self.present(passages)
        gone = self.editions.after(shown[0])  # beside what has a present wording, what has none would only worry
        made = self.statements([each for each in shown if gone or not self.editions.after(each)])
        both = (replace(each, earlier=self.editions.before(each.citations[0].passage)) for each in made)
        became = self._what_became(made[0].citations[0].passage)
        return Answer(question, Outcome.ANSWERED, became, tuple(both), coverage=answer.coverage, of_earlier=True)

    def changes_in_short(self, question: str) -> Answer:
        """How many statements of the newest edition changed, and where all of them are shown."""
        edition = self.editions.all[-1]
        counts = {str(relation): edition.count(relation) for relation in Relation}
        words = IN_SHORT.format(older=edition.older.title, newer=edition.newer.title, **counts)
        return Answer(question, Outcome.TALK, words)

    def _is_of_editions(self, passage: Passage) -> bool:
        return any(passage.document in (each.older, each.newer) for each in self.editions.all)

    def _what_became(self, passage: Passage) -> str:
        """Whether the earlier wording of a present statement was another, the same or none, or nothing replaced it."""
        if self.editions.after(passage):
            return GONE.format(dated=_dated(passage))
        pair = self.editions.before(passage)
        if pair is None or pair.older is None:
            return NEW
        return (UNCHANGED if pair.relation is Relation.SAME else REWORDED).format(dated=_dated(pair.older))

    def statements(self, passages: Sequence[Passage]) -> tuple[Statement, ...]:
        """A statement for each passage, their citations numbered from 1."""
        return tuple(self._statement(number, passage) for number, passage in enumerate(self.present(passages), 1))

    def present(self, passages: Iterable[Passage]) -> list[Passage]:
        """Each passage once, in its present wording where an edition held here has it."""
        return list(dict.fromkeys(map(self._newest, passages)))

    def _newest(self, passage: Passage) -> Passage:
        while (pair := self.editions.after(passage)) and pair.newer:
            passage = pair.newer
        return passage

    def headline(self, passage: Passage) -> str:
        """The first line to show: the plain meaning, or else where it stands."""
        if note := self.notes.on(passage):
            return note.plain
        where = f", under “{passage.section.title}”" if passage.section.title else ""
        return f"“{passage.document.title}” speaks of this{where}."

    def choice(self, offered: Offered) -> Choice:
        """What is offered, as a reader taps it."""
        if isinstance(offered, TopicHit):
            return Choice(f"place/{offered.topic.id}", offered.topic.label, None)
        if isinstance(offered, ReadingHit):
            return Choice(offered.reading.id, offered.reading.label, Grain(offered.reading.id.partition("/")[0]))
        if note := self.notes.on(offered.passage):
            return Choice(f"statement/{note.id}", label_of(note.label, offered.passage), Grain.STATEMENT)
        words = " ".join(offered.passage.quote.split()[:9])
        return Choice(f"passage/{offered.passage.key}", label_of(f"“{words}…”", offered.passage), Grain.STATEMENT)

    def _statement(self, number: int, passage: Passage) -> Statement:
        note = self.notes.on(passage)
        before = self.editions.before(passage)
        return Statement(
            text=" ".join(f"{passage.lead_in} {passage.quote}".split()),
            heading=heading_of(passage),
            citations=(Citation(number, passage, passage.quote),),
            plain=note.plain if note else "",
            say=note.say if note else "",
            earlier=before if before and before.relation is Relation.REWORDED else None,
        )

    def _asked_back(self, question: str, decision: Decision) -> Answer:
        choices = dict.fromkeys(map(self.choice, decision.choices))
        covered = sum(each.score for each in decision.choices if isinstance(each, Hit))
        return Answer(question, Outcome.CHOICES, CHOICES, choices=tuple(choices), coverage=min(1.0, covered))

    def _not_covered(self, question: str, decision: Decision) -> Answer:
        topics = [hit.topic for hit in decision.topics]
        headline = NOT_COVERED_BUT.format(topic=topics[0].name) if topics else NOT_COVERED
        return Answer(
            question,
            Outcome.NOT_COVERED,
            headline,
            look_in=places(topics),
            coverage=max(0.0, 1.0 - decision.probability),
        )


def heading_of(passage: Passage) -> Heading:
    """Under what a passage stands."""
    match passage.document.kind, passage.binds:
        case Kind.COMMENTARY, _:
            return Heading.COMMENTARY
        case Kind.OTHER, _:
            return Heading.OTHER
        case _, Binds.INSPECTOR:
            return Heading.INSPECTORS
        case _, Binds.PROVIDER:
            return Heading.PROVIDERS
    return Heading.GUIDANCE


def label_of(label: str, passage: Passage) -> str:
    """What is tapped to get a passage: whoever taps knows beforehand whether opinion comes."""
    return f"{label} (opinion)" if passage.document.kind is Kind.COMMENTARY else label


def grouped(passages: Sequence[Passage]) -> list[Passage]:
    """Those of one heading together; the heading of the first leads."""
    headings = list(dict.fromkeys(map(heading_of, passages)))
    return sorted(passages, key=lambda passage: headings.index(heading_of(passage)))


def places(topics: Iterable[Topic]) -> tuple[str, ...]:
    """Where these topics are answered, each place once."""
    return tuple(dict.fromkeys(place for topic in topics for place in topic.look_in))


def _dated(passage: Passage) -> str:
    dated = passage.document.dated
    return "" if dated == "not stated" else f" ({dated})"


def _cited(hits: Iterable[Hit]) -> tuple[Citation, ...]:
    return tuple(Citation(number, hit.passage, hit.passage.quote) for number, hit in enumerate(hits, 1))
