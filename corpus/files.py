"""Atomic file writes: a file appears whole or not at all."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Replaces the file, making its folder where there is none; a reader sees the old content or the new.

    It is written beside its place, flushed to the disk and renamed. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name[:80]}.{secrets.token_hex(4)}")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
        _flush_one(path.parent)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def stamp_of(path: Path) -> tuple[int, ...]:
    """Numbers that change whenever the file is replaced; none where there is no file."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return (state.st_mtime_ns, state.st_size, state.st_ino)


def flush(folder: Path) -> None:
    """Every file below the folder is on the disk, and not only on its way, when this returns. Raises OSError."""
    for path in folder.rglob("*"):
        _flush_one(path)
    _flush_one(folder)


def _flush_one(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows opens no folder
        return
    opened = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
