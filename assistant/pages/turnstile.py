"""A fair queue for costly work: one piece at a time, each client in turn, and a polite refusal once it is long."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from assistant.serving.forgetting import Forgetting

_Made = TypeVar("_Made")
_STOPPING = "The program is being started again. Try again in a minute."


class BusyError(Exception):
    """Too much is waited for; the words say so, and `status` whether it is of this client alone (429) or of all."""

    def __init__(self, words: str, status: int = 503) -> None:
        super().__init__(words)
        self.status = status


class Turnstile:
    """To be used on one event loop."""

    def __init__(self, *, at_once: int = 1, waiting: int = 64, of_one_client: int = 16) -> None:
        """`waiting` pieces of all clients together may wait, and `of_one_client` of them may be of one."""
        self._free, self._most, self._most_of_one = at_once, waiting, of_one_client
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="making")
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._forgetting = Forgetting(self._pool)
        self._closed = False

    async def run(self, client: str, work: Callable[[], _Made]) -> _Made:
        """What the work makes, in a thread. Raises BusyError, and whatever the work does."""
        await self._turn(client)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except asyncio.CancelledError:
            if self._closed:  # it takes longer than the program has left
                raise BusyError(_STOPPING) from None
            raise
        finally:
            self._free += 1
            self._next()
            self._forgetting.soon()

    def close(self) -> None:
        """From now on nothing is taken, and what waits is turned away; what is worked on goes on."""
        self._closed = True
        for line in self._lines.values():
            for each in line:
                if not each.done():
                    each.set_exception(BusyError(_STOPPING))
        self._lines.clear()

    async def _turn(self, client: str) -> None:
        if self._closed:
            raise BusyError(_STOPPING)
        line = self._lines.get(client, deque())
        if len(line) >= self._most_of_one:
            raise BusyError(
                "Much is being made for you already, or for others at your address. Try again in a minute.", 429
            )
        if sum(map(len, self._lines.values())) >= self._most:
            raise BusyError("Many people are asking for this at the moment. Try again in a minute.")
        mine = asyncio.get_running_loop().create_future()
        self._lines.setdefault(client, line).append(mine)
        self._next()
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # its turn had come: it goes to another
                self._free += 1
                self._next()
            elif mine in line:
                line.remove(mine)
                if not line:
                    self._lines.pop(client, None)
            raise

    def _next(self) -> None:
        while self._free and self._lines:
            client, line = self._lines.popitem(last=False)
            mine = line.popleft()
            if line:
                self._lines[client] = line  # behind all others
            if not mine.cancelled():
                self._free -= 1
                mine.set_result(None)
