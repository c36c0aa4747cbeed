"""The vector store on Chroma, embedded, written and read through langchain-chroma."""

import sqlite3
import struct
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import numpy as np

from corpus.errors import AssistantError
from index.encoder import Encoder, Vectors
from index.stores.sqlite import need_sqlite
from index.stores.store import EXACT_UP_TO, REBUILD, NoRoomError

need_sqlite()  # without it the import of chromadb itself ends in a traceback

import chromadb
from chromadb.config import Settings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

_COLLECTION = "entries"
# What Chroma and the SQLite below it raise when a folder is damaged, foreign or full.
_FAULTS = (ChromaError, sqlite3.Error, OSError, ValueError, KeyError, RuntimeError)


DATABASE = "chroma.sqlite3"


class EncoderEmbeddings(Embeddings):
    """An Encoder in the shape LangChain expects."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One embedding a text, in order."""
        # Rows of an array are sequences of numbers, too; Chroma takes them as they are, and lists it takes apart.
        return cast("list[list[float]]", list(self._encoder.encode(texts)))

    def embed_query(self, text: str) -> list[float]:
        """The embedding of one question."""
        row: list[float] = self._encoder.encode([text])[0].tolist()
        return row


class _Numbered:
    """An encoder that embeds texts by their numbers: Chroma keeps keys, numbers and embeddings, and no text.

    It makes an index of all letters of what it takes for the text, of which a number has few.
    """

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self.name = encoder.name
        self._encoder, self._texts = encoder, texts

    def encode(self, numbers: list[str]) -> Vectors:
        """One row a number, in order."""
        return self._encoder.encode([self._texts[int(number)] for number in numbers])


def write_vectors(
    folder: Path,
    texts: Mapping[str, str],
    encoder: Encoder,
    advance: Callable[[int], None],
    *,
    rows_a_step: int = 1024,
    exact_up_to: int = EXACT_UP_TO,
) -> Vectors:
    """Embeds the texts into a new Chroma at `folder`, each under its key, and gives the embeddings that it then holds.

    `advance` is told the number of texts done at each step; one step of Chroma takes at most 5,461. Of more texts
    than `exact_up_to` the neighbour graph is written once, with the last: Chroma puts what it does not hold yet into
    it whenever it is opened.
    Raises AssistantError when the disk or Chroma refuses.
    """
    keys = list(texts)
    sync = len(keys) if len(keys) > exact_up_to else None
    steps = [range(start, min(start + rows_a_step, len(keys))) for start in range(0, len(keys), rows_a_step)]
    with _opened(folder, _Numbered(encoder, list(texts.values())), sync=sync) as chroma:
        for step in steps:
            chroma.add_texts(map(str, step), ids=keys[step.start : step.stop])
            advance(len(step))
        rows = np.concatenate([_rows(chroma, folder, keys[step.start : step.stop]) for step in steps])
        if not chroma.similarity_search_by_vector(rows[0].tolist(), k=1):
            raise AssistantError(folder, "Chroma does not find what was just written to it", REBUILD)
    if sync:
        _shrink(folder / DATABASE)
    blank_unfilled(folder)
    return rows


def _rows(chroma: Chroma, folder: Path, keys: Sequence[str]) -> Vectors:
    """The embeddings under these keys, in their order; shape (keys, dimensions)."""
    found = chroma.get(ids=list(keys), include=["embeddings"])
    rows = dict(zip(found["ids"], found["embeddings"], strict=True))
    if rows.keys() != set(keys):
        raise AssistantError(folder, "Chroma does not hold what was just written to it", REBUILD)
    return np.asarray([rows[key] for key in keys], dtype=np.float32)


def _shrink(database: Path) -> None:
    """Gives back the room of rows that went into the graph: the database is looked through at each start."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as opened:  # without room for it, it stays large
        opened.execute("VACUUM")


def blank_unfilled(folder: Path) -> None:
    """Empties the room that Chroma's neighbour graph keeps for vectors to come.

    It writes that room as it found it in the memory of the process, and words of a document that has been removed
    were once seen there. Nothing is touched where the header is not of the version known here.
    """
    for header in folder.rglob("header.bin"):
        version, _, room, filled, size = struct.unpack("<i4Q", header.read_bytes()[:36].ljust(36, b"\0"))
        graph = header.with_name("data_level0.bin")
        if version == 1 and room * size == graph.stat().st_size:
            with graph.open("r+b") as file:
                file.seek(filled * size)
                file.write(bytes((room - filled) * size))


class ChromaNeighbours:
    """Chroma's own query, in the folder of a build: only its database is written to when it is opened.

    Any number of processes may have it open; of a question nothing is kept.
    """

    def __init__(self, folder: Path, keys: Sequence[str]) -> None:
        """Opens it and loads its graph; `keys` are those of the rows. Raises AssistantError."""
        self._folder = folder
        self._numbers = {key: number for number, key in enumerate(keys)}
        try:
            _check_database(folder)
            client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
            self._end = weakref.finalize(self, client.close)  # type: ignore[attr-defined]
            self._kept = client.get_collection(_COLLECTION, embedding_function=None)
            one = np.asarray(self._kept.get(limit=1, include=["embeddings"])["embeddings"], np.float32)[:1]
        except _FAULTS as error:
            raise AssistantError(folder, _unusable(error), REBUILD) from error
        self.nearest(one, 1)

    def nearest(self, embeddings: Vectors, count: int) -> list[NDArray[np.intp]]:
        """The numbers of about the nearest `count` rows to each of these embeddings. Raises AssistantError."""
        try:
            found = self._kept.query(query_embeddings=embeddings, n_results=count, include=[])
            return [np.array([self._numbers[key] for key in keys], dtype=np.intp) for keys in found["ids"]]
        except _FAULTS as error:
            raise AssistantError(self._folder, _unusable(error), REBUILD) from error


@contextmanager
def _opened(folder: Path, encoder: Encoder, *, sync: int | None) -> Iterator[Chroma]:
    """A new Chroma in this folder, which writes its graph each `sync` rows."""
    graph: Any = {"space": "cosine", "ef_search": 500} | ({"sync_threshold": sync} if sync else {})
    try:
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        try:
            yield Chroma(
                _COLLECTION,
                embedding_function=EncoderEmbeddings(encoder),
                client=client,
                collection_configuration={"hnsw": graph},
            )
        finally:
            client.close()  # type: ignore[attr-defined]
    except _FAULTS as error:
        mend = "Free the disk, or choose another folder with --data"
        raise NoRoomError(folder, _unusable(error), mend) from error


def _unusable(error: Exception) -> str:
    reason = str(error).partition("\n")[0][:160]
    return f"the vector store cannot be used ({reason})"


def _check_database(folder: Path) -> None:
    """Raises sqlite3.Error on a damaged database; Chroma itself may crash the process on one."""
    with closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as database:
        if (verdict := database.execute("PRAGMA quick_check").fetchone()) != ("ok",):
            raise sqlite3.DatabaseError(f"damaged database: {verdict}")
