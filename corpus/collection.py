"""The collection: documents that were added, each as its original file, what was read of it and what is known of it.

The catalogue names them. It is replaced whole once all that it names is on the disk, so that a process that is ended
at any moment leaves either the documents before a change or those after it.
"""

import errno
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from corpus.catalogue import Catalogue, Entry, catalogue_of, checked_known, guesses_of, new_id, shown_name
from corpus.document import Document
from corpus.errors import AssistantError, Fault
from corpus.files import stamp_of, write_whole
from corpus.formats.files import read_bytes
from corpus.formats.reading import NotReadableError, ParsedDocument
from corpus.formats.wire import from_wire, to_wire
from corpus.reader import document_of

FOLDER = "documents"
# Raised when readings are made in another way, so that originals are read anew.
READING = 1
_FULL = {errno.ENOSPC, errno.EDQUOT}
_UNDID = "took back: "


@dataclass(frozen=True)
class Staged:
    """A file that was read and is not in yet."""

    name: str
    digest: str
    suffix: str
    source: str = ""
    reading: ParsedDocument = field(default=ParsedDocument("", ()), repr=False)

    @property
    def words(self) -> str:
        """The SHA-256 of its text: of two files that say the same one is enough."""
        return sha256(self.reading.text.encode()).hexdigest()

    @property
    def guesses(self) -> dict[str, str]:
        """What is probably known of it."""
        return guesses_of(self.reading, self.name)

    @property
    def document(self) -> Document:
        """The document that it would be."""
        return document_of(self.reading, self.name, self.guesses)


@dataclass(frozen=True)
class Kept:
    """The documents that came in, those that were in just so, and why others are not."""

    entries: tuple[Entry, ...]
    unchanged: tuple[Entry, ...] = ()
    faults: tuple[AssistantError, ...] = ()


Wanted = tuple[Staged, Mapping[str, str]]  # a file and what is known of it, over what is guessed


