"""Understanding with a model: a choice among those that the index offers, and a follow-up said in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.answering.answer import Answer, Choice, Outcome
from assistant.writing.chat import Chat, ChatError
from assistant.writing.draft import Picked, Rewritten, read, schema_of
from assistant.writing.personal import personal_details
from assistant.writing.prompt import CHOOSE, REWRITE, to_choose, to_rewrite
from assistant.writing.writer import told_in_trouble
from index.words import stems, words

_Shape = TypeVar("_Shape", Picked, Rewritten)
_TURNS = frozenset({"not", "no", "never", "without", "only", "except"})  # words that turn what is asked


@dataclass(frozen=True)
class Understanding:
    """Asks a model what is meant; what it says is held to what the index offers and what the user said."""

    chat: Chat

    async def picked(self, answer: Answer) -> Choice | None:
        """The choice that the question means, one of those offered; nothing where the model does not say."""
        if answer.outcome is not Outcome.CHOICES or not self._may_send(answer, answer.question):
            return None
        found = await self._asked(CHOOSE, to_choose(answer.question, answer.choices), Picked)
        number = found.choice if found else 0
        return answer.choices[number - 1] if 1 <= number <= len(answer.choices) else None

    async def in_full(self, answer: Answer, earlier: Sequence[str]) -> str:
        """A follow-up that was not understood, said with words of the turns alone; empty where it cannot be."""
        turns = [*earlier, answer.question]
        asks_back = answer.outcome in {Outcome.CHOICES, Outcome.UNCLEAR}
        if not earlier or not asks_back or not self._may_send(answer, *turns):
            return ""
        found = await self._asked(REWRITE, to_rewrite(turns), Rewritten)
        return found.question if found and _only_said(found.question, turns) else ""

    def _may_send(self, answer: Answer, *texts: str) -> bool:
        return not told_in_trouble(answer) and not (self.chat.away and any(map(personal_details, texts)))

    async def _asked(self, rules: str, message: str, shape: type[_Shape]) -> _Shape | None:
        try:
            return read(shape, (await self.chat.reply(rules, message, schema_of(shape))).text)
        except ChatError:
            return None


def _only_said(question: str, turns: Sequence[str], *, longest: int = 300) -> bool:
    """Whether a rewriting holds no word that nobody said: it could ask for anything otherwise."""
    said = {word for turn in turns for word in (*stems(turn), *words(turn))}
    asked = {*stems(question), *(_TURNS & set(words(question)))}
    return bool(asked) and len(question) <= longest and asked <= said
