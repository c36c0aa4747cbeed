"""`python -m assistant` in this process: one of its own takes seconds to import what is here already."""

import io
from collections.abc import Callable
from contextlib import ExitStack, chdir
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.commands.main import main


class Done(NamedTuple):
    """How a command ended, with the names that subprocess gives the same."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def console(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line as `python -m assistant` does, from its first line to its exit code."""

    def run(*arguments: object, stdin: str = "", cwd: str | Path = ".", **environment: object) -> Done:
        with monkeypatch.context() as patch, ExitStack() as folder:
            folder.enter_context(chdir(cwd))
            patch.setattr("sys.argv", ["assistant", *map(str, arguments)])
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="cp1252"))
            for name, value in {"COLUMNS": "100", **environment}.items():
                patch.setenv(name, str(value))
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
            return Done(int(ended.value.code or 0), *capsys.readouterr())

    return run
