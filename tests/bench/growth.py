"""How search grows with the library: exact in memory beside Chroma's own query, at 1,000 to 300,000 passages.

The embeddings are drawn at random around as many topics as a library of that size has, so that a build
takes no hour of embedding; the words are drawn as words of a language are. `make bench-growth`.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import chromadb
import numpy as np
import psutil
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray
from speed import machine, percentile

from index.words import WordIndex, stems_and_pairs

WIDTH, SHOWN, QUERIES = 384, 10, 60
SIZES = (1_000, 10_000, 100_000, 300_000)
Rows = NDArray[np.float32]
_COLOURS = {"exact": "#1d70b8", "BM25": "#00703c", "Chroma": "#b10e1e", "answer": "#4c2c92"}


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
    parser.add_argument("--chroma-up-to", type=int, default=100_000, help="passages; adding 100,000 takes minutes")
    parser.add_argument("--plot", type=Path, help="an SVG file to write")
    given = parser.parse_args()
    print(machine())
    print("\nway          passages   build s   memory MB   median ms   95th ms   recall of ten")
    rows: list[Measured] = []
    for size in given.sizes:
        for row in at_size(size, chroma=size <= given.chroma_up_to):
            rows.append(row)
            print(
                f"{row.way:12}{row.passages:9,}{row.built:10.1f}{row.memory:12.0f}{statistics.median(row.times):12.2f}"
                f"{percentile(row.times, 95):10.2f}{row.recall:16.3f}",
                flush=True,
            )
    if given.plot:
        given.plot.write_text(plot(rows), encoding="utf-8")


def at_size(size: int, *, chroma: bool) -> list[Measured]:
    """All ways at one size."""
    vectors, asked = drawn(size)
    found = [exact(vectors, question) for question in asked]
    rows = [_measured("exact", size, lambda: lambda n: exact(vectors, asked[n]), found, held=vectors.nbytes / 1e6)]
    rows.append(_words(size, found))
    if chroma:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_measured("Chroma", size, lambda: _chroma(vectors, asked, Path(folder)), found))
    return rows


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


def exact(vectors: Rows, question: Rows) -> set[int]:
    """The numbers of the nearest."""
    similarity = vectors @ question
    nearest: list[int] = np.argpartition(-similarity, SHOWN)[:SHOWN].tolist()
    return set(nearest)


def _measured(
    way: str, size: int, build: Callable[[], Callable[[int], set[int]]], found: Sequence[set[int]], held: float = 0.0
) -> Measured:
    before, begun = psutil.Process().memory_info().rss, time.perf_counter()
    ask = build()
    built, times, shared = time.perf_counter() - begun, [], []
    ask(0)
    for number, nearest in enumerate(found):
        begun = time.perf_counter()
        got = ask(number)
        times.append((time.perf_counter() - begun) * 1000)
        shared.append(len(got & nearest) / SHOWN)
    memory = held or (psutil.Process().memory_info().rss - before) / 1e6
    return Measured(way, size, built, memory, times, statistics.mean(shared))


def _words(size: int, found: Sequence[set[int]]) -> Measured:
    """BM25 as the search has it, over passages of 18 words."""
    chance = np.random.default_rng(size)
    names = np.array([f"w{number}" for number in range(20_000)])
    passages = [" ".join(names[np.minimum(row, 19_999)]) for row in chance.zipf(1.3, (size, 18)) - 1]

    def build() -> Callable[[int], set[int]]:
        words = WordIndex(passages, terms=stems_and_pairs)

        def ask(number: int) -> set[int]:
            words.scores(passages[number * 7 % size])
            return found[number]

        return ask

    return _measured("BM25", size, build, found)


def _chroma(vectors: Rows, asked: Rows, folder: Path) -> Callable[[int], set[int]]:
    client = chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))
    kept = client.create_collection(
        "growth", embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 500}}
    )
    for start in range(0, len(vectors), 5_000):
        step = vectors[start : start + 5_000]
        kept.add([str(start + n) for n in range(len(step))], embeddings=step)

    def ask(number: int) -> set[int]:
        found = kept.query(query_embeddings=[asked[number]], n_results=SHOWN, include=[])
        return {int(key) for key in found["ids"][0]}

    return ask


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
