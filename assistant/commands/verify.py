"""`python -m assistant verify`: judges statements by their sources, without an index or a model."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from corpus.errors import AssistantError


def verify(
    file: Annotated[
        Path,
        typer.Argument(help='JSON Lines, {"id", "statement", "sources": ["..."]} each; - reads standard input.'),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False,
) -> None:
    """Tell of each statement whether its sources prove it, and why; exit code 1 if a line could not be used."""
    from assistant.verifying.records import verdicts

    counts = {"proved": 0, "not proved": 0, "error": 0}
    with _opened(file) as stream:
        for record in verdicts(stream):
            kind = "error" if "error" in record else "proved" if record["proved"] else "not proved"
            counts[kind] += 1
            print(json.dumps(record, ensure_ascii=False) if as_json else _told(record, kind), flush=True)
    if not as_json:
        print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    if counts["error"]:
        raise SystemExit(1)


def _told(record: dict[str, Any], kind: str) -> str:
    return f"{kind:10}  {record['id']}: {record.get('why') or record['error']}"


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise AssistantError(file, f"it cannot be read ({error.strerror})", "Name a file of JSON Lines") from error
    with stream:
        yield stream
