"""Answers by words alone, for as long as the model or what was learned cannot be read."""

from dataclasses import dataclass

from assistant.answering.answer import Answer, Citation, Outcome
from assistant.answering.conversation import EXAMPLE, VAGUE, Assistant, Earlier, Ranked
from assistant.answering.extractive import NOT_COVERED
from assistant.answering.question import Question
from assistant.answering.turns import in_full
from index.search import Ranking

NEAREST = (
    "The assistant cannot read its model and goes by words alone. These lines share words with your question; "
    "they may not answer it."
)
NOTHING = f"{NOT_COVERED} The assistant cannot read its model and goes by words alone."


@dataclass(frozen=True)
class ByWords(Assistant):
    """Shows the passages that share words with a question, and never says that they answer it."""

    why: str = ""  # what cannot be read, and how it is mended
    shared_from: float = 0.3  # of the idf of the question
    most_shown: int = 3

    def _understood(self, question: Question, earlier: Earlier, alone: Ranking, parts: Ranked) -> Answer:  # noqa: ARG002 (as it is called)
        leans = not question.telling and bool(earlier)
        ranking = self.searcher.search(in_full((*earlier, question))) if leans else alone
        hits = [hit for hit in ranking.hits[: self.most_shown] if hit.score >= self.shared_from]
        if not question.telling and not leans:
            return Answer(question.text, Outcome.UNCLEAR, VAGUE.format(example=EXAMPLE))
        if not hits:
            return Answer(question.text, Outcome.NOT_COVERED, NOTHING)
        nearest = tuple(Citation(number, hit.passage, hit.passage.quote) for number, hit in enumerate(hits, 1))
        return Answer(question.text, Outcome.RELATED, NEAREST, nearest=nearest)
