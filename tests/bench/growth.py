"""How search grows with the library, from 1,000 to 300,000 passages, with both stores, beside comparing all.

The embeddings are drawn at random around as many topics as a library of that size has, so that a build
takes no hour of embedding; the words are drawn as words of a language are. All else is what the program does:
its stores, Chroma embedded and `chroma run`, its words, its search. The peer is LangChain's retrieval tutorial, which
is Chroma's query for four rows. `make bench-growth`.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import chromadb
import numpy as np
import psutil
from chroma_run import ChromaRun
from chromadb.config import Settings
from numpy.typing import NDArray
from speed import machine, percentile

from corpus.document import Block, Document, Passage, Section, Span
from corpus.library import Library
from index.build import Build, Manifest, open_served_build
from index.encoder import encoder_name
from index.learned.answerability import read_answerability
from index.search import NEAREST, Searcher
from index.stores.chroma import ChromaNeighbours, write_vectors
from index.stores.rows import read_rows, write_rows
from index.stores.served import ChromaServer

WIDTH, SHOWN, QUERIES, PEER_SHOWN = 384, 10, 60, 4
A_FILE, A_SECTION = 1_000, 20
SIZES = (1_000, 10_000, 100_000, 300_000)
Rows = NDArray[np.float32]
_COLOURS = {
    "exact": "#1d70b8",
    "embedded": "#00703c",
    "served": "#b58840",
    "tutorial": "#b10e1e",
    "answer": "#4c2c92",
}
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Measured:
    """One way of searching at one size."""

    way: str
    passages: int
    built: float  # seconds of processors
    memory: float  # megabytes that the process grew by
    times: Sequence[float]  # milliseconds
    worked: Sequence[float]  # milliseconds of processors, whatever else the machine does
    recall: float  # of the nearest ten, against the exact
    peak: float = 0.0  # megabytes: the most that the process had by then

    @property
    def line(self) -> str:
        """For the table."""
        sizes = f"{self.built:12.1f}{self.memory:11.0f}{self.peak:10.0f}"
        return f"{self.way:12}{self.passages:9,}{sizes}{told(self.times):>15}{told(self.worked):>24}{self.recall:19.3f}"


def told(times: Sequence[float]) -> str:
    """The median, and the 95th percentile in brackets."""
    return f"{statistics.median(times):.1f} ({percentile(times, 95):.1f})"


def main() -> None:
    """A table, and where it is asked for a plot of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rows", type=Path, help="a file that gains a line a row: sizes can be measured one by one")
    parser.add_argument("--plot", type=Path, help="an SVG file to write, of all rows")
    given = parser.parse_args()
    print(machine())
    of = "      ms (95th)   of processor (95th)  of first ten"
    print(f"\nway          passages   made in s   grown MB   peak MB{of}", flush=True)
    rows = _read(given.rows)
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            for row in at_size(size, Path(folder)):
                rows.append(row)
                print(row.line, flush=True)
                if given.rows:
                    with given.rows.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(asdict(row)) + "\n")
    if given.plot:
        given.plot.write_text(plot(sorted(rows, key=lambda row: row.passages)), encoding="utf-8")


