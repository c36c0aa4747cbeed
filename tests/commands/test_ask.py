"""`python -m assistant`: a few times in a process of its own, as its users run it, else in this one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from assistant.output.json import SCHEMA
from corpus.paths import ROOT

ASKED = "Can they talk to my staff without me?"
QUOTE = "without the presence of a manager or registered person"
VALID = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).is_valid


pytestmark = pytest.mark.usefixtures("assistant")  # which has made the index by now


def alone(*arguments, stdin=None, **environment):
    """The command in a process of its own, as its users run it."""
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", **environment},
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def said(done):
    """What it says on standard error, but for progress: on a busy machine loading takes longer than ten seconds."""
    return [line for line in done.stderr.splitlines() if not line.endswith(" s so far")]


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Somebody's own documents, without front matter."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "documents").mkdir()
    (folder / "documents" / "handbook.md").write_text(
        "# Visitors\n\nVisitors sign in at the front office.\n\nEvery visitor wears a blue badge.\n", encoding="utf-8"
    )
    (folder / "documents" / "fire.txt").write_text("The assembly point is the netball court.\n", encoding="utf-8")
    return folder


def test_a_question_is_answered_in_words():
    done = alone("ask", ASKED)
    assert done.returncode == 0
    assert said(done) == []
    words = " ".join(done.stdout.split())
    for piece in (QUOTE, "What is expected of you", "superseded", "Official guidance"):
        assert piece in words


def test_a_question_is_answered_as_json_with_its_earlier_turns(command):
    done = command("ask", "even the TA?", "--earlier", ASKED, "--json")
    answer = json.loads(done.stdout)
    assert VALID(answer)
    assert QUOTE in answer["citations"][0]["quote"]


def test_a_batch_goes_on_after_lines_that_cannot_be_used(command, tmp_path):
    lines = [
        json.dumps({"id": "a", "turns": [ASKED, "even the TA?"]}),
        "",
        "not json",
        "[1]",
        json.dumps({"id": "b", "turns": []}),
        json.dumps({"id": "c", "turns": ["a" * 1001]}),
        json.dumps({"id": {"own": 1}, "question": "   "}),
        '{"turns": ["\\ud800"]}',
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    done = command("ask", "--batch", path)
    assert done.returncode == 1
    assert done.stderr == ""
    first, *bad, blank, half = map(json.loads, done.stdout.splitlines())
    assert [first["id"], *(each["id"] for each in bad), blank["id"], half["id"]] == ["a", 3, 4, "b", "c", {"own": 1}, 8]
    assert len(first["answers"]) == 2
    assert all(VALID(answer) for answer in first["answers"])
    assert all(each["error"].startswith("line ") and "\n" not in each["error"] for each in (*bad, half))
    assert "limit is 1,000" in bad[-1]["error"]
    assert blank["answers"][0]["outcome"] == "unclear"


def test_a_batch_can_come_from_standard_input_in_utf_8_whatever_the_locale_says():
    line = '{"id": 1, "turns": ["the TA’s evidence"]}\n'
    done = alone("search", "--batch", "-", "--limit", "2", stdin="\ufeff" + line, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["question"] == "the TA’s evidence"
    assert [hit["rank"] for hit in found["passages"]] == [1, 2]


def test_help_loads_no_model_and_nothing_else_that_takes_time():
    heavy = "{'torch', 'chromadb', 'sklearn', 'gradio', 'pydantic', 'rich.progress', 'assistant.verifying'}"
    told = f"import sys, assistant.commands.main; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "set()\n"


def test_a_search_ranks_passages_whatever_the_answer_would_be(command):
    done = command("search", "What is the capital of France?", "--limit", 3, "--json")
    found = json.loads(done.stdout)
    assert len(found["passages"]) == 3
    done = command("search", "evidence", "--limit", 1)
    assert done.stdout.startswith("  1 ")


def test_documents_name_the_file_their_places_count_in(command):
    listed = json.loads(command("documents", "--json").stdout)
    kinds = {document["id"]: document["kind"] for document in listed}
    assert kinds["conduct-during-ofsted-inspections"] == "guidance"
    assert kinds["commentary-compassion-in-inspection"] == "commentary"
    assert all(Path(document["text"]).is_file() for document in listed)
    assert "superseded" in command("documents").stdout


def test_an_index_that_is_there_is_not_built_again(command):
    first, again = (command("index").stdout for _ in range(2))
    assert first == again
    assert first.startswith("Index ")


def test_documents_of_one_s_own_need_no_front_matter(command, own, empty_data):
    folders = ("--corpus", own / "documents", "--data", empty_data)
    built = command("index", *folders)
    assert "2 documents" in built.stdout, built.stderr
    found = json.loads(command("search", "which badge does a visitor wear", "--limit", 1, "--json", *folders).stdout)
    assert found["passages"][0]["quote"] == "Every visitor wears a blue badge."
    assert found["passages"][0]["kind"] == "other"
    assert {each["id"] for each in json.loads(command("documents", "--json", *folders).stdout)} == {
        "handbook",
        "fire",
    }


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return tmp_path_factory.mktemp("empty")


@pytest.mark.long
def test_a_process_that_fails_tells_why_in_one_line_and_no_library_adds_to_it():
    done = alone("ask", "who?", ASSISTANT_ENCODER="no-such-model")
    assert (done.returncode, done.stdout) == (1, "")
    assert "encoder cannot be opened" in done.stderr
    assert len(said(done)) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask", "who?", "--corpus", "no-such-folder"), "no such folder of documents"),
        (("ask", "who?", "--corpus", "EMPTY"), "holds no document"),
        (("ask", "a" * 1001), "the limit is 1,000"),
        (("ask",), "needs a question or --batch"),
        (("ask", "who?", "--batch", "-"), "and not both"),
        (("ask", "--batch", "no-such-file"), "it cannot be read"),
    ],
)
def test_what_goes_wrong_is_told_in_one_line(command, empty, arguments, told):
    done = command(*(empty if each == "EMPTY" else each for each in arguments))
    assert done.returncode == 1
    assert done.stdout == ""
    assert told in done.stderr
    assert len(said(done)) == 1


def test_a_setting_that_cannot_be_read_is_told_in_one_line(command):
    done = command("documents", ASSISTANT_PORT="seven")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "ASSISTANT_PORT" in done.stderr
    assert len(said(done)) == 1


def test_a_line_of_a_batch_that_cannot_be_read_or_named_loses_no_other(command, tmp_path):
    lines = [b'{"id": 1, "question": "why?"}', b'{"id": 2, "question": "caf\xe9"}', b'{"id": NaN, "question": "why?"}',
             b'{"id": "\\ud800", "question": "why?"}', b"[" * 50_000, b'{"id": ' + b"9" * 5000 + b"}",
             b'{"id": 7, "question": "a\\ud800"}', b'{"id": 8, "question": "why?"}']  # fmt: skip
    (tmp_path / "batch.jsonl").write_bytes(b"\n".join(lines))
    done = command("ask", "--batch", tmp_path / "batch.jsonl")
    records = [json.loads(line, parse_constant=pytest.fail) for line in done.stdout.splitlines()]
    assert [record["id"] for record in records] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert ["error" in record for record in records] == [False, *[True] * 6, False]
    assert "UTF-8" in records[1]["error"]


def test_no_escape_sequence_reaches_the_terminal(command, tmp_path):
    (tmp_path / "a.md").write_text(
        "# Doors \x1b]0;owned\x07\x1b[31m\n\nInspectors must knock \x1b[2J first.\n", encoding="utf-8"
    )
    (tmp_path / "b\x1b[31m.md").write_bytes(b"\xff")
    for arguments in (("ask", "must they knock?"), ("documents",), ("search", "knock\x1b[2J")):
        done = command(*arguments, "--corpus", tmp_path, "--data", tmp_path / "data")
        assert "\x1b" not in done.stdout + done.stderr
        assert "\x07" not in done.stdout + done.stderr
