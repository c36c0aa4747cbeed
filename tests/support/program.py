"""The program in processes of its own, and a crowd that asks it as the page does."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psutil

from corpus.paths import ROOT

ASKED = "Can they talk to my staff without me?"
TRIES = 20


@contextmanager
def program(*options: str, answering: bool = True, **environment: str) -> Iterator[tuple[str, psutil.Popen]]:
    """`python -m assistant serve`, once it answers or at least listens: its address and its first process."""
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", *options]
    process = psutil.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        told = process.stderr.readline()
        site = (re.search(r"http://[\d.:]+", told) or [told])[0]
        until = time.monotonic() + 120
        while answering and not ready(site):
            assert time.monotonic() < until
            time.sleep(0.2)
        yield site, process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)
        process.stderr.close()


def ready(site: str) -> bool:
    """Whether it can answer."""
    try:
        return httpx.get(f"{site}/ready", trust_env=False, timeout=30).status_code == 200
    except httpx.TransportError:
        return False


async def asked(client: httpx.AsyncClient, extensions: dict[str, Any] | None) -> tuple[str, int]:
    """The outcome of a question that is asked again as the page does it, and how often it was."""
    for tries in range(1, TRIES):
        try:
            answer = await client.post("/api/ask", json={"question": ASKED}, extensions=extensions)
        except httpx.TransportError:
            await asyncio.sleep(0.2)
            continue
        if answer.status_code == 200:
            return answer.json()["outcome"], tries
        await asyncio.sleep(answer.json()["again_in"])
    return "lost", TRIES


async def crowd(
    site: str, count: int, meanwhile: Callable[[], object], *, extensions: dict[str, Any] | None = None, **options: Any
) -> list[tuple[str, int]]:
    """The outcomes of as many clients, while something happens to the program."""
    options = {"base_url": site, "trust_env": False, "timeout": 60, **options}
    async with httpx.AsyncClient(**options, limits=httpx.Limits()) as client:
        inside = [asyncio.create_task(asked(client, extensions)) for _ in range(count)]
        await asyncio.sleep(0.3)
        meanwhile()
        return await asyncio.gather(*inside)


def workers_of(process: psutil.Popen) -> list[psutil.Process]:
    """Its processes that answer."""
    return [each for each in process.children() if "spawn_main" in " ".join(each.cmdline())]
