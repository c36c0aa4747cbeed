"""What is learned from the notes ranks, survives being kept, and is not needed without notes."""

import numpy as np
import pytest

from assistant.opening import open_assistant
from assistant.settings import Settings
from corpus.errors import AssistantError
from index import learn
from index.learned import ranker as kernel
from index.learned.answerability import Band, read_cover


def test_what_was_learned_is_the_same_after_it_was_kept(assistant, tmp_path):
    build = assistant.build
    embedding = build.vectors[5]
    likeness = build.vectors @ embedding
    learn.save(build.classifier, tmp_path / "learned.npz")
    kernel.save(build.kernel, tmp_path / "kernel.npz")
    again = learn.load(tmp_path / "learned.npz").scores(embedding)
    assert np.array_equal(again, build.classifier.scores(embedding))
    question = "she was rude to my deputy"
    assert np.array_equal(
        kernel.load(tmp_path / "kernel.npz").scores(question, likeness), build.kernel.scores(question, likeness)
    )


@pytest.mark.parametrize("load", [learn.load, kernel.load])
def test_a_damaged_file_is_told_in_one_line(load, tmp_path):
    (tmp_path / "kept.npz").write_bytes(b"not an archive")
    with pytest.raises(AssistantError, match="cannot be read"):
        load(tmp_path / "kept.npz")


def test_every_way_of_asking_finds_its_own_statement_first(assistant):
    notes = assistant.composer.notes.of_passages[::6]
    asked = [(note.asked_as[0], note.passage.key) for note in notes]
    first = [assistant.search(way).hits[0].passage.key for way, _ in asked]
    assert sum(found == key for found, (_, key) in zip(first, asked, strict=True)) >= 0.9 * len(asked)


def test_coverage_falls_from_what_is_held_to_what_is_not(assistant):
    held = assistant.ask("do inspectors have to declare conflicts of interest")
    elsewhere = assistant.ask("how many working days until the report is published")
    assert held.coverage > 0.8
    assert elsewhere.coverage < 0.2
    cover = read_cover(with_notes=True)
    assert cover.band(held.coverage) is Band.ANSWERED
    assert cover.band(elsewhere.coverage) is Band.NOT_COVERED


def test_documents_without_notes_are_answered_from_with_nothing_learned(tmp_path, empty_data):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "visits.md").write_text(
        "# Visits\n\nVisitors must:\n\n- sign in at the office\n- wear a badge at all times\n", encoding="utf-8"
    )
    settings = Settings(corpus=tmp_path / "docs", data=empty_data)
    other = open_assistant(settings)
    assert other.build.classifier is None
    assert other.search("do visitors wear a badge").hits[0].passage.quote == "wear a badge at all times"
