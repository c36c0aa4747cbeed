"""A scenario field by field: the values of its file as a form shows them, and the file that a filled form becomes."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from assistant.scenarios.shape import SCHEMA
from corpus.characters import cleaned
from corpus.errors import AssistantError
from corpus.safe_yaml import BadYamlError
from corpus.yaml_lines import Place, read_lined

_PLACE = "the fields"
_DEEPEST = 12  # lists and sets of keys in one another; a scenario has eight
_SCHEMA = json.loads(SCHEMA.read_text(encoding="utf-8"))
# The keys of a scenario and of its parts, in the order in which they are written.
KEYS = {
    "scenario": tuple(_SCHEMA["properties"]),
    "choice": tuple(_SCHEMA["$defs"]["choice"]["properties"]),
    "step": tuple(_SCHEMA["$defs"]["step"]["properties"]),
}
_ORDER = [*KEYS["scenario"], *(key for key in KEYS["choice"] if key != "go_to"), *KEYS["step"]]
_TEXTS = {"aims", "people", "debrief", "further_reading", "could_say", "talking_points", "red_flags", "meets", "misses"}
_KEPT_EMPTY = {"title", "summary", "aims", "debrief", "text"}  # so that it is told on its own line that they are


def values_of(text: str) -> dict[str, Any]:
    """The values in a scenario's text. Raises AssistantError where they are of no shape that fields can show."""
    try:
        values = read_lined(text).values
    except BadYamlError as error:
        raise AssistantError(f"line {error.line}", f"this is not YAML ({error.reason})", "Mend it there") from error
    if not isinstance(values, dict) or not _fits(values):
        raise AssistantError(
            _PLACE, "they cannot show this text", "Change the text itself; what is wrong is told below"
        )
    return values


def written(filled: str) -> str:
    """The YAML of a filled form, which comes as JSON; empty fields are left out. Raises AssistantError."""
    try:
        values = json.loads(filled)
        sound = isinstance(values, dict) and _depth(values) <= _DEEPEST and _fits(values)
    except (ValueError, RecursionError):
        sound = False
    if not sound:
        raise AssistantError(_PLACE, "what they hold is no scenario", "Load the page again")
    return yaml.safe_dump(_tidy(cleaned(values)), allow_unicode=True, sort_keys=False, width=100)


def places_by_line(text: str) -> Mapping[int, Place]:
    """What stands on each line of a scenario's text, by the keys that lead to it; nothing of what is no YAML."""
    try:
        lines = read_lined(text).lines
    except BadYamlError:
        return {}
    return {line: place for place, line in sorted(lines.items(), key=lambda each: len(each[0]))}


def _fits(values: Mapping[str, Any]) -> bool:
    steps = values.get("steps", [])
    return _plain(values, "steps") and _sets(steps) and all(map(_step_fits, steps))


def _step_fits(step: Mapping[str, Any]) -> bool:
    choices, expect = step.get("choices", []), step.get("expect", {})
    return (
        _plain(step, "choices", "expect")
        and _sets(choices)
        and all(_plain(choice) for choice in choices)
        and isinstance(expect, dict)
    )


def _plain(values: Mapping[str, Any], *apart: str) -> bool:
    """Whether each is a text, or a list of them where fields show one; those told apart may be anything."""
    return all(
        isinstance(value, list) and all(_scalar(each) for each in value) if key in _TEXTS else _scalar(value)
        for key, value in values.items()
        if key not in apart
    )


def _scalar(value: object) -> bool:
    return not isinstance(value, list | dict)


def _sets(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(each, dict) for each in values)


def _tidy(value: Any) -> Any:
    """Without what is left empty; the keys of a scenario in the order of its schema."""
    if isinstance(value, list):
        return [_tidy(each) for each in value]
    if not isinstance(value, dict):
        return value
    tidy = {key: _tidy(each) for key, each in sorted(value.items(), key=lambda pair: _rank(pair[0]))}
    if "ask" in tidy and not tidy["ask"] and tidy.get("expect", {}).keys() <= {"outcome"}:
        del tidy["expect"]  # it is only what the list of outcomes stands at
    return {key: each for key, each in tidy.items() if each not in ("", [], {}, None) or key in _KEPT_EMPTY}


def _rank(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)
