"""The assistant: a message with the turns before it becomes an Answer. Keeps nothing."""

import re
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering import distress, talk
from assistant.answering.answer import Answer, Choice, Grain, Outcome
from assistant.answering.decision import Act, Decision, Policy
from assistant.answering.distress import Judgement
from assistant.answering.extractive import Composer, label_of
from assistant.answering.language import in_another_language
from assistant.answering.overview import Overview, limit_of
from assistant.answering.past_wording import asks_for_earlier, asks_what_changed, subject_of
from assistant.answering.question import Part, Question, read_question
from assistant.answering.turns import (
    Turns,
    adds,
    in_full,
    kind_meant,
    ones_meant,
    pointed_at,
    side_meant,
    started_anew,
    turned_to,
    turns_round,
    without_correction,
)
from corpus.document import Kind, Passage
from corpus.library import Library
from corpus.notes import Reading, Topic
from index.build import Build
from index.encoder import ToneEncoder, Vectors
from index.learned.distress import DistressModel
from index.once import OnceEncoder
from index.search import Hit, Ranking, ReadingHit, Searcher, TopicHit, limited, pooled
from index.words import stems

EMPTY = "Type a question, for example: can she talk to my staff without me?"
FOREIGN = "Please ask in English: the texts held here are in English, and so are the answers."
VAGUE = "What is it about? Say in a few words what happened or what you want to know, for example: {example}"
EXAMPLE = "the inspector wants to see my teaching assistant alone."

_OF_WHAT_IS_HELD = re.compile(
    r"\b(?:guidance|guide|code|rules?|ofsted'?s?|official|blog(?:ger)?|commentary|article|piece|author|writer|opinions?|head(?:teacher|s)?)\b",
    re.IGNORECASE,
)


Ranked = tuple[tuple[Part, Ranking], ...]  # each sentence of a message with its ranking
MOST_EARLIER = 8  # turns that are looked back at


class Earlier(tuple[Question, ...]):
    """The turns before, oldest first, and once it was needed the answer to the last of them.

    Found again at each turn of a chain such as “the second one”, it would cost twice as much a turn more.
    """

    last: Answer | None = None


