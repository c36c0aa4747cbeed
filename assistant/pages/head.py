"""ASGI middleware that adds to Gradio's pages what must be there before its scripts have run, or where none run."""

import re
from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.pages.guard import policy_with

_IN_PAGE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


class Head:
    """Wraps an application: `words` go to the end of the head of every Gradio page, and no scripts run but its own.

    `front`: what opens the body of the front page; `within`: HTML that is shown in a frame, whose scripts may run too.
    """

    def __init__(self, app: ASGIApp, *, words: str, front: str, within: str) -> None:
        self._app, self._words, self._front = app, words.encode(), front.encode()
        self._scripts = scripts_in(within.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what is no page is passed on as it comes."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        # A packed page could not be written into.
        MutableHeaders(scope=scope)["accept-encoding"] = "identity"
        await self._app(
            scope, receive, _Rewritten(send, self._words, self._front if scope["path"] == "/" else b"", self._scripts)
        )


class _Rewritten:
    """Sends on what it gets, a page of Gradio's whole and with the words in it."""

    def __init__(self, send: Send, words: bytes, front: bytes, scripts: list[str]) -> None:
        self._send, self._words, self._front, self._scripts = send, words, front, scripts
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if not self._is_page():
                await self._send(message)
        elif not self._is_page():
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page()

    def _is_page(self) -> bool:
        return Headers(raw=self._start["headers"]).get("content-type", "").startswith("text/html")

    async def _send_page(self) -> None:
        body = self._body
        if b"<gradio-app" in body:
            body = body.replace(b"</head>", self._words + b"</head>", 1)
            body = body.replace(b"<gradio-app", self._front + b"<gradio-app", 1)
            headers = MutableHeaders(raw=self._start["headers"])
            headers.update({"Content-Length": str(len(body)), **policy_with(scripts_in(self._body) + self._scripts)})
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def scripts_in(page: bytes) -> list[str]:
    """The hashes, as a Content-Security-Policy tells them, of the scripts that are written into a page."""
    return [f"'sha256-{b64encode(sha256(words).digest()).decode()}'" for words in _IN_PAGE.findall(page)]