def _read(kept: Path | None) -> list[Measured]:
    if kept is None or not kept.is_file():
        return []
    return [Measured(**json.loads(line)) for line in kept.read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class _Asked:
    """Questions over one library: each with its words and its embedding, and what is exactly right."""

    library: Library
    vectors: Rows
    questions: Sequence[str]
    embeddings: Rows

    def ten(self, searcher: Searcher, number: int) -> set[Passage]:
        """What is shown first of all that was found."""
        asked = [self.questions[number]], self.embeddings[number][None]
        return {hit.passage for hit in searcher.search_all(*asked)[0].hits[:SHOWN]}

    def nearest(self, count: int) -> list[set[int]]:
        """For each question the rows that are nearest by meaning alone."""
        similar = self.embeddings @ self.vectors.T
        return [set(np.argpartition(-each, count)[:count].tolist()) for each in similar]


def at_size(size: int, folder: Path) -> Iterator[Measured]:
    """All ways at one size."""
    vectors, embeddings = drawn(size)
    library = Library(folder, tuple(_documents(size)))
    passages = library.passages
    asked = _Asked(library, vectors, [passages[number * 7 % size].quote for number in range(QUERIES)], embeddings)
    write_rows(folder / "rows.npy", vectors)
    words = folder / "words"
    build = Build(folder, Manifest("", _Drawn.name, size, "", {}), library, read_rows(folder / "rows.npy", size))
    made, grown, exact = _opened(lambda: _searcher(replace(build, words=words)))
    times, found = _timed(partial(asked.ten, exact))
    yield _row("exact", size, made, grown, times)
    keys = [passage.key for passage in passages]
    written = _written(folder / "vectors", keys, vectors)
    _, grown, near = _opened(lambda: ChromaNeighbours(folder / "vectors", keys))
    times, others = _timed(partial(asked.ten, _searcher(replace(build, words=words, neighbours=near))))
    yield _row("embedded", size, written, grown, times, _shared(found, others))
    for way, count, right in ((f"  its {NEAREST}", NEAREST, SHOWN), ("tutorial", PEER_SHOWN, PEER_SHOWN)):
        times, rows = _timed(lambda n, count=count: set(near.nearest(embeddings[n][None], count)[0].tolist()))  # type: ignore[misc]
        yield _row(way, size, written, grown, times, _shared(asked.nearest(right), rows))
    server = ChromaRun(folder / "server")
    server.start()
    try:
        yield from _served(server, asked, found, words)
    finally:
        server.kill()


def _served(server: ChromaRun, asked: _Asked, found: Sequence[set[Passage]], words: Path) -> Iterator[Measured]:
    """Written to a server, read from it at a start, and asked from memory; and what its own query would take."""
    assert server.process
    process, size = psutil.Process(server.process.pid), len(asked.vectors)
    encoder = _Drawn(asked.vectors, {passage.statement: n for n, passage in enumerate(asked.library.passages)})
    place = ChromaServer(server.address, slowest=600)
    begun = _worked(process)
    open_served_build(asked.library, encoder, place)
    written = _worked(process) - begun
    _, grown, build = _opened(lambda: open_served_build(asked.library, encoder, place))
    times, others = _timed(partial(asked.ten, _searcher(replace(build, words=words))), process)
    yield _row("served", size, written, grown, times, _shared(found, others))
    there = chromadb.HttpClient("127.0.0.1", server.port, settings=Settings(anonymized_telemetry=False))
    kept = there.get_collection(f"inspection-{build.manifest.fingerprint}", embedding_function=None)
    numbers = {passage.key: n for n, passage in enumerate(asked.library.passages)}

    def ask(n: int) -> set[int]:
        near = kept.query(query_embeddings=asked.embeddings[n][None], n_results=NEAREST, include=[])
        return {numbers[key] for key in near["ids"][0]}

    times, rows = _timed(ask, process)
    held = process.memory_info().rss / 1e6
    yield _row("  its server", size, written, held, times, _shared(asked.nearest(SHOWN), rows))


def _row(
    way: str, size: int, built: float, memory: float, times: tuple[list[float], list[float]], recall: float = 1.0
) -> Measured:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(way, size, built, memory, *times, recall, peak)


class _Drawn:
    """Stands for an encoder: a text has the row of its number."""

    name = encoder_name()  # whose weights of answerability are used

    def __init__(self, vectors: Rows, numbers: Mapping[str, int] | None = None) -> None:
        self._vectors, self._numbers = vectors, numbers

    def encode(self, texts: list[str]) -> Rows:
        return self._vectors[[self._numbers[text] if self._numbers else int(text) for text in texts]]


def _written(folder: Path, keys: Sequence[str], vectors: Rows) -> float:
    begun = time.process_time()
    texts = {key: str(number) for number, key in enumerate(keys)}
    write_vectors(folder, texts, _Drawn(vectors), lambda _: None, rows_a_step=5_000, exact_up_to=0)
    return time.process_time() - begun


def _documents(size: int) -> Iterator[Document]:
    """Passages of 18 words, some to a section."""
    chance = np.random.default_rng(size)
    names = np.array([f"w{number}" for number in range(20_000)])
    for first in range(0, size, A_FILE):
        drawn_words = np.minimum(chance.zipf(1.3, (min(A_FILE, size - first), 18)) - 1, 19_999)
        lines = [" ".join(names[row]) for row in drawn_words]
        begin, spans = 0, []
        for line in lines:
            spans.append(Span(begin, begin + len(line)))
            begin += len(line) + 1
        sections = tuple(
            Section(f"Part {at}", (), tuple(Block(span, listed=True) for span in spans[at : at + A_SECTION]))
            for at in range(0, len(spans), A_SECTION)
        )
        yield Document(f"file-{first}", f"File {first}", "\n".join(lines), sections)


def _searcher(build: Build) -> Searcher:
    encoder = _Drawn(build.vectors)
    return Searcher(build, encoder, None, read_answerability(encoder.name), build.library.notes)


def _opened(make: Callable[[], _Made]) -> tuple[float, float, _Made]:
    """Seconds of processors, megabytes that the process grew by, and what was made."""
    before, begun = psutil.Process().memory_info().rss, time.process_time()
    made = make()
    return time.process_time() - begun, (psutil.Process().memory_info().rss - before) / 1e6, made


def _worked(other: psutil.Process | None) -> float:
    """Seconds that processors worked for this process, and for another that it asks."""
    if other is None:
        return time.process_time()
    theirs = other.cpu_times()
    return time.process_time() + float(theirs.user) + float(theirs.system)


def _timed(
    ask: Callable[[int], set[_Made]], other: psutil.Process | None = None
) -> tuple[tuple[list[float], list[float]], list[set[_Made]]]:
    """Milliseconds of each question, those of processors, and what was found."""
    times, worked, found = [], [], []
    ask(0)
    for number in range(QUERIES):
        begun, before = time.perf_counter(), _worked(other)
        found.append(ask(number))
        times.append((time.perf_counter() - begun) * 1000)
        worked.append((_worked(other) - before) * 1000)
    return (times, worked), found


def _shared(exact: Sequence[Set[object]], found: Sequence[Set[object]]) -> float:
    """The mean share of the exact that was found."""
    return statistics.mean(len(one & other) / len(one) for one, other in zip(exact, found, strict=True))


def drawn(size: int, *, spread: float = 0.8) -> tuple[Rows, Rows]:
    """Embeddings of length 1 around topics of some 40 passages each, and questions near some of them."""
    chance = np.random.default_rng(size)
    topics = _of_length_one(chance.standard_normal((max(1, size // 40), WIDTH), np.float32))
    near = topics[chance.integers(len(topics), size=size)]
    vectors = _of_length_one(near + spread * _of_length_one(chance.standard_normal((size, WIDTH), np.float32)))
    chosen = vectors[chance.integers(size, size=QUERIES)]
    return vectors, _of_length_one(chosen + spread * _of_length_one(chance.standard_normal(chosen.shape, np.float32)))


def _of_length_one(rows: Rows) -> Rows:
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def plot(rows: Sequence[Measured]) -> str:
    """Of processor time the median (line) and 95th percentile (dots) by passages, on logarithmic scales, as SVG."""
    left, top, width, height = 70, 30, 480, 280
    low, high = np.log10(0.01), np.log10(1000)
    first, last = np.log10(min(row.passages for row in rows)), np.log10(max(row.passages for row in rows) * 1.05)

    def x(passages: float) -> float:
        return float(left + width * (np.log10(passages) - first) / (last - first))

    def y(milliseconds: float) -> float:
        share = (np.log10(max(milliseconds, 0.01)) - low) / (high - low)
        return float(top + height * (1 - share))

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 370" font-family="Arial, sans-serif" font-size="13" '
        'role="img" aria-label="Milliseconds that a processor works for a search, by passages">',
        '<rect width="640" height="370" fill="#fff"/>',
    ]
    for tick in (0.01, 0.1, 1, 10, 100, 1000):
        parts.append(f'<path d="M{left} {y(tick):.0f}H{left + width}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y(tick) + 4:.0f}" text-anchor="end">{tick:g} ms</text>')
    parts += [
        f'<text x="{x(size):.0f}" y="{top + height + 20}" text-anchor="middle">{size:,}</text>'
        for size in sorted({row.passages for row in rows})
    ]
    parts.append(f'<text x="{left + width / 2:.0f}" y="{top + height + 44}" text-anchor="middle">passages</text>')
    for way, colour in _COLOURS.items():
        here = [row for row in rows if row.way == way]
        if not here:
            continue
        line = " ".join(f"{x(row.passages):.0f},{y(statistics.median(row.worked)):.0f}" for row in here)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(row.passages):.0f}" cy="{y(percentile(row.worked, 95)):.0f}" r="4" fill="{colour}"/>'
            for row in here
        ]
        end_x, end_y = x(here[-1].passages), y(statistics.median(here[-1].worked))
        beside = here[-1].passages == rows[-1].passages  # else other lines go on there
        place = f'x="{end_x + (8 if beside else -110):.0f}" y="{end_y + (4 if beside else -14):.0f}"'
        parts.append(f'<text {place} fill="{colour}">{way}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    main()
