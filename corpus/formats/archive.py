"""Zip bombs: archives are weighed by what they declare before anything in them is unpacked."""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from corpus.formats.reading import NotReadableError

_MEND = "Open it in Word and save it anew"
_BOMB = "Remove it, or ask whoever made it for the plain document"


def opened(raw: bytes, *, entries: int = 5000, total: int = 300_000_000, ratio: int = 250) -> zipfile.ZipFile:
    """The archive in these bytes, if it unfolds to no more than this.

    `entries` files, `total` bytes, and no file of a megabyte or more `ratio` times its packed size:
    text packs to a tenth, Word's styles to a thirtieth. Raises NotReadableError.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise NotReadableError("it is damaged or only a part of a Word document", _MEND) from error
    infos = archive.infolist()
    if len(infos) > entries:
        raise NotReadableError(f"it holds {len(infos):,} files, and at most {entries:,} are unpacked", _BOMB)
    if any(info.flag_bits & 1 for info in infos):
        raise NotReadableError("it is protected by a password", "Save it without one")
    if (size := sum(info.file_size for info in infos)) > total:
        raise NotReadableError(
            f"it unfolds to {size // 1_000_000:,} MB, and at most {total // 1_000_000} are read", _BOMB
        )
    for info in infos:
        if info.file_size > 1_000_000 and info.file_size > ratio * max(info.compress_size, 1):
            times = info.file_size // max(info.compress_size, 1)
            raise NotReadableError(f"a part of it unfolds to {times:,} times its size", _BOMB)
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One file of the archive, or nothing where it has none. Raises NotReadableError when it is damaged."""
    if name not in archive.NameToInfo:
        return b""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise NotReadableError("it is damaged or only a part of a Word document", _MEND) from error


def check_xml(content: bytes) -> None:
    """Raises NotReadableError when XML is broken, nested very deeply, or declares entities."""
    watch = _Depth()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = watch.enter, watch.leave
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise NotReadableError(f"its XML is broken ({error})", _MEND) from error


class _Depth:
    """How many elements are open."""

    def __init__(self, most: int = 200) -> None:
        self._depth, self._most = 0, most

    def enter(self, *_: object) -> None:
        self._depth += 1
        if self._depth > self._most:
            raise NotReadableError(f"its XML is nested more than {self._most} deep", _MEND)

    def leave(self, *_: object) -> None:
        self._depth -= 1


def _refuse(*_: object) -> None:
    raise NotReadableError("its XML declares entities (DOCTYPE), which no word processor writes", _BOMB)


def named(archive: zipfile.ZipFile, pattern: str) -> list[str]:
    """The names in the archive that match the pattern as a whole."""
    return [name for name in archive.namelist() if re.fullmatch(pattern, name)]
