"""ASGI middleware: a call to a Gradio page is looked at first, since Gradio fails on what it does not expect."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

import gradio as gr
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.pages.bodies import replay

_CALL = re.compile(r"/gradio_api/(run|call|queue)/(.+?)/?")
_LONGEST_NAME = 100  # of what a page is known by while an answer is under way

Way = Literal["run", "call", "queue"]


class _RefusedError(Exception):
    """A call that cannot be carried out; the words do not say again what was sent."""

    def __init__(self, what: str, status: int = 422) -> None:
        self.status = status
        super().__init__(f"Request: “{what}” cannot be used. Open the page again.")


class Calls:
    """Wraps the application of a Gradio page: its functions get as many values as they take, and nothing besides.

    Sessions are left out where an answer comes at once: Gradio would remember each of them.
    """

    def __init__(self, app: ASGIApp, blocks: gr.Blocks) -> None:
        self._app, self._functions = app, blocks.fns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if not (called := _CALL.fullmatch(path_below(scope))) or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        try:
            way: Any = called[1]
            body = self._looked_at(way, called[2], await Request(scope, receive).body())
        except _RefusedError as refused:
            await PlainTextResponse(str(refused), refused.status)(scope, receive, send)
            return
        scope = {**scope, "headers": [*scope["headers"]]}
        MutableHeaders(scope=scope)["content-length"] = str(len(body))
        await self._app(scope, replay(body, receive), send)

    def _looked_at(self, way: Way, name: str, body: bytes) -> bytes:
        """The call with what it needs alone."""
        sent = _read(body)
        function = self._found(way, name, sent)
        if len(sent["data"]) != len(function.inputs):
            raise _RefusedError("data")
        needed = {"data": sent["data"]}
        if way != "call":
            needed["fn_index"] = function._id
        if way == "queue":
            needed["session_hash"] = _session(sent)
        return json.dumps(needed).encode()

    def _found(self, way: Way, name: str, sent: Mapping[str, Any]) -> Any:
        """The function that is called: by its name where programs call it, by its number where its page does."""
        if way == "call":
            found = next((each for each in self._functions.values() if each.api_name == name), None)
            usable = found is not None and found.api_visibility == "public"
        else:
            number = sent.get("fn_index")
            found = self._functions.get(number) if isinstance(number, int) else None
            usable = found is not None and bool(found.queue) == (way == "queue")
        if found is None or not usable or not found.fn:
            raise _RefusedError("name" if way == "call" else "fn_index", 404)
        return found


def path_below(scope: Scope) -> str:
    """The path of a request below the place where its application is mounted."""
    return str(scope["path"]).removeprefix(scope.get("root_path", "")) or "/"


def _read(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("data"), list):
        raise _RefusedError("data")
    return sent


def _session(sent: Mapping[str, Any]) -> str:
    session = sent.get("session_hash")
    if not isinstance(session, str) or not 0 < len(session) <= _LONGEST_NAME:
        raise _RefusedError("session_hash")
    return session
