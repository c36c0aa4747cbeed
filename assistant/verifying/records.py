"""JSON Lines: statements and their sources in, verdicts out, an error for what cannot be used."""

import json
import math
from collections.abc import Iterator
from typing import Any, BinaryIO

from assistant.verifying.verifier import verify

Json = dict[str, Any]

MOST_BYTES = 100_000  # of a line
MOST_CHARACTERS = 5_000  # of a statement
_SHAPE = 'Write {"id": "...", "statement": "...", "sources": ["..."]} on each line'


class UnusableRecordError(ValueError):
    """A line that holds no statement to judge."""


def verdicts(stream: BinaryIO) -> Iterator[Json]:
    """`{"id", "proved", "why"}` for each line that is not blank, or `{"id", "error"}` with the line's number."""
    for number, raw in enumerate(_lines(stream), 1):
        if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        named: Any = number
        try:
            values = _values(raw, first=number == 1)
            named = _id(values, number)
            yield _judged(named, values)
        except UnusableRecordError as error:
            yield {"id": named, "error": f"line {number}: {error}. {_SHAPE}."}


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines; of one that is too long, its beginning, which is too long as well."""
    while line := stream.readline(MOST_BYTES + 1):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(MOST_BYTES)
        yield line


def _values(raw: bytes, *, first: bool) -> Json:
    if len(raw) > MOST_BYTES:
        raise UnusableRecordError(f"it is longer than {MOST_BYTES // 1000} KB")
    try:
        values = json.loads(raw.decode("utf-8-sig" if first else "utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise UnusableRecordError("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise UnusableRecordError("it is not JSON") from None
    if not isinstance(values, dict):
        raise UnusableRecordError("it is not a JSON object")
    return values


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _id(values: Json, number: int) -> Any:
    """The record's id, or the line's number where it has none; a text or a finite number."""
    named = values.get("id", number)
    finite = isinstance(named, int | float) and not isinstance(named, bool) and math.isfinite(named)
    if isinstance(named, str) or finite or named is None:
        return number if named is None else named
    raise UnusableRecordError("its id is not a text or a number")


def _judged(named: Any, values: Json) -> Json:
    statement, sources = values.get("statement"), values.get("sources")
    if not isinstance(statement, str) or not statement.strip():
        raise UnusableRecordError("it has no statement")
    if len(statement) > MOST_CHARACTERS:
        raise UnusableRecordError(f"its statement is longer than {MOST_CHARACTERS} characters")
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        raise UnusableRecordError("its sources are not a list of texts")
    verdict = verify(_whole(statement), [_whole(source) for source in sources])
    return {"id": named, "proved": verdict.proved, "why": verdict.why}


def _whole(text: str) -> str:
    """The text without halves of surrogate pairs, which no output can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
