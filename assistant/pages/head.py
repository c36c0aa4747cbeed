"""ASGI middleware that adds to Gradio's pages what must be there before its scripts have run, or where none run."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Head:
    """Wraps an application: `words` go to the end of the head of every Gradio page.

    `front`: what opens the body of the front page.
    """

    def __init__(self, app: ASGIApp, *, words: str, front: str) -> None:
        self._app, self._words, self._front = app, words.encode(), front.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what is no page is passed on as it comes."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        # A packed page could not be written into.
        MutableHeaders(scope=scope)["accept-encoding"] = "identity"
        await self._app(scope, receive, _Rewritten(send, self._words, self._front if scope["path"] == "/" else b""))


class _Rewritten:
    """Sends on what it gets, a page of Gradio's whole and with the words in it."""

    def __init__(self, send: Send, words: bytes, front: bytes) -> None:
        self._send, self._words, self._front = send, words, front
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
            MutableHeaders(raw=self._start["headers"])["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
