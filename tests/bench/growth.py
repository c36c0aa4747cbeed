"""How search grows with the library, from 1,000 to 300,000 passages: compared with all, and by Chroma's own query.

The embeddings are drawn at random around as many topics as a library of that size has, so that a build
takes no hour of embedding; the words are drawn as words of a language are. All else is what the program does:
its store, its words, its search. The peer is LangChain's retrieval tutorial, which is Chroma's query for four rows.
`make bench-growth`.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil
from numpy.typing import NDArray
from speed import machine, percentile

from corpus.document import Block, Document, Passage, Section, Span
from corpus.library import Library
from index.build import Build, Manifest
from index.encoder import encoder_name
from index.learned.answerability import read_answerability
from index.search import NEAREST, Searcher
from index.stores.chroma import ChromaNeighbours, write_vectors
from index.stores.rows import read_rows, write_rows

WIDTH, SHOWN, QUERIES, PEER_SHOWN = 384, 10, 60, 4
A_FILE, A_SECTION = 1_000, 20
SIZES = (1_000, 10_000, 100_000, 300_000)
Rows = NDArray[np.float32]
_COLOURS = {"exact": "#1d70b8", "by Chroma": "#00703c", "tutorial": "#b10e1e", "answer": "#4c2c92"}
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Measured:
    """One way of searching at one size."""

    way: str
    passages: int
    built: float  # seconds
    memory: float  # megabytes that the process grew by
    times: Sequence[float]  # milliseconds
    recall: float  # of the nearest ten, against the exact


def main() -> None:
    """A table, and where it is asked for a plot of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--chroma-up-to", type=int, default=100_000, help="passages; 300,000 take it many minutes")
    parser.add_argument("--plot", type=Path, help="an SVG file to write")
    given = parser.parse_args()
    print(machine())
    print("\nway          passages   made in s   opened MB   median ms   95th ms   of the exact ten", flush=True)
    rows: list[Measured] = []
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            for row in at_size(size, Path(folder), chroma=size <= given.chroma_up_to):
                rows.append(row)
                print(
                    f"{row.way:12}{row.passages:9,}{row.built:12.1f}{row.memory:12.0f}"
                    f"{statistics.median(row.times):12.2f}{percentile(row.times, 95):10.2f}{row.recall:19.3f}",
                    flush=True,
                )
    if given.plot:
        given.plot.write_text(plot(rows), encoding="utf-8")


def at_size(size: int, folder: Path, *, chroma: bool) -> Iterator[Measured]:
    """All ways at one size."""
    vectors, asked = drawn(size)
    library = Library(folder, tuple(_documents(size)))
    passages = library.passages
    questions = [passages[number * 7 % size].quote for number in range(QUERIES)]
    write_rows(folder / "rows.npy", vectors)
    build = Build(folder, Manifest("", _Drawn.name, size, "", {}), library, read_rows(folder / "rows.npy", size))
    made, grown, exact = _opened(lambda: _searcher(replace(build, words=folder / "words")))
    times, found = _asked(lambda n: _ten(exact, questions[n], asked[n]))
    yield Measured("exact", size, made, grown, times, 1.0)
    if not chroma:
        return
    keys = [passage.key for passage in passages]
    written = _written(folder / "vectors", keys, vectors)
    _, grown, near = _opened(lambda: ChromaNeighbours(folder / "vectors", keys))
    fast = _searcher(replace(build, words=folder / "words", neighbours=near))
    times, others = _asked(lambda n: _ten(fast, questions[n], asked[n]))
    yield Measured("by Chroma", size, written, grown, times, _shared(found, others))
    nearest = [_nearest(vectors, question) for question in asked]
    times, others = _asked(lambda n: set(near.nearest(asked[n], NEAREST).tolist()))
    yield Measured(f"  its {NEAREST}", size, written, grown, times, _shared(nearest, others))
    times, others = _asked(lambda n: set(near.nearest(asked[n], PEER_SHOWN).tolist()))
    fewer = [_nearest(vectors, question, PEER_SHOWN) for question in asked]
    yield Measured("tutorial", size, written, grown, times, _shared(fewer, others))


class _Drawn:
    """Stands for an encoder: a text is the number of its row."""

    name = encoder_name()  # whose weights of answerability are used

    def __init__(self, vectors: Rows) -> None:
        self._vectors = vectors

    def encode(self, texts: list[str]) -> Rows:
        return self._vectors[[int(text) for text in texts]]


def _written(folder: Path, keys: Sequence[str], vectors: Rows) -> float:
    begun = time.perf_counter()
    texts = {key: str(number) for number, key in enumerate(keys)}
    write_vectors(folder, texts, _Drawn(vectors), lambda _: None, rows_a_step=5_000, exact_up_to=0)
    return time.perf_counter() - begun


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


def _ten(searcher: Searcher, question: str, embedding: Rows) -> set[Passage]:
    return {hit.passage for hit in searcher.search_all([question], embedding[None])[0].hits[:SHOWN]}


def _nearest(vectors: Rows, question: Rows, count: int = SHOWN) -> set[int]:
    nearest: list[int] = np.argpartition(-(vectors @ question), count)[:count].tolist()
    return set(nearest)


def _opened(make: Callable[[], _Made]) -> tuple[float, float, _Made]:
    """Seconds, megabytes that the process grew by, and what was made."""
    before, begun = psutil.Process().memory_info().rss, time.perf_counter()
    made = make()
    return time.perf_counter() - begun, (psutil.Process().memory_info().rss - before) / 1e6, made


def _asked(ask: Callable[[int], set[_Made]]) -> tuple[list[float], list[set[_Made]]]:
    """Milliseconds and what was found, of each question."""
    times, found = [], []
    ask(0)
    for number in range(QUERIES):
        begun = time.perf_counter()
        found.append(ask(number))
        times.append((time.perf_counter() - begun) * 1000)
    return times, found


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
    """Median (line) and 95th percentile (dots above it) by passages, both on logarithmic scales, as SVG."""
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
        'role="img" aria-label="Milliseconds a search takes, by passages">',
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
        line = " ".join(f"{x(row.passages):.0f},{y(statistics.median(row.times)):.0f}" for row in here)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(row.passages):.0f}" cy="{y(percentile(row.times, 95)):.0f}" r="4" fill="{colour}"/>'
            for row in here
        ]
        end_x, end_y = x(here[-1].passages), y(statistics.median(here[-1].times))
        beside = here[-1].passages == rows[-1].passages  # else other lines go on there
        place = f'x="{end_x + (8 if beside else -110):.0f}" y="{end_y + (4 if beside else -14):.0f}"'
        parts.append(f'<text {place} fill="{colour}">{way}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    main()
