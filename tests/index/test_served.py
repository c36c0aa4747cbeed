"""The index on a real Chroma server: built once for many, and its server may go and come."""

import socket
import time
from threading import Thread

import numpy as np
import pytest
from chroma_run import ChromaRun
from tiny import CountingEncoder, tiny_library

from corpus.errors import AssistantError
from index.build import open_build, open_served_build
from index.stores.served import ChromaServer


@pytest.fixture(scope="module")
def chroma(tmp_path_factory):
    served = ChromaRun(tmp_path_factory.mktemp("chroma"))
    served.start()
    yield served
    served.kill()


@pytest.fixture
def server(chroma):
    return ChromaServer(f"http://127.0.0.1:{chroma.port}")


def test_one_builds_and_the_others_read_the_same_embeddings(server, tmp_path, encoder):
    library, counting = tiny_library(tmp_path), CountingEncoder(encoder)
    told = []
    first = open_served_build(library, counting, server, progress=lambda done, total: told.append((done, total)))
    asked = len(counting.asked)
    assert asked == len(library.passages) == told[-1][0]
    second = open_served_build(library, counting, server)
    assert len(counting.asked) == asked
    assert np.array_equal(second.vectors, first.vectors)
    local = open_build(library, encoder, tmp_path / "data")
    assert np.allclose(second.vectors, local.vectors, atol=1e-6)


def test_a_rebuild_takes_the_place_of_what_was_there(server, tmp_path, encoder):
    library, counting = tiny_library(tmp_path), CountingEncoder(encoder)
    open_served_build(library, counting, server)
    asked = len(counting.asked)
    open_served_build(library, counting, server, rebuild=True)
    assert len(counting.asked) == asked + len(library.passages)


def test_half_a_build_is_never_found(server, tmp_path, encoder):
    class Failing(CountingEncoder):
        def encode(self, _texts):
            raise RuntimeError("the power is gone")

    library = tiny_library(tmp_path, bells="Inspectors may ring the bell once.")
    with pytest.raises(RuntimeError, match="the power is gone"):
        open_served_build(library, Failing(encoder), server)
    counting = CountingEncoder(encoder)
    assert len(open_served_build(library, counting, server).vectors) == len(library.passages)
    assert counting.asked


def test_a_server_that_is_killed_is_waited_for(chroma, server, tmp_path, encoder):
    library, counting = tiny_library(tmp_path), CountingEncoder(encoder)
    before = open_served_build(library, counting, server)
    asked = len(counting.asked)
    chroma.kill()
    back = Thread(target=lambda: (time.sleep(1), chroma.start()))
    back.start()
    after = open_served_build(library, counting, server)
    back.join()
    assert len(counting.asked) == asked
    assert np.array_equal(after.vectors, before.vectors)


def test_a_server_that_stays_away_is_one_line(tmp_path, encoder):
    away = ChromaServer("http://127.0.0.1:9", patience=0.3)
    with pytest.raises(AssistantError) as caught:
        open_served_build(tiny_library(tmp_path), encoder, away)
    assert str(caught.value).startswith("http://127.0.0.1:9: no Chroma answers there (")
    assert str(caught.value).endswith("or unset ASSISTANT_CHROMA.")
    assert "\n" not in str(caught.value)


def test_a_server_that_is_no_chroma_is_one_line(site, tmp_path, encoder):
    with pytest.raises(AssistantError, match="no Chroma of version 1 or newer answers there"):
        open_served_build(tiny_library(tmp_path), encoder, ChromaServer(site))


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(tmp_path, encoder):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent_server = ChromaServer(f"http://127.0.0.1:{silent.getsockname()[1]}", patience=0.1, slowest=0.3)
        with pytest.raises(AssistantError, match="no answer within"):
            open_served_build(tiny_library(tmp_path), encoder, silent_server)
