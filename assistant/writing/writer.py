"""The writer: asks a model to word the quotes of an answer, and adds what is proved of it."""

from dataclasses import dataclass, replace

from assistant.answering.answer import Answer, Dropped, Grain, Outcome, Writing
from assistant.writing.chat import Chat, ChatError
from assistant.writing.draft import Draft, read, schema_of
from assistant.writing.personal import personal_details
from assistant.writing.prompt import WRITE, to_write
from assistant.writing.proof import proved

NO_SHAPE = "what it wrote could not be read"
UNPROVED = "too little of what it wrote could be proved from the quotes"
NOTHING = "it found nothing to add to the quotes"
NOT_SENT = (
    "your question was not sent to it, since it seems to hold personal details (“{found}”). "
    "Leave them out and ask again"
)


@dataclass(frozen=True)
class Writer:
    """Words answers through one chat model."""

    chat: Chat
    least: float = 0.5  # of a wording that loses more than this share, what is left may mislead

    async def word(self, answer: Answer) -> Answer:
        """The answer with what a model made of its quotes, or with why there is none; the quotes stay as they are."""
        return replace(answer, writing=await self._writing(answer)) if may_be_worded(answer) else answer

    async def _writing(self, answer: Answer) -> Writing:
        nothing = Writing(self.chat.name, self.chat.away)
        asked = " ".join(filter(None, (answer.read_with, answer.question)))
        if self.chat.away and (found := personal_details(asked)):
            return replace(nothing, fault=NOT_SENT.format(found=found[0]))
        try:
            reply = await self.chat.reply(WRITE, to_write(asked, answer.citations), schema_of(Draft))
        except ChatError as error:
            return replace(nothing, fault=f"{error.fault}. {error.mend}")
        spent = replace(
            nothing, tokens_in=reply.tokens_in, tokens_out=reply.tokens_out, seconds=round(reply.seconds, 3)
        )
        draft = read(Draft, reply.text)
        if draft is None:
            return replace(spent, fault=NO_SHAPE, dropped=(Dropped(reply.text[:400], "form: not the JSON asked for"),))
        return self._judged(spent, draft, answer)

    def _judged(self, spent: Writing, draft: Draft, answer: Answer) -> Writing:
        if not draft.statements:
            return replace(spent, fault=NOTHING)
        kept, dropped = proved(draft, answer.citations)
        if len(kept) >= self.least * (len(kept) + len(dropped)):
            return replace(spent, statements=kept, dropped=dropped)
        left = tuple(Dropped(statement.text, "left: too little stood beside it") for statement in kept)
        return replace(spent, dropped=dropped + left, fault=UNPROVED)


def may_be_worded(answer: Answer) -> bool:
    """Whether an answer is worded: one that quotes, and nothing that is told in distress or in grief."""
    quotes = answer.outcome is Outcome.ANSWERED and answer.grain is Grain.STATEMENT and bool(answer.citations)
    return quotes and not told_in_trouble(answer)


def told_in_trouble(answer: Answer) -> bool:
    """Whether somebody may need help more than an answer; no model is asked about that."""
    return answer.outcome is Outcome.DISTRESS or bool(answer.care or answer.kindness)
