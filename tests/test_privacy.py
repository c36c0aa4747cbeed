"""Nothing leaves the machine, and no question is kept on it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answering.answer import Outcome
from assistant.opening import open_assistant
from corpus.paths import ROOT

ASKED = "Can they talk to my zyzzogeton staff without me?"


@pytest.mark.usefixtures("assistant", "socket_disabled")
def test_the_parts_open_and_answer_where_no_connection_can_be_made(settings):
    assert open_assistant(settings).ask("Can they talk to my staff without me?").outcome is Outcome.ANSWERED


def test_the_library_that_runs_the_model_begins_no_telemetry(tmp_path):
    command = [sys.executable, "-c", "from index.packaged import _load_libraries; _load_libraries()"]
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run(command, cwd=ROOT, env={**kept, "TMPDIR": str(tmp_path)}, check=True)
    assert [path.name for path in tmp_path.iterdir()] == []  # it would keep the number of its session there


def test_a_question_is_in_no_file_of_the_data_folder_afterwards(settings, assistant, capfd):
    assistant.ask(ASKED, [ASKED])
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if b"zyzzogeton" in path.read_bytes()] == []
    told = capfd.readouterr()
    assert "zyzzogeton" not in told.out + told.err


@pytest.mark.usefixtures("assistant")
@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="the memory of a process is a file on Linux only")
def test_questions_do_not_stand_in_the_memory_of_a_server_once_they_are_answered():
    # in a process of its own, as a server is: the memory of one of tests is full of what they left
    command = [sys.executable, ROOT / "tests" / "support" / "asking_and_forgetting.py"]
    told = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
    assert len(told.stdout.split()) <= 1