@dataclass(frozen=True)
class Assistant:
    """Answers questions about the documents of one build."""

    searcher: Searcher
    encoder: ToneEncoder
    composer: Composer
    policy: Policy
    distress_model: DistressModel | None = None

    @property
    def build(self) -> Build:
        """The index that is searched."""
        return self.searcher.build

    @property
    def library(self) -> Library:
        """The documents that are answered from."""
        return self.build.library

    @cached_property
    def overview(self) -> Overview:
        """What answers at a coarser grain than a statement."""
        return Overview(self.library, self.composer, self.policy)

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """The answer to a question, given the user's earlier questions, oldest first.

        A question that is the id or the text of a choice gets the answer to that reading.
        Raises AssistantError when the question cannot be read or is over 1,000 characters.
        """
        return self._timed(question, Earlier(read_question(turn) for turn in earlier[-MOST_EARLIER:]))

    def converse(self, turns: Sequence[str]) -> list[Answer]:
        """The answers to all turns of a conversation, each given those before it; raises as `ask` does."""
        answers: list[Answer] = []
        for n, turn in enumerate(turns):
            earlier = Earlier(read_question(before) for before in turns[max(0, n - MOST_EARLIER) : n])
            earlier.last = answers[-1] if answers else None
            answers.append(self._timed(turn, earlier))
        return answers

    def _timed(self, question: str, earlier: Earlier) -> Answer:
        begun = time.perf_counter()
        with self._nothing_twice():
            answer = self._answer(read_question(question), earlier)
        return replace(answer, milliseconds=round((time.perf_counter() - begun) * 1000, 1))

    def _nothing_twice(self) -> AbstractContextManager[None]:
        """Within it, in this thread, no text is embedded twice."""
        return self.encoder.once() if isinstance(self.encoder, OnceEncoder) else nullcontext()

    def search(self, question: str) -> Ranking:
        """The ranking of all readings of a question, whatever the answer would be."""
        return self.searcher.search(read_question(question).text)

    def judge(self, message: str) -> Judgement:
        """What a message tells of distress, whatever the answer to it would be."""
        meaning, tone = self.encoder.encode_with_tone([message])
        question = read_question(message)
        level = distress.by_rules(question.text)
        return Judgement(level) if distress.hides_answer(level) else self._judged(question, meaning[0], tone[0])

    def _answer(self, question: Question, earlier: Earlier) -> Answer:
        if question.empty:
            return Answer(question.text, Outcome.UNCLEAR, EMPTY)
        if question.foreign:
            return Answer(question.text, Outcome.UNCLEAR, FOREIGN)
        outright = distress.by_rules(question.text)
        if distress.hides_answer(outright):
            return distress.met(question.text, outright)
        if chosen := self._chosen(question.text):
            return chosen
        parts = question.parts
        texts = question.texts
        meaning, tone = self.encoder.encode_with_tone(texts)
        judgement = self._judged(question, meaning[0], tone[0])
        if distress.hides_answer(judgement.level):
            return distress.met(question.text, judgement.level)
        if in_another_language(question.text):  # its cries for help were heard: the model knows the commonest
            return Answer(question.text, Outcome.UNCLEAR, FOREIGN)
        alone, *rankings = self.searcher.search_all(texts, meaning)
        answer = self._understood(question, earlier, alone, tuple(zip(parts, rankings, strict=True)))
        if judgement.kind:
            answer = distress.with_kindness(answer)
        return distress.with_care(answer) if judgement.level is distress.Level.CARE else answer

    def _judged(self, question: Question, meaning: Vectors, tone: Vectors) -> Judgement:
        """What a message that the rules pass over tells of distress; the rows are its embedding and its tone."""
        if self.distress_model is None:
            return distress.by_model({})
        return distress.by_model(self.distress_model.probabilities(question.text, meaning, tone))

    def _understood(self, question: Question, earlier: Earlier, alone: Ranking, parts: Ranked) -> Answer:
        if asks_for_earlier(question) and (answer := self._in_earlier_words(question, earlier)):
            return answer
        if asks_what_changed(question) and (answer := self._what_changed(question, earlier)):
            return answer
        if earlier and (answer := self._in_conversation(question, earlier, alone)):
            return answer
        answer = self._decided(question.text, alone, parts, earlier)
        if not question.telling and answer.outcome is not Outcome.TALK and answer.grain is Grain.STATEMENT:
            return Answer(question.text, Outcome.UNCLEAR, VAGUE.format(example=EXAMPLE))
        return answer

    # Earlier editions.

    def _in_earlier_words(self, question: Question, earlier: Earlier) -> Answer | None:
        """The earlier wording that is asked for, beside the present where that is held; nothing where none is found.

        Where the message does not say of what, it is that of the answer before.
        """
        about = subject_of(question)
        found = self._by_rules(about) if about else self._last(earlier)
        if found is None or found.outcome is not Outcome.ANSWERED:
            return None
        if self.composer.editions.all:
            found = self.composer.in_both_editions(question.text, found)
        read_with = "" if about else earlier[-1].text
        return found and replace(found, question=question.text, read_with=read_with)

    def _what_changed(self, question: Question, earlier: Earlier) -> Answer | None:
        """Both wordings of what may have changed, or all changes in short where the message names nothing.

        Where the present wording is not held it is said to be missing; nothing where opinion is asked for.
        """
        if kind_meant(question.text) is Kind.COMMENTARY:
            return None
        if self.composer.editions.all:
            answer = self._in_earlier_words(question, earlier)
            return answer or (None if subject_of(question) else self.composer.changes_in_short(question.text))
        about = subject_of(question)
        rules, probability = self._rules_on(about) if about else ((), 0.0)
        missing = Decision(Act.ANSWER, probability, hits=tuple(rules))
        return self.composer.earlier_wording(question.text, missing) if rules else None

    def _by_rules(self, about: Question) -> Answer | None:
        """The rules that answer what a wording is about, or nothing."""
        rules, probability = self._rules_on(about)
        return self.composer.answered(about.text, rules, (), probability) if rules else None

    def _rules_on(self, about: Question, *, alike_from: float = 0.45) -> tuple[Sequence[Hit], float]:
        """The rule that holds all words of a subject, those that answer it, or the one most like it.

        Opinion has no editions.
        """
        ranking = replace(self.searcher.search(about.text), readings=())
        decision = self.policy.decide(ranking)
        said = set(stems(" ".join(about.telling)))
        guidance = [hit for hit in ranking.hits if hit.passage.document.kind is Kind.GUIDANCE]
        worded = [hit for hit in guidance if said and said <= set(stems(hit.passage.statement))]
        answering = [hit for hit in decision.hits if hit.passage.document.kind is Kind.GUIDANCE]
        if worded and not (answering and answering[0] in worded):
            answering = sorted(worded, key=_most_similar_first)[:1]
        if not answering and decision.act is not Act.OFF_TOPIC:
            alike = [hit for hit in guidance if hit.similarity >= alike_from]
            answering = sorted(alike, key=_most_similar_first)[:1]
        return answering, decision.probability

    # What went before.

    def _in_conversation(self, question: Question, earlier: Earlier, alone: Ranking) -> Answer | None:
        """The answer to what leans on the turns before; nothing for what stands alone."""
        if number := pointed_at(question.text):
            return self._pointed(question, earlier, number)
        if fresh := started_anew(question):
            return replace(self._anew(fresh), question=question.text)
        rest = without_correction(question)
        if rest and (other := self._of_the_list(question, rest, earlier)):
            return other
        before = self._about_inspection(earlier)
        if before is None:
            return None
        asked = in_full(before)
        ranking, of_before = self.searcher.search_all([f"{asked} {(rest or question).text}", asked])
        if turned := self._turned(question, of_before, ranking):
            return replace(turned, read_with=before[-1].text)
        own = self.searcher.search(rest.text) if rest else alone
        turns = Turns(rest or question, own, ranking, of_before, self.policy)
        if turns.stand_alone:
            return self._decided(question.text, own, (), earlier) if rest else None
        if adds(question) and turns.together.act in {Act.CHOICES, Act.NOT_COVERED}:
            ranking = of_before  # what is asked of one more is what was asked before
        answer = self._decided(question.text, ranking, (), earlier)
        return replace(answer, read_with=before[-1].text)

    def _anew(self, question: Question) -> Answer:
        """The answer to what is asked where all that was said before is dropped."""
        parts = question.parts
        alone, *rankings = self.searcher.search_all([question.text, *(part.text for part in parts)])
        return self._understood(question, Earlier(), alone, tuple(zip(parts, rankings, strict=True)))

    def _of_the_list(self, question: Question, rest: Question, earlier: Earlier) -> Answer | None:
        """“No, the ones for us”, said of a list: the other side's; “the staff ones”: what of it is about them."""
        last = self._last(earlier)
        if last is None or last.grain is not Grain.SECTION:
            return None
        meant = side_meant(rest.text)
        listed = last.citations[0].passage.binds
        if meant and meant is not listed:
            return self.overview.section(question.text, meant)
        about = ones_meant(rest.text)
        return self.overview.section(question.text, listed, self.searcher.search(about).hits) if about else None

    def _turned(self, question: Question, asked: Ranking, joined: Ranking) -> Answer | None:
        """What was asked of one side, asked of the other, or of the rule after opinion or the other way round."""
        kind = kind_meant(question.text)
        if not (kind or turns_round(question)):
            return None
        led = asked.hits[0].passage if asked.hits else None
        if led and (other := turned_to(question, led.binds)):
            ranking = limited(joined, lambda passage: passage.binds is other)
        elif kind:
            ranking = limited(asked, lambda passage: passage.document.kind is kind)
        else:
            return None
        decision = self.policy.decide(replace(ranking, readings=()))
        if decision.act is not Act.ANSWER:
            decision = self.policy.ask_back(ranking)
        return self.composer.compose(question.text, decision)

    def _pointed(self, question: Question, earlier: Earlier, number: int) -> Answer | None:
        """The line of the last answer's list that a number points at."""
        last = self._last(earlier)
        if last is None:
            return None
        if last.outcome is Outcome.CHOICES:
            picked = last.choices[number - 1 if number > 0 else number : (number if number > 0 else None)]
            return self._chosen(picked[0].id) if picked else None
        lines = [statement for statement in last.statements if statement.citations]
        if len(lines) < 2 or not -len(lines) <= number <= len(lines):
            return None
        passage = lines[number - 1 if number > 0 else number].citations[0].passage
        answer = self.composer.answered(question.text, [Hit(passage, 1.0)])
        return replace(answer, read_with=last.question)

    def _about_inspection(self, earlier: Earlier, *, turns: int = 4) -> tuple[Question, ...] | None:
        """The turns up to the last one that says something about the inspection; nothing where none does."""
        recent = earlier[-turns:]
        telling = [n for n, turn in enumerate(recent) if turn.telling and not _in_danger(turn)]
        rankings = self.searcher.search_all([recent[n].text for n in telling]) if telling else []
        found = dict(zip(telling, rankings, strict=True))
        last = next((n for n in reversed(telling) if not self._aside(found[n])), None)
        return recent[: last + 1] if last is not None else None

    def _aside(self, ranking: Ranking) -> bool:
        """Whether a turn was small talk or off the subject, so that nothing leans on it."""
        decision = self.policy.decide(ranking)
        talked = decision.reading is not None and decision.reading.reading.id.startswith(("talk/", "assistant/"))
        return talked or decision.act is Act.OFF_TOPIC

    def _last(self, earlier: Earlier) -> Answer | None:
        """The answer to the turn before, found again: nothing is kept."""
        if earlier and earlier.last is None:
            earlier.last = self._answer(earlier[-1], Earlier(earlier[:-1]))
        return earlier.last

    # One reading after the other.

    def _decided(self, question: str, ranking: Ranking, parts: Ranked, earlier: Earlier) -> Answer:
        """The answer to one reading, with what else the message or a sentence of it may be about."""
        answer = self._answered(question, ranking, parts, earlier)
        return (
            answer
            if answer.choices
            else replace(answer, choices=self._others(answer, pooled(ranking, *(of for _, of in parts))))
        )

    def _others(self, answer: Answer, ranking: Ranking) -> tuple[Choice, ...]:
        """The likeliest readings that the answer does not give: one tap mends what was misunderstood."""
        if answer.outcome in {Outcome.TALK, Outcome.OFF_TOPIC}:
            return ()
        shown = {citation.passage.key for citation in (*answer.citations, *answer.nearest)}
        named = set(answer.look_in)
        others = replace(
            ranking,
            hits=tuple(hit for hit in ranking.hits if hit.passage.key not in shown),
            topics=tuple(hit for hit in ranking.topics if not named.issuperset(hit.topic.look_in)),
            readings=ranking.readings if answer.grain is Grain.STATEMENT else ranking.readings[1:],  # not the one given
        )
        nearest = self.policy.nearest(others) if answer.outcome is Outcome.NOT_COVERED else ()
        offered = self.policy.offered(others, self.policy.most_beside, nearest)
        return tuple(dict.fromkeys(map(self.composer.choice, offered)))

    def _answered(self, question: str, ranking: Ranking, parts: Ranked, earlier: Earlier) -> Answer:
        if headed := self.overview.headed(question):
            return headed
        side = self.overview.list_named(question)
        if side and (listed := self.overview.section(question, side, self._hits_of_limit(question))):
            return listed
        if self._is_of_present_code(ranking):
            return self._of_present_code(question, ranking)
        decision = self._with_parts(ranking, parts)
        if decision.act is not Act.READING or decision.reading is None:
            listed = self.overview.part_asked_for(question, ranking)
            return listed or replace(self.composer.compose(question, decision), coverage=ranking.covered)
        if answer := self._read_as(question, decision.reading, ranking, earlier):
            return replace(answer, coverage=min(answer.coverage, ranking.covered + decision.probability))
        return self.composer.compose(question, self.policy.decide(replace(ranking, readings=())))

    def _with_parts(self, ranking: Ranking, parts: Ranked) -> Decision:
        """The decision on a message of several sentences: each need in it is met, in its order."""
        whole = self.policy.decide(ranking)
        decided = [(part.asks, self.policy.decide(of)) for part, of in parts]
        sure = [(asks, part) for asks, part in decided if part.probability >= self.policy.answer_from]
        answered = [(asks, part) for asks, part in sure if part.act is Act.ANSWER]
        placed = [part for _, part in sure if part.act is Act.PLACE]
        if whole.act is Act.READING and len(answered) < 2:
            return whole
        if whole.act is Act.ANSWER:
            hits = _each_once(whole, *(part for _, part in answered))
            # A question that is not answered here may be answered elsewhere, as likely as what stands beside an answer.
            places = [
                replace(decision, topics=self.policy.beside(of))
                for (asks, decision), (_, of) in zip(decided, parts, strict=True)
                if asks and decision.act is Act.CHOICES
            ]
            return replace(whole, hits=hits, topics=_topics_of(whole, *placed, *places))
        unsure = whole.act in {Act.CHOICES, Act.NOT_COVERED}
        read = [part for _, part in sure if part.reading and self.policy.offers(part.reading.reading)]
        if unsure and read:
            return read[0]
        if whole.act is Act.READING:  # as a whole it may be what each of its sentences asks for by itself
            return replace(answered[0][1], hits=_each_once(*(part for _, part in answered)))
        # What only tells of what happened leads to nothing: it is asked about something else.
        if leading := [part for asks, part in answered if asks]:
            return replace(leading[0], topics=_topics_of(whole, *placed))
        return self.policy.ask_back(pooled(ranking, *(of for _, of in parts))) if unsure else whole

    def _read_as(self, question: str, read: ReadingHit, ranking: Ranking, earlier: Earlier) -> Answer | None:
        """The answer to another reading than a statement; nothing where it cannot be given here."""
        name = read.reading.id
        if name.startswith("talk/"):
            return talk.said(question, name) or talk.about_last(question, name, self._last(earlier))
        if answer := talk.said(question, name, newest=self.overview.holds_current):
            return answer
        reading = self._of_last_document(question, read.reading, earlier)
        hits = self._hits_of_limit(question) if name.startswith(("section/", "comparison/")) else ()
        if read.reading.on_a_subject:
            hits = hits or ranking.hits
        return self.overview.answer(question, reading, hits)

    def _hits_of_limit(self, question: str) -> Sequence[Hit]:
        """The passages ranked for what a question limits itself to; none where it does not."""
        limit = limit_of(question)
        return self.searcher.search(limit).hits if limit else ()

    def _is_of_present_code(self, ranking: Ranking, *, likely: float = 0.05) -> bool:
        """Whether the code in force is asked about: that is said of it whatever else the message is about."""
        found = next((hit.score for hit in ranking.readings if hit.reading.id == "present-code"), 0.0)
        return found >= likely

    def _of_present_code(self, question: str, ranking: Ranking) -> Answer:
        """What is asked of the code in force is answered from it, or said to be earlier wording."""
        rest = replace(ranking, readings=())
        whole = max(1e-6, sum(hit.score for hit in rest.hits) + sum(hit.score for hit in rest.topics))
        scaled = replace(
            rest,
            hits=tuple(replace(hit, score=hit.score / whole) for hit in rest.hits),
            topics=tuple(replace(hit, score=hit.score / whole) for hit in rest.topics),
        )
        decision = self.policy.decide(scaled)
        about = subject_of(Question(question)) if self.overview.holds_current else None
        if about and (found := self._by_rules(about)):
            return replace(found, question=question)
        if self.overview.holds_current or decision.act is not Act.ANSWER:
            return self.composer.compose(question, decision)
        return self.composer.earlier_wording(question, decision)

    def _of_last_document(self, question: str, reading: Reading, earlier: Earlier) -> Reading:
        """“Who wrote it?” is asked of the document that was quoted last, and before any of the guidance."""
        if _OF_WHAT_IS_HELD.search(question):
            return reading
        last = self._last(earlier) if earlier else None
        quoted = last.citations[:1] if last else ()
        opinion = bool(quoted) and quoted[0].passage.document.kind is Kind.COMMENTARY
        return replace(reading, id=_of_the_commentary(reading.id) if opinion else _of_the_guidance(reading.id))

    # What was offered and is now chosen.

    def _chosen(self, text: str) -> Answer | None:
        """The answer to a reading that was offered as a choice, named by its id or its text."""
        target = self._choices.get(text) or self._choices.get(text.casefold().rstrip(".?!"))
        if target is None:
            return None
        question, chosen = target
        if isinstance(chosen, Passage):
            return self.composer.answered(question, [Hit(chosen, 1.0)])
        if isinstance(chosen, Topic):
            return self.composer.compose(question, Decision(Act.PLACE, 1.0, topics=(TopicHit(chosen, 1.0),)))
        return self.overview.answer(question, chosen, ())

    @cached_property
    def _choices(self) -> dict[str, tuple[str, Passage | Topic | Reading]]:
        """What can be offered, by id and by text in small letters, with the text that is shown as the question."""
        notes = self.composer.notes
        offered: list[tuple[str, str, Passage | Topic | Reading]] = [
            *((f"statement/{note.id}", label_of(note.label, note.passage), note.passage) for note in notes.of_passages),
            *((f"place/{topic.id}", topic.label, topic) for topic in notes.topics if not topic.off_topic),
            *((each.id, each.label, each) for each in notes.readings if self.policy.offers(each)),
            *((f"passage/{passage.key}", "", passage) for passage in self.library.passages),
        ]
        found: dict[str, tuple[str, Passage | Topic | Reading]] = {}
        for name, label, target in offered:
            found[name] = (label or "What you chose", target)
            if label:
                found.setdefault(label.casefold().rstrip(".?!"), (label, target))
        return found


