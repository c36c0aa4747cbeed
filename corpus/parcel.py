"""Export and import of the collection: one zip, every file of which is read anew where it is taken in."""

import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from corpus.catalogue import TOLD, Entry, catalogue_of
from corpus.collection import Collection, Kept, Wanted
from corpus.document import Document
from corpus.errors import AssistantError, Fault
from corpus.files import write_whole
from corpus.formats.files import LARGEST
from corpus.formats.reading import NotReadableError

CATALOGUE = "catalogue.json"
MOST_FILES = 2_000
MOST_BYTES = 1_000_000_000  # unpacked, all together
_AGAIN = "Export it again"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def export(collection: Collection, path: Path) -> int:
    """Writes all added documents, their files and what is known of them to a zip; how many. Raises AssistantError."""
    try:
        content, count = packed(collection)
        write_whole(path, content)
    except OSError as error:
        raise AssistantError(path, error.strerror or str(error), "Choose another place") from error
    return count


def packed(collection: Collection) -> tuple[bytes, int]:
    """The zip, and how many documents it holds. Raises AssistantError, and OSError where a file is missing."""
    catalogue = collection.catalogue
    if not catalogue.entries:
        raise AssistantError(collection.folder, "no document was added yet", "Add one first")
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr(CATALOGUE, catalogue.as_json)
        for entry in catalogue.entries:
            parcel.write(collection.original(entry), _inner(entry))
    return out.getvalue(), len(catalogue.entries)


def unpack(
    collection: Collection, name: str, content: bytes, beside: Iterable[Document] = ()
) -> tuple[Kept, tuple[Fault, ...]]:
    """Adds the documents of a zip that was exported, in one change; nothing that was read elsewhere is trusted.

    Raises AssistantError where it is no such zip.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as parcel:
            entries = _entries(name, parcel)
            found = list(_staged(collection, name, parcel, entries))
    except _BROKEN as error:
        raise AssistantError(name, f"it is no zip of exported documents ({str(error)[:100]})", _AGAIN) from error
    wanted = [each for each in found if not isinstance(each, Fault)]
    faults = tuple(each for each in found if isinstance(each, Fault))
    return collection.keep(wanted, beside), faults


def _entries(name: str, parcel: zipfile.ZipFile) -> tuple[Entry, ...]:
    infos = parcel.infolist()
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        limits = f"{MOST_FILES:,} files or {MOST_BYTES // 1_000_000:,} MB"
        raise AssistantError(name, f"it unfolds to more than {limits}", "Export fewer documents at a time")
    if CATALOGUE not in parcel.NameToInfo:
        raise AssistantError(name, f"it holds no {CATALOGUE}", "Unpack it and add its files")
    return catalogue_of(_content(parcel, CATALOGUE)).entries


def _staged(
    collection: Collection, name: str, parcel: zipfile.ZipFile, entries: Iterable[Entry]
) -> Iterator[Wanted | Fault]:
    for entry in entries:
        place = Path(f"{name}/{entry.name}")
        if _inner(entry) not in parcel.NameToInfo:
            yield Fault(place, None, "its file is not in the zip", _AGAIN)
            continue
        try:
            staged = collection.stage(entry.name, _content(parcel, _inner(entry)))
            yield staged, {**dict.fromkeys(TOLD, ""), **entry.known, "id": entry.id}
        except NotReadableError as error:
            yield Fault(place, error.line, error.fault, error.mend)


def _content(parcel: zipfile.ZipFile, inner: str) -> bytes:
    """One file; what a zip says of its sizes may be false: this counts what comes out."""
    with parcel.open(inner) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"{inner} is over {LARGEST // 1_000_000} MB")
    return content


def _inner(entry: Entry) -> str:
    """The name of a document's file in the zip."""
    return f"files/{entry.digest}{entry.suffix}"
