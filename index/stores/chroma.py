"""The vector store on Chroma, embedded, written and read through langchain-chroma."""

import shutil
import sqlite3
import struct
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np

from corpus.errors import AssistantError
from index.encoder import Encoder, Vectors
from index.stores.sqlite import need_sqlite
from index.stores.store import REBUILD, NoRoomError

need_sqlite()  # without it the import of chromadb itself ends in a traceback

import chromadb
from chromadb.config import Settings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

_COLLECTION = "entries"
# What Chroma and the SQLite below it raise when a folder is damaged, foreign or full.
_FAULTS = (ChromaError, sqlite3.Error, OSError, ValueError, KeyError, RuntimeError)


_COPY = "inspection-assistant-index-"  # of folders in the system's temporary one


class EncoderEmbeddings(Embeddings):
    """An Encoder in the shape LangChain expects."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One embedding a text, in order."""
        rows: list[list[float]] = self._encoder.encode(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The embedding of one question."""
        return self.embed_documents([text])[0]


def write_vectors(
    folder: Path,
    texts: dict[str, str],
    encoder: Encoder,
    advance: Callable[[int], None],
    *,
    rows_a_step: int = 256,
) -> None:
    """Embeds the texts into a new Chroma at `folder`, each under its key.

    `advance` is told the number of texts done at each step; one step of Chroma takes at most 5,461.
    Raises AssistantError when the disk or Chroma refuses.
    """
    keys = list(texts)
    with _opened(folder, create=True, encoder=encoder) as chroma:
        for start in range(0, len(keys), rows_a_step):
            step = keys[start : start + rows_a_step]
            chroma.add_texts([texts[key] for key in step], ids=step)
            advance(len(step))
        probe = chroma.similarity_search_by_vector(encoder.encode([texts[keys[0]]])[0].tolist(), k=1)
        if not probe:
            raise AssistantError(folder, "Chroma does not find what was just written to it", REBUILD)
    blank_unfilled(folder)


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


def read_vectors(folder: Path, keys: Sequence[str]) -> Vectors:
    """The embeddings kept under these keys, in their order; shape (keys, dimensions).

    All of them are read at once: comparing a question with every row exactly takes less than a
    millisecond for thousands of rows, and an approximate index loses up to a fifth of the nearest.
    Raises AssistantError when the folder is missing, damaged or holds other keys.
    """
    if not (folder / "chroma.sqlite3").is_file():
        raise AssistantError(folder, "there is no vector store", REBUILD)
    with _copied(folder) as place, _opened(place, create=False, of=folder) as chroma:
        found = chroma.get(include=["embeddings"])
    rows = dict(zip(found["ids"], found["embeddings"], strict=True))
    if rows.keys() != set(keys):
        raise AssistantError(folder, "the vector store does not hold the passages of this corpus", REBUILD)
    return np.asarray([rows[key] for key in keys], dtype=np.float32)


def read_embedded(folder: Path) -> dict[str, Vectors]:
    """Every text that is kept in this folder, with its embedding. Raises AssistantError when it is damaged."""
    with _copied(folder) as place, _opened(place, create=False, of=folder) as chroma:
        found = chroma.get(include=["embeddings", "documents"])
    rows = (np.asarray(row, dtype=np.float32) for row in found["embeddings"])
    return dict(zip(found["documents"], rows, strict=True))


@contextmanager
def _opened(folder: Path, *, create: bool, encoder: Encoder | None = None, of: Path | None = None) -> Iterator[Chroma]:
    """The Chroma in this folder, which may be a copy `of` another."""
    try:
        if not create:
            _check_database(folder)
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        try:
            yield Chroma(
                _COLLECTION,
                embedding_function=EncoderEmbeddings(encoder) if encoder else None,
                client=client,
                collection_configuration={"hnsw": {"space": "cosine", "ef_search": 500}} if create else None,
                create_collection_if_not_exists=create,
            )
        finally:
            client.close()  # type: ignore[attr-defined]
    except _FAULTS as error:
        reason = str(error).partition("\n")[0][:160]
        what = f"the vector store cannot be used ({reason})"
        if create:
            raise NoRoomError(folder, what, "Free the disk, or choose another folder with --data") from error
        raise AssistantError(of or folder, what, REBUILD) from error


def _check_database(folder: Path) -> None:
    """Raises sqlite3.Error on a damaged database; Chroma itself may crash the process on one."""
    with closing(sqlite3.connect(f"file:{folder / 'chroma.sqlite3'}?mode=ro", uri=True)) as database:
        if (verdict := database.execute("PRAGMA quick_check").fetchone()) != ("ok",):
            raise sqlite3.DatabaseError(f"damaged database: {verdict}")


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    """A copy of the folder for Chroma to open.

    On opening, Chroma writes the database and the rows anew, spare ones with whatever its memory
    held, and it opens nothing that is read-only. A build stays byte for byte as it was made.
    """
    try:
        _remove_left_behind()
        aside = tempfile.TemporaryDirectory(prefix=_COPY, ignore_cleanup_errors=True)
    except OSError as error:
        raise _no_copy(tempfile.gettempdir(), error) from error
    with aside as place:
        try:
            copy = shutil.copytree(folder, Path(place) / folder.name)
        except OSError as error:
            raise _no_copy(place, error) from error
        yield copy


def _no_copy(place: str, error: OSError) -> NoRoomError:
    what = f"the index cannot be copied there to be read ({error.strerror or 'too little room'})"
    return NoRoomError(place, what, "Free the disk, or set TMPDIR to a folder with room")


def _remove_left_behind(*, grace: float = 600.0) -> None:
    """Deletes copies that a process left behind when it was killed."""
    for copy in Path(tempfile.gettempdir()).glob(f"{_COPY}*"):
        with suppress(OSError):
            if time.time() - copy.stat().st_mtime > grace:
                shutil.rmtree(copy, ignore_errors=True)
