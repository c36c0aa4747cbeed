"""Vectors on disk: what is written is read again, and a damaged store is refused in one line."""

import shutil
import sqlite3

import numpy as np
import pytest

from corpus.errors import AssistantError
from index.stores.chroma import EncoderEmbeddings, blank_unfilled, read_vectors, write_vectors

TEXTS = {"a": "Inspectors must knock.", "b": "Providers open the door.", "c": "It may rain."}


def quiet(_count):
    """Tells nobody."""


@pytest.fixture(scope="module")
def written(tmp_path_factory, encoder):
    folder = tmp_path_factory.mktemp("store") / "vectors"
    write_vectors(folder, TEXTS, encoder, quiet)
    return folder


@pytest.fixture
def store(written, tmp_path):
    """A copy at a path of its own: Chroma keeps what it opened in mind."""
    return shutil.copytree(written, tmp_path / "vectors")


def refused(folder, keys=tuple(TEXTS)):
    with pytest.raises(AssistantError) as caught:
        read_vectors(folder, list(keys))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(folder))
    assert "Run “python -m assistant index --rebuild”" in str(caught.value)
    return str(caught.value)


def test_the_vectors_are_read_in_the_order_that_is_asked_for(store, encoder):
    found = read_vectors(store, ["c", "a", "b"])
    assert np.allclose(found, encoder.encode([TEXTS["c"], TEXTS["a"], TEXTS["b"]]), atol=1e-5)
    assert found.dtype == np.float32


def test_each_step_says_how_many_texts_it_did(tmp_path, encoder):
    steps = []
    write_vectors(tmp_path / "vectors", TEXTS, encoder, steps.append, rows_a_step=2)
    assert steps == [2, 1]
    assert len(read_vectors(tmp_path / "vectors", list(TEXTS))) == 3


def test_langchain_gets_the_same_embeddings(encoder):
    embeddings = EncoderEmbeddings(encoder)
    assert np.allclose(embeddings.embed_query("knock"), encoder.encode(["knock"])[0], atol=1e-6)
    assert len(embeddings.embed_documents(["knock", "wait"])) == 2


def test_nothing_that_stood_in_memory_is_left_in_the_room_for_vectors_to_come(store):
    graph = next(store.rglob("data_level0.bin"))
    graph.write_bytes(b"the porter".ljust(graph.stat().st_size, b"."))
    blank_unfilled(store)
    assert not any(graph.read_bytes())
    assert read_vectors(store, list(TEXTS)).shape[0] == 3


def test_vectors_that_the_graph_holds_stay_in_it(store):
    header, graph = next(store.rglob("header.bin")), next(store.rglob("data_level0.bin"))
    filled = bytearray(header.read_bytes())
    filled[20:28] = (1).to_bytes(8, "little")  # as if it held the first
    header.write_bytes(filled)
    size = graph.stat().st_size // 100
    graph.write_bytes(b"v" * 100 * size)
    blank_unfilled(store)
    assert graph.read_bytes() == b"v" * size + bytes(99 * size)


@pytest.mark.parametrize("keys", ["ab", "abcd", "abd"])
def test_a_store_of_other_texts_is_refused(store, keys):
    assert "does not hold the passages of this corpus" in refused(store, keys)


def test_a_store_that_is_not_there_is_refused(tmp_path):
    assert "there is no vector store" in refused(tmp_path / "none")


@pytest.mark.parametrize("kept", [0, 100, 5000, 50_000])
def test_a_database_that_is_cut_short_is_refused(store, kept):
    with (store / "chroma.sqlite3").open("r+b") as database:
        database.truncate(kept)
    refused(store)


def test_a_file_that_is_no_database_is_refused(store):
    (store / "chroma.sqlite3").write_bytes(b"garbage" * 5000)
    refused(store)


def test_the_database_of_another_program_is_refused(tmp_path):
    folder = tmp_path / "vectors"
    folder.mkdir()
    database = sqlite3.connect(folder / "chroma.sqlite3")
    database.execute("create table wheels (size)")
    database.close()
    refused(folder)


def test_a_disk_that_cannot_be_written_is_one_line(tmp_path, encoder):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(AssistantError, match="the vector store cannot be used"):
        write_vectors(tmp_path / "file", TEXTS, encoder, quiet)
