"""The assistant with a model beside it: the quotes at once, what a model makes of them after."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.answer import Answer, Outcome
from assistant.answering.answers import Answers
from assistant.writing.chat import Chat, begin
from assistant.writing.understanding import Understanding
from assistant.writing.writer import Writer, may_be_worded, told_in_trouble
from index.search import Ranking

_ASKS_BACK = frozenset({Outcome.CHOICES, Outcome.UNCLEAR})


@dataclass(frozen=True)
class Worded:
    """The quoting assistant answers and decides what is covered; a model helps to read and words what is quoted."""

    quoting: Answers
    chat: Chat

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """The answer, worded where it can be. Raises AssistantError as the quoting assistant does."""
        return begin(self._whole(self.quoting.ask(question, earlier), earlier)).result()

    def search(self, question: str) -> Ranking:
        """The ranking of the quoting assistant."""
        return self.quoting.search(question)

    async def added(self, answer: Answer, earlier: Sequence[str] = ()) -> Answer:
        """What a model adds to an answer that is shown already: its wording or, where it asks back, what is meant."""
        if not may_be_added_to(answer):
            return answer
        if may_be_worded(answer):
            return await Writer(self.chat).word(answer)
        return await self._understood(answer, earlier)

    async def _whole(self, answer: Answer, earlier: Sequence[str]) -> Answer:
        return await Writer(self.chat).word(await self._understood(answer, earlier))

    async def _understood(self, answer: Answer, earlier: Sequence[str]) -> Answer:
        """The answer to what the model says is meant, where the index asked back; the same answer otherwise."""
        if answer.outcome not in _ASKS_BACK:
            return answer
        understanding = Understanding(self.chat)
        if question := await understanding.in_full(answer, await self._sendable(earlier)):
            full = await asyncio.to_thread(self.quoting.ask, question)
            if full.outcome is Outcome.ANSWERED:
                return replace(full, question=answer.question, read_as=question)
        if choice := await understanding.picked(answer):
            chosen = await asyncio.to_thread(self.quoting.ask, choice.id)
            return replace(chosen, question=answer.question, read_as=choice.text)
        return answer

    async def _sendable(self, earlier: Sequence[str], *, most: int = 3) -> list[str]:
        """The last turns before without those that tell of distress or grief: no model reads these."""
        answers = [await asyncio.to_thread(self.quoting.ask, turn) for turn in earlier[-most:]]
        return [answer.question for answer in answers if not told_in_trouble(answer)]


def may_be_added_to(answer: Answer) -> bool:
    """Whether a model is asked about an answer at all; never where it may be a cry for help."""
    return may_be_worded(answer) or (answer.outcome in _ASKS_BACK and not told_in_trouble(answer))
