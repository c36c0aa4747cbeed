"""The files of what is learned: written whole, and what may be wrong with one that is read."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from corpus.files import write_whole
from index.encoder import PACKAGED

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