def _each_once(whole: Decision, *parts: Decision) -> tuple[Hit, ...]:
    """The passages of the whole message, then the likeliest of each part, each passage once."""
    found: dict[Passage, Hit] = {}
    for hit in (*whole.hits, *(part.hits[0] for part in parts)):
        found.setdefault(hit.passage, hit)
    return tuple(found.values())


def _topics_of(*decisions: Decision, most: int = 2) -> tuple[TopicHit, ...]:
    """The places that several decisions name, each topic once."""
    topics = {hit.topic: hit for decision in reversed(decisions) for hit in reversed(decision.topics)}
    named = [hit.topic for decision in decisions for hit in decision.topics]
    return tuple(topics[topic] for topic in dict.fromkeys(named))[:most]


def _of_the_commentary(reading: str) -> str:
    """The reading that asks of the commentary what this one asks of the guidance."""
    return reading.replace("guidance-publisher", "commentary-author").replace(
        "document/guidance-", "document/commentary-"
    )


def _of_the_guidance(reading: str) -> str:
    """The reading that asks who wrote the guidance, where this one asks it of the commentary; else the same."""
    return "document/guidance-publisher" if reading == "document/commentary-author" else reading


def _in_danger(turn: Question) -> bool:
    return distress.hides_answer(distress.by_rules(turn.text))


def _most_similar_first(hit: Hit) -> float:
    return -hit.similarity
