"""Freed memory is overwritten: what was asked does not stay in it until chance puts something else in its place.

The C library does it where it can, which is on Linux; Python's own small blocks, and the few that the C
library keeps for each thread as they were, are filled by taking and giving back as many as may be free.
"""

import asyncio
import ctypes
import gc
from concurrent.futures import Executor
from contextlib import suppress
from functools import cache
from typing import Any

_FILL_WHAT_IS_FREED = -6  # M_PERTURB in malloc.h of glibc
_HEADER = 33  # bytes of an empty `bytes`
_OF_PYTHON = range(48, 513, 16)  # bytes of a block that may hold a text; larger ones are the C library's
_OF_THREADS = range(24, 1033, 16)
_KEPT_BY_A_THREAD = 7  # of each size


def overwrite_what_is_freed() -> None:
    """From now on the C library fills each block that is freed, where it is one that can."""
    if library := _library():
        library.mallopt(_FILL_WHAT_IS_FREED, 0xA5)


def forget(*, free: int = 4000) -> None:
    """Lets go of what is not used any more, and overwrites the small blocks that are free, some of each size.

    `free`: how many of each size Python may have. To be called in the thread that used them.
    """
    gc.collect()  # the parts of a PDF hold each other, and the words in them; Python would find them much later
    _blocks = [bytes(size - _HEADER) for size in _OF_PYTHON for _ in range(free)]
    if library := _library():
        taken = [(library.malloc(size), size) for size in _OF_THREADS for _ in range(_KEPT_BY_A_THREAD)]
        for block, size in taken:
            ctypes.memset(block, 0, size)
        for block, _ in taken:
            library.free(ctypes.c_void_p(block))


class Forgetting:
    """Forgets once a burst of work is over, in the threads that did it. To be used on one event loop."""

    def __init__(self, threads: Executor, *, after: float = 1.0) -> None:
        self._threads, self._after = threads, after
        self._due: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """In a second or so, however often it is told until then."""
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(self._after, self._forget)

    def _forget(self) -> None:
        self._due = None
        with suppress(RuntimeError):  # the threads were shut down, as the program stops
            self._threads.submit(forget)


@cache
def _library() -> Any:
    """The C library, where it is one that fills what is freed; else nothing."""
    try:
        library = ctypes.CDLL(None)
        library.mallopt  # noqa: B018 (asks whether it is there)
    except (OSError, AttributeError, TypeError):
        return None
    library.malloc.restype = ctypes.c_void_p
    library.malloc.argtypes = [ctypes.c_size_t]
    return library
