"""docs/answer-tests.md: its commands do what it says, and it leaves no key and no metric out."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answer import Outcome
from assistant.answer_tests.metrics import metrics_of
from assistant.answer_tests.schema import SCHEMA
from assistant.answer_tests.spreadsheet import RESULT_COLUMNS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "answer-tests.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A folder that is the checkout to all commands, and in which they can leave their files."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("assistant", "corpus", "index", "tests", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "mine.yaml").write_text(next(body for kind, body in BLOCKS if kind == "yaml"), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("assistant")  # which has made the index by now
def test_the_commands_give_what_is_written_below_them(checkout, command):
    follow(BLOCKS, checkout, command)
    assert (checkout / "report.html").stat().st_size > 1000


def follow(blocks, folder, command):
    """Runs the commands of a page in a folder; each must give the lines that are written below it."""
    told = ""
    for kind, body in blocks:
        if kind == "sh":
            told = "".join(run(line, folder, command) for line in body.splitlines())
        elif kind == "text":
            for line in body.splitlines():
                assert line in told, f"“{line}” is not in:\n{told}"


def run(line, folder, command):
    done = ran(line, folder, command)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    return " ".join((done.stdout + done.stderr).split()) + "\n"


def ran(line, folder, command):
    program, *arguments = shlex.split(line)
    if [program, *arguments[:2]] == ["python", "-m", "assistant"]:
        return command(*arguments[2:], cwd=folder, COLUMNS=200)
    # The programs of the environment that runs these tests come first, as when it is activated.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    options = {"cwd": folder, "env": {**os.environ, "PATH": path}, "capture_output": True, "encoding": "utf-8"}
    return subprocess.run(line, shell=True, check=False, **options)  # noqa: S602 (the line is our own)


def test_every_metric_is_defined():
    missing = {metric.name for metric in metrics_of(()) if f"`{metric.name}`" not in TEXT}
    # Three cuts of one measure stand in one row.
    assert missing <= {f"{prefix}success_at_{cut}" for prefix in ("", "ranked_") for cut in (3, 5)}


def test_metrics_of_which_less_is_better_are_marked():
    for metric in metrics_of(()):
        row = next((row for row in TEXT.splitlines() if row.startswith("|") and f"`{metric.name}`" in row), None)
        if row:
            assert ("*less*" in row) is metric.less_is_better, row


def test_every_key_outcome_and_column_is_told():
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    keys = [*definitions["case"]["properties"], *definitions["expect"]["properties"], *Outcome, *RESULT_COLUMNS]
    assert [key for key in keys if f"`{key}`" not in TEXT] == []
