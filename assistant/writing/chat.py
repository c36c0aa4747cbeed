"""A chat model through LangChain: one call within a time limit, what goes wrong in one line."""

import asyncio
import json
import os
import time
from collections.abc import Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit

from corpus.errors import AssistantError

if TYPE_CHECKING:  # LangChain takes seconds to import, and most never use a model
    from langchain_core.language_models import BaseChatModel

Json = dict[str, Any]
_Made = TypeVar("_Made")

OLLAMA = "http://127.0.0.1:11434"
LONGEST = 20_000  # characters of a reply: what is longer is no answer to what was asked
ENDLESS = ("it wrote without end", "Try another model")
_LIMITS = {"ollama": "num_predict"}  # what a provider calls the most tokens of a reply
_BY_STATUS = {
    400: ("the request was refused", "Try another model: this one may not write JSON"),
    401: ("the key was refused", "Set the key of the provider; see docs/models.md"),
    403: ("the key may not use it", "Set the key of the provider; see docs/models.md"),
    404: ("there is no such model", "Name one that the server has; see docs/models.md"),
    429: ("it is asked too often, or the account is used up", "Wait a minute, or look at the account"),
}


@dataclass(frozen=True)
class Reply:
    """What a model wrote, and what it cost."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


class ChatError(AssistantError):
    """A model that gave no reply."""


class Chat(Protocol):
    """The protocol of a model that replies to one message."""

    @property
    def name(self) -> str:
        """The model, as the page names it."""

    @property
    def away(self) -> bool:
        """Whether a question leaves the machine."""

    async def reply(self, rules: str, message: str, shape: Json) -> Reply:
        """The reply, which should have this JSON Schema. Raises ChatError."""


@dataclass(frozen=True)
class Unavailable:
    """A model that was asked for and cannot be used."""

    name: str
    fault: AssistantError
    away: bool = False

    async def reply(self, rules: str, message: str, shape: Json) -> Reply:  # noqa: ARG002 - the protocol
        """Raises ChatError, always."""
        raise ChatError(self.fault.place, self.fault.fault, self.fault.mend)


@dataclass(frozen=True)
class LangChainChat:
    """A chat model of LangChain."""

    name: str
    model: "BaseChatModel" = field(repr=False)
    away: bool = True
    seconds: float = 30.0  # all attempts together
    attempts: int = 2
    pause: float = 0.5  # seconds before the next attempt

    async def reply(self, rules: str, message: str, shape: Json) -> Reply:
        """The reply; a request that takes longer than the seconds is cancelled. Raises ChatError."""
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(self.seconds) as limit:
                text, tokens_in, tokens_out = _read(await self._asked(rules, message, shape))
        except TimeoutError as error:
            if not limit.expired():
                raise self._fault(*_told(error)) from None
            late = f"it did not answer within {self.seconds:g} seconds"
            raise self._fault(late, "Raise ASSISTANT_MODEL_SECONDS") from None
        except Exception as error:  # noqa: BLE001 - every provider raises errors of its own
            raise self._fault(*_told(error)) from None
        if len(text) > LONGEST:
            raise self._fault(*ENDLESS)
        return Reply(text, tokens_in, tokens_out, time.perf_counter() - begun)

    async def _asked(self, rules: str, message: str, shape: Json) -> Any:
        model = _structured(self.model, shape)
        for left in reversed(range(self.attempts)):
            try:
                return await model.ainvoke([("system", rules), ("human", message)])
            except Exception as error:
                if not left or _status(error) in {401, 403, 404} or "Length" in type(error).__name__:
                    raise
                if _status(error) == 400:
                    model = self.model  # not every server can hold it to a shape
                await asyncio.sleep(self.pause)
        raise AssertionError("unreachable")

    def _fault(self, what: str, then: str) -> ChatError:
        return ChatError(self.name, what, then)


def open_chat(named: str, address: str = "", *, seconds: float = 30.0, most_tokens: int = 1000) -> Chat:
    """The model of a name such as `ollama:qwen3:8b`; one that cannot be used says why when it is asked."""
    provider, _, rest = named.partition(":")
    address = address or (OLLAMA if provider == "ollama" else "")
    away = not on_this_machine(address) or rest.endswith("cloud")  # Ollama sends such a model's work on
    try:
        model = _model(named, address, away=away, most_tokens=most_tokens)
        return LangChainChat(rest or named, model, away, seconds)
    except ImportError:
        fault = "the package of its provider is not installed"
        return Unavailable(named, AssistantError(named, fault, f"Run: pip install langchain-{provider}"))
    except Exception as error:  # noqa: BLE001 - every provider raises errors of its own
        key = any(word in str(error).casefold() for word in ("api_key", "api key", "credential"))
        fault = "its key is not set" if key else f"it cannot be opened ({type(error).__name__})"
        return Unavailable(named, AssistantError(named, fault, "See docs/models.md"))


def _model(named: str, address: str, *, away: bool, most_tokens: int) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    provider = named.partition(":")[0]
    given: Json = {_LIMITS.get(provider, "max_tokens"): most_tokens, "temperature": 0}
    if address:
        given["base_url"] = address
    if provider == "ollama":
        given["reasoning"] = False  # what it thinks aloud is neither read nor worth the wait
    if not away:
        given |= _kept_here(provider)
    return init_chat_model(named, **given)


def _kept_here(provider: str) -> Json:
    """What keeps a request on this machine: a proxy that is set for the network must not see it."""
    if provider == "ollama":
        return {"client_kwargs": {"trust_env": False}}
    if provider != "openai":
        return {}
    import httpx

    key = {} if os.environ.get("OPENAI_API_KEY") else {"api_key": "none"}  # asked for by the client, not the server
    return {"http_async_client": httpx.AsyncClient(trust_env=False), **key}


def on_this_machine(address: str) -> bool:
    """Whether a server at this address is this machine's own."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _structured(model: "BaseChatModel", shape: Json) -> Any:
    """The model, held to the shape where its provider can."""
    from langchain_core.language_models import BaseChatModel

    if type(model).with_structured_output is BaseChatModel.with_structured_output:
        return model
    try:
        return model.with_structured_output(shape, method="json_schema", include_raw=True)
    except (NotImplementedError, TypeError, ValueError):
        return model


