"""The embeddings of a build beside its vector store, as one NumPy file: what a start reads without opening Chroma."""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import AssistantError
from index.encoder import Vectors
from index.stores.store import EXACT_UP_TO, REBUILD


def write_rows(path: Path, vectors: Vectors) -> None:
    """Keeps the embeddings, row by row. Raises OSError."""
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(vectors, np.float32), allow_pickle=False)


def read_rows(path: Path, count: int, *, exact_up_to: int = EXACT_UP_TO) -> Vectors:
    """So many embeddings. Raises AssistantError when the file is missing or holds another number.

    Many rows are mapped, which several workers share; few are read, so that nothing that happens to the file matters.
    """
    mapped = count > exact_up_to and sys.platform != "win32"  # there a file that is mapped could not be deleted
    try:
        rows = np.asarray(np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False))
    except (OSError, ValueError, EOFError) as error:
        raise AssistantError(path, "the embeddings cannot be read", REBUILD) from error
    if rows.dtype != np.float32 or rows.ndim != 2 or len(rows) != count:
        raise AssistantError(path, "it does not hold the embeddings of this corpus", REBUILD)
    return rows


class ExactNeighbours:
    """The nearest rows, found by comparing all of them, in memory."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def nearest(self, embeddings: Vectors, count: int) -> list[NDArray[np.intp]]:
        """The numbers of the nearest `count` rows to each of these embeddings."""
        # All messages at once: the rows are read from memory once, which takes longer than multiplying them.
        return [most(similar, count) for similar in embeddings @ self._vectors.T]


def most(scores: Vectors, count: int) -> NDArray[np.intp]:
    """Where the highest `count` scores stand, in no order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.asarray(np.argpartition(scores, len(scores) - count)[-count:], np.intp)
