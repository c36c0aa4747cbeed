"""A ranking becomes an Answer: passages chosen and set in order, no language model needed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.answer import Answer, Citation, Heading, Outcome, Statement
from assistant.answering.intent import Intent, intent_of
from assistant.answering.question import Question
from corpus.document import Binds, Kind, Passage
from corpus.notes import Notes, Topic
from index.learned.answerability import Band, Cover
from index.search import Hit, Ranking
from index.words import stems

NOT_COVERED = "The texts held here do not answer that."
NOT_COVERED_BUT = "The texts held here do not answer that. If it is about {topic}, this is where to look."
RELATED = "Nothing held here answers that outright. These passages touch on it."
OFF_TOPIC = "That does not seem to be about an inspection. Ask about what inspectors or you are expected to do."

# How likely a passage answers a question that is put in the passage's own words.
IN_ITS_OWN_WORDS = 0.9


@dataclass(frozen=True)
class _Choice:
    """Which side leads the answer to one ranking, and how likely it answers."""

    ranking: Ranking
    leading: Sequence[Hit]
    other: Sequence[Hit]
    probability: float
    band: Band


@dataclass(frozen=True)
class Composer:
    """Chooses what is shown for a ranking."""

    notes: Notes
    cover: Cover
    most_official: int = 3  # quotes a shaken reader can take in
    most_commentary: int = 2
    margin: float = 20.0  # a further passage is shown when it scores this close to the first
    opinion_behind: float = 20.0  # opinion that is asked for leads unless guidance is this far ahead of it
    opinion_ahead: float = 40.0  # opinion leads where a rule is asked for only if it is this far ahead
    restated: float = 15.0  # what commentary loses where it only says again what a rule asks for
    part_from: float = 0.7  # a sentence of the question adds its passage when it is answered so surely
    part_answers: float = 0.75  # and answers for the whole, where the whole is not answered, from here on
    beside_from: float = 0.7  # the side that does not lead is shown where it answers so surely
    rival_margin: float = 3.0  # a place to look is named when its topic scores this close to the best
    nearest: int = 3
    touches_from: float = 0.1  # what is less likely than this to answer is not even shown as near

    def compose(self, ranking: Ranking, parts: Sequence[Ranking] = ()) -> Answer:
        """The answer to the question of this ranking; `parts` are rankings of its sentences, each on its own."""
        whole = self._choose(ranking)
        others = [choice for part in parts if (choice := self._choose(part)).leading]
        if whole.band is not Band.ANSWERED:
            asking = (choice for choice in others if Question(choice.ranking.question).asks)
            best = max(asking, key=lambda choice: choice.probability, default=whole)
            if best.probability < self.part_answers:
                return self._unanswered(ranking, whole)
            whole = best
        hits = self._shown(whole)
        shown = {hit.passage for hit in hits}
        for other in others:
            if other.probability >= self.part_from and other.leading[0].passage not in shown:
                hits.append(other.leading[0])
                shown.add(other.leading[0].passage)
        return self._answered(ranking, hits, whole.probability)

    def _choose(self, ranking: Ranking) -> _Choice:
        official = [hit for hit in ranking.hits if hit.passage.document.kind is not Kind.COMMENTARY]
        opinion = [hit for hit in ranking.hits if hit.passage.document.kind is Kind.COMMENTARY]
        if self._opinion_leads(intent_of(ranking.question), official, opinion):
            leading, other = opinion, official
        else:
            leading, other = official, opinion
        if not leading:
            # Only commentary is held, and a rule was asked for: opinion alone never answers that.
            return _Choice(ranking, (), opinion, 0.0, Band.RELATED)
        probability = self.cover.probability(ranking, leading[0])
        if _in_its_own_words(ranking.question, leading[0].passage):
            probability = max(probability, IN_ITS_OWN_WORDS)
        return _Choice(ranking, leading, other, probability, self.cover.band(probability))

    def _shown(self, choice: _Choice) -> list[Hit]:
        """What is close to the best of the leading side, then what would answer on its own of the other."""
        other = self._close(choice.other) if choice.other else []
        answering = [hit for hit in other if self.cover.probability(choice.ranking, hit) >= self.beside_from]
        return [*self._close(choice.leading), *answering]

    def _opinion_leads(self, intent: Intent, official: Sequence[Hit], opinion: Sequence[Hit]) -> bool:
        """Opinion leads when it is asked for; a question for neither or both goes to what matches better."""
        if not opinion or not official:
            return bool(opinion) and intent.opinion
        ahead = opinion[0].score - official[0].score
        note = self.notes.on(opinion[0].passage)
        if note and note.binds is not Binds.NONE:
            ahead -= self.restated
        if intent.opinion == intent.entitlement:
            return ahead > 0.0
        return ahead > (-self.opinion_behind if intent.opinion else self.opinion_ahead)

    def _close(self, hits: Sequence[Hit]) -> list[Hit]:
        opinion = hits[0].passage.document.kind is Kind.COMMENTARY
        most = self.most_commentary if opinion else self.most_official
        return [hit for hit in hits[:most] if hit.score >= hits[0].score - self.margin]

    def _answered(self, ranking: Ranking, hits: Sequence[Hit], probability: float) -> Answer:
        # Statements of one heading stand together; the heading of the best one leads its kind.
        headings = list(dict.fromkeys(_heading(hit.passage) for hit in hits))
        ordered = sorted(hits, key=lambda hit: headings.index(_heading(hit.passage)))
        statements = tuple(self._statement(number, hit.passage) for number, hit in enumerate(ordered, 1))
        return Answer(
            question=ranking.question,
            outcome=Outcome.ANSWERED,
            headline=self._headline(ordered[0].passage),
            statements=statements,
            look_in=_places(self._rivals(ranking, at_least=ranking.hits[0].score - self.rival_margin)),
            coverage=probability,
        )

    def _statement(self, number: int, passage: Passage) -> Statement:
        note = self.notes.on(passage)
        return Statement(
            text=" ".join(f"{passage.lead_in} {passage.quote}".split()),
            heading=_heading(passage),
            citations=(Citation(number, passage, passage.quote),),
            plain=note.plain if note else "",
            say=note.say if note else "",
        )

    def _headline(self, passage: Passage) -> str:
        if note := self.notes.on(passage):
            return note.plain
        where = f", under “{passage.section.title}”" if passage.section.title else ""
        return f"“{passage.document.title}” speaks of this{where}."

    def _unanswered(self, ranking: Ranking, choice: _Choice) -> Answer:
        best = (choice.leading or choice.other)[: self.nearest]
        if choice.band is Band.NOT_COVERED:
            best = [hit for hit in best if self.cover.probability(ranking, hit) >= self.touches_from]
        nearest = tuple(Citation(number, hit.passage, hit.passage.quote) for number, hit in enumerate(best, 1))
        probability = choice.probability
        rivals = self._rivals(ranking)
        if choice.band is Band.RELATED and nearest:
            return Answer(
                ranking.question,
                Outcome.RELATED,
                RELATED,
                look_in=_places(rivals),
                nearest=nearest,
                coverage=probability,
            )
        if rivals and rivals[0].off_topic:
            return Answer(ranking.question, Outcome.OFF_TOPIC, OFF_TOPIC, coverage=probability)
        headline = NOT_COVERED_BUT.format(topic=rivals[0].name) if rivals else NOT_COVERED
        return Answer(
            ranking.question,
            Outcome.NOT_COVERED,
            headline,
            look_in=_places(rivals),
            nearest=nearest,
            coverage=probability,
        )

    def _rivals(self, ranking: Ranking, *, at_least: float = -math.inf) -> list[Topic]:
        """The topics answered elsewhere that match best and nearly as well, if they score `at_least` so much."""
        best = ranking.topics[0].score if ranking.topics else 0.0
        close = (hit for hit in ranking.topics[:2] if hit.score >= max(best - self.rival_margin, at_least))
        return [hit.topic for hit in close]


def _in_its_own_words(question: str, passage: Passage, *, fewest: int = 3) -> bool:
    """Whether every telling word of a question stands in the passage: it is then asked for as it is written."""
    asked = set(stems(" ".join(Question(question).telling)))
    return len(asked) >= fewest and asked <= set(stems(passage.statement))


def _heading(passage: Passage) -> Heading:
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


def _places(topics: Iterable[Topic]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for topic in topics for place in topic.look_in))
