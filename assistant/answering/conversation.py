"""A question with the turns before it becomes an Answer."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering import distress
from assistant.answering.answer import Answer, Outcome
from assistant.answering.distress import Danger
from assistant.answering.extractive import Composer
from assistant.answering.question import Question, read_question
from corpus.library import Library
from index.build import Build
from index.encoder import Vectors
from index.learned.distress import Alarm
from index.search import Ranking, Searcher

EMPTY = "Type a question, for example: can she talk to my staff without me?"
FOREIGN = "Please ask in English: the texts held here are in English, and so are the answers."
VAGUE = "What is it about? Say in a few words what happened or what you want to know, for example: {example}"
EXAMPLE = "the inspector wants to see my teaching assistant alone."

# Openings that carry on from the question before.
_CARRIES_ON = re.compile(
    r"^(?:and|but|so|or|even|also|what about|how about|what if|and if|if (?:he|she|they)|same for|does that|is that|"
    r"would that|then|not even|only|why(?: not)?\??$|or (?:is|are|can))\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:that|this|it|they|them|he|she|him|her|those|one)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Assistant:
    """Answers questions about the documents of one build. Stateless."""

    searcher: Searcher
    composer: Composer
    alarm: Alarm | None = None
    # How the alarm must sound for crisis lines to come instead of an answer, and for them to come below it;
    # tests/distress.py shows what each choice costs.
    alarm_from: float = -0.1
    care_from: float = -0.3

    @property
    def build(self) -> Build:
        """The index that is searched."""
        return self.searcher.build

    @property
    def library(self) -> Library:
        """The documents that are answered from."""
        return self.build.library

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """The answer to a question, given the user's earlier questions, oldest first.

        Raises AssistantError when the question cannot be read or is over 1,000 characters.
        """
        begun = time.perf_counter()
        answer = self._answer(read_question(question), [read_question(turn) for turn in earlier])
        return replace(answer, milliseconds=round((time.perf_counter() - begun) * 1000, 1))

    def search(self, question: str) -> Ranking:
        """The ranking of all passages for a question, whatever the answer would be."""
        return self.searcher.search(read_question(question).text)

    def hear(self, message: str, parts: Sequence[str] = ()) -> tuple[float, Vectors | None]:
        """How much a message sounds like a cry for help, from about -1 to 1.

        With it come the embeddings of the message and of its parts, where they had to be made.
        """
        if distress.in_distress(message):
            return 1.0, None
        return self.alarm.hear(message, parts) if self.alarm else (-1.0, None)

    def _answer(self, question: Question, earlier: Sequence[Question]) -> Answer:
        if question.empty:
            return Answer(question.text, Outcome.UNCLEAR, EMPTY)
        danger, embeddings = self.hear(question.text, question.parts)
        if danger >= self.alarm_from:
            return distress.met(question.text, Danger.CRISIS)
        answer = self._of_inspections(question, earlier, embeddings)
        return distress.with_care(answer) if danger >= self.care_from else answer

    def _of_inspections(self, question: Question, earlier: Sequence[Question], embeddings: Vectors | None) -> Answer:
        if question.foreign:
            return Answer(question.text, Outcome.UNCLEAR, FOREIGN)
        before = next((turn for turn in reversed(earlier) if turn.telling), None)
        if before and _follows(question):
            return self._follow_up(question, before)
        if not question.telling:
            return Answer(question.text, Outcome.UNCLEAR, VAGUE.format(example=EXAMPLE))
        whole, *parts = self.searcher.search_all((question.text, *question.parts), embeddings)
        return self.composer.compose(whole, parts)

    def _follow_up(self, question: Question, before: Question) -> Answer:
        """The question is read together with the one before, unless it is answered well without."""
        if question.telling:
            alone = self.composer.compose(self.searcher.search(question.text))
            if alone.outcome is Outcome.OFF_TOPIC or _stands_alone(question, alone):
                return alone
        ranking = self.searcher.search(f"{before.text} {question.text}")
        return self.composer.compose(replace(ranking, question=question.text))


def _stands_alone(question: Question, alone: Answer) -> bool:
    """Whether a short question has a subject of its own, answered elsewhere, and not that of the one before."""
    elsewhere = alone.outcome is Outcome.NOT_COVERED and bool(alone.look_in)
    return elsewhere and not _CARRIES_ON.match(question.text)


def _follows(question: Question, *, few: int = 2) -> bool:
    """Whether a question leans on the one before: by its opening, or by pointing back with little else."""
    if _CARRIES_ON.match(question.text) and len(question.telling) <= 4:
        return True
    return len(question.telling) <= few and (
        len(question.text.split()) <= 4 or bool(_POINTS_BACK.search(question.text))
    )
