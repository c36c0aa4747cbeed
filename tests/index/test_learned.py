"""What is learned from the notes: it ranks, survives being kept, and is refused when it is of something else."""

from functools import partial

import numpy as np
import pytest

from assistant.commands.notes import training_is_due
from assistant.opening import open_assistant, our_distress
from assistant.settings import Settings
from corpus.errors import AssistantError
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES, ROOT
from index.learned import readings
from index.learned.answerability import read_answerability
from index.learned.examples import examples_of


@pytest.fixture(scope="module")
def model(encoder):
    return readings.load(readings.FITTED, encoder.name)


def test_what_was_learned_is_the_same_after_it_was_kept(model, encoder, tmp_path):
    readings.save(model, tmp_path / "kept.npz")
    again = readings.load(tmp_path / "kept.npz", encoder.name)
    asked = ["she was rude to my deputy"]
    meaning = encoder.encode(asked)
    assert np.array_equal(again.probabilities(asked, meaning), model.probabilities(asked, meaning))


def test_probabilities_are_of_all_readings_and_sum_to_one(model, encoder):
    asked = ["can they talk to my TA alone", "thanks", "zzz", "😀"]
    shares = model.probabilities(asked, encoder.encode(asked))
    assert shares.shape == (4, len(model.names))
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-4)


def test_what_is_learned_is_fitted_to_our_notes_as_they_are(model):
    library = read_library(OUR_DOCUMENTS, OUR_NOTES)
    assert not training_is_due(library), "training is due: run “make train”, and commit what it writes with the notes"
    assert model.names == examples_of(library.notes).names


def test_the_numbers_of_how_it_works_are_those_of_the_model(model):
    told = " ".join((ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8").split())
    sorts = [name.partition("/")[0] for name in model.names]
    statements, topics = sorts.count("statement"), sorts.count("place")
    assert f"one of {len(sorts)} things: one of {statements} statements" in told
    assert f"one of {topics} topics" in told
    assert f"or one of {len(sorts) - statements - topics} that are no single statement" in told
    assert f"{len(model.landmarks):,} landmarks" in told
    assert f"weights in {model.table.dtype.itemsize * 8} bits" in told


def test_whoever_uses_another_encoder_is_told_how_to_train_for_it():
    for read in (partial(readings.load, readings.FITTED), read_answerability, our_distress):
        with pytest.raises(AssistantError, match=r"another encoder.*index\.learned\.train --encoder models/other”"):
            read("models/other:0123456789abcdef")


def test_a_model_of_other_notes_is_refused_and_the_mend_is_told(encoder):
    with pytest.raises(AssistantError, match=r"other notes or another encoder.*make train"):
        readings.load(readings.FITTED, encoder.name, "0123456789abcdef")


def test_a_model_of_another_encoder_is_refused():
    with pytest.raises(AssistantError, match="another encoder"):
        readings.load(readings.FITTED, "packaged:other")


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 and no more"])
def test_a_damaged_file_is_told_in_one_line(content, tmp_path):
    (tmp_path / "kept.npz").write_bytes(content)
    with pytest.raises(AssistantError, match="cannot be read"):
        readings.load(tmp_path / "kept.npz", "any")


def test_nearly_every_way_of_asking_finds_its_own_statement_first(assistant):
    notes = assistant.composer.notes.of_passages[::6]
    asked = [(note.asked_as[0], note.passage.key) for note in notes]
    first = [assistant.search(way).hits[0].passage.key for way, _ in asked]
    assert sum(found == key for found, (_, key) in zip(first, asked, strict=True)) >= 0.9 * len(asked)


def test_coverage_falls_from_what_is_held_to_what_is_not(assistant):
    assert assistant.search("do inspectors have to declare conflicts of interest").covered > 0.8
    assert assistant.search("how many working days until the report is published").covered < 0.2


def test_documents_without_notes_are_answered_from_with_nothing_learned_of_them(tmp_path, empty_data):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "visits.md").write_text(
        "# Visits\n\nVisitors must:\n\n- sign in at the office\n- wear a badge at all times\n", encoding="utf-8"
    )
    other = open_assistant(Settings(corpus=tmp_path / "docs", data=empty_data))
    assert other.library.notes_folder != OUR_NOTES
    ranking = other.search("do visitors have to wear a badge at all times")
    assert ranking.hits[0].passage.quote == "wear a badge at all times"
    assert ranking.hits[0].score > 0.5 > other.search("when does the report come out").hits[0].score
    assert other.ask("thanks").outcome == "talk", "small talk is the same over any documents"
