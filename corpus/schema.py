"""JSON Schema validation, with each mistake told in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend


def _pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
    # Python's “$” stands before a last line break too, which a name in an address or a header must not have.
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


SchemaValidator: type[Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
_TYPES = {
    "string": "a text",
    "array": "a list",
    "object": "a set of keys",
    "boolean": "true or false",
    "integer": "a number in digits",
}

_IDS = {"id", "go_to"}
_MORE_OR_LESS = {"minimum": "more", "maximum": "less"}


@dataclass(frozen=True)
class Mistake:
    """Where an entry departs from the schema, how, and what to write instead."""

    place: tuple[str | int, ...]
    fault: str
    mend: str


@dataclass(frozen=True)
class Whole:
    """The names of what is validated, for a writer."""

    name: str
    opening: str  # what to write where it is not one at all
    expecting: str  # the part of it that expects something of an answer
    docs: str


def mistakes(entry: Any, validator: Validator, whole: Whole) -> Iterator[Mistake]:
    """The mistakes of an entry by this schema, in the order they stand in."""
    errors = sorted(validator.iter_errors(entry), key=lambda error: [str(part) for part in error.absolute_path])
    # An empty text is too short and holds no letter: told once.
    yield from dict.fromkeys(mistake for error in errors for mistake in _in_words(error, whole))


def _in_words(error: ValidationError, whole: Whole) -> Iterator[Mistake]:
    place = tuple(error.absolute_path)
    name = f"“{_name(place, whole)}”"
    schema: Any = error.schema
    instance: Any = error.instance
    wanted: Any = error.validator_value
    match error.validator:
        case "additionalProperties":
            known = list(schema["properties"])
            for key in instance:
                if key not in known:
                    yield Mistake(
                        (*place, str(key)), f"“{key}” is no key of {_owner(place, whole)}", _nearest(str(key), known)
                    )
        case "required":
            # One error a missing key; only the message says which.
            missing = next(key for key in wanted if error.message.startswith(repr(key)))
            yield Mistake(place, f"“{missing}” is missing", f"Write “{missing}: …”")
        case "oneOf" if isinstance(instance, dict):
            both = {"question", "turns"} <= instance.keys()
            fault = "it has both “question” and “turns”" if both else "it asks nothing"
            yield Mistake(place, fault, "Write “question: …”, or “turns:” with a list of two or more")
        case "anyOf":
            keys = [key for choice in wanted for key in choice["required"]]
            yield Mistake(place, f"it has neither {_either(keys, 'nor')}", f"Write {_either(keys, 'or')}")
        case "dependentRequired":
            for key in instance:
                for missing in set(wanted.get(key, ())) - instance.keys():
                    yield Mistake(
                        (*place, key), f"“{key}” stands here without “{missing}”", f"Write “{missing}: …” too"
                    )
        case "minProperties":
            fault = f"the {whole.expecting} expects nothing"
            yield Mistake(place, fault, "Write below “expect:” what must hold, such as an outcome")
        case "type":
            yield _wrong_type(place, name, error, whole)
        case "minimum" | "maximum":
            yield Mistake(place, f"{name} is {instance}", f"Write {wanted} or {_MORE_OR_LESS[error.validator]}")
        case "enum":
            known = [str(value) for value in wanted]
            yield Mistake(place, f"{name} cannot be “{instance}”", _nearest(str(instance), known))
        case "pattern" if place and place[-1] in _IDS:
            yield Mistake(place, f"{name} cannot be “{instance}”", "Use small letters, digits and single hyphens")
        case "minLength" | "pattern":
            yield Mistake(place, f"{name} is empty", "Write a text, or leave the key out")
        case "minItems":
            yield Mistake(place, f"{name} has too few entries", f"Write {wanted} or more, or leave it out")
        case "uniqueItems":
            yield Mistake(place, f"{name} says the same twice", "Leave one of them out")
        case "maxItems":
            yield Mistake(place, f"{name} has {len(instance)} entries", f"Leave {wanted} or fewer")
        case "maxLength":
            yield Mistake(place, f"{name} is over {wanted:,} characters", "Shorten it")
        case "oneOf":
            return  # it is not a set of keys at all, which is told as such
        case _:
            yield Mistake(place, f"{name}: {error.message}", f"See {whole.docs}")


def _wrong_type(place: tuple[str | int, ...], name: str, error: ValidationError, whole: Whole) -> Mistake:
    wanted = _TYPES[str(error.validator_value)]
    if not place:
        return Mistake(place, f"it is not a {whole.name}", whole.opening)
    if wanted == "a text" and not isinstance(error.instance, list | dict) and error.instance is not None:
        return Mistake(place, f"{name} is read as {error.instance!r} and not as a text", "Put it in quotation marks")
    if wanted == "a list" and isinstance(error.instance, str):
        return Mistake(place, f"{name} is not a list", f"Write [{error.instance!r}]")
    schema: Any = error.schema
    keys = schema.get("required", ())
    mend = f"Write “{keys[0]}: …” and its other keys" if keys else f"Write {wanted}"
    return Mistake(place, f"{name} is not {wanted}", mend)


def _nearest(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    choice = f"one of {', '.join(known)}"
    return f"Did you mean “{near[0]}”? It may be {choice}" if near else f"Write {choice}"


def _name(place: Sequence[str | int], whole: Whole) -> str:
    return next((part for part in reversed(place) if isinstance(part, str)), whole.name)


def _owner(place: Sequence[str | int], whole: Whole) -> str:
    return f"“{_name(place, whole)}”" if place else f"a {whole.name}"


def _either(keys: Sequence[str], joint: str) -> str:
    return f" {joint} ".join(f"“{key}”" for key in keys)