class Collection:
    """The documents that were added to a data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    # --- what is in ---------------------------------------------------------------------------

    @property
    def catalogue(self) -> Catalogue:
        """Which documents are in. Raises AssistantError when its file is damaged."""
        return self._catalogue("catalogue.json")

    @property
    def stamp(self) -> tuple[int, ...]:
        """Numbers that change whenever the catalogue does."""
        return stamp_of(self.folder / "catalogue.json")

    @property
    def undoable(self) -> str:
        """The last change in words, or nothing where there is none to undo."""
        return self.catalogue.change if (self.folder / "before.json").is_file() else ""

    def documents(self) -> tuple[tuple[Document, ...], tuple[Fault, ...]]:
        """Every document that is in, and the faults of those that cannot be read any more. Raises AssistantError."""
        documents, faults = [], []
        for entry in self.catalogue.entries:
            try:
                documents.append(document_of(self.reading(entry), entry.id, {**entry.known, "id": entry.id}))
            except NotReadableError as error:
                faults.append(Fault(self.original(entry), error.line, error.fault, f"Add “{entry.name}” again"))
        return tuple(documents), tuple(faults)

    def original(self, entry: Entry | Staged) -> Path:
        """The file as it was added."""
        return self.folder / "files" / f"{entry.digest}{entry.suffix}"

    def reading(self, entry: Entry | Staged) -> ParsedDocument:
        """What was read of its file; where that is lost, it is read anew. Raises NotReadableError."""
        try:
            kept = json.loads(self._reading_file(entry.digest).read_text(encoding="utf-8"))
            if kept["format"] == READING:
                return from_wire(kept["reading"])
        except (OSError, ValueError, TypeError, KeyError):
            pass
        try:
            return read_bytes(self.original(entry).read_bytes(), entry.suffix, foreign=True)
        except OSError as error:
            raise NotReadableError("the file of an added document is missing", "Add it again") from error

    # --- changes -------------------------------------------------------------------------------

    def stage(self, name: str, raw: bytes, source: str = "") -> Staged:
        """Reads a file in a process of its own and puts it aside, to be kept within the hour.

        Raises NotReadableError, and AssistantError where the data folder cannot be written.
        """
        shown = shown_name(name)
        suffix = PurePosixPath(shown).suffix.lower()
        staged = Staged(shown, sha256(raw).hexdigest(), suffix, source, read_bytes(raw, suffix, foreign=True))
        wire = json.dumps({"format": READING, "reading": to_wire(staged.reading)}, ensure_ascii=False)
        with self._writing():
            write_whole(self.original(staged), raw)
            write_whole(self._reading_file(staged.digest), wire.encode())
        return staged

    def waiting(self, name: str, digest: str) -> Staged:
        """The file of this digest that was put aside. Raises AssistantError where it is not there (any more)."""
        shown = shown_name(name)
        staged = Staged(shown, digest, PurePosixPath(shown).suffix.lower())
        if len(digest) != 64 or not digest.isalnum() or not self.original(staged).is_file():
            raise AssistantError(shown, "it does not wait to be kept any more", "Choose the file again")
        try:
            return replace(staged, reading=self.reading(staged))
        except NotReadableError as error:
            raise AssistantError(shown, error.fault, error.mend) from error

    def drop(self, digest: str) -> None:
        """Deletes a file that was put aside and is not in. Raises AssistantError."""
        with self._changing():
            self._sweep({digest})

    def keep(self, wanted: Sequence[Wanted], beside: Iterable[Document] = ()) -> Kept:
        """Adds files that were put aside, in one change; one from the same source as an earlier one takes its place.

        `beside` are the documents that are in without having been added. Raises AssistantError.
        """
        others = tuple(beside)
        faults: list[AssistantError] = []
        kept: list[Entry] = []
        unchanged: list[Entry] = []
        with self._changing():
            entries = {entry.id: entry for entry in self.catalogue.entries}
            for staged, known in wanted:
                try:
                    entry = _entry(staged, known, entries, others)
                except AssistantError as error:
                    faults.append(error)
                    continue
                (unchanged if entry is entries.get(entry.id) else kept).append(entry)
                entries[entry.id] = entry
            if kept:
                self._write(Catalogue(tuple(entries.values()), f"added {_listed(kept)}"))
        return Kept(tuple(kept), tuple(unchanged), tuple(faults))

    def describe(self, id: str, known: Mapping[str, str], beside: Iterable[Document] = ()) -> Entry:
        """Changes what is known of a document. Raises AssistantError."""
        with self._changing():
            now = self.catalogue
            entry = now.entry(id)
            ids = [*(each.id for each in beside), *(each.id for each in now.entries if each.id != id)]
            changed = replace(entry, known=checked_known({**entry.known, **known}, entry.name, ids))
            entries = tuple(changed if each.id == id else each for each in now.entries)
            self._write(Catalogue(entries, f"changed what is known of {_listed([changed])}"))
        return changed

    def remove(self, ids: Iterable[str]) -> list[Entry]:
        """Takes documents out; `undo` brings them back, until the next change or `forget`. Raises AssistantError."""
        with self._changing():
            now = self.catalogue
            gone = [now.entry(each) for each in dict.fromkeys(ids)]
            left = tuple(entry for entry in now.entries if entry not in gone)
            self._write(Catalogue(left, f"removed {_listed(gone)}"))
        return gone

    def undo(self) -> str:
        """Takes the last change back, or that back; says what was done. Raises AssistantError."""
        with self._changing():
            if not (change := self.undoable):
                raise AssistantError(self.folder, "there is no change to undo", "Add or remove a document first")
            said = change.removeprefix(_UNDID) if change.startswith(_UNDID) else f"{_UNDID}{change}"
            self._write(Catalogue(self._catalogue("before.json").entries, said))
        return said

    def forget(self) -> None:
        """Deletes what was taken out, and with it what could be undone. Raises AssistantError."""
        with self._changing():
            gone = {entry.digest for entry in self._catalogue("before.json").entries}
            (self.folder / "before.json").unlink(missing_ok=True)
            self._sweep(gone)

    # --- files ---------------------------------------------------------------------------------

    def _reading_file(self, digest: str) -> Path:
        return self.folder / "readings" / f"{digest}.json"

    def _catalogue(self, name: str) -> Catalogue:
        path = self.folder / name
        try:
            return catalogue_of(path.read_bytes())
        except FileNotFoundError:
            return Catalogue()
        except (OSError, ValueError) as error:
            mend = "Put a copy of it back, or remove it and add the documents again"
            raise AssistantError(path, "the list of added documents cannot be read", mend) from error

    def _write(self, catalogue: Catalogue) -> None:
        """Makes this the catalogue, and the one before it what undo brings back."""
        write_whole(self.folder / "before.json", self.catalogue.as_json)
        write_whole(self.folder / "catalogue.json", catalogue.as_json)
        self._sweep(set())

    def _sweep(self, at_once: set[str], *, waits: float = 3600.0) -> None:
        """Deletes files that no catalogue names: of these digests, and what was put aside `waits` seconds ago."""
        named = {entry.digest for name in ("catalogue.json", "before.json") for entry in self._catalogue(name).entries}
        for path in (*self.folder.glob("files/*"), *self.folder.glob("readings/*")):
            digest = path.name.partition(".")[0]
            if digest not in named and (digest in at_once or _age(path) > waits):
                path.unlink(missing_ok=True)

    @contextmanager
    def _changing(self, patience: float = 60.0) -> Iterator[None]:
        """Held while the catalogue is read and replaced; a second writer waits for the first."""
        with self._writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                with FileLock(self.folder / "changing.lock", timeout=patience):
                    yield
            except Timeout as error:
                raise AssistantError(self.folder, "another process is changing the documents", "Try again") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            mend = "Free the disk" if error.errno in _FULL else "Choose another folder with --data or ASSISTANT_DATA"
            reason = error.strerror or str(error)
            raise AssistantError(self.folder, f"added documents cannot be kept there ({reason})", mend) from error


def _entry(staged: Staged, known: Mapping[str, str], entries: Mapping[str, Entry], beside: Sequence[Document]) -> Entry:
    """What the catalogue says of a file: the entry of the same source where nothing changed, else a new one."""
    earlier = next((each for each in entries.values() if staged.source and each.source == staged.source), None)
    twin = next((each.title for each in entries.values() if each.words == staged.words and each != earlier), "")
    if title := twin or next((each.title for each in beside if each.text == staged.reading.text), ""):
        raise AssistantError(staged.name, f"its text is in already, as “{title}”", "Remove that one first")
    others = [*(each.id for each in beside), *(each for each in entries if not earlier or each != earlier.id)]
    told = checked_known({**(earlier.known if earlier else staged.guesses), **known}, staged.name, others)
    if earlier and (earlier.digest, earlier.known) == (staged.digest, told):
        return earlier
    return Entry(
        id=earlier.id if earlier else new_id(known.get("id") or staged.name, others),
        name=staged.name,
        digest=staged.digest,
        words=staged.words,
        suffix=staged.suffix,
        source=staged.source,
        added=datetime.now(UTC).isoformat(timespec="seconds"),
        known=told,
    )


def _age(path: Path) -> float:
    """Seconds since a file was written; none for one that has gone meanwhile."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _listed(entries: Sequence[Entry]) -> str:
    titles = " and ".join(f"“{entry.title}”" for entry in entries[:2])
    return f"{titles} and {len(entries) - 2} more" if len(entries) > 2 else titles
