"""Time and memory of documents that are added: a small one, 500 pages of PDF, and libraries of up to 100,000 passages.

Each passage is two real sentences, drawn from the texts and the ways of asking, and is really embedded by the packaged
encoder. All that is measured goes the way of an added document: read, kept, built, answered from.
`make bench-documents`.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil
from fpdf import FPDF
from growth import Measured, plot, told
from speed import machine

from assistant.adding import add
from assistant.answering.answer import Answer
from assistant.answering.conversation import Assistant
from assistant.desk import desk_of
from assistant.libraries import read_our_library
from assistant.opening import open_assistant
from assistant.paper.pdf import FONTS
from assistant.settings import Settings
from corpus.collection import Collection
from corpus.paths import ROOT
from index.build import Build, open_build
from index.encoder import Encoder, Vectors
from index.packaged import open_encoder
from index.remembered import RememberingEncoder
from index.search import NEAREST
from index.stores.rows import ExactNeighbours

SIZES = (1_000, 10_000, 100_000)
A_FILE, A_SECTION, A_HEADING = 1_000, 20, 5  # passages of a file and of a section, words of its heading
A_STEP = 2_000  # passages that are embedded at a time
PAGES, PARAGRAPHS = 500, 10  # of the PDF: a page has some 250 words
ASKED = 200
_Done = TypeVar("_Done")


def main() -> None:
    """All of it, or in a process of its own a library of one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--no-files", action="store_true", help="leave out the small document and the PDF")
    parser.add_argument("--cache", type=Path, help="a folder that keeps embeddings for another run")
    parser.add_argument("--plot", type=Path, help="an SVG file to write")
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(asdict(library_of(given.only, given.cache))))
        return
    print(machine(), flush=True)
    if not given.no_files:
        print("\nAdded to the two texts                        passages   seconds  of processors", flush=True)
        for told in (in_a_running_page, in_a_terminal, of_many_pages):
            print(told(), flush=True)
    with _kept(given.cache) as cache:
        libraries(given.sizes, cache, given.plot)


