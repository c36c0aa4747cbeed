"""YAML front matter: what is known of a text, written above it between two rules."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from frontmatter.default_handlers import YAMLHandler

from corpus.characters import on_one_line
from corpus.document import KINDS, Kind, Status
from corpus.formats.reading import NotReadableError
from corpus.safe_yaml import FRONT_MATTER, BadYamlError, load

FIELDS = frozenset(
    "id title kind publisher author dated status superseded_by applies_to licence attribution source_note url "
    "supersedes valid_from checked_on".split()
)
_CHOICES: dict[str, Mapping[str, StrEnum]] = {
    "kind": {**KINDS, **{str(kind): kind for kind in Kind}},
    "status": {str(status): status for status in Status},
}
_YAML = YAMLHandler()


def split(raw: str) -> tuple[dict[str, str], str]:
    """The fields and the body; what stands between two rules and is no list of fields is body, too.

    Raises NotReadableError, with the line, when a field is not as it should be.
    """
    text = raw.lstrip()
    if not _YAML.detect(text):
        return {}, raw
    try:
        fields, body = _YAML.split(text)
    except ValueError:  # it opens with a rule and never closes it
        return {}, raw
    known = _fields(raw, fields)
    return (known, body.strip("\n")) if known is not None else ({}, raw)


def _fields(raw: str, fields: str) -> dict[str, str] | None:
    """The fields, or nothing where the YAML is no list of fields."""
    first = raw.count("\n", 0, raw.index(fields)) + 1
    try:
        found = load(fields, FRONT_MATTER)
    except BadYamlError as error:
        fault = f"front matter: {error.reason}"
        raise NotReadableError(fault, "Mend it, or remove the front matter", first + error.line - 1) from error
    if not isinstance(found, dict):
        return {} if found is None else None
    return {key: _value(raw, key, value) for key, value in found.items() if _known(raw, key) and value is not None}


def _known(raw: str, key: object) -> bool:
    if key not in FIELDS:
        shown = on_one_line(str(key))[:100]
        fault = f"front matter: unknown field “{shown}”"
        raise NotReadableError(fault, f"Use {_listed(FIELDS)}", _line_of(raw, str(key)))
    return True


def _value(raw: str, key: str, value: object) -> str:
    if not isinstance(value, (str, int, float, date)):
        raise NotReadableError(f"front matter: “{key}” must be one line of text", "Write it so", _line_of(raw, key))
    words = on_one_line(str(value))
    if key not in _CHOICES:
        return words
    if words not in _CHOICES[key]:
        fault = f"front matter: {key} “{words[:100]}” is not known"
        raise NotReadableError(fault, f"Use {_listed(_CHOICES[key])}", _line_of(raw, key))
    return str(_CHOICES[key][words])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(str(name) for name in names))


def _line_of(raw: str, key: str) -> int:
    return next((n for n, line in enumerate(raw.splitlines(), 1) if line.startswith(f"{key}:")), 1)
