"""Process isolation: a file is parsed in a process of its own, bounded in time, memory and output."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from corpus.formats.reading import NotReadableError, ParsedDocument
from corpus.formats.wire import from_wire

ROOT = Path(__file__).parents[2]
_MEND = "Open it in the program that made it and save it anew, or add its text as .txt"
_NO_MEMORY = re.compile(r"MemoryError|memory allocation of|Cannot allocate memory")
_KILLED_FOR_TIME = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")} - {0}


@dataclass(frozen=True)
class Bounds:
    """What the process may use to read one file."""

    seconds: int = 60
    memory: int = 1_500_000_000  # bytes of address space; 500 pages of PDF take about a tenth of it
    output: int = 200_000_000  # bytes


BOUNDS = Bounds()


def read_isolated(raw: bytes, module: str, bounds: Bounds = BOUNDS) -> ParsedDocument:
    """What `module.read` makes of these bytes, in a process of its own within the bounds.

    Raises NotReadableError when the bytes cannot be read, or not within the bounds.
    """
    command = [sys.executable, "-m", "corpus.formats.worker", module]
    command += [str(number) for number in (bounds.seconds, bounds.memory, bounds.output)]
    with TemporaryFile() as answer, TemporaryFile() as errors:
        code = _run(command, raw, answer, errors, bounds.seconds)
        if code:
            raise NotReadableError(_why(code, _said(errors), bounds), _MEND)
        return _reading(answer)


def _run(command: list[str], raw: bytes, answer: IO[bytes], errors: IO[bytes], seconds: int) -> int:
    try:
        done = subprocess.run(  # noqa: S603 (our own module)
            command,
            input=raw,
            stdout=answer,
            stderr=errors,
            cwd=ROOT,
            env={**os.environ, "RUST_BACKTRACE": "0"},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -getattr(signal, "SIGKILL", 9)
    return done.returncode


def _why(code: int, said: str, bounds: Bounds) -> str:
    if code in _KILLED_FOR_TIME:
        return f"it could not be read in {bounds.seconds} seconds"
    if _NO_MEMORY.search(said):
        return f"reading it needs more than {bounds.memory // 1_000_000:,} MB of memory"
    if "File too large" in said:
        return "it unfolds to too much text"
    last = next((line.strip()[:200] for line in reversed(said.splitlines()) if line.strip()), f"with code {code}")
    return f"its parser broke off ({f'by signal {-code}' if code < 0 else last})"


def _said(errors: IO[bytes], *, length: int = 4000) -> str:
    """The end of what the process wrote of its errors."""
    errors.seek(max(0, errors.seek(0, 2) - length))
    return errors.read().decode("utf-8", "replace")


def _reading(answer: IO[bytes]) -> ParsedDocument:
    answer.seek(0)
    try:
        wire = json.load(answer)
        if "fault" not in wire:
            return from_wire(wire)
        fault, mend, line = str(wire["fault"]), str(wire["mend"]), wire["line"]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotReadableError(f"its parser gave no reading ({type(error).__name__})", _MEND) from error
    raise NotReadableError(fault, mend, line if isinstance(line, int) else None)
