"""Starts, builds and answers: what is aimed at, what is reached, and LangChain's retrieval tutorial: `make bench`."""

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from assistant.offline import go_offline

go_offline()

from program import program

from assistant.libraries import read_our_library
from assistant.opening import open_assistant
from assistant.settings import Settings
from corpus.paths import ROOT
from index.encoder import Encoder
from index.packaged import open_encoder

ASKED = "Can they talk to my staff without me?"
PACKAGES = ("torch", "sentence-transformers", "chromadb", "langchain-chroma", "bm25s", "numpy")
Ask = Callable[[str], object]
PARTS = (ROOT, ROOT / "tests/support", ROOT / "tests/bench")  # what a process of its own imports from


def main() -> None:
    """The whole benchmark, or in a process of its own one start or build of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--no-builds", action="store_true", help="leave out the builds, which take longest")
    parser.add_argument("--only", choices=["peer-start", "peer-build", "our-build", "busy"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        _alone(given.only, given.folder)
        return
    print(machine())
    print(f"\n{'':54}aimed at     reached    LangChain tutorial")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        answers(given.questions, place / "peer")
        starts(given.starts, place / "peer")
        if not given.no_builds:
            builds(place)


def tell(what: str, unit: str, aim: float | None, ours: float, peer: float | None = None) -> None:
    """A line: what is aimed at, what is reached, and the peer in the same run."""
    cells = [
        f"{value:10.4g} {unit}" if value is not None else f"{'-':>10} {'':{len(unit)}}" for value in (aim, ours, peer)
    ]
    missed = "   missed" if aim is not None and ours > aim else ""
    print(f"  {what:46}{'  '.join(cells)}{missed}", flush=True)


def machine() -> str:
    """Which machine and versions the figures are of."""
    cores = f"{psutil.cpu_count(logical=False)} cores ({psutil.cpu_count()} threads)"
    memory = f"{psutil.virtual_memory().total / 2**30:.1f} GiB"
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    load = f"load before {psutil.getloadavg()[0]:.1f}"
    parts = f"{_processor()}, {cores}, {memory}, {platform.system()}, {load}"
    return f"{parts}\nPython {platform.python_version()}, {versions}"


def answers(count: int, folder: Path) -> None:
    """Both asked the same questions in one run, in turns; then once more beside a busy machine."""
    settings = Settings()
    assistant, peer = open_assistant(settings), _peer(folder)
    asked = _questions(settings, count)
    pair = (assistant.ask, peer)
    ours, theirs = _in_turns(pair, asked)
    bare, rounded = _in_turns([_embeds(open_encoder(settings.encoder)), _embeds(assistant.encoder)], asked)
    tell("a question, median", "ms", 1.5 * statistics.median(bare), statistics.median(ours), statistics.median(theirs))
    tell("  one bare embedding as the model is, median", "ms", None, statistics.median(bare))
    tell("  one as questions are embedded, median", "ms", None, statistics.median(rounded))
    tell("a question, 95th of a hundred", "ms", 20, percentile(ours, 95), percentile(theirs, 95))
    with _busy(processors=psutil.cpu_count() or 1):
        ours, theirs = _in_turns(pair, asked)
    tell("a question beside a busy machine, median", "ms", None, statistics.median(ours), statistics.median(theirs))


def _embeds(encoder: Encoder) -> Ask:
    return lambda question: encoder.encode([question])


def _in_turns(asks: Sequence[Ask], questions: Sequence[str]) -> list[list[float]]:
    """Milliseconds of each question, of each that is asked."""
    times: list[list[float]] = [[] for _ in asks]
    for ask in asks:
        ask(ASKED)  # what is made on first use
    for number, question in enumerate(questions):
        for ask, taken in list(zip(asks, times, strict=True))[:: 1 if number % 2 else -1]:
            begun = time.perf_counter()
            ask(question)
            taken.append((time.perf_counter() - begun) * 1000)
    return times


@contextmanager
def _busy(processors: int) -> Iterator[None]:
    """As many processes that do nothing but sums."""
    command = [sys.executable, __file__, "--only", "busy"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PARTS))}
    others = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(processors)]
    time.sleep(5)  # until they have begun
    yield
    for each in others:
        each.kill()
        each.wait()


def starts(count: int, folder: Path) -> None:
    """The median of a few fresh processes each, in turns; the page's is from the command to an answer over HTTP."""
    peer = [__file__, "--only", "peer-start", "--folder", str(folder)]
    served, terminal, theirs = [], [], []
    for _ in range(count):
        served.append(_served())
        terminal.append(_run(["-m", "assistant", "ask", ASKED]))
        theirs.append(_run(peer)[0])
    usable, answered, whole = (statistics.median(each) for each in zip(*served, strict=True))
    first = statistics.median(theirs)
    tell("restart: the page takes a question after", "s", 1.5, usable)
    tell("restart: the first answer after", "s", 3, answered, first)
    tell("restart: Gradio has drawn the whole page after", "s", None, whole)
    tell("`ask` in a terminal", "s", 2.5, statistics.median(seconds for seconds, _ in terminal), first)
    tell("`ask` in a terminal, most memory", "MB", 350, max(peak for _, peak in terminal) / 1e6)


def _served() -> tuple[float, float, float]:
    """Seconds from the command until the page is there, until a question sent at once is answered, and until all is."""
    begun = time.perf_counter()
    with program(answering=False) as (site, _), httpx.Client(base_url=site, trust_env=False, timeout=60) as web:
        assert "Your question" in web.get("/", headers={"Accept": "text/html"}).text
        usable = time.perf_counter() - begun
        assert web.post("/api/ask", json={"question": ASKED}).json()["outcome"] == "answered"
        answered = time.perf_counter() - begun
        web.get("/config").raise_for_status()  # Gradio's, as soon as there is one
        return usable, answered, time.perf_counter() - begun


def builds(place: Path) -> None:
    """Each builds its index once, from nothing: our first start after set-up."""
    (ours, peak), (theirs, their_peak) = (
        _run([__file__, "--only", only, "--folder", str(place / only)]) for only in ("our-build", "peer-build")
    )
    tell("first start after set-up", "s", 25, ours, theirs)
    tell("first start after set-up, most memory", "MB", 1000, peak / 1e6, their_peak / 1e6)


def _alone(part: str, folder: Path) -> None:
    if part == "busy":
        while True:
            sum(range(10_000))
    elif part == "our-build":
        open_assistant(Settings(data=folder)).ask(ASKED)
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
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PARTS))}
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
