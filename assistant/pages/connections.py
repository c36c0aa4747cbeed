"""Limits of connections: how long one may hold its place without a request, how much it may send first, how many."""

import asyncio
import contextlib
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64_000  # bytes of a request before its body
HEAD_WITHIN = 10.0  # seconds
# Longer than programs keep a connection that nothing goes over: one that both ends close at once loses a question.
KEPT = 9  # seconds, and shorter than the above, which cuts it off
# Each open page holds one or two; beyond this the longest silent ones make room.
MOST = 2_000


class Connection(HttpToolsProtocol):
    """A connection that is closed where it sends no whole request head in time, or one without end."""

    _overdue: asyncio.TimerHandle | None = None
    _since = 0.0
    _sent = 0  # bytes of a head that is not whole yet

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as asyncio calls it
        """Takes its place, if need be of the one that has been silent longest, or has taken longest to read."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST:
            held = [each for each in self.connections if isinstance(each, Connection)]
            silent = [each for each in held if each._overdue and each is not self]
            min(silent or held, key=lambda each: each._since).transport.abort()

    def data_received(self, data: bytes) -> None:
        """Passes on what comes, as long as it is not too much."""
        if self._overdue:
            self._sent += len(data)
            # A body may come in one piece with its head, and is counted elsewhere.
            if self._sent > LARGEST_HEAD and b"\r\n\r\n" not in data:
                self.transport.abort()
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """The head is whole: from here on the application has its own limits."""
        self._unwait()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Waits for another request, unless one is here already."""
        pipelined = bool(self.pipeline)
        super().on_response_complete()
        if not pipelined and not self.transport.is_closing():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leaves its place."""
        self._unwait()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._unwait()
        self._since = self.loop.time()
        self._overdue = self.loop.call_later(HEAD_WITHIN, self.transport.abort)

    def _unwait(self) -> None:
        if self._overdue:
            self._overdue.cancel()
        self._overdue, self._sent = None, 0


def allow_connections(most: int = MOST + 500) -> None:
    """Lets this process hold as many, where the system allows it: files and libraries need some places, too."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


# For uvicorn.Config. Nothing here speaks over web sockets.
LIMITED: dict[str, Any] = {"http": Connection, "ws": "none", "timeout_keep_alive": KEPT}