def _read(reply: Any) -> tuple[str, int, int]:
    """The text of a reply and its tokens, in and out."""
    message = reply["raw"] if isinstance(reply, dict) else reply
    text = str(message.text)
    if not text and isinstance(reply, dict) and reply.get("parsed"):
        text = json.dumps(reply["parsed"])
    used = getattr(message, "usage_metadata", None) or {}
    return text, int(used.get("input_tokens", 0)), int(used.get("output_tokens", 0))


def _status(error: Exception) -> int:
    status = getattr(error, "status_code", 0) or getattr(getattr(error, "response", None), "status_code", 0)
    return status if isinstance(status, int) else 0


def _told(error: Exception) -> tuple[str, str]:
    """What went wrong and what to do, without a word of the error itself: a key or a question may stand in it."""
    status = _status(error)
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return "its server has a fault", "Try again later"
    name = type(error).__name__
    if "Length" in name:
        return ENDLESS
    if "Connect" in name or isinstance(error, OSError):
        return "its server cannot be reached", "Start it, or look at ASSISTANT_MODEL_URL"
    if "Timeout" in name:
        return "it did not answer in time", "Raise ASSISTANT_MODEL_SECONDS"
    return f"it gave no answer ({name})", "See docs/models.md"


def begin(work: Coroutine[Any, Any, _Made]) -> Future[_Made]:
    """Begins work with a model from any thread; what is cancelled here is cancelled at the model's server, too."""
    return asyncio.run_coroutine_threadsafe(work, _loop())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One loop for all requests: the connections of providers' clients belong to the loop they were made on."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="chat", daemon=True).start()
    return loop
