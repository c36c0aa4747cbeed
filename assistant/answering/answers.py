"""Whoever answers: the protocol that the quoting assistant, and the one that has a model beside it, share."""

from collections.abc import Sequence
from typing import Protocol

from assistant.answering.answer import Answer
from index.search import Ranking


class Answers(Protocol):
    """Turns a question, by its ranking, into an Answer."""

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """The answer to a question, given those before it, oldest first."""

    def search(self, question: str) -> Ranking:
        """The ranking of all passages for a question."""
