"""What a build needs of a vector store: it keeps the embeddings of texts under their keys."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import AssistantError
from index.encoder import Encoder, Vectors

REBUILD = "Run “python -m assistant index --rebuild”"
Advance = Callable[[int], None]
# Rows up to which a question is compared with every one, in memory. Above that Chroma's own query takes less, and the
# rows need not be in memory: measured by `make bench-growth`, see docs/serving.md.
EXACT_UP_TO = 50_000
SCORED_UP_TO = 5_000  # rows up to which every one is scored further: of more only the nearest


class NoRoomError(AssistantError):
    """A vector store cannot be written, or a sound one not be copied to be read."""


class VectorStore(Protocol):
    """The embeddings of one build: written once, whole or not at all, and read whole."""

    def write(self, texts: dict[str, str], encoder: Encoder, advance: Advance) -> None:
        """Embeds the texts, each under its key; `advance` is told how many are done at each step.

        Raises AssistantError.
        """

    def read(self, keys: Sequence[str]) -> Vectors:
        """The embeddings under these keys, in their order. Raises AssistantError where they are not all it holds."""


class Neighbours(Protocol):
    """Which rows are worth being scored, in builds too large to score all of them."""

    def nearest(self, embeddings: Vectors, count: int) -> Sequence[NDArray[np.intp]]:
        """The numbers of about the nearest `count` rows to each of these embeddings.

        Raises AssistantError where the store cannot be asked.
        """


class VectorServer(Protocol):
    """A place that keeps the builds of many."""

    def store(self, fingerprint: str) -> VectorStore:
        """The build of this fingerprint; to read one that is not there is a LookupError."""
