"""A file with or without front matter becomes a Document."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml
from frontmatter.default_handlers import YAMLHandler

from corpus.document import Document, Kind, Section, Status
from corpus.errors import Fault
from corpus.typeset import typeset

SUFFIXES = {".md", ".markdown", ".txt"}
FIELDS = frozenset(
    "id title kind publisher author dated status superseded_by applies_to licence attribution source_note".split()
)
_Choice = TypeVar("_Choice", bound=StrEnum)
_YAML = YAMLHandler()
# Form feeds and their like end a line: taken out alone, they would run two words together.
_LINE_END = re.compile("\r\n?|[\v\f\x85]")


class UnreadableDocumentError(Exception):
    """A file that cannot become a Document; `fault` says where and why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def read_document(path: Path, name: str) -> Document:
    """The document in this file; `name` is its id unless its front matter gives one.

    Raises UnreadableDocumentError.
    """
    raw = _decode(path)
    details, body = _front_matter(path, raw)
    text, sections = typeset(body, markup=path.suffix.lower() != ".txt")
    if not text.strip():
        raise UnreadableDocumentError(Fault(path, None, "no text found", "Add its text, or remove it"))
    heading = next((section.title for section in sections if section.title), "")
    title = details.pop("title", "") or heading or Path(name).name.replace("-", " ")
    return Document(
        id=details.pop("id", "") or name,
        title=title,
        text=text,
        sections=_without_title(sections, title),
        kind=_one_of(Kind, details.pop("kind", "other"), path, raw, "kind"),
        status=_one_of(Status, details.pop("status", "unknown"), path, raw, "status"),
        **details,
    )


def visible(text: str) -> str:
    """The text in NFC without null bytes, zero-width, bidirectional, tag and other control characters."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co"})
    return unicodedata.normalize("NFC", "".join(kept))


def _decode(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise UnreadableDocumentError(Fault(path, None, reason, "Check the file and its rights")) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = Fault(path, line, "it is not UTF-8 text", "Save it again with the encoding UTF-8")
        raise UnreadableDocumentError(fault) from error
    return visible(_LINE_END.sub("\n", text))


def _front_matter(path: Path, raw: str) -> tuple[dict[str, str], str]:
    """The fields and the body; what stands between two rules and is no list of fields is body, too."""
    text = raw.lstrip()
    if not _YAML.detect(text):
        return {}, raw
    try:
        fields, body = _YAML.split(text)
    except ValueError:  # it opens with a rule and never closes it
        return {}, raw
    known = _fields(path, raw, fields)
    return (known, body.strip("\n")) if known is not None else ({}, raw)


def _fields(path: Path, raw: str, fields: str) -> dict[str, str] | None:
    """The fields, or nothing where the YAML is no list of fields. Raises UnreadableDocumentError."""
    first = raw.count("\n", 0, raw.index(fields)) + 1
    try:
        found = _YAML.load(fields)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date or number that cannot be
        mark = getattr(error, "problem_mark", None)
        line = first + mark.line if mark else first
        problem = getattr(error, "problem", None) or str(error)
        fault = Fault(path, line, f"front matter: {problem}", "Mend it, or remove the front matter")
        raise UnreadableDocumentError(fault) from error
    if not isinstance(found, dict):
        return {} if found is None else None
    for key, value in found.items():
        if key not in FIELDS:
            raise UnreadableDocumentError(
                Fault(path, _line_of(raw, key), f"front matter: unknown field “{key}”", f"Use {_listed(FIELDS)}")
            )
        if isinstance(value, (dict, list)):
            raise UnreadableDocumentError(
                Fault(path, _line_of(raw, key), f"front matter: “{key}” must be one line of text", "Write it so")
            )
    return {key: str(value).strip() for key, value in found.items() if value is not None}


def _one_of(choices: type[_Choice], value: str, path: Path, raw: str, key: str) -> _Choice:
    try:
        return choices(value)
    except ValueError as error:
        fault = Fault(
            path, _line_of(raw, key), f"front matter: {key} “{value}” is not known", f"Use {_listed(choices)}"
        )
        raise UnreadableDocumentError(fault) from error


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(str(name) for name in names))


def _line_of(raw: str, key: str) -> int:
    return next((n for n, line in enumerate(raw.splitlines(), 1) if line.startswith(f"{key}:")), 1)


def _without_title(sections: Sequence[Section], title: str) -> tuple[Section, ...]:
    """The sections, with the document's own title taken off the head of their paths: it is shown anyway."""

    def trimmed(section: Section) -> Section:
        if section.title == title and not section.parents:
            return Section("", (), section.blocks)
        parents = section.parents[1:] if section.parents[:1] == (title,) else section.parents
        return Section(section.title, parents, section.blocks)

    return tuple(trimmed(section) for section in sections if section.blocks)
