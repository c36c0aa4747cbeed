"""Who may come in, where nothing else asks: one passphrase for all, or the name that a proxy has found out."""

import asyncio
import hashlib
import hmac
import os
import time
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.serving.rate import RateLimit
from corpus.errors import AssistantError

COOKIE = "inspection_assistant"
LASTS = 12 * 60 * 60  # seconds: a day at work
TRIES = "5/minute"  # of one client that failed; of all together, one at a time
PAGE = "/sign-in"
# What machines watch, and what the page to sign in and the browser's own copy of it are made of.
OPEN = ("/health", "/ready", "/metrics", PAGE, "/look/", "/manifest.json", "/worker.js", "/offline")
_COST = {"n": 1 << 14, "r": 8, "p": 1}


def hashed(passphrase: str) -> str:
    """What to put into ASSISTANT_PASSPHRASE_HASH; another one at each call."""
    salt = os.urandom(16)
    return f"scrypt:{salt.hex()}:{_key(passphrase, salt).hex()}"


@dataclass(frozen=True)
class Passphrase:
    """A passphrase, known by its hash alone."""

    salt: bytes
    key: bytes

    def fits(self, words: str) -> bool:
        """Whether these are the words. Takes a twentieth of a second on purpose."""
        return hmac.compare_digest(_key(words, self.salt), self.key)

    def ticket(self, now: float) -> str:
        """What the browser shows from now on; it holds nothing but the time it ends, and every worker can check it."""
        ends = str(int(now) + LASTS)
        return f"{ends}.{self._signature(ends)}"

    def admits(self, ticket: str, now: float) -> bool:
        """Whether a ticket is ours and not over."""
        ends, _, signature = ticket.partition(".")
        return hmac.compare_digest(signature.encode(), self._signature(ends).encode()) and now < int(ends)

    def _signature(self, ends: str) -> str:
        return hmac.new(self.key, f"ticket {ends}".encode(), "sha256").hexdigest()


def read_passphrase(words: str) -> Passphrase:
    """The passphrase behind a hash. Raises AssistantError when it is none of ours."""
    try:
        kind, salt, key = words.split(":")
        if kind == "scrypt" and len(key) == 128:
            return Passphrase(bytes.fromhex(salt), bytes.fromhex(key))
    except ValueError:
        pass
    raise AssistantError(
        "ASSISTANT_PASSPHRASE_HASH", "it is no hash of ours", "Make one with “python -m assistant passphrase”"
    )


class Knocking:
    """Tries to sign in, which are limited. To be used on one event loop."""

    def __init__(self, passphrase: Passphrase) -> None:
        self.passphrase = passphrase
        self._misses = RateLimit(TRIES)
        self._right = b""
        self._one_at_a_time = asyncio.Lock()

    async def tries(self, client: str, words: str) -> int:
        """0 when the words fit; -1 when they do not; else the seconds in which this client is not listened to."""
        async with self._one_at_a_time:
            # Before anything else: whoever is barred must not find out that words are right.
            if wait := self._misses.is_full(client):
                return wait
            if hmac.compare_digest(_brief(words), self._right):  # a program sends them with each question
                return 0
            if await run_in_threadpool(self.passphrase.fits, words):
                self._right = _brief(words)
                return 0
            self._misses.wait_for(client)
            return -1


class SignedIn:
    """ASGI middleware: without a ticket only the page to sign in is shown."""

    def __init__(self, app: ASGIApp, *, knocking: Knocking, root: str) -> None:
        self._app, self._knocking, self._root = app, knocking, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        app = self._app
        if scope["type"] == "http" and not _is_open(scope["path"]):
            request = Request(scope)
            app = app if await self._admitted(request) else self._refused(request)
        await app(scope, receive, send)

    async def _admitted(self, request: Request) -> bool:
        if self._knocking.passphrase.admits(request.cookies.get(COOKIE, ""), time.time()):
            return True
        kind, _, words = request.headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and await tried(self._knocking, request, words) == 0

    def _refused(self, request: Request) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{self._root}{PAGE}?next={quote(wanted)}", 303)
        words = "Sign in first. A program sends “Authorization: Bearer PASSPHRASE”."
        return JSONResponse({"error": words}, 401, headers={"WWW-Authenticate": "Bearer"})


async def tried(knocking: Knocking, request: Request, words: str) -> int:
    """What comes of a try of whoever sends this; see `Knocking.tries`."""
    return await knocking.tries(request.client.host if request.client else "", words)


class Identified:
    """ASGI middleware: lets in whom the proxy names, and nobody else."""

    def __init__(self, app: ASGIApp, *, header: str) -> None:
        self._app, self._header = app, header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        app = self._app
        if scope["type"] == "http" and not _is_open(scope["path"]) and not Headers(scope=scope).get(self._header):
            app = JSONResponse({"error": f"The proxy did not say who this is, in {self._header}."}, 403)
        await app(scope, receive, send)


def _is_open(path: str) -> bool:
    return any(path == each or (each.endswith("/") and path.startswith(each)) for each in OPEN)


def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, **_COST)


def _brief(words: str) -> bytes:
    return hashlib.sha256(words.encode()).digest()
