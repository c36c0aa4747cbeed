"""The packaged model without torch gives what sentence-transformers gives, at once and to many."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS, ROOT
from index.encoder import SentenceEncoder
from index.packaged import PackagedEncoder, _batches, for_questions

ODD = [
    "",
    " \n\t ",
    "?",
    "\x00",
    "😀 مدرسة",
    "😀" * 1000,
    "日本語のテキスト",
    "naïve café Ünïcode",
    "[CLS] [SEP] [MASK] [PAD] [UNK]",
    "a" * 500,
    "word " * 2000,
    "1,000 " * 100,
    "Can they talk to my staff without me?",
]


@pytest.fixture(scope="module")
def reference():
    return SentenceEncoder()


@pytest.fixture(scope="module")
def packaged():
    return PackagedEncoder()


def assert_same(ours, theirs, *, within=1e-5):
    for one, other in zip(ours, theirs, strict=True):
        assert one.dtype == np.float32
        assert one.shape == other.shape
        assert np.abs(one - other).max() < within


def test_it_is_the_reference_under_the_same_name(packaged, reference):
    assert packaged.name == reference.name


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_a_text_gets_the_meaning_and_the_tone_of_the_reference(packaged, reference, text):
    assert_same(packaged.encode_with_tone([text]), reference.encode_with_tone([text]))


@pytest.mark.long
def test_texts_of_every_length_together_get_those_of_the_reference_in_order(packaged, reference):
    ours = read_library(OUR_DOCUMENTS, None)
    texts = [*ODD, *(passage.quote for passage in ours.passages), *(document.text for document in ours.documents)]
    assert_same(packaged.encode_with_tone(texts), reference.encode_with_tone(texts))


def test_a_long_text_is_cut_where_the_reference_cuts_it(packaged):
    cut, longer, shorter = packaged.encode(["word " * 254, "word " * 254 + "fire", "word " * 253 + "fire"])
    assert np.abs(cut - longer).max() < 1e-6
    assert np.abs(cut - shorter).max() > 1e-4


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400))
def test_whatever_is_written_gets_what_the_reference_gives(packaged, reference, text):
    assert_same(packaged.encode_with_tone([text]), reference.encode_with_tone([text]))


def test_no_texts_have_no_embeddings(packaged):
    assert [rows.shape for rows in packaged.encode_with_tone([])] == [(0, 384), (0, 384)]


@pytest.mark.parametrize("text", [None, 3, "\ud800"])
def test_what_is_no_text_is_refused_as_such(packaged, text):
    with pytest.raises(TypeError):
        packaged.encode([text])


def test_many_who_ask_at_once_get_what_each_would_get_alone(packaged):
    asked = [f"May inspector {number} " + "talk " * (number % 9) + "to my staff?" for number in range(120)]
    alone = [packaged.encode([question])[0] for question in asked]
    with ThreadPoolExecutor(8) as people:
        together = list(people.map(lambda question: packaged.encode([question])[0], asked))
    assert np.array_equal(alone, together)


def test_batches_hold_every_text_once_and_stay_small():
    lengths = [int(length) for length in np.random.default_rng(0).integers(2, 257, 500)]
    batches = list(_batches(lengths, most=1024))
    assert [row for batch in batches for row in batch] == list(range(500))
    assert all(sum(lengths[row] for row in batch) <= 1024 for batch in batches)


def test_a_text_longer_than_a_batch_stands_alone():
    assert list(_batches([3000, 2, 2000], most=1024)) == [[0], [1], [2]]


def test_texts_that_stand_in_one_row_do_not_see_one_another(packaged):
    asked = ["Who?", "May she talk to my staff without me while I am away?", "word " * 40]
    together = packaged.encode_with_tone(asked)
    alone = zip(*(packaged.encode_with_tone([text]) for text in asked), strict=True)
    assert_same(together, [np.concatenate(rows) for rows in alone], within=1e-5)


@pytest.fixture(scope="module")
def rounded(packaged):
    return for_questions(packaged)


def test_a_question_in_eight_bits_means_what_it_means_in_full(packaged, rounded):
    asked = [text for text in ODD if text.strip()]
    exact, near = packaged.encode_with_tone(asked), rounded.encode_with_tone(asked)
    assert rounded.name != packaged.name  # so that no index is made with it
    assert np.abs(np.linalg.norm(near[0], axis=1) - 1).max() < 1e-5
    for one, other in zip(exact, near, strict=True):
        cosines = (one * other).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)
        assert cosines.min() > 0.975
        assert np.abs(one - other).max() > 1e-4  # it is another computation


def test_a_question_in_eight_bits_is_always_the_same(rounded):
    asked = ["Who?", "May she talk to my staff without me while I am away?"]
    with ThreadPoolExecutor(4) as people:
        found = list(people.map(lambda _: rounded.encode(asked), range(12)))
    assert all(np.array_equal(each, found[0]) for each in found)


def test_weights_are_rounded_so_that_no_processor_cuts_their_sums_off(rounded):
    whole = [each for name, each in rounded._weights.items() if name.endswith(".rounded")]
    assert len(whole) == 36
    assert max(int(np.abs(each.astype(int)).max()) for each in whole) == 63
    assert 2 * 255 * 63 < 2**15


QUIET = """
import sys
from index.packaged import PackagedEncoder
encoder = PackagedEncoder()
encoder.encode(["Can they talk to my staff?"] * 200)
heavy = {"torch", "transformers", "sentence_transformers", "scipy"} & sys.modules.keys()
import threading
sys.exit(f"{heavy} {threading.enumerate()}" if heavy or threading.active_count() > 1 else 0)
"""


def test_it_opens_and_runs_without_torch_without_a_word_and_leaves_no_thread():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", QUIET],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
