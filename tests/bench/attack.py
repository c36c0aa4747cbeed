"""Tries to break the assistant, on this machine alone, and counts what held: `make attack`.

Bounded in time. The server that is attacked is one of its own, on a free port of 127.0.0.1, with data of its own.
`make attack ROWS="bombs memory"` tries some rows alone, and leaves the docs as they are.
"""

import argparse
import os
import platform
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import httpx
from attack_browser import scripts_in_every_place
from attack_disk import corrupted, killed_while_building, short_of_disk, without_network
from attack_routes import calls_of_gradio, every_route
from attack_rows import Row, counted
from attack_web import (
    Server,
    bombs,
    crowd,
    flood,
    foreign_pages,
    held_connections,
    long_bodies,
    served,
    stopped,
    traces,
)
from attack_words import mutated_questions, random_strings

from assistant.answering.conversation import Assistant
from assistant.opening import open_assistant
from assistant.settings import Settings

_BEGIN, _END = "<!-- make attack -->", "<!-- end -->"


@dataclass(frozen=True)
class Ground:
    """What is attacked, opened when the first row needs it; `ending` closes it."""

    ending: ExitStack
    chance: random.Random = field(default_factory=lambda: random.Random(14))  # noqa: S311 (the same each time)

    @cached_property
    def assistant(self) -> Assistant:
        """In this process."""
        return open_assistant(Settings())

    @cached_property
    def server(self) -> Server:
        """In a process of its own."""
        folder = self.ending.enter_context(tempfile.TemporaryDirectory())
        return self.ending.enter_context(served(Path(folder)))

    @cached_property
    def web(self) -> httpx.Client:
        """One client of the server."""
        client = httpx.Client(base_url=self.server.site, trust_env=False, timeout=120)
        return self.ending.enter_context(client)


def _every_route(ground: Ground) -> Row:
    took: list[float] = []
    return counted("Every route, by Hypothesis", every_route(ground.web, took, each=20), took)


def _calls(ground: Ground) -> Row:
    took: list[float] = []
    return counted("Calls of Gradio's pages, by Hypothesis", calls_of_gradio(ground.web, took, each=20), took)


def _crowd(ground: Ground) -> Row:
    took: list[float] = []
    tries = crowd(ground.server.site, 200, took)
    row = counted("200 clients, three questions each, beside the worst three", tries, took)
    print(f"  half of them answered within {statistics.median(took):.1f} s")
    return row


# By the names that `make attack ROWS=` takes; the last of the server's looks at what all others left in its memory.
ROWS: Mapping[str, Callable[[Ground], Row]] = {
    "strings": lambda on: counted("Random strings", random_strings(on.assistant, on.chance, 3000)),
    "questions": lambda on: counted("Mutated questions", mutated_questions(on.assistant, on.chance, 1000)),
    "kill": lambda on: counted("Killed while building", killed_while_building(on.assistant.encoder, 15)),
    "damage": lambda on: counted("Files of the index and of what is learned, damaged", corrupted(on.assistant.encoder)),
    "disk": lambda _: counted("A full disk, a read-only one, a lost model", short_of_disk()),
    "network": lambda _: counted("Commands that ask the network for nothing", without_network()),
    "routes": _every_route,
    "calls": _calls,
    "bodies": lambda on: counted("Long bodies, and chains of turns", long_bodies(on.web)),
    "bombs": lambda on: counted("Bombs: YAML, zip, PDF, Word", bombs(on.web)),
    "foreign": lambda on: counted("Requests of other sites' pages", foreign_pages(on.web)),
    "scripts": lambda on: counted("Script in every place, in a browser", scripts_in_every_place(on.server.site)),
    "connections": lambda on: counted(
        "1,200 connections held, health asked beside", held_connections(on.server.site, 1200)
    ),
    "flood": lambda on: counted("60 handouts at once, health asked beside", flood(on.server.site, 60)),
    "crowd": _crowd,
    "memory": lambda on: counted("Traces of questions in log and memory", traces(on.server)),
    "stop": lambda _: counted("Stopped while ten long handouts are made", stopped(10)),
}


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown."""
    head = "| attack | tried | failed | longest, s |\n|---|---:|---:|---:|\n"
    return head + "".join(f"| {' | '.join(row.cells)} |\n" for row in rows)


def main() -> None:
    """Attacks, prints what failed, and exits with 1 where anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=_named, metavar="ROW", help=f"of {', '.join(ROWS)}; else all")
    parser.add_argument("--into", type=Path, help="Markdown file that gets the table of a whole run between its marks")
    given = parser.parse_args()
    begun, rows = time.monotonic(), list[Row]()
    with ExitStack() as ending:
        ground = Ground(ending)
        rows += [ROWS[name](ground) for name in given.rows or ROWS]
    minutes = (time.monotonic() - begun) / 60
    print(table(rows), f"{minutes:.0f} minutes", sep="\n")
    if given.into and not given.rows:
        _write(given.into, f"{_commit()}, {minutes:.0f} minutes", rows)
    raise SystemExit(any(row.failed for row in rows))


def _named(name: str) -> str:
    if name not in ROWS:
        raise argparse.ArgumentTypeError(f"there is no row “{name}”, but {', '.join(ROWS)}")
    return name


def _commit() -> str:
    """What was attacked, and where."""
    commit, changed = (
        subprocess.run(["git", *command], capture_output=True, text=True, check=True).stdout.strip()
        for command in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain"))
    )
    state = " with changes" if changed else ""
    return f"Commit `{commit}`{state}, {datetime.now(UTC):%d %B %Y}, {os.cpu_count()} processors, {platform.system()}"


def _write(path: Path, dated: str, rows: Sequence[Row]) -> None:
    text = path.read_text(encoding="utf-8")
    before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
    path.write_text(f"{before}{_BEGIN}\n{dated}.\n\n{table(rows)}{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
