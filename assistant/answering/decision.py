"""Selective prediction: what is done about a message, given how likely each of its readings is.

Every reading comes with a calibrated probability (index/search.py). What is likely enough is answered; where two
things are likely both are said; where nothing is, the likeliest readings are offered as choices. The thresholds
were chosen on the dev split, by cost: a wrong rule shown to a leader 10, a wrong place 5, what is held and
refused 5, a tap 1. docs/how-it-works.md tells the whole of it on one page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from corpus.document import Binds, Kind
from corpus.notes import Reading
from index.search import Hit, Ranking, ReadingHit, TopicHit


class Act(StrEnum):
    """What is done."""

    ANSWER = "answer"  # with passages, and with places where both are likely
    READING = "reading"  # another reading than a statement: a section, a document, thanks ...
    PLACE = "place"
    OFF_TOPIC = "off topic"
    CHOICES = "choices"
    NOT_COVERED = "not covered"


_LEADS = (Kind.GUIDANCE, Kind.OTHER, Kind.COMMENTARY)  # what is likely of an earlier kind goes before a later one

# Where a reading belongs by what it shows and not by its name: both sides' duties beside each other are the two
# sections once more, and whoever asks for opinion is told it at whatever length.
_ROOMS = {
    "comparison/sides": "section",
    "comparison/rule-and-opinion": "opinion",
    "section/commentary": "opinion",
    "section/newer-guidance": "opinion",
    "document/commentary-summary": "opinion",
}

Offered = Hit | TopicHit | ReadingHit


@dataclass(frozen=True)
class Decision:
    """What is done about one message, and with what, likeliest first."""

    act: Act
    probability: float  # that what is done is right
    hits: tuple[Hit, ...] = ()
    topics: tuple[TopicHit, ...] = ()
    reading: ReadingHit | None = None
    choices: tuple[Offered, ...] = ()


@dataclass(frozen=True)
class Policy:
    """Decides by thresholds on probabilities."""

    restated: frozenset[str] = frozenset()  # keys of passages of commentary that only say again what a rule asks for
    answer_from: float = 0.55  # of the passages that are shown, together
    ahead_from: float = 0.45  # of the same, where that is twice as likely as any topic; of other readings of one kind
    place_from: float = 0.4  # of a topic
    beside_from: float = 0.2  # of a topic beside an answer, and of what is judged by itself beside what is not
    choices_from: float = 0.3  # of all choices together: below, nothing at all was understood
    near: float = 0.1  # a further passage is shown when it is at least this share as likely as the first
    clear: float = 1.5  # how much likelier than the other side's duties those that lead must be, all together
    most_shown: int = 3  # quotes that a shaken reader can take in
    most_choices: int = 4
    most_beside: int = 3  # other readings offered below an answer
    most_nearest: int = 2  # passages offered by their rank alone, where no passage is likely enough to answer
    least_choice: float = 0.01  # what is less likely is not offered

    def decide(self, ranking: Ranking) -> Decision:
        """What is done about the message of this ranking."""
        shown = self._shown(ranking)
        answer = sum(hit.score for hit in shown)
        topic = ranking.topics[0] if ranking.topics else None
        reading = ranking.readings[0] if ranking.readings else None
        # Readings of one document or one kind of talk help one another: which of them it is matters less than that.
        kind = _room(reading) if reading else ""
        alike = sum(each.score for each in ranking.readings if _room(each) == kind)
        if reading and alike >= max(self.ahead_from, answer):
            return Decision(Act.READING, alike, reading=reading)
        # Whoever asks for a part of a list is shown the likeliest of its lines in either case.
        part = sum(each.score for each in ranking.readings if each.reading.on_a_subject)
        likely = self._answers(answer + min(part, answer), topic.score if topic else 0.0)
        if likely and self._side_is_clear(ranking, shown):
            return Decision(Act.ANSWER, answer, hits=shown, topics=self.beside(ranking))
        off = sum(hit.score for hit in ranking.topics if hit.topic.off_topic)
        if off >= self.place_from and off > answer:
            return Decision(Act.OFF_TOPIC, off)
        if topic and topic.score >= self.place_from:
            act = Act.OFF_TOPIC if topic.topic.off_topic else Act.PLACE
            return Decision(act, topic.score, topics=(topic,))
        return self.ask_back(ranking)

    def offers(self, reading: Reading) -> bool:
        """Whether a reading may be offered as a choice: none that says nothing without the words of a message."""
        return not (reading.on_a_subject or reading.id.startswith(("talk/", "assistant/", "present-code")))

    def _shown(self, ranking: Ranking) -> tuple[Hit, ...]:
        """The likeliest passage, those nearly as likely of its kind and side, and what is likely of the other kind.

        A duty of the other side would mislead, and neither opinion nor a local document stands in the midst of rules.
        """
        first = self._leading(ranking)
        if first is None:
            return ()
        near = [hit for hit in ranking.hits if self._is_near(hit, first) and _alike(hit, first)]
        other = [hit for hit in ranking.hits if hit.score >= self.beside_from and not _same_kind(hit, first)]
        rest = _shared_out(first, [hit for hit in near if hit is not first], self.most_shown - 1)
        return (first, *rest, *other[:1])

    def _is_near(self, hit: Hit, first: Hit) -> bool:
        """Whether a passage is likely enough to stand beside the first.

        One judged by itself has some likelihood whatever is asked; the others share theirs, so that a tenth says much.
        """
        return hit.score >= (self.beside_from if hit.alone and not first.alone else self.near * first.score)

    def _leading(self, ranking: Ranking) -> Hit | None:
        """The likeliest passage, unless one of a kind that goes before it is likely.

        A rule gives way to nothing. Before a local document it leads where the likeliest rules together are likely
        or likelier; before commentary where it is likely, or is only said again there.
        """
        first = ranking.hits[0] if ranking.hits and ranking.hits[0].score > 0 else None
        if first is None:
            return None
        place = _LEADS.index(first.passage.document.kind)
        before = [hit for hit in ranking.hits if hit.passage.document.kind in _LEADS[:place]][: self.most_shown]
        if not before:
            return first
        if first.passage.document.kind is Kind.OTHER:
            leads = sum(hit.score for hit in before) >= min(self.answer_from, first.score)
        else:
            again = first.passage.key in self.restated
            leads = before[0].score >= (self.near * first.score if again else self.answer_from)
        return before[0] if leads else first

    def _answers(self, answer: float, rival: float) -> bool:
        """Whether passages are likely enough: more so where a topic answered elsewhere is likely too."""
        return answer >= rival and (answer >= self.answer_from or answer >= max(self.ahead_from, 2 * rival))

    def _side_is_clear(self, ranking: Ranking, shown: Sequence[Hit]) -> bool:
        """Whether it is plain who did it to whom: the other side's duties are less likely, all together."""
        side = shown[0].passage.binds
        if side is Binds.NONE:
            return True
        mass = dict.fromkeys(Binds, 0.0)
        for hit in ranking.hits:
            mass[hit.passage.binds] += hit.score
        other = Binds.PROVIDER if side is Binds.INSPECTOR else Binds.INSPECTOR
        return mass[side] >= self.clear * mass[other]

    def beside(self, ranking: Ranking) -> tuple[TopicHit, ...]:
        """The likeliest topic answered elsewhere, where it is likely enough to be named beside an answer."""
        likely = (hit for hit in ranking.topics if hit.score >= self.beside_from and not hit.topic.off_topic)
        return tuple(likely)[:1]

    def _worth_offering(self, each: Offered) -> bool:
        if isinstance(each, TopicHit):
            return not each.topic.off_topic
        return not isinstance(each, ReadingHit) or self.offers(each.reading)

    def nearest(self, ranking: Ranking) -> Sequence[Hit]:
        """The passages nearest by rank, opinion aside, which is offered only where it is likely.

        What is answered elsewhere has many names that share one message; the passage that answers is seldom far.
        """
        opinion = Kind.COMMENTARY
        likely = (hit for hit in ranking.hits if hit.score >= self.least_choice)
        found = (hit for hit in likely if hit.passage.document.kind is not opinion)
        return tuple(islice(found, self.most_nearest))

    def offered(self, ranking: Ranking, most: int, nearest: Sequence[Hit] = ()) -> tuple[Offered, ...]:
        """Up to `most` readings that may be offered, likeliest first; these passages among them however unlikely."""
        found: list[Offered] = [*ranking.hits[:6], *ranking.topics[:4], *ranking.readings[:2]]
        likely = [each for each in found if each.score >= self.least_choice and self._worth_offering(each)]
        likely.sort(key=_likeliest_first)
        others = [each for each in likely if each not in nearest][: most - len(nearest)]
        return tuple(sorted((*nearest, *others), key=_likeliest_first))

    def ask_back(self, ranking: Ranking) -> Decision:
        """What is offered where nothing is likely enough, or that nothing at all was understood."""
        together = sum(each.score for each in self.offered(ranking, self.most_choices))
        if together < self.choices_from:
            return Decision(Act.NOT_COVERED, 1.0 - ranking.covered)
        choices = self.offered(ranking, self.most_choices, self.nearest(ranking))
        if len(choices) < 2:
            return Decision(Act.NOT_COVERED, 1.0 - ranking.covered)
        return Decision(Act.CHOICES, together, choices=choices)


def _likeliest_first(each: Offered) -> float:
    return -each.score


def _shared_out(first: Hit, near: Sequence[Hit], places: int) -> Sequence[Hit]:
    """The likeliest of those that are near; the last place is for another document: no long one drowns a short one."""
    long = first.passage.document.id
    others = [hit for hit in near[places:] if hit.passage.document.id != long]
    drowned = others and all(hit.passage.document.id == long for hit in near[:places])
    return (*near[: places - 1], others[0]) if drowned else near[:places]


def _room(hit: ReadingHit) -> str:
    """What readings of one kind have in common, such as document or talk."""
    return _ROOMS.get(hit.reading.whole, hit.reading.whole.partition("/")[0])


def _same_kind(one: Hit, other: Hit) -> bool:
    """Whether both are rules, both local documents or both opinion."""
    return one.passage.document.kind is other.passage.document.kind


def _alike(one: Hit, other: Hit) -> bool:
    """Whether two passages are of one kind, and of one side's duties or one of them of neither's."""
    return _same_kind(one, other) and len({one.passage.binds, other.passage.binds} - {Binds.NONE}) < 2
