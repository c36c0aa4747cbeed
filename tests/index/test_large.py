"""A large build: Chroma's own query chooses what a question is compared with, and words are mapped from files."""

import hashlib
import shutil
from dataclasses import replace

import numpy as np
import pytest
from tiny import CountingEncoder, tiny_library

from corpus.errors import AssistantError
from index.build import open_build
from index.learned.answerability import read_answerability
from index.search import Searcher
from index.stores.rows import ExactNeighbours

LARGE = {"exact_up_to": 10}
THINGS = "bell door gate hall lamp desk book chair clock coat".split()
PLACES = "kitchen office library garden corridor yard".split()
ASKED = ["Who locks the door of the library?", "May they sit on the chair in the yard?", "the clock in the hall"]


@pytest.fixture
def library(tmp_path):
    rules = (f"Whoever works in the {place} must lock the {thing} there." for place in PLACES for thing in THINGS)
    sections = (f"# The {n}\n\n- {rule}\n" for n, rule in enumerate(rules))
    return tiny_library(tmp_path, rules="\n".join(sections))


@pytest.fixture
def build(library, encoder, tmp_path):
    return open_build(library, encoder, tmp_path / "data", **LARGE)


def searcher(build, encoder, nearest):
    weights = read_answerability(encoder.name)
    return Searcher(build, encoder, None, weights, build.library.notes, nearest=nearest)


def told(ranking):
    return [
        (hit.passage.key, round(hit.score, 5), round(hit.similarity, 5), round(hit.words, 4)) for hit in ranking.hits
    ]


def state_of(build):
    files = (path for path in build.folder.rglob("*") if path.is_file() and path.name != "chroma.sqlite3")
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_what_chroma_finds_is_what_is_nearest(build, encoder):
    embeddings = encoder.encode(ASKED)
    found = build.neighbours.nearest(embeddings, 8)
    for embedding, near in zip(embeddings, found, strict=True):
        assert set(near) == set(np.argsort(-(build.vectors @ embedding))[:8])
    in_memory = ExactNeighbours(build.vectors).nearest(embeddings, 8)
    assert [set(near) for near in found] == [set(near) for near in in_memory]


def test_where_all_are_near_the_ranking_is_the_exact_one(build, library, encoder, tmp_path):
    small = open_build(library, encoder, tmp_path / "small")
    assert small.neighbours is None
    for question in ASKED:
        large, exact = (searcher(each, encoder, 400).search(question) for each in (build, small))
        assert told(large) == told(exact)


def test_only_the_nearest_are_scored_and_the_best_is_the_same(build, library, encoder, tmp_path):
    small = open_build(library, encoder, tmp_path / "small")
    for question in ASKED:
        large, exact = (searcher(each, encoder, 6).search(question) for each in (build, small))
        assert 6 <= len(large.hits) <= 12 < len(exact.hits)
        assert large.hits[0].passage is exact.hits[0].passage


class Gone:
    """A store that went away."""

    def nearest(self, _embeddings, _count):
        raise AssistantError("vectors", "the disk is gone", "Mount it")


def test_a_store_that_can_no_longer_be_asked_costs_time_and_no_answer(build, encoder):
    gone, there = (searcher(each, encoder, 6) for each in (replace(build, neighbours=Gone()), build))
    assert [told(ranking) for ranking in gone.search_all(ASKED)] == [
        told(ranking) for ranking in there.search_all(ASKED)
    ]


def test_a_build_that_is_removed_below_a_search_goes_on_being_searched(build, encoder):
    finder = searcher(build, encoder, 6)
    expected = told(finder.search(ASKED[0]))
    shutil.rmtree(build.folder)
    assert told(finder.search(ASKED[0]))[0] == expected[0]


def test_what_chroma_refuses_is_one_line(build):
    with pytest.raises(AssistantError, match="the vector store cannot be used"):
        build.neighbours.nearest(np.ones((1, 3), np.float32), 5)


def test_a_store_that_cannot_be_opened_is_told_and_every_passage_compared(build, library, encoder, tmp_path, caplog):
    expected = told(searcher(build, encoder, 6).search(ASKED[0]))
    build.neighbours._end()  # Chroma keeps what it opened in mind, by its folder
    (build.folder / "vectors" / "chroma.sqlite3").write_bytes(b"garbage" * 5000)
    again = open_build(library, encoder, tmp_path / "data", **LARGE)
    assert "every passage is compared" in caplog.text
    assert isinstance(again.neighbours, ExactNeighbours)
    assert told(searcher(again, encoder, 6).search(ASKED[0])) == expected


def test_questions_change_nothing_in_a_build_and_the_next_start_takes_it_as_it_is(build, library, encoder, tmp_path):
    finder = searcher(build, encoder, 6)
    before = state_of(build)
    finder.search_all(ASKED)
    assert state_of(build) == before
    counting = CountingEncoder(encoder)
    again = open_build(library, counting, tmp_path / "data", **LARGE)
    assert (again.folder, counting.asked) == (build.folder, [])
    assert isinstance(again.vectors.base, np.memmap)


def test_words_are_kept_with_the_build_and_mapped_from_there(build, encoder):
    first, second = (searcher(build, encoder, 6) for _ in range(2))
    assert all(isinstance(each.base, np.memmap) for each in vars(second._words._postings).values())
    assert told(first.search(ASKED[0])) == told(second.search(ASKED[0]))


@pytest.mark.parametrize("name", ["adds.npy", "of.json"])
def test_words_that_are_damaged_are_counted_anew(build, encoder, name):
    expected = told(searcher(build, encoder, 6).search(ASKED[0]))
    file = build.words / name
    file.write_bytes(file.read_bytes()[:-4] + b"\1\1\1\1")
    assert told(searcher(build, encoder, 6).search(ASKED[0])) == expected
    assert file.read_bytes()[-4:] != b"\1\1\1\1"


def test_an_added_passage_is_embedded_alone(build, encoder, tmp_path):
    counting = CountingEncoder(encoder)
    larger = tiny_library(tmp_path, bells="Inspectors may ring the bell once.")
    again = open_build(larger, counting, tmp_path / "data", **LARGE)
    assert set(counting.asked) == {"Inspectors may ring the bell once."}
    assert len(again.vectors) == len(build.vectors) + 1


def test_a_large_build_that_was_made_as_a_small_one_is_made_anew_without_embedding(library, encoder, tmp_path):
    small = open_build(library, encoder, tmp_path / "data")
    counting = CountingEncoder(encoder)
    again = open_build(library, counting, tmp_path / "data", **LARGE)
    assert again.folder != small.folder
    assert (again.neighbours is not None, counting.asked) == (True, [])


def test_of_a_build_between_the_nearest_are_found_in_memory_and_words_are_kept(library, encoder, tmp_path, monkeypatch):
    whole = searcher(open_build(library, encoder, tmp_path / "data"), encoder, 6)
    monkeypatch.setattr("index.build.SCORED_UP_TO", 10)
    build = open_build(library, encoder, tmp_path / "data")
    between = searcher(build, encoder, 6)
    assert isinstance(build.neighbours, ExactNeighbours)
    assert isinstance(between._words._postings.adds.base, np.memmap)
    for question in ASKED:
        found, all_ = between.search(question).hits, whole.search(question).hits
        assert len(found) <= 12 < len(all_)
        assert found[0].passage is all_[0].passage
    assert open_build(library, CountingEncoder(encoder), tmp_path / "data").folder == build.folder
