"""Builds of the index: made aside, checked by SHA-256, and put in use by replacing one pointer file."""

import hashlib
import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from corpus.document import Passage
from corpus.errors import AssistantError
from corpus.files import flush, write_whole
from corpus.library import Library
from index.encoder import Encoder, Vectors
from index.remembered import RememberingEncoder
from index.stores.rows import ExactNeighbours, read_rows, write_rows
from index.stores.store import EXACT_UP_TO, REBUILD, SCORED_UP_TO, Neighbours, NoRoomError, VectorServer

_POINTER = "CURRENT"
_MANIFEST = "manifest.json"
_VECTORS = "vectors"
_DATABASE = f"{_VECTORS}/chroma.sqlite3"
_ROWS = "rows.npy"
_STATEMENTS = "statements.json"
_WORDS = "words"
_HOLDER = "building.by"
# Raised by whoever changes what a build holds, so that older builds are not opened.
FORMAT = 9


class CannotKeepError(AssistantError):
    """An index that cannot be written to its folder."""

    def __init__(self, data: Path, error: OSError) -> None:
        what = f"the index cannot be written there ({error.strerror or error})"
        super().__init__(data, what, "Free the disk, or choose another folder with --data")


class Progress(Protocol):
    """A callback for how far a build has come."""

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total` texts are embedded."""


@dataclass(frozen=True)
class Manifest:
    """The metadata of a build, kept as JSON in its folder."""

    fingerprint: str
    encoder: str
    passages: int
    built: str  # ISO 8601, UTC
    digests: dict[str, str]  # SHA-256 of each file that stays as it is

    @property
    def left_open(self) -> bool:
        """Whether it is a large build, whose Chroma is open while it is used and writes to its database."""
        return bool(self.digests) and _DATABASE not in self.digests


@dataclass(frozen=True)
class Build:
    """An index that was opened: the embeddings of a library's passages, row by row."""

    folder: Path
    manifest: Manifest
    library: Library
    vectors: Vectors  # (passages, dimensions)
    neighbours: Neighbours | None = None  # tells the rows that are worth being scored; nothing where all are
    words: Path | None = None  # a folder that may keep the words of passages, where counting them takes long


def fingerprint_of(passages: Iterable[Passage], encoder_name: str) -> str:
    """16 hexadecimal digits: the same for the same passages, encoder and format, and for nothing else."""
    digest = hashlib.sha256(json.dumps([FORMAT, encoder_name]).encode())
    for passage in passages:
        digest.update(json.dumps([passage.key, passage.statement]).encode())
    return digest.hexdigest()[:16]


def open_build(
    library: Library,
    encoder: Encoder,
    data: Path,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    patience: float = 600.0,
    exact_up_to: int = EXACT_UP_TO,
) -> Build:
    """The build of this library: opened where there is a sound one, else made.

    One of more passages than `exact_up_to` comes with Chroma's own query, and its embeddings are mapped.

    Where there is no room for one, the embeddings are made in memory, and a warning says so.
    Raises AssistantError when another process is building for more than `patience` seconds, and for a
    rebuild that cannot be written.
    """
    if not library.passages:
        raise AssistantError(library.folder, "its documents hold no statement of three words or more", "Add text")
    fingerprint = fingerprint_of(library.passages, encoder.name)
    try:
        return _opened_or_built(
            library,
            fingerprint,
            encoder,
            data,
            rebuild=rebuild,
            progress=progress or _silent,
            patience=patience,
            exact_up_to=exact_up_to,
        )
    except (NoRoomError, CannotKeepError) as error:
        if rebuild:
            raise
        # A few hundred passages are embedded in a second or two: better than no answer.
        logging.getLogger(__name__).warning("%s It goes on without, in memory.", error)
        return _in_memory(library, fingerprint, encoder, data)


def _opened_or_built(
    library: Library,
    fingerprint: str,
    encoder: Encoder,
    data: Path,
    *,
    rebuild: bool,
    progress: Progress,
    patience: float,
    exact_up_to: int,
) -> Build:
    if not rebuild and (build := _opened(library, fingerprint, data, exact_up_to)):
        return build
    with _only_builder(data, patience):
        # Another process may have built it while this one waited.
        if not rebuild and (build := _opened(library, fingerprint, data, exact_up_to)):
            return build
        remembering = encoder if rebuild else RememberingEncoder(encoder, _embedded(data, library, encoder))
        folder = _build(library, fingerprint, remembering, data, progress, exact_up_to)
        build = _load(folder, library, fingerprint, exact_up_to)
        _point(data, library.folder, folder)
        _remove_unused(data)
        return build


def _in_memory(library: Library, fingerprint: str, encoder: Encoder, data: Path) -> Build:
    vectors = encoder.encode([passage.statement for passage in library.passages])
    manifest = Manifest(fingerprint, encoder.name, len(library.passages), _now(), {})
    return Build(data, manifest, library, vectors, _compared(vectors))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def open_served_build(
    library: Library,
    encoder: Encoder,
    server: VectorServer,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    data: Path | None = None,
) -> Build:
    """The build of this library on a Chroma server, made there where there is none; it is not asked again.

    `data`: a folder that may keep the words of a large one, until something is taken out of it.
    Raises AssistantError when the server is away or cannot be used.
    """
    texts = {passage.key: passage.statement for passage in library.passages}
    fingerprint = fingerprint_of(library.passages, encoder.name)
    store = server.store(fingerprint)
    try:
        if rebuild:
            raise LookupError
        vectors = store.read(list(texts))
    except LookupError:
        store.write(texts, encoder, _counting(progress or _silent, len(texts)))
        vectors = store.read(list(texts))
    manifest = Manifest(fingerprint, encoder.name, len(texts), _now(), {})
    words = data / "builds" / f"{fingerprint}-served" / _WORDS if data and len(texts) > SCORED_UP_TO else None
    return Build(Path(fingerprint), manifest, library, vectors, _compared(vectors), words)


def _counting(progress: Progress, total: int) -> Callable[[int], None]:
    """Tells the progress of the whole from that of each step."""
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(done, total)

    progress(0, total)
    return advance


def _silent(done: int, total: int) -> None:
    """The Progress of a build that nobody watches: does nothing."""


def _opened(library: Library, fingerprint: str, data: Path, exact_up_to: int) -> Build | None:
    """The build in use, or nothing where it is missing, damaged or of other texts: it is then made anew."""
    # Found by what it is of and not by where the documents lie: a folder that was moved keeps its index.
    name = next((name for name in _pointers(data).values() if name.startswith(fingerprint)), "")
    if not name:
        return None
    try:
        return _load(data / "builds" / name, library, fingerprint, exact_up_to)
    except AssistantError:
        return None


def look_at_build(library: Library, encoder_name: str, data: Path) -> Manifest | None:
    """What is known of the build of this library, checked but not opened; nothing where the next start makes one."""
    fingerprint = fingerprint_of(library.passages, encoder_name)
    name = next((name for name in _pointers(data).values() if name.startswith(fingerprint)), "")
    if not name:
        return None
    try:
        return _checked(data / "builds" / name, fingerprint)
    except AssistantError:
        return None


def _embedded(data: Path, library: Library, encoder: Encoder) -> dict[str, Vectors]:
    """The statements of a library that this encoder embedded for its build in use; none where that is not sound."""
    name = _pointers(data).get(_pointer_key(library.folder), "")
    folder = data / "builds" / name
    try:
        manifest = _manifest(folder)
        ours = bool(name) and name.startswith(manifest.fingerprint) and manifest.encoder == encoder.name
        if not ours or manifest.digests != _digests(folder, manifest.left_open):
            return {}
        kept = {digest: row for row, digest in enumerate(json.loads((folder / _STATEMENTS).read_bytes()))}
        rows = read_rows(folder / _ROWS, manifest.passages)
    except (OSError, ValueError, TypeError, RecursionError, AssistantError):
        return {}
    digests = {passage.statement: _known_by(passage.statement) for passage in library.passages}
    return {statement: rows[kept[digest]] for statement, digest in digests.items() if digest in kept}


def _known_by(statement: str) -> str:
    """What a build keeps of a statement, to know it again: the text itself stays in the passage."""
    return hashlib.sha256(statement.encode()).hexdigest()[:32]


def _manifest(folder: Path) -> Manifest:
    return Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))


def _load(folder: Path, library: Library, fingerprint: str, exact_up_to: int) -> Build:
    manifest, count = _checked(folder, fingerprint), len(library.passages)
    rows = read_rows(folder / _ROWS, count, exact_up_to=exact_up_to)
    words = folder / _WORDS if count > min(SCORED_UP_TO, exact_up_to) else None
    if count <= exact_up_to:
        return Build(folder, manifest, library, rows, _compared(rows), words)
    if not manifest.left_open:  # as builds were made before: once open it would be taken for damaged
        raise AssistantError(folder, "the build is not made to be left open", REBUILD)
    return Build(folder, manifest, library, rows, _neighbours(folder, library, rows), words)


def _compared(rows: Vectors) -> Neighbours | None:
    """What finds the nearest by comparing all, in memory; nothing of a build so small that all are scored."""
    return ExactNeighbours(rows) if len(rows) > SCORED_UP_TO else None


def _neighbours(folder: Path, library: Library, rows: Vectors) -> Neighbours:
    """Chroma's own query over this build; where it cannot be opened all rows are compared."""
    from index.stores.chroma import ChromaNeighbours

    try:
        return ChromaNeighbours(folder / _VECTORS, [passage.key for passage in library.passages])
    except AssistantError as error:
        logging.getLogger(__name__).warning("%s Until then every passage is compared, which takes longer.", error)
        return ExactNeighbours(rows)


def _checked(folder: Path, fingerprint: str) -> Manifest:
    """The manifest of a build that is whole. Raises AssistantError."""
    try:
        manifest = _manifest(folder)
        digests = _digests(folder, manifest.left_open)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise AssistantError(folder, "the build cannot be read", REBUILD) from error
    if manifest.fingerprint != fingerprint or manifest.digests != digests:
        raise AssistantError(folder, "the build was changed or is of other texts", REBUILD)
    return manifest


def _build(
    library: Library, fingerprint: str, encoder: Encoder, data: Path, progress: Progress, exact_up_to: int
) -> Path:
    from index.stores.chroma import write_vectors  # takes a second, which no other start needs

    # A new name each time: Chroma must not meet a folder that was deleted in the same process.
    folder = data / "builds" / f"{fingerprint}-{secrets.token_hex(4)}"
    texts = {passage.key: passage.statement for passage in library.passages}
    advance = _counting(progress, len(texts))
    try:
        folder.mkdir(parents=True)
        rows = write_vectors(folder / _VECTORS, texts, encoder, advance, exact_up_to=exact_up_to)
        write_rows(folder / _ROWS, rows)
        write_whole(folder / _STATEMENTS, json.dumps([_known_by(text) for text in texts.values()]).encode())
        manifest = Manifest(fingerprint, encoder.name, len(texts), _now(), _digests(folder, len(texts) > exact_up_to))
        flush(folder)
        write_whole(folder / _MANIFEST, json.dumps(asdict(manifest), indent=2).encode())
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotKeepError(data, error) from error
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
        _wait_for(lock, data, patience)
    except Timeout as error:
        raise AssistantError(data, _held(data), "Wait for it, or stop it") from error
    except OSError as error:
        raise CannotKeepError(data, error) from error
    try:
        with suppress(OSError):  # only told to others
            write_whole(data / _HOLDER, f"{os.getpid()}, since {datetime.now():%H:%M on %d %B}".encode())
        yield
    finally:
        (data / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _wait_for(lock: FileLock, data: Path, patience: float, *, silent: float = 0.2) -> None:
    """Takes the lock; after so many seconds it says what it waits for. Raises Timeout."""
    try:
        lock.acquire(timeout=min(silent, patience))
    except Timeout:
        if patience <= silent:
            raise
        logging.getLogger(__name__).warning("%s: %s. Waiting for it.", data, _held(data))
        lock.acquire(timeout=patience - silent)


def _held(data: Path) -> str:
    by = ""
    with suppress(OSError, ValueError):
        by = f" ({(data / _HOLDER).read_text(encoding='utf-8')[:60]})"
    return f"another process{by} is building the index"


def _point(data: Path, corpus: Path, folder: Path) -> None:
    """Makes this build the one in use, by replacing the pointer file."""
    pointers = {**_pointers(data), _pointer_key(corpus): folder.name}
    try:
        write_whole(data / _POINTER, json.dumps(pointers, indent=2).encode())
    except OSError as error:
        raise CannotKeepError(data, error) from error


def _pointers(data: Path) -> dict[str, str]:
    """The name of the build in use for each corpus folder; none where the file is missing or damaged."""
    try:
        found = json.loads((data / _POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(corpus): str(name) for corpus, name in found.items()} if isinstance(found, dict) else {}


def _pointer_key(corpus: Path) -> str:
    return str(corpus.resolve())


def forget_unused(data: Path) -> None:
    """Deletes the builds that no corpus points to, at once: what they hold was taken out for good."""
    if (data / "builds").is_dir():
        _remove_unused(data, grace=0.0)


def _remove_unused(data: Path, *, grace: float = 600.0) -> None:
    """Deletes builds that no corpus points to; one younger than `grace` seconds may still be opened."""
    used = set(_pointers(data).values())
    for folder in (data / "builds").iterdir():
        if folder.name not in used and time.time() - folder.stat().st_mtime > grace:
            shutil.rmtree(folder, ignore_errors=True)


def _digests(folder: Path, left_open: bool) -> dict[str, str]:  # noqa: FBT001 (told by the manifest)
    """SHA-256 of every file that stays as it is: all but the manifest and what its use writes."""
    written = (f"{_WORDS}/", f"{_WORDS}.", *([_DATABASE] if left_open else ()))
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    kept = {name: path for name, path in files.items() if name != _MANIFEST and not name.startswith(written)}
    return {name: _digest(path) for name, path in kept.items()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
