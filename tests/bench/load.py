"""Many clients at once, of a server in a process of its own: `make bench-load`."""

import argparse
import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiohttp
import psutil
from program import program
from speed import machine, percentile

from assistant.libraries import read_our_library
from assistant.settings import Settings

MOST_TRIES = 100


@dataclass
class Seen:
    """What all clients met."""

    seconds: list[float] = field(default_factory=list)  # from the first try of a question to its answer
    tries: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)  # by what went wrong


def main() -> None:
    """A table, a row a number of clients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 50, 200, 1000])
    parser.add_argument("--questions", type=int, default=3, help="that each client asks, one after the other")
    parser.add_argument("--think", type=float, default=0.0, help="most seconds before each question")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--at", help="an address that is served already, such as that of a proxy")
    given = parser.parse_args()
    print(machine())
    print(f"{given.workers} worker(s), {given.questions} questions each, up to {given.think:g} s before each")
    print("\nclients   answered   busy   errors    median s   95th s   longest s   questions a second")
    asked = read_our_library(Settings()).notes.asked
    with _at(given.at, given.workers) as (address, server):
        asyncio.run(_crowd(address, 4, asked, 5, 0.0))  # what is made on first use
        cpu, ours, answered = _cpu(server) if server else 0.0, time.process_time(), 0
        for clients in given.clients:
            begun = time.perf_counter()
            seen = asyncio.run(_crowd(address, clients, asked, given.questions, given.think))
            _print(clients, seen, time.perf_counter() - begun)
            for error, count in seen.errors.most_common():
                print(f"        {count} x {error}")
            answered += len(seen.seconds)
        if server:
            each = max(1, answered) / 1000
            print(f"\nProcessor time of the server: {(_cpu(server) - cpu) / each:.1f} ms a question", end="")
            print(f", of the clients: {(time.process_time() - ours) / each:.1f}")
            print(f"\nMemory of the server, what processes share counted once: {_memory(server) / 2**20:.0f} MB")


@contextmanager
def _at(address: str | None, workers: int) -> Iterator[tuple[str, psutil.Popen | None]]:
    if address:
        yield address, None
        return
    with program("--workers", str(workers)) as (served, process):
        yield served, process


async def _crowd(address: str, clients: int, asked: Sequence[str], questions: int, think: float) -> Seen:
    seen = Seen()
    choice = random.Random(clients)  # noqa: S311 - a choice, and no secret
    connections = aiohttp.TCPConnector(limit=0, keepalive_timeout=5)  # before the server ends it
    async with aiohttp.ClientSession(address, connector=connections) as session:
        each = (_client(session, choice.choices(asked, k=questions), think, seen, choice) for _ in range(clients))
        await asyncio.gather(*each)
    return seen


async def _client(
    session: aiohttp.ClientSession, questions: Sequence[str], think: float, seen: Seen, choice: random.Random
) -> None:
    for question in questions:
        await asyncio.sleep(choice.uniform(0, think))
        begun = time.perf_counter()
        for _ in range(MOST_TRIES):
            outcome, wait = await _asked(session, question, seen)
            seen.tries[outcome] += 1
            if outcome == "answered":
                seen.seconds.append(time.perf_counter() - begun)
                break
            await asyncio.sleep(wait + choice.random())  # as the page does


async def _asked(session: aiohttp.ClientSession, question: str, seen: Seen) -> tuple[str, float]:
    try:
        async with session.post("/api/ask", json={"question": question}) as answer:
            told = await answer.json()
    except (aiohttp.ClientError, ValueError) as error:
        seen.errors[f"{type(error).__name__}: {error}"] += 1
        return "error", 3.0
    if answer.status == 200 and told["headline"] and told["question"]:
        return "answered", 0.0
    if "again_in" in told:
        return "busy", told["again_in"]
    seen.errors[f"status {answer.status}"] += 1
    return "error", 3.0


def _print(clients: int, seen: Seen, seconds: float) -> None:
    times = seen.seconds or [float("nan")]
    print(
        f"{clients:7}{len(seen.seconds):11}{seen.tries['busy']:7}{seen.tries['error']:9}{statistics.median(times):12.2f}"
        f"{percentile(times, 95):9.2f}{max(times):12.2f}{len(seen.seconds) / seconds:15.0f}"
    )


def _memory(server: psutil.Popen) -> int:
    """Bytes that the processes hold, pages that several of them share counted once (PSS)."""
    return sum(each.memory_full_info().pss for each in _family(server))


def _cpu(server: psutil.Popen) -> float:
    """Seconds of processor time that the server has used."""
    return sum(sum(each.cpu_times()[:2]) for each in _family(server))


def _family(server: psutil.Popen) -> list[psutil.Process]:
    return [server, *server.children(recursive=True)]


if __name__ == "__main__":
    main()
