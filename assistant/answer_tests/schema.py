"""An entry of a case file is held against the schema, and each mistake told in words."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

SCHEMA = Path(__file__).with_name("case.schema.json")

_TYPES = {"string": "a text", "array": "a list", "object": "a set of keys", "boolean": "true or false"}


@dataclass(frozen=True)
class Mistake:
    """Where an entry departs from the schema, how, and what to write instead."""

    place: tuple[str | int, ...]
    fault: str
    mend: str


def mistakes_in(entry: Any) -> Iterator[Mistake]:
    """The mistakes of one case, in the order they stand in."""
    errors = sorted(_validator().iter_errors(entry), key=lambda error: [str(part) for part in error.absolute_path])
    for error in errors:
        yield from _told(error)


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator({"$ref": "#/$defs/case", "$defs": schema["$defs"]})


def _told(error: ValidationError) -> Iterator[Mistake]:
    place = tuple(error.absolute_path)
    name = f"“{_name(place)}”"
    schema: Any = error.schema
    instance: Any = error.instance
    wanted: Any = error.validator_value
    match error.validator:
        case "additionalProperties":
            known = list(schema["properties"])
            for key in instance:
                if key not in known:
                    yield Mistake(
                        (*place, str(key)), f"“{key}” is no key of {_owner(place)}", _nearest(str(key), known)
                    )
        case "required":
            # One error a missing key; only the message says which.
            missing = next(key for key in wanted if error.message.startswith(repr(key)))
            yield Mistake(place, f"“{missing}” is missing", f"Write “{missing}: …”")
        case "oneOf" if isinstance(instance, dict):
            both = {"question", "turns"} <= instance.keys()
            fault = "it has both “question” and “turns”" if both else "it asks nothing"
            yield Mistake(place, fault, "Write “question: …”, or “turns:” with a list of two or more")
        case "minProperties":
            yield Mistake(place, "the case expects nothing", "Write below “expect:” what must hold, such as an outcome")
        case "type":
            yield _wrong_type(place, name, error)
        case "enum":
            known = [str(value) for value in wanted]
            yield Mistake(place, f"{name} cannot be “{instance}”", _nearest(str(instance), known))
        case "pattern" if place and place[-1] == "id":
            yield Mistake(place, f"{name} cannot be “{instance}”", "Use small letters, digits and single hyphens")
        case "minLength" | "pattern":
            yield Mistake(place, f"{name} is empty", "Write a text, or leave the key out")
        case "minItems":
            yield Mistake(place, f"{name} has too few entries", f"Write {wanted} or more, or leave it out")
        case "uniqueItems":
            yield Mistake(place, f"{name} says the same twice", "Leave one of them out")
        case "maxLength":
            yield Mistake(place, f"{name} is over {wanted:,} characters", "Shorten it")
        case "oneOf":
            return  # it is not a set of keys at all, which is told as such
        case _:
            yield Mistake(place, f"{name}: {error.message}", "See docs/answer-tests.md")


def _wrong_type(place: tuple[str | int, ...], name: str, error: ValidationError) -> Mistake:
    wanted = _TYPES[str(error.validator_value)]
    if not place:
        return Mistake(place, "it is not a case", "Write “- id: …” and the other keys below it")
    if wanted == "a text" and not isinstance(error.instance, list | dict) and error.instance is not None:
        return Mistake(place, f"{name} is read as {error.instance!r} and not as a text", "Put it in quotation marks")
    if wanted == "a list" and isinstance(error.instance, str):
        return Mistake(place, f"{name} is not a list", f"Write [{error.instance!r}]")
    return Mistake(place, f"{name} is not {wanted}", f"Write {wanted}")


def _nearest(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    choice = f"one of {', '.join(known)}"
    return f"Did you mean “{near[0]}”? It may be {choice}" if near else f"Write {choice}"


def _name(place: Sequence[str | int]) -> str:
    return next((part for part in reversed(place) if isinstance(part, str)), "case")


def _owner(place: Sequence[str | int]) -> str:
    return f"“{_name(place)}”" if place else "a case"
