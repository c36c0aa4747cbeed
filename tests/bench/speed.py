"""Latency of starts, builds and answers, beside LangChain's retrieval tutorial: `make bench`."""

import argparse
import importlib.metadata
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from assistant.offline import go_offline

go_offline()

from assistant.opening import open_assistant, read_our_library
from assistant.settings import Settings
from corpus.paths import ROOT

ASKED = "Can they talk to my staff without me?"
PACKAGES = ("torch", "sentence-transformers", "chromadb", "langchain-chroma", "bm25s", "numpy")
Ask = Callable[[str], object]


def main() -> None:
    """The whole benchmark, or in a process of its own one start or build of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--no-builds", action="store_true", help="leave out the builds, which take longest")
    parser.add_argument("--only", choices=["peer-start", "peer-build", "our-build"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        _alone(given.only, given.folder)
        return
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        print("\nFrom question to answer, milliseconds   median    95th percentile")
        answers(given.questions, place / "peer")
        print("\nFrom process start to the first answer, index present, seconds")
        starts(given.starts, place / "peer")
        if not given.no_builds:
            print("\nBuild in a process of its own   seconds   peak memory, MB")
            builds(place)


def machine() -> str:
    """Which machine and versions the figures are of."""
    cores = f"{psutil.cpu_count(logical=False)} cores ({psutil.cpu_count()} threads)"
    memory = f"{psutil.virtual_memory().total / 2**30:.1f} GiB"
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    load = f"load before {psutil.getloadavg()[0]:.1f}"
    parts = f"{_processor()}, {cores}, {memory}, {platform.system()}, {load}"
    return f"{parts}\nPython {platform.python_version()}, {versions}"


def answers(count: int, folder: Path) -> None:
    """Both asked the same questions in one run, in turns, the first to be asked changing."""
    settings = Settings()
    ours, peer = open_assistant(settings).ask, _peer(folder)
    pair: list[tuple[str, Ask, list[float]]] = [("Inspection Assistant", ours, []), ("LangChain tutorial", peer, [])]
    asked = _questions(settings, count)
    for _, ask, _ in pair:
        ask(ASKED)  # what is made on first use
    for number, question in enumerate(asked):
        for _, ask, times in pair if number % 2 else pair[::-1]:
            begun = time.perf_counter()
            ask(question)
            times.append((time.perf_counter() - begun) * 1000)
    for name, _, times in pair:
        print(f"  {name:36}{statistics.median(times):8.1f}{percentile(times, 95):12.1f}   ({len(times)} questions)")


def starts(count: int, folder: Path) -> None:
    """The median of a few fresh processes each, in turns."""
    commands = {
        "Inspection Assistant": ["-m", "assistant", "ask", ASKED],
        "LangChain tutorial": [__file__, "--only", "peer-start", "--folder", str(folder)],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(count):
        for name, command in commands.items():
            taken[name].append(_run(command)[0])
    for name, seconds in taken.items():
        print(f"  {name:36}{statistics.median(seconds):8.1f}   (median of {count})")


def builds(place: Path) -> None:
    """Each builds its index once, from nothing."""
    for name, only in (("Inspection Assistant", "our-build"), ("LangChain tutorial", "peer-build")):
        seconds, peak = _run([__file__, "--only", only, "--folder", str(place / only)])
        print(f"  {name:30}{seconds:8.1f}{peak / 2**20:14.0f}")


def _alone(part: str, folder: Path) -> None:
    if part == "our-build":
        open_assistant(Settings(data=folder))
    else:
        _peer(folder)(ASKED)


def _peer(folder: Path) -> Ask:
    """The tutorial's pipeline, as `make bench-quality` measures it too."""
    from peers import LangChainTutorial, Text

    from index.encoder import SentenceEncoder

    texts = [Text(document.id, document.text) for document in read_our_library(Settings()).documents]
    tutorial = LangChainTutorial(texts, SentenceEncoder(), folder)
    return lambda question: tutorial.store.similarity_search(question, k=tutorial.shown)


def _questions(settings: Settings, count: int) -> Sequence[str]:
    """Ways of asking from the notes, the same at each run."""
    asked = read_our_library(settings).notes.asked
    return random.Random(0).sample(asked, min(count, len(asked)))  # noqa: S311 - a choice, and no secret


def _run(command: list[str]) -> tuple[float, int]:
    """Seconds and peak bytes of a fresh process of this Python, with those it starts."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    process = psutil.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    peak = 0
    while process.poll() is None:
        try:
            family = [process, *process.children(recursive=True)]
            peak = max(peak, sum(each.memory_info().rss for each in family))
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    with process.stderr:
        told = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise SystemExit(told)
    return seconds, peak


def percentile(values: Sequence[float], percent: int) -> float:
    """Between the two nearest values, as numpy has it."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


if __name__ == "__main__":
    main()
