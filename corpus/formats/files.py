"""A file on disk becomes a ParsedDocument, or one line that says why it does not."""

import stat
from pathlib import Path

from corpus.errors import Fault
from corpus.formats.isolated import BOUNDS, Bounds, read_isolated
from corpus.formats.reading import NotReadableError, ParsedDocument
from corpus.formats.registry import checked

LARGEST = 100_000_000  # bytes


def read_file(path: Path, bounds: Bounds = BOUNDS) -> ParsedDocument:
    """The reading of this file. Raises NotReadableError."""
    return read_bytes(bytes_of(path), path.suffix, bounds)


def read_bytes(raw: bytes, suffix: str, bounds: Bounds = BOUNDS, *, foreign: bool = False) -> ParsedDocument:
    """The reading of bytes whose file's name ends so; of a `foreign` file always in a process of its own.

    Raises NotReadableError.
    """
    found = checked(raw, suffix)
    trusted = found.trusted and not foreign
    reading = found.read(raw) if trusted else read_isolated(raw, found.module, bounds)
    if not reading.text.strip():
        raise NotReadableError("no text found", "Add its text, or remove it")
    return reading


def fault_of(path: Path, error: NotReadableError) -> Fault:
    """The fault of this file, for the user's eyes."""
    return Fault(path, error.line, error.fault, error.mend)


def bytes_of(path: Path) -> bytes:
    """All bytes of a file; no pipe or device is opened: it could make us wait for ever. Raises NotReadableError."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise NotReadableError("it is a directory", "Name the files in it")
        if not stat.S_ISREG(state.st_mode):
            raise NotReadableError("it is no ordinary file", "Add a copy of what it holds")
        if state.st_size > LARGEST:
            size = f"it holds {state.st_size // 1_000_000:,} MB, and at most {LARGEST // 1_000_000} are read"
            raise NotReadableError(size, "Split it")
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = getattr(error, "strerror", None) or "it cannot be read"
        raise NotReadableError(reason, "Check the file and its rights") from error
