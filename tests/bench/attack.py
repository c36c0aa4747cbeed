"""Tries to break the assistant, on this machine alone, and counts what held: `make attack`.

Bounded in time. The server that is attacked is one of its own, on a free port of 127.0.0.1, with data of its own.
"""

import argparse
import os
import platform
import random
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
from attack_browser import scripts_in_every_place
from attack_disk import corrupted, killed_while_building, short_of_disk, without_network
from attack_routes import calls_of_gradio, every_route
from attack_rows import Row, counted
from attack_web import bombs, crowd, flood, foreign_pages, held_connections, long_bodies, served, stopped, traces
from attack_words import mutated_questions, random_strings

from assistant.opening import open_assistant
from assistant.settings import Settings

_BEGIN, _END = "<!-- make attack -->", "<!-- end -->"
_CROWD = 200  # clients


def by_words(strings: int) -> Iterator[Row]:
    """Strange questions, in this process."""
    chance, assistant = random.Random(14), open_assistant(Settings())  # noqa: S311 (the same each time)
    yield counted("Random strings", random_strings(assistant, chance, strings))
    yield counted("Mutated questions", mutated_questions(assistant, chance, strings // 3))


def by_disk(kills: int) -> Iterator[Row]:
    """What may happen to files and to the network."""
    encoder = open_assistant(Settings()).encoder
    yield counted("Killed while building", killed_while_building(encoder, kills))
    yield counted("Files of the index and of what is learned, damaged", corrupted(encoder))
    yield counted("A full disk, a read-only one, a lost model", short_of_disk())
    yield counted("Commands that ask the network for nothing", without_network())


def by_web(each: int, connections: int, clients: int) -> Iterator[Row]:
    """A server, from outside."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (site, process):
        with httpx.Client(base_url=site, trust_env=False, timeout=120) as web:
            seconds: tuple[list[float], list[float]] = ([], [])
            yield counted("Every route, by Hypothesis", every_route(web, seconds[0], each=each), seconds[0])
            calls = calls_of_gradio(web, seconds[1], each=each)
            yield counted("Calls of Gradio's pages, by Hypothesis", calls, seconds[1])
            yield counted("Long bodies, and chains of turns", long_bodies(web))
            yield counted("Bombs: YAML, zip, PDF, Word", bombs(web))
            yield counted("Requests of other sites' pages", foreign_pages(web))
        yield counted("Script in every place, in a browser", scripts_in_every_place(site))
        yield counted(f"{connections:,} connections held, health asked beside", held_connections(site, connections))
        yield counted(f"{clients} handouts at once, health asked beside", flood(site, clients))
        took: list[float] = []
        row = counted(
            f"{_CROWD} clients, three questions each, beside the worst three", crowd(site, _CROWD, took), took
        )
        print(f"  half of them answered within {statistics.median(took):.1f} s")
        yield row
        yield counted("Traces of questions in log and memory", traces(site, process, Path(folder) / "log"))
    yield counted("Stopped while ten long handouts are made", stopped(10))


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown."""
    head = "| attack | tried | failed | longest, s |\n|---|---:|---:|---:|\n"
    return head + "".join(f"| {' | '.join(row.cells)} |\n" for row in rows)


def main() -> None:
    """Attacks, prints what failed, and exits with 1 where anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, help="Markdown file that holds the table between its marks")
    parser.add_argument("--strings", type=int, default=3000, help="and a third as many mutated questions")
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--each", type=int, default=20, help="requests to each route")
    parser.add_argument("--connections", type=int, default=1200)
    parser.add_argument("--clients", type=int, default=60)
    given = parser.parse_args()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    rows = [
        *by_words(given.strings),
        *by_disk(given.kills),
        *by_web(given.each, given.connections, given.clients),
    ]
    print(table(rows))
    if given.into:
        _write(given.into, f"Commit `{commit}`, {datetime.now(UTC):%d %B %Y}, {os.cpu_count()} processors", rows)
    raise SystemExit(any(row.failed for row in rows))


def _write(path: Path, dated: str, rows: Sequence[Row]) -> None:
    text = path.read_text(encoding="utf-8")
    before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
    told = f"{_BEGIN}\n{dated}, {platform.system()}.\n\n{table(rows)}{_END}"
    path.write_text(f"{before}{told}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
