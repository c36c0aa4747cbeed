"""Self-check of an installation: each thing that the program needs, how it stands, and what to do about it."""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from assistant.libraries import read_our_library
from assistant.opening import our_distress, our_readings
from assistant.serving.workers import listening
from assistant.settings import Settings
from corpus.errors import AssistantError, UnreadableError
from corpus.library import Library
from index.build import look_at_build
from index.encoder import PACKAGED, PACKAGED_SHA256, REINSTALL, encoder_name, model_digest, packaged_folder
from index.learned.answerability import read_answerability
from index.stores.sqlite import need_sqlite

ROOM = 500_000_000  # bytes for an index and for what is written while it is made
_BY_WORDS = "until it is mended, questions are matched by their words alone"
MEMORY = 1_000_000_000  # bytes: a first start takes less than this, every other half of it


class State(StrEnum):
    """How a thing stands."""

    GOOD = "good"
    LOOK = "look"  # it goes on all the same
    STOPS = "stops"  # nothing is answered until it is mended


@dataclass(frozen=True)
class Finding:
    """One thing, how it stands, and where it is not good what to do about it."""

    about: str
    state: State
    told: str
    mend: str = ""


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that is looked at, one by one."""
    yield _of("Python", _python)
    yield _of("SQLite", need_sqlite)
    yield _model(settings)
    library: list[Library] = []
    yield _of("Documents", lambda: _documents(settings, library))
    for each in library:
        yield from about_documents(each)
        yield learned(settings, each)
        yield _index(settings, each)
    yield _port(settings)
    yield _room("Disk", settings.data)
    yield _room("Temporary files", Path(tempfile.gettempdir()))
    yield _memory()


def _of(about: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(about, State.GOOD, look())
    except UnreadableError as error:
        return Finding(about, State.LOOK, f"{error.place}: {error.fault}; {_BY_WORDS}", error.mend)
    except AssistantError as error:
        return Finding(about, State.STOPS, f"{error.place}: {error.fault}", error.mend)


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()}, {os.cpu_count()} processors"


def _model(settings: Settings) -> Finding:
    if settings.encoder == PACKAGED:
        return _of("Model", _packaged)
    here = Path(settings.encoder).is_dir()
    told = f"{settings.encoder}, {'a folder of your own' if here else 'which is looked for when it is opened'}"
    return Finding("Model", State.GOOD if here else State.LOOK, told, "" if here else "Name a folder, to be sure")


def _packaged() -> str:
    folder = packaged_folder()
    try:
        digest = model_digest(folder)
    except OSError as error:
        raise AssistantError(folder, f"it cannot be read ({error.strerror})", REINSTALL) from error
    if digest != PACKAGED_SHA256:
        raise UnreadableError(folder, "it is not the known model", REINSTALL)
    return f"packaged, SHA-256 {digest[:16]}…, as it should be"


def _documents(settings: Settings, library: list[Library]) -> str:
    """Reads the documents, and leaves them in `library`."""
    read = read_our_library(settings)
    notes = len(read.notes.of_passages)  # read here: notes that no longer fit are a fault
    library.append(read)
    return f"{len(read.documents)} with {len(read.passages):,} passages and {notes} notes, of {read.folder}"


def learned(settings: Settings, library: Library) -> Finding:
    """Whether what is kept of training is of these notes and of this model, as every start asks too."""

    def look() -> str:
        encoder = encoder_name(settings.encoder)
        our_readings(library, encoder)
        read_answerability(encoder)
        our_distress(encoder)
        return "fitted to these notes and this model"

    return _of("What was learned", look)


def about_documents(library: Library) -> Iterator[Finding]:
    """Files that could not be read, and guidance that nobody looked up for long."""
    for fault in library.faults:
        yield Finding("Document", State.LOOK, f"{fault.place}: {fault.fault}", fault.mend)
    for document in library.documents:
        if document.unchecked:
            mend = "See whether it is still in force: “python -m assistant update” asks GOV.UK"
            yield Finding("Document", State.LOOK, f"{document.title}: {document.unchecked}", mend)


def _index(settings: Settings, library: Library) -> Finding:
    if settings.chroma:
        mend = "Whether it is reached shows when it starts; the index of this machine stands in for it"
        return Finding("Index", State.LOOK, f"on the Chroma server {settings.chroma}", mend)
    if settings.encoder != PACKAGED:
        return Finding("Index", State.LOOK, "of a model of your own", "“python -m assistant index” opens or makes it")
    manifest = look_at_build(library, encoder_name(), settings.data)
    if manifest is None:
        told = "none that fits these documents"
        return Finding("Index", State.LOOK, told, "The next start makes one; “python -m assistant index” makes it now")
    return Finding("Index", State.GOOD, f"{manifest.fingerprint}, whole, made {_ago(manifest.built)}")


def _ago(moment: str) -> str:
    days = (datetime.now(UTC) - datetime.fromisoformat(moment)).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _port(settings: Settings) -> Finding:
    try:
        with listening(settings) as place:
            return Finding("Port", State.GOOD, f"{place.getsockname()[1]} on {settings.host} is free")
    except AssistantError as error:
        told = f"{error.place}: {error.fault}"
        return Finding("Port", State.LOOK, told, f"Where it is served already, all is well. Else: {error.mend}")


def _room(about: str, folder: Path) -> Finding:
    there = next(each for each in (folder, *folder.resolve().parents) if each.exists())
    free = shutil.disk_usage(there).free
    told = f"{_size(free)} free for {folder}"
    if not os.access(there, os.W_OK):
        return Finding(about, State.LOOK, f"{told}, which may not be written", "Choose another folder with --data")
    return Finding(about, State.GOOD, told) if free > ROOM else Finding(
        about, State.LOOK, told, f"Free {_size(ROOM)}, or choose another folder"
    )  # fmt: skip


def _memory() -> Finding:
    free = _free_memory()
    if free is None:
        return Finding("Memory", State.GOOD, "how much is free is not told on this system")
    if free > MEMORY:
        return Finding("Memory", State.GOOD, f"{_size(free)} free")
    return Finding(
        "Memory", State.LOOK, f"{_size(free)} free", f"Close other programs: a first start takes {_size(MEMORY)}"
    )


def _free_memory() -> int | None:
    """Bytes that programs may still take, where the system tells it."""
    if not sys.platform.startswith("linux"):
        return None
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
