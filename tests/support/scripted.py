"""LangChain's fake chat model, scripted: each reply, fault or silence in turn, what it was sent kept."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any

from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from assistant.writing.chat import LangChainChat

Step = str | Exception | float  # what is written; what is raised; so many seconds without a word


class ScriptedModel(GenericFakeChatModel):
    """LangChain's fake, which can also be slow, be cut off and be cancelled."""

    messages: Iterator[Any]
    sent: list[list[BaseMessage]] = Field(default_factory=list)
    cancelled: list[bool] = Field(default_factory=list)

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        self.sent.append(messages)
        step = next(self.messages)
        if isinstance(step, Exception):
            raise step
        if isinstance(step, float):
            try:
                await asyncio.sleep(step)
            except asyncio.CancelledError:
                self.cancelled.append(True)
                raise
        message = AIMessage(str(step), usage_metadata={"input_tokens": 100, "output_tokens": 10, "total_tokens": 110})
        return ChatResult(generations=[ChatGeneration(message=message)])


def chat(*script: Step, away: bool = False, seconds: float = 2.0) -> LangChainChat:
    """A chat whose model does this, step by step, the last one for good."""
    steps = chain(script, repeat(script[-1]))
    return LangChainChat("scripted", ScriptedModel(messages=steps), away, seconds, pause=0.0)


def sent_to(model: LangChainChat) -> list[list[BaseMessage]]:
    """All that was sent to the model of a scripted chat."""
    assert isinstance(model.model, ScriptedModel)
    return model.model.sent


def drafted(*statements: tuple[str, Sequence[int]], quotes: Sequence[str] = ()) -> str:
    """A draft in JSON: sentences with the numbers of their passages; the quotes go to each."""
    made = [{"text": text, "passages": list(numbers), "quotes": list(quotes)} for text, numbers in statements]
    return json.dumps({"statements": made})
