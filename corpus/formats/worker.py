"""Reads one file in a process of its own, whose time, memory and writing are limited.

A file that makes a parser hang, swell or crash ends this process and no other. It reads bytes from
standard input and writes one JSON object to standard output: a reading, or the fault.
"""

import contextlib
import gc
import json
import sys
from dataclasses import replace
from importlib import import_module

from corpus.formats.addressed import orders_to_a_model
from corpus.formats.reading import NotReadableError
from corpus.formats.wire import Wire, to_wire

try:
    import resource
except ImportError:  # Windows has no such limits; there the clock of the parent ends the process
    resource = None  # type: ignore[assignment]


def main(module: str, seconds: int, memory: int, output: int) -> None:
    """Reads standard input with this module; seconds of processor time, bytes of memory and output."""
    _limit(RLIMIT_CPU=seconds, RLIMIT_AS=memory, RLIMIT_FSIZE=output, RLIMIT_CORE=0)
    gc.disable()  # it would look through all that was read again and again, and this process ends soon
    raw = sys.stdin.buffer.read()
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # what a parser prints is no part of the answer
        answer = _answer(module, raw)
    json.dump(answer, answers)


def _answer(module: str, raw: bytes) -> Wire:
    try:
        reading = import_module(module).read(raw)
        return to_wire(replace(reading, warnings=(*reading.warnings, *orders_to_a_model(reading.text))))
    except NotReadableError as error:
        return {"fault": error.fault, "mend": error.mend, "line": error.line}


def _limit(**limits: int) -> None:
    for name, most in limits.items():
        # macOS refuses some of them; the clock of the parent still holds.
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


if __name__ == "__main__":
    main(sys.argv[1], *(int(number) for number in sys.argv[2:5]))
