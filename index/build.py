"""Builds of the index: made aside, checked by SHA-256, and put in use by replacing one pointer file."""

import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus.errors import AssistantError
from corpus.files import write_whole
from corpus.library import Library
from index import learn
from index.encoder import Encoder, Vectors
from index.entries import Entry, Target, entries_of, fingerprint_of
from index.learn import Classifier
from index.learned import ranker as kernel
from index.learned.ranker import KernelClassifier
from index.stores.chroma import read_vectors, write_vectors

_POINTER = "CURRENT"
_MANIFEST = "manifest.json"
_VECTORS = "vectors"
_LEARNED = "learned.npz"
_KERNEL = "kernel.npz"


class Progress(Protocol):
    """A callback for how far a build has come."""

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total` texts are embedded."""


@dataclass(frozen=True)
class Manifest:
    """The metadata of a build, kept as JSON in its folder."""

    fingerprint: str
    encoder: str
    entries: int
    built: str  # ISO 8601, UTC
    digests: dict[str, str]  # SHA-256 of each file


@dataclass(frozen=True)
class Build:
    """An index that was opened: its entries and their embeddings, row by row."""

    folder: Path
    manifest: Manifest
    library: Library
    entries: tuple[Entry, ...]
    vectors: Vectors
    # What was learned from the notes, where there are any.
    classifier: Classifier | None = None
    kernel: KernelClassifier | None = None

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """What the entries lead to, in order: the passages, then the topics."""
        return tuple(dict.fromkeys(entry.target for entry in self.entries))

    @cached_property
    def first_rows(self) -> NDArray[np.intp]:
        """The first row of each target; its rows stand together."""
        return np.flatnonzero(np.diff(classes_of(self.entries), prepend=-1))

    @cached_property
    def texts_by_target(self) -> tuple[tuple[str, ...], ...]:
        """The texts of each target's entries."""
        by_target: dict[Target, list[str]] = {}
        for entry in self.entries:
            by_target.setdefault(entry.target, []).append(entry.text)
        return tuple(tuple(texts) for texts in by_target.values())


def open_build(
    library: Library,
    encoder: Encoder,
    data: Path,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    patience: float = 600.0,
) -> Build:
    """The build of this library: opened where there is a sound one, else made.

    Raises AssistantError when the data folder cannot be used or another process is building for more
    than `patience` seconds.
    """
    entries = entries_of(library.passages, library.notes)
    if not library.passages:
        raise AssistantError(library.folder, "its documents hold no statement of three words or more", "Add text")
    fingerprint = fingerprint_of(entries, encoder.name)
    if not rebuild and (build := _opened(library, entries, fingerprint, data)):
        return build
    with _only_builder(data, patience):
        # Another process may have built it while this one waited.
        if not rebuild and (build := _opened(library, entries, fingerprint, data)):
            return build
        folder = _build(library, fingerprint, encoder, data, progress or _silent)
        build = _load(folder, library, entries, fingerprint)
        _point(data, library.folder, folder)
        _remove_unused(data)
        return build


def _silent(done: int, total: int) -> None:
    """The Progress of a build that nobody watches: does nothing."""


def _opened(library: Library, entries: tuple[Entry, ...], fingerprint: str, data: Path) -> Build | None:
    """The build in use, or nothing where it is missing, damaged or of other texts: it is then made anew."""
    name = _pointers(data).get(_pointer_key(library.folder), "")
    if not name.startswith(fingerprint):
        return None
    try:
        return _load(data / "builds" / name, library, entries, fingerprint)
    except AssistantError:
        return None


def _load(folder: Path, library: Library, entries: tuple[Entry, ...], fingerprint: str) -> Build:
    rebuild = "Run “python -m assistant index --rebuild”"
    try:
        manifest = Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
        digests = _digests(folder)
    except (OSError, ValueError, TypeError) as error:
        raise AssistantError(folder, "the build cannot be read", rebuild) from error
    if manifest.fingerprint != fingerprint or manifest.digests != digests:
        raise AssistantError(folder, "the build was changed or is of other texts", rebuild)
    vectors = read_vectors(folder / _VECTORS, [entry.key for entry in entries])
    build = Build(folder, manifest, library, entries, vectors)
    if not library.notes.of_passages:
        return build
    return replace(build, classifier=learn.load(folder / _LEARNED), kernel=kernel.load(folder / _KERNEL))


def _build(library: Library, fingerprint: str, encoder: Encoder, data: Path, progress: Progress) -> Path:
    # A new name each time: Chroma must not meet a folder that was deleted in the same process.
    folder = data / "builds" / f"{fingerprint}-{secrets.token_hex(4)}"
    entries = entries_of(library.passages, library.notes)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(done, len(entries))

    progress(0, len(entries))
    try:
        folder.mkdir(parents=True)
        write_vectors(folder / _VECTORS, {entry.key: entry.text for entry in entries}, encoder, advance)
        if library.notes.of_passages:
            rows = read_vectors(folder / _VECTORS, [entry.key for entry in entries])
            classes = classes_of(entries)
            learn.save(learn.fit(rows, classes), folder / _LEARNED)
            kernel.save(kernel.fit([entry.text for entry in entries], rows, classes), folder / _KERNEL)
        built = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(fingerprint, encoder.name, len(entries), built, _digests(folder))
        (folder / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        reason = error.strerror or str(error)
        raise AssistantError(data, f"the index cannot be written ({reason})", "Free the disk or set --data") from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


@contextmanager
def _only_builder(data: Path, patience: float) -> Iterator[None]:
    """Held while building; a second builder waits up to `patience` seconds for the first."""
    lock = FileLock(data / "building.lock")
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise AssistantError(data, "another process is building the index", "Wait for it, or stop it") from error
    except OSError as error:
        raise AssistantError(data, "the folder cannot be written", "Choose another with --data") from error
    try:
        yield
    finally:
        lock.release()


def _point(data: Path, corpus: Path, folder: Path) -> None:
    """Makes this build the one in use, by replacing the pointer file."""
    pointers = {**_pointers(data), _pointer_key(corpus): folder.name}
    write_whole(data / _POINTER, json.dumps(pointers, indent=2).encode())


def _pointers(data: Path) -> dict[str, str]:
    """The name of the build in use for each corpus folder; none where the file is missing or damaged."""
    try:
        found = json.loads((data / _POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(corpus): str(name) for corpus, name in found.items()} if isinstance(found, dict) else {}


def _pointer_key(corpus: Path) -> str:
    return str(corpus.resolve())


def _remove_unused(data: Path, *, grace: float = 600.0) -> None:
    """Deletes builds that no corpus points to; one younger than `grace` seconds may still be opened."""
    used = set(_pointers(data).values())
    for folder in (data / "builds").iterdir():
        if folder.name not in used and time.time() - folder.stat().st_mtime > grace:
            shutil.rmtree(folder, ignore_errors=True)


def _digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but the manifest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != _MANIFEST
    }


def classes_of(entries: tuple[Entry, ...]) -> NDArray[np.intp]:
    """The number of each entry's target, counted from 0 in order."""
    number: dict[Target, int] = {}
    return np.array([number.setdefault(entry.target, len(number)) for entry in entries])
