"""JSON Schema validation, with each mistake told in words."""

import re
from collections.abc import Callable, Iterator, Sequence
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
    """What is said of an error, by the keyword of JSON Schema that it departs from."""
    return _TELLERS.get(str(error.validator), _otherwise)(_Departure(error, whole))


@dataclass(frozen=True)
class _Departure:
    """One error of the validator, with what is said of it."""

    error: ValidationError
    whole: Whole

    @property
    def place(self) -> tuple[str | int, ...]:
        return tuple(self.error.absolute_path)

    @property
    def name(self) -> str:
        return f"“{_name(self.place, self.whole)}”"

    @property
    def found(self) -> Any:
        return self.error.instance

    @property
    def wanted(self) -> Any:
        return self.error.validator_value

    def mistake(self, fault: str, mend: str, *further: str) -> Mistake:
        """It in words, at its place or at one `further` in."""
        return Mistake((*self.place, *further), fault, mend)


def _unknown_keys(of: _Departure) -> Iterator[Mistake]:
    schema: Any = of.error.schema
    known = list(schema["properties"])
    owner = _owner(of.place, of.whole)
    for key in map(str, of.found):
        if key not in known:
            yield of.mistake(f"“{key}” is no key of {owner}", _nearest(key, known), key)


def _missing(of: _Departure) -> Iterator[Mistake]:
    # One error a missing key; only the message says which.
    missing = next(key for key in of.wanted if of.error.message.startswith(repr(key)))
    yield of.mistake(f"“{missing}” is missing", f"Write “{missing}: …”")


def _one_of(of: _Departure) -> Iterator[Mistake]:
    if not isinstance(of.found, dict):
        return  # it is not a set of keys at all, which is told as such
    both = {"question", "turns"} <= of.found.keys()
    fault = "it has both “question” and “turns”" if both else "it asks nothing"
    yield of.mistake(fault, "Write “question: …”, or “turns:” with a list of two or more")


def _any_of(of: _Departure) -> Iterator[Mistake]:
    keys = [key for choice in of.wanted for key in choice["required"]]
    yield of.mistake(f"it has neither {_either(keys, 'nor')}", f"Write {_either(keys, 'or')}")


def _without_company(of: _Departure) -> Iterator[Mistake]:
    for key in of.found:
        for missing in set(of.wanted.get(key, ())) - of.found.keys():
            yield of.mistake(f"“{key}” stands here without “{missing}”", f"Write “{missing}: …” too", key)


def _expects_nothing(of: _Departure) -> Iterator[Mistake]:
    mend = "Write below “expect:” what must hold, such as an outcome"
    yield of.mistake(f"the {of.whole.expecting} expects nothing", mend)


def _out_of_range(of: _Departure) -> Iterator[Mistake]:
    way = "more" if of.error.validator == "minimum" else "less"
    yield of.mistake(f"{of.name} is {of.found}", f"Write {of.wanted} or {way}")


def _unknown_word(of: _Departure) -> Iterator[Mistake]:
    yield of.mistake(f"{of.name} cannot be “{of.found}”", _nearest(str(of.found), [str(each) for each in of.wanted]))


def _bad_pattern(of: _Departure) -> Iterator[Mistake]:
    if of.place and of.place[-1] in _IDS:
        yield of.mistake(f"{of.name} cannot be “{of.found}”", "Use small letters, digits and single hyphens")
    else:
        yield from _empty(of)


def _empty(of: _Departure) -> Iterator[Mistake]:
    yield of.mistake(f"{of.name} is empty", "Write a text, or leave it out where it is not needed")


def _too_few(of: _Departure) -> Iterator[Mistake]:
    yield of.mistake(
        f"{of.name} has too few entries", f"Write {of.wanted} or more, or leave it out where it is not needed"
    )


def _too_many(of: _Departure) -> Iterator[Mistake]:
    yield of.mistake(f"{of.name} has {len(of.found)} entries", f"Leave {of.wanted} or fewer")


def _repeated(of: _Departure) -> Iterator[Mistake]:
    yield of.mistake(f"{of.name} says the same twice", "Leave one of them out")


def _too_long(of: _Departure) -> Iterator[Mistake]:
    yield of.mistake(f"{of.name} is over {of.wanted:,} characters", "Shorten it")


def _wrong_type(of: _Departure) -> Iterator[Mistake]:
    wanted = _TYPES[str(of.wanted)]
    if not of.place:
        yield of.mistake(f"it is not a {of.whole.name}", of.whole.opening)
    elif wanted == "a text" and not isinstance(of.found, list | dict) and of.found is not None:
        yield of.mistake(f"{of.name} is read as {of.found!r} and not as a text", "Put it in quotation marks")
    elif wanted == "a list" and isinstance(of.found, str):
        yield of.mistake(f"{of.name} is not a list", f"Write [{of.found!r}]")
    else:
        schema: Any = of.error.schema
        keys = schema.get("required", ())
        mend = f"Write “{keys[0]}: …” and its other keys" if keys else f"Write {wanted}"
        yield of.mistake(f"{of.name} is not {wanted}", mend)


def _otherwise(of: _Departure) -> Iterator[Mistake]:
    yield of.mistake(f"{of.name}: {of.error.message}", f"See {of.whole.docs}")


_TELLERS: dict[str, Callable[[_Departure], Iterator[Mistake]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing,
    "oneOf": _one_of,
    "anyOf": _any_of,
    "dependentRequired": _without_company,
    "minProperties": _expects_nothing,
    "type": _wrong_type,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "enum": _unknown_word,
    "pattern": _bad_pattern,
    "minLength": _empty,
    "minItems": _too_few,
    "maxItems": _too_many,
    "uniqueItems": _repeated,
    "maxLength": _too_long,
}


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
