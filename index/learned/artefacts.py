"""The files of what is learned: written whole, and got back where an accident has damaged one."""

import logging
import struct
import subprocess
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np

from corpus.errors import UnreadableError
from corpus.files import write_whole
from index.encoder import PACKAGED

_Read = TypeVar("_Read")
# They come with the repository: one that an accident has damaged is there again at once.
RESTORE = "Get it back with “git checkout -- index/learned”, or run “make train”"
# Whatever numpy, zip, zlib and JSON raise on bytes that somebody or something has changed.
UNREADABLE = (
    OSError, ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, RuntimeError, SyntaxError, TypeError,
    ValueError, BadZipFile, struct.error, zlib.error,
)  # fmt: skip


def to_train(encoder: str) -> str:
    """What to do where a file was fitted to other notes or to another encoder than this."""
    model = encoder.rpartition(":")[0] or encoder  # a digest stands behind the model
    return "Run “make train”" if model == PACKAGED else f"Run “python -m index.learned.train --encoder {model}”"


def write_npz(path: Path, **arrays: Any) -> None:
    """Keeps arrays in one packed file, each with its checksum. Raises OSError."""
    packed = BytesIO()
    np.savez_compressed(packed, **arrays)
    write_whole(path, packed.getvalue())


def read_learned(path: Path, read: Callable[[Path], _Read], fault: str) -> _Read:
    """What `read` makes of a file of what is learned; a damaged one is got back from the repository, once.

    Raises UnreadableError where there is no repository, or what it holds cannot be read either.
    """
    try:
        return read(path)
    except UNREADABLE as error:
        if restored(path):
            logging.getLogger(__name__).warning("%s: %s. It was got back from the repository.", path, fault)
            with suppress(*UNREADABLE):
                return read(path)
        raise UnreadableError(path, fault, RESTORE) from error


def restored(path: Path) -> bool:
    """Puts the file back as the repository around it holds it; whether that was another than there is."""
    folder = path.resolve().parent
    if not any((above / ".git").exists() for above in (folder, *folder.parents)):
        return False
    try:
        kept = subprocess.run(  # noqa: S603
            ["git", "show", f"HEAD:./{path.name}"],  # noqa: S607 (whatever git made the checkout)
            cwd=folder,
            capture_output=True,
            timeout=30,
            check=True,
        ).stdout
        if not path.exists() or path.read_bytes() != kept:
            write_whole(path, kept)
            return True
    except (OSError, subprocess.SubprocessError):
        pass
    return False
