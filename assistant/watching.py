"""Folder watching: files are added, read anew when they change, and removed when they go."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import watchfiles

from assistant.adding import read_file_into
from corpus.catalogue import Entry
from corpus.collection import Collection, Kept, Staged
from corpus.document import Document
from corpus.errors import AssistantError, Fault
from corpus.formats.files import bytes_of
from corpus.formats.reading import NotReadableError
from corpus.library import files_in, leads_out


def changes(folder: Path) -> Iterator[None]:
    """One at once, and one after each change in the folder, until Ctrl+C. Raises AssistantError."""
    if not folder.is_dir():
        raise AssistantError(folder, "there is no such folder", "Name the folder to watch")
    yield None
    for _ in watchfiles.watch(folder, raise_interrupt=False):
        yield None


def follow(
    collection: Collection, folder: Path, beside: Sequence[Document]
) -> tuple[Kept, list[Entry], tuple[Fault, ...]]:
    """Makes the collection hold what the folder does now: what came in, what was removed, and what cannot be read.

    A file that cannot be read any more keeps what was last read of it. Raises AssistantError.
    """
    root = folder.resolve()
    files = [path for path in files_in(folder) if not leads_out(path, root)]
    held = {entry.source: entry for entry in collection.catalogue.entries}
    found = [read_file_into(collection, path) for path in files if not _unchanged(path, held)]
    kept = collection.keep([(each, {}) for each in found if isinstance(each, Staged)], beside)
    there = {str(path.resolve()) for path in files}
    gone = [each for source, each in held.items() if Path(source).is_relative_to(root) and source not in there]
    removed = collection.remove([entry.id for entry in gone]) if gone else []
    return kept, removed, tuple(each for each in found if isinstance(each, Fault))


def _unchanged(path: Path, held: Mapping[str, Entry]) -> bool:
    """Whether a file is in just as it is."""
    entry = held.get(str(path.resolve()))
    try:
        return entry is not None and entry.digest == sha256(bytes_of(path)).hexdigest()
    except NotReadableError:
        return False
