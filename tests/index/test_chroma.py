"""Vectors on disk: what is written is what Chroma holds, and a folder that cannot be written is told in one line."""

import shutil

import numpy as np
import pytest

from corpus.errors import AssistantError
from index.stores.chroma import EncoderEmbeddings, blank_unfilled, write_vectors

TEXTS = {"a": "Inspectors must knock.", "b": "Providers open the door.", "c": "It may rain."}


def quiet(_count):
    """Tells nobody."""


@pytest.fixture(scope="module")
def written(tmp_path_factory, encoder):
    """The folder of a store, and the embeddings that it holds."""
    folder = tmp_path_factory.mktemp("store") / "vectors"
    return folder, write_vectors(folder, TEXTS, encoder, quiet)


@pytest.fixture
def store(written, tmp_path):
    """A copy at a path of its own: Chroma keeps what it opened in mind."""
    return shutil.copytree(written[0], tmp_path / "vectors")


def test_what_it_holds_is_given_in_the_order_of_the_texts(written, encoder):
    assert np.allclose(written[1], encoder.encode(list(TEXTS.values())), atol=1e-5)
    assert written[1].dtype == np.float32


def test_it_keeps_no_word_of_a_text(store):
    kept = b"".join(path.read_bytes() for path in store.rglob("*") if path.is_file())
    assert b"entries" in kept
    assert not [words for words in TEXTS.values() if words.encode() in kept]


def test_each_step_says_how_many_texts_it_did(tmp_path, encoder):
    steps = []
    assert len(write_vectors(tmp_path / "vectors", TEXTS, encoder, steps.append, rows_a_step=2)) == 3
    assert steps == [2, 1]


def test_langchain_gets_the_same_embeddings(encoder):
    embeddings = EncoderEmbeddings(encoder)
    assert np.allclose(embeddings.embed_query("knock"), encoder.encode(["knock"])[0], atol=1e-6)
    assert len(embeddings.embed_documents(["knock", "wait"])) == 2


def test_nothing_that_stood_in_memory_is_left_in_the_room_for_vectors_to_come(store):
    graph = next(store.rglob("data_level0.bin"))
    graph.write_bytes(b"the porter".ljust(graph.stat().st_size, b"."))
    blank_unfilled(store)
    assert not any(graph.read_bytes())


def test_vectors_that_the_graph_holds_stay_in_it(store):
    header, graph = next(store.rglob("header.bin")), next(store.rglob("data_level0.bin"))
    filled = bytearray(header.read_bytes())
    filled[20:28] = (1).to_bytes(8, "little")  # as if it held the first
    header.write_bytes(filled)
    size = graph.stat().st_size // 100
    graph.write_bytes(b"v" * 100 * size)
    blank_unfilled(store)
    assert graph.read_bytes() == b"v" * size + bytes(99 * size)


def test_a_disk_that_cannot_be_written_is_one_line(tmp_path, encoder):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(AssistantError, match="the vector store cannot be used"):
        write_vectors(tmp_path / "file", TEXTS, encoder, quiet)
