"""`python -m assistant notes check`: all faults at once, and an exit code."""

import shutil

import pytest

from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES

FILE = "asked/conduct-during-ofsted-inspections/courtesy.txt"


@pytest.fixture
def mine(tmp_path):
    """A copy of our notes to change."""
    return shutil.copytree(OUR_NOTES, tmp_path / "notes")


@pytest.mark.long  # tests/corpus/test_note_check.py looks at the same, without the command
def test_our_own_notes_have_nothing_to_mend(command):
    done = command("notes", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "90 notes, 136 topics, 29 readings" in done.stdout


@pytest.mark.parametrize("file", [FILE, "asked/distress/everyday.txt"])
def test_a_way_of_asking_more_is_to_be_trained(mine, file):
    from assistant.commands.notes import training_is_due

    assert not training_is_due(read_library(OUR_DOCUMENTS, mine))
    with (mine / file).open("a", encoding="utf-8") as text:
        text.write("he flicked his pen at our cook and laughed\n")
    assert training_is_due(read_library(OUR_DOCUMENTS, mine))


def test_all_faults_are_told_with_file_and_line(command, mine):
    lines = (mine / FILE).read_text(encoding="utf-8").splitlines()
    (mine / FILE).write_text(
        "\n".join([*lines, lines[1], "do inspectors have to declare a conflict"]), encoding="utf-8"
    )
    (mine / "asked" / "elsewhere" / "none.txt").write_text("# none\nnone of it\n", encoding="utf-8")
    done = command("notes", "check", mine)
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        f"{mine / FILE}:{len(lines) + 1}: “{lines[1]}” stands on line 2 already. Leave one of them out." in done.stderr
    )
    assert "none.txt:1: nothing has this id." in done.stderr


def test_what_an_answer_test_asks_is_not_shown(command, mine):
    from assistant.commands.notes import tested_in
    from corpus.paths import OUR_ANSWER_TESTS

    turn = max(tested_in(OUR_ANSWER_TESTS), key=len)
    with (mine / FILE).open("a", encoding="utf-8") as file:
        file.write(" ".join(turn.split()) + "\n")
    done = command("notes", "check", mine)
    assert done.returncode == 1
    (told,) = done.stderr.splitlines()
    assert f"{mine / FILE}:" in told
    assert "an answer test asks this or nearly this" in told
    assert turn[:20] not in told


def test_sealed_answer_tests_count_too(tmp_path):
    from assistant.commands.notes import tested_in

    case = "- {id: one, question: is this sealed, expect: {outcome: answered}}\n"
    (tmp_path / "sealed").mkdir()
    (tmp_path / "sealed" / "cases.yaml").write_text(case, encoding="utf-8")
    assert tested_in(tmp_path) == ["is this sealed"]
    assert tested_in(tmp_path / "none") == []


def test_a_folder_that_is_not_there_is_told_in_one_line(command, tmp_path):
    done = command("notes", "check", tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no such folder of notes. Name one: notes check FOLDER." in done.stderr


def test_documents_of_one_s_own_have_no_notes_unless_they_are_named(command, tmp_path):
    (tmp_path / "a.md").write_text("Visitors sign in at the office.\n", encoding="utf-8")
    done = command("notes", "check", "--corpus", tmp_path)
    assert done.returncode == 1
    assert "Name one: notes check FOLDER." in done.stderr
