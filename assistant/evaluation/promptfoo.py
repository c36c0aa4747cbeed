"""Tests of promptfoo's YAML as cases: what its assertions on words mean here, and which of them mean nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.evaluation.case import Entry
from corpus.errors import Fault
from corpus.yaml_lines import LinedYaml

_SAYS = {"contains", "icontains", "contains-all", "icontains-all"}
_NEVER_SAYS = {"not-contains", "not-icontains", "not-contains-any", "not-icontains-any"}
_LONGEST_ID = 60


def read_tests(read: LinedYaml, path: Path) -> Iterator[tuple[int, Entry | Fault]]:
    """The line and entry of each test, in the shape of a YAML case; what cannot be read is told.

    `metadata.expect` of a test is taken as it stands: what is written there is what a case of ours expects.
    """
    tests = read.values["tests"]
    if not isinstance(tests, list):
        line = read.line(("tests",))
        yield line, Fault(path, line, "“tests” is no list", "Write the tests into this file, one “- vars:” each")
        return
    taken: set[str] = set()
    for number, test in enumerate(tests):
        line = read.line(("tests", number))
        try:
            entry = _entry(test)
        except _UnreadableError as error:
            yield line, Fault(path, line, *error.args)
            continue
        entry["id"] = _apart(entry["id"], taken)
        yield line, entry


class _UnreadableError(Exception):
    """The fault and the mend."""


def _entry(test: Any) -> Entry:
    if not isinstance(test, dict):
        raise _UnreadableError("the test is no “vars” and “assert”", "Write “- vars: {question: …}” and “assert:”")
    metadata = test.get("metadata") or {}
    question = _question(test.get("vars"))
    told = metadata.get("id") or test.get("description") or question
    expect = metadata.get("expect") or _expect(test.get("assert") or [])
    asked = {"turns": question} if isinstance(question, list) else {"question": question}
    tags = {"tags": metadata["tags"]} if metadata.get("tags") else {}
    return {"id": _slug(str(told)), **asked, **tags, "expect": expect}


def _question(values: Any) -> Any:
    if isinstance(values, dict) and ("turns" in values or "question" in values):
        return values.get("turns") or values["question"]
    if isinstance(values, dict) and len(values) == 1:
        return next(iter(values.values()))
    raise _UnreadableError("it is not clear which of “vars” is asked", "Call the question “question”")


def _expect(assertions: Any) -> Entry:
    found: Entry = {}
    for each in assertions if isinstance(assertions, list) else [assertions]:
        kind = each.get("type") if isinstance(each, dict) else each
        key = "says" if kind in _SAYS else "never_says" if kind in _NEVER_SAYS else None
        if key is None:
            known = ", ".join(sorted(_SAYS | _NEVER_SAYS))
            mend = f"Leave it out, take one of {known}, or write “metadata: {{expect: …}}”"
            raise _UnreadableError(f"an assertion “{kind}” cannot be held against an answer here", mend)
        value = each.get("value", "")
        found.setdefault(key, []).extend(map(str, value if isinstance(value, list) else [value]))
    return found


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST_ID].strip("-") or "test"


def _apart(id: str, taken: set[str]) -> str:
    """The id, with a number where another test of the file has it."""
    number, free = 1, id
    while free in taken:
        number += 1
        free = f"{id}-{number}"
    taken.add(free)
    return free
