import io
import json
import os
import subprocess
import sys
import time

import pytest

from assistant.commands.verify import verify
from assistant.verifying.records import MOST_BYTES, verdicts
from corpus.errors import AssistantError
from corpus.paths import ROOT

SOURCE = "Inspectors will respond appropriately to reasonable requests"
GOOD = {"id": "a", "statement": "Inspectors will respond to reasonable requests.", "sources": [SOURCE], "more": 1}


def judged(*lines):
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(verdicts(io.BytesIO(raw)))


def test_a_line_gives_its_id_the_verdict_and_why():
    bad = GOOD | {"id": 7, "statement": "Inspectors will refuse requests."}
    first, second = judged(GOOD, bad)
    assert first == {"id": "a", "proved": True, "why": "every check agrees"}
    assert (second["id"], second["proved"]) == (7, False)


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"id": NaN, "statement": "x", "sources": []}',
        b'{"id": 1e999, "statement": "x", "sources": []}',
        b'{"id": {}, "statement": "x", "sources": []}',
        b'{"id": true, "statement": "x", "sources": []}',
        b'{"statement": 1, "sources": []}',
        b'{"statement": " ", "sources": []}',
        b'{"statement": "x", "sources": "x"}',
        b'{"statement": "x", "sources": [1]}',
        b'{"statement": "x"}',
        b"[" * 50_000,
        b'{"id": 1' + b"0" * 5_000 + b', "statement": "x", "sources": []}',
        b'{"statement": "' + b"x " * 3_000 + b'", "sources": []}',
        b"x" * (MOST_BYTES + 1),
        b"x" * (3 * MOST_BYTES),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_number_and_the_next_is_read(line):
    first, second, third = judged(GOOD, line, GOOD)
    assert first["proved"]
    assert third["proved"]
    assert second["error"].startswith("line 2: ")
    json.dumps(second, allow_nan=False)


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_are_read():
    raw = b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n\r\n   \n" + json.dumps(GOOD).encode()
    assert [record["proved"] for record in verdicts(io.BytesIO(raw))] == [True, True]


def test_half_a_surrogate_pair_does_no_harm():
    record = judged(rb'{"id": "\ud800", "statement": "Say \ud800.", "sources": ["\udfff"]}')[0]
    assert record["proved"] is False
    json.dumps(record["why"], ensure_ascii=False).encode()


def test_the_longest_line_is_judged_in_little_work():
    words = " ".join(f"inspector{n % 97} must tell staff{n % 89}" for n in range(2_500))
    start = time.process_time()  # of the processor: the machine may be busy
    judged({"id": 1, "statement": words[:4_900], "sources": [words[:90_000]]})
    assert time.process_time() - start < 30


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path):
    with pytest.raises(AssistantError, match="it cannot be read"):
        verify(tmp_path / "none.jsonl")


def run(*arguments, given=b""):
    app = "import typer; from assistant.commands.verify import verify; typer.run(verify)"
    return subprocess.run(
        [sys.executable, "-c", app, *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def test_the_command_prints_json_lines_and_fails_where_a_line_did(tmp_path):
    file = tmp_path / "statements.jsonl"
    file.write_text(json.dumps(GOOD) + "\nnonsense\n" + json.dumps(GOOD), encoding="utf-8")
    done = run(str(file), "--json")
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [record.get("proved") for record in records] == [True, None, True]
    assert done.returncode == 1


def test_the_command_reads_standard_input_and_adds_up_for_a_reader():
    done = run("-", given=json.dumps(GOOD).encode())
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == ["proved      a: every check agrees", "1 proved, 0 not proved, 0 error"]


def test_the_command_needs_no_model():
    code = "import sys, assistant.commands.verify; print({'torch', 'chromadb', 'numpy'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.stdout.strip() == "set()"
