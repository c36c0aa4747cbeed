"""Coroutines in tests: a browser that is open in the same process has an event loop running in this thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_Given = TypeVar("_Given")


def run(work: Coroutine[Any, Any, _Given]) -> _Given:
    """What the work gives, on a loop in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
