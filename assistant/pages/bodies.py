"""ASGI middleware: a body is read up to its limit of bytes and of time before anything is done with it."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 100_000  # bytes, a question and all that went before it
# What brings more: notes and questions of a long day, a scenario, the turns of a page that is opened again.
LARGER = {
    "/handout/": 1_000_000,
    "/record/": 1_000_000,
    "/scenarios/": 1_100_000,
    "/gradio_api/queue/": 500_000,
    "/gradio_api/run/": 500_000,
    "/turns": 500_000,
}
# And where documents may be added: files, and a zip of all of them.
DOCUMENTS = {"/collection/read": 100_000_000, "/collection/import": 500_000_000}
WITHIN = 30.0  # seconds


class BodyLimit:
    """Wraps an application: it gets each body whole, or not at all."""

    def __init__(self, app: ASGIApp, *, within: float = WITHIN, larger: Mapping[str, int] = LARGER) -> None:
        self._app, self._within, self._larger = app, within, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        most = next((most for path, most in self._larger.items() if scope["path"].startswith(path)), LARGEST)
        try:
            async with asyncio.timeout(self._within):
                body = await _read(Request(scope, receive), most)
        except TimeoutError:
            await _refusal(scope, 408, "Request: it took too long to arrive. Send it again.")(scope, receive, send)
            return
        if body is None:
            await _refusal(scope, 413, f"Request: it is over {most:,} bytes. Send less.")(scope, receive, send)
            return
        await self._app(scope, replay(body, receive), send)


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


async def _read(request: Request, most: int) -> bytes | None:
    """The body; nothing where it is too long, and then the rest is not even read."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and (len(told) > 18 or int(told) > most):
        return None
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > most:
            return None
    return bytes(content)


def replay(body: bytes, receive: Receive) -> Receive:
    """Receives this body, and after it what comes of the connection."""
    first = True

    async def replayed() -> Message:
        nonlocal first
        if not first:
            return await receive()
        first = False
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _refusal(scope: Scope, status: int, words: str) -> Response:
    headers = {"Connection": "close", "Cache-Control": "no-store"}
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": words}, status, headers)
    return PlainTextResponse(words, status, headers)


def unusable(_request: Request, error: Exception) -> PlainTextResponse:
    """What is wrong with a request, without a word of what it held."""
    places = [str(part) for fault in getattr(error, "errors", list)() for part in fault["loc"][1:2]]
    return PlainTextResponse(
        f"Request: “{'”, “'.join(dict.fromkeys(places))}” cannot be used. Open the page again.", 422
    )
