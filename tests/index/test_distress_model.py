"""The model of distress: trained, kept, opened and refused when it is of something else."""

import numpy as np
import pytest

from corpus.errors import AssistantError
from corpus.note_reader import read_cries_for_help
from corpus.paths import OUR_NOTES
from index.learned.distress import ARTEFACT, calibrated, load_distress, save_distress
from index.learned.distress_training import Recipe, folds_of, gathered, held_out_probabilities, some, train_distress

SMALL = Recipe(rank=24)
CLASSES = ("distress", "emergency", "everyday")


@pytest.fixture(scope="module")
def examples():
    return {name: read_cries_for_help(OUR_NOTES)[name][:60] for name in CLASSES}


@pytest.fixture(scope="module")
def model(encoder, examples):
    return train_distress(encoder, examples, ["who may see the register", "how long do they stay"], recipe=SMALL)


def told(model, encoder, text):
    meaning, tone = encoder.encode_with_tone([text])
    return model.probabilities(text, meaning[0], tone[0])


def test_each_class_has_a_probability_and_they_sum_to_one(model, encoder):
    found = told(model, encoder, "i want to end my life")
    assert tuple(found) == CLASSES
    assert sum(found.values()) == pytest.approx(1, abs=1e-5)
    assert max(found, key=found.get) == "distress"
    assert told(model, encoder, "what time do they arrive")["everyday"] > 0.5


def test_what_is_kept_tells_the_same(model, encoder, examples, tmp_path):
    save_distress(model, tmp_path / "kept.npz")
    again = load_distress(encoder.name, examples, tmp_path / "kept.npz")
    text = "a child is choking"
    assert told(again, encoder, text) == pytest.approx(told(model, encoder, text), abs=0.01)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.npz"]


def test_a_model_of_other_examples_or_another_encoder_is_refused_in_one_line(model, encoder, examples, tmp_path):
    path = tmp_path / "kept.npz"
    save_distress(model, path)
    more = examples | {"distress": (*examples["distress"], "i am not safe")}
    mends = ("make train", "python -m index.learned.train --encoder another")
    for name, made_of, mend in ((encoder.name, more, mends[0]), ("another", examples, mends[1])):
        with pytest.raises(AssistantError, match=f"of another encoder or of other examples. Run “{mend}”"):
            load_distress(name, made_of, path)


def test_a_damaged_file_is_told_in_one_line(tmp_path):
    (tmp_path / "kept.npz").write_bytes(b"not an archive")
    with pytest.raises(AssistantError, match="cannot be read"):
        load_distress("any", {}, tmp_path / "kept.npz")


def test_the_shipped_model_is_of_the_shipped_examples_and_small(encoder):
    assert load_distress(encoder.name, read_cries_for_help(OUR_NOTES)).names
    assert ARTEFACT.stat().st_size <= 1_000_000


def test_near_alike_messages_are_held_out_together(encoder):
    texts = ("i want to die tonight", "i want to die tonight!", "when is lunch", "when is lunch?")
    folds = folds_of(gathered(encoder, {"distress": texts[:2], "everyday": texts[2:]}, []), 50)
    assert folds[0] == folds[1]
    assert folds[2] == folds[3]


def test_what_was_held_out_is_judged_by_a_model_that_never_saw_it(encoder, examples):
    messages = gathered(encoder, examples, [])
    found = held_out_probabilities(messages)
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (found.argmax(axis=1) == messages.labels).mean() > 0.6


def test_the_ordinary_questions_learned_from_hardly_change_when_others_are_written():
    asked = [f"may they see file {number}" for number in range(100)]
    chosen = some(asked, at_most=40)
    assert len(chosen) == 40
    assert len(set(chosen) & set(some(["what is new", *reversed(asked)], at_most=40))) >= 39


def test_equal_scores_are_equally_likely():
    assert np.allclose(calibrated(np.zeros((1, 3)), np.vstack([np.eye(3), np.zeros(3)])), 1 / 3)
