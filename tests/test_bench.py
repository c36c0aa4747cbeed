"""The benchmark runs and prints what it promises. No time is asserted: machines differ."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.usefixtures("assistant")  # which has made the index by now
def test_a_small_run_prints_the_machine_and_both_sides(settings):
    done = subprocess.run(
        [sys.executable, "tests/bench.py", "--questions", "3", "--starts", "1", "--no-builds"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ASSISTANT_DATA": str(settings.data)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Python 3." in done.stdout
    assert "chromadb" in done.stdout
    assert done.stdout.count("Inspection Assistant") == done.stdout.count("LangChain tutorial") == 2
    assert "(3 questions)" in done.stdout
