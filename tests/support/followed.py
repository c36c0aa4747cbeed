"""Doc tests: the commands of a page are run, and must give what is written below them."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from console import Done

Run = Callable[..., Done]
Ran = Done | subprocess.CompletedProcess[str]


def follow(blocks: Iterable[tuple[str, str]], folder: Path, command: Run) -> None:
    """Runs the commands of a page in a folder; each must give the lines that are written below it."""
    told = ""
    for kind, body in blocks:
        if kind == "sh":
            told = "".join(run(line, folder, command) for line in body.splitlines())
        elif kind == "text":
            for line in body.splitlines():
                assert line in told, f"“{line}” is not in:\n{told}"


def run(line: str, folder: Path, command: Run) -> str:
    """What the command says, on one line; it must end soundly."""
    done = ran(line, folder, command)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    return " ".join((done.stdout + done.stderr).split()) + "\n"


def ran(line: str, folder: Path, command: Run) -> Ran:
    """How the command ended: one of ours runs in this process."""
    program, *arguments = shlex.split(line)
    if [program, *arguments[:2]] == ["python", "-m", "assistant"]:
        return command(*arguments[2:], cwd=folder, COLUMNS=200)
    # The programs of the environment that runs these tests come first, as when it is activated.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(  # noqa: S602 (the line is our own)
        line,
        shell=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
    )