def libraries(sizes: Sequence[int], cache: Path, picture: Path | None) -> None:
    """A library of each size in a process of its own, so that the memory is its own too."""
    print("\nSeconds of processors to build and to start, most memory of a build and of a start:")
    heads = "passages  embed s  keep s  build s  start s  build MB  start MB"
    print(f"{heads}   answer ms (95th)  of processor (95th)  of nearest ten  same answers", flush=True)
    measured = []
    for size in sizes:
        command = [sys.executable, __file__, "--only", str(size), "--cache", str(cache)]
        done = subprocess.run(command, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
        measured.append(Grown(**json.loads(done.stdout.splitlines()[-1])))
        print(measured[-1].line, flush=True)
    if picture:
        picture.write_text(plot([each.row for each in measured]), encoding="utf-8")


@dataclass(frozen=True)
class Grown:
    """A library of one size: seconds, peak megabytes of the process that answers, and milliseconds of answers."""

    passages: int
    embedded: float
    kept: float
    built: float
    started: float
    built_peak: float
    peak: float
    times: Sequence[float]
    worked: Sequence[float]  # milliseconds of processor time of each answer, whatever else the machine does
    recall: float  # the share of the ten nearest that the store finds
    same: float  # the share of answers that are those where every passage is scored

    @property
    def line(self) -> str:
        """For the table."""
        seconds = f"{self.embedded:9.0f}{self.kept:8.1f}{self.built:9.1f}{self.started:9.1f}"
        memory = f"{self.built_peak:10.0f}{self.peak:10.0f}"
        answers = f"{told(self.times):>19}{told(self.worked):>21}{self.recall:16.3f}{self.same:14.3f}"
        return f"{self.passages:8,}{seconds}{memory}{answers}"

    @property
    def row(self) -> Measured:
        """For the plot."""
        return Measured("answer", self.passages, self.built, self.peak, self.times, self.worked, 1.0)


# --- a small document and a large file ----------------------------------------------------------------------


def in_a_running_page() -> str:
    """A document of 30 passages, from its bytes to the first answer that can come from it, on a page that runs."""
    with _settings() as settings:
        desk, collection = desk_of(settings), Collection(settings.data)
        desk.start()
        desk.ask("Who is it?")  # waits until all is loaded
        watch = _Watch()
        staged = collection.stage("protocol.md", _markdown(30, 1, _real()).encode())
        collection.keep([(staged, {})], desk.library.own)
        desk.reload()
        desk.ask("Who is it?")
        return watch.line("one document, on a page that runs", 30)


def in_a_terminal() -> str:
    """The same by the command, with Python's start and the loading of the model in it."""
    with _settings() as settings, tempfile.TemporaryDirectory() as folder:
        open_assistant(settings)
        file = Path(folder, "protocol.md")
        file.write_text(_markdown(30, 1, _real()), encoding="utf-8")
        watch = _Watch()
        _command("add", str(file), "--data", str(settings.data))
        return watch.line("one document, by the command", 30)


def of_many_pages() -> str:
    """A PDF of 500 pages by the command, its progress looked at."""
    with _settings() as settings, tempfile.TemporaryDirectory() as folder:
        open_assistant(settings)
        file = Path(folder, "book.pdf")
        file.write_bytes(_pdf())
        watch = _Watch()
        told = _command("add", str(file), "--data", str(settings.data))
        watch.stop()
        passages = len(read_our_library(settings).passages) - len(read_our_library(Settings()).passages)
        return watch.line(f"PDF of {PAGES} pages, progress told {told.count(' so far')} times", passages)


class _Watch:
    """Seconds since it was made, and how many of them processors worked, here and in processes that have ended."""

    def __init__(self) -> None:
        self._begun, self._worked = time.perf_counter(), _worked()
        self._taken: tuple[float, float] | None = None

    def stop(self) -> None:
        """What follows does not count."""
        self._taken = self._read()

    def _read(self) -> tuple[float, float]:
        return time.perf_counter() - self._begun, _worked() - self._worked

    def line(self, what: str, passages: int) -> str:
        """For the table."""
        seconds, worked = self._taken or self._read()
        return f"  {what:42}{passages:10,}{seconds:10.1f}{worked:15.1f}"


def _worked() -> float:
    return sum(os.times()[:4])


def _command(*words: str) -> str:
    """What `python -m assistant` tells on standard error."""
    command = [sys.executable, "-m", "assistant", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stderr


# --- libraries ----------------------------------------------------------------------------------------------


def library_of(size: int, cache: Path) -> Grown:
    """Our two texts with so many passages beside them, measured from files to answers."""
    with _settings() as settings:
        sentences = _real_sentences(cache)
        kept, _ = _timed(lambda: _add(size, sentences, settings))
        library = read_our_library(settings)
        encoder = open_encoder()
        embedded, known = _embedded([each.statement for each in library.passages], encoder, cache)
        built, _ = _worked_on(lambda: open_build(library, RememberingEncoder(encoder, known), settings.data))
        built_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        questions = _questions(library.notes.asked)
        open_assistant(settings)  # counts the words
        started, assistant = _worked_on(lambda: open_assistant(settings))
        assistant.ask(questions[0])  # what is made on first use
        times, worked = zip(*(_asked(assistant, question) for question in questions), strict=True)
        recall = _found_of_the_nearest(assistant.build, encoder.encode(list(questions)))
        same = _same_as_of_all(assistant, questions)
        peak = _peak_of_a_start(settings.data)
    return Grown(size, embedded, kept, built, started, built_peak, peak, times, worked, recall, same)


def _found_of_the_nearest(build: Build, asked: Vectors, *, ten: int = 10) -> float:
    """The share of the ten nearest to each question that are among those that the store finds; 1 of a small build."""
    if not build.neighbours:
        return 1.0
    found = build.neighbours.nearest(asked, NEAREST)
    exact = ExactNeighbours(build.vectors).nearest(asked, ten)
    return statistics.mean(len(set(one) & set(other)) / ten for one, other in zip(exact, found, strict=True))


def _same_as_of_all(assistant: Assistant, questions: Sequence[str]) -> float:
    """The share of questions whose answer is the same where every passage is scored."""
    near = [_said(assistant.ask(question)) for question in questions]
    assistant.searcher.build = replace(assistant.build, neighbours=None)
    return statistics.mean(one == _said(assistant.ask(each)) for one, each in zip(near, questions, strict=True))


def _said(answer: Answer) -> tuple[object, ...]:
    return answer.outcome, answer.headline, *(each.passage.key for each in (*answer.citations, *answer.nearest))


def _add(size: int, sentences: Sequence[str], settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, size, A_FILE):
            count = min(A_FILE, size - first)
            text = _markdown(count, first + 2, sentences)
            Path(folder, f"file-{first // A_FILE:03}.md").write_text(text, encoding="utf-8")
        kept, faults = add(Collection(settings.data), [folder], {})
        assert (len(kept.entries), faults, kept.faults) == (-(-size // A_FILE), (), ())


def _embedded(texts: Sequence[str], encoder: Encoder, cache: Path) -> tuple[float, dict[str, Vectors]]:
    """How many seconds it took to embed them, and each with its embedding; the cache keeps both, step by step."""
    seconds = 0.0
    found: dict[str, Vectors] = {}
    for start in range(0, len(texts), A_STEP):
        step = list(texts[start : start + A_STEP])
        name = hashlib.sha256("\n".join((encoder.name, *step)).encode()).hexdigest()[:24]
        file = cache / f"{name}.npz"
        if not file.is_file():
            taken, rows = _timed(lambda step=step: encoder.encode(step))  # type: ignore[misc]
            np.savez(file, seconds=taken, rows=rows)
        kept = np.load(file)
        seconds += float(kept["seconds"])
        found.update(zip(step, kept["rows"], strict=True))
    return seconds, found


def _peak_of_a_start(data: Path) -> float:
    """Most memory, in MB, of a process that opens the library and answers one question."""
    command = [sys.executable, "-m", "assistant", "ask", "Can they talk to my staff without me?", "--data", str(data)]
    process = psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.02)
    return peak / 2**20


def _asked(assistant: Assistant, question: str) -> tuple[float, float]:
    """Milliseconds from question to answer, and how many of them processors worked on it."""
    begun, worked = time.perf_counter(), time.process_time()
    assistant.ask(question)
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _questions(asked: Sequence[str]) -> Sequence[str]:
    return random.Random(0).sample(asked, ASKED)  # noqa: S311 - a choice, and no secret


# --- what is added ------------------------------------------------------------------------------------------


def _real() -> list[str]:
    """All sentences of the texts and ways of asking."""
    library = read_our_library(Settings())
    return sorted({*library.notes.asked, *(" ".join(passage.quote.split()) for passage in library.passages)})


def _real_sentences(cache: Path) -> list[str]:
    """The same, or those that the cache was begun with, whatever was noted since: its embeddings are of them."""
    file = cache / "sentences.json"
    if not file.is_file():
        file.write_text(json.dumps(_real()), encoding="utf-8")
    return list(json.loads(file.read_text(encoding="utf-8")))


def _drawn(count: int, seed: int, sentences: Sequence[str]) -> Iterator[str]:
    """Two sentences each, the same at each run."""
    chance = random.Random(seed)  # noqa: S311 - a choice, and no secret
    for _ in range(count):
        yield "; ".join(each.rstrip(".?!") for each in chance.sample(sentences, 2))


def _markdown(count: int, seed: int, real: Sequence[str]) -> str:
    lines = [f"# Protocol {seed}"]
    for number, words in enumerate(_drawn(count, seed, real)):
        if number % A_SECTION == 0:
            lines += ["", f"## {' '.join(words.split()[:A_HEADING])}", ""]
        lines.append(f"- {words}.")
    return "\n".join(lines)


def _pdf() -> bytes:
    """Pages of paragraphs without tags, so that their layout has to be guessed."""
    sheet = FPDF(format="A4")
    sheet.add_font("ours", fname=FONTS / "DejaVuSans.ttf")
    sheet.set_font("ours", size=11)
    sentences = _drawn(PAGES * PARAGRAPHS, 0, _real())
    for _ in range(PAGES):
        sheet.add_page()
        for _ in range(PARAGRAPHS):
            sheet.multi_cell(0, 6, f"{next(sentences)}.", align="L", new_x="LMARGIN", new_y="NEXT")
            sheet.ln(4)
    return bytes(sheet.output())


# --- surroundings -------------------------------------------------------------------------------------------


@contextmanager
def _settings() -> Iterator[Settings]:
    """The settings with a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield Settings(data=Path(folder))


@contextmanager
def _kept(cache: Path | None) -> Iterator[Path]:
    """The folder of the cache, or one for this run alone."""
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
        yield cache.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _worked_on(work: Callable[[], _Done]) -> tuple[float, _Done]:
    """Seconds that processors worked, whatever else the machine does."""
    begun = time.process_time()
    done = work()
    return time.process_time() - begun, done


def _timed(work: Callable[[], _Done]) -> tuple[float, _Done]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done


if __name__ == "__main__":
    main()
