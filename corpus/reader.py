"""A file with or without front matter becomes a Document."""

import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import frontmatter
import yaml

from corpus.document import Document, Kind, Section, Status
from corpus.errors import Fault
from corpus.typeset import typeset

SUFFIXES = {".md", ".markdown", ".txt"}
FIELDS = frozenset(
    "id title kind publisher author dated status superseded_by applies_to licence attribution source_note".split()
)
_Choice = TypeVar("_Choice", bound=StrEnum)


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
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def _front_matter(path: Path, raw: str) -> tuple[dict[str, str], str]:
    try:
        post = frontmatter.loads(raw)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problem = getattr(error, "problem", None) or "it is not YAML"
        fault = Fault(path, line, f"front matter: {problem}", "Mend it, or remove the front matter")
        raise UnreadableDocumentError(fault) from error
    for key, value in post.metadata.items():
        if key not in FIELDS:
            raise UnreadableDocumentError(
                Fault(path, _line_of(raw, key), f"front matter: unknown field “{key}”", f"Use {_listed(FIELDS)}")
            )
        if isinstance(value, (dict, list)):
            raise UnreadableDocumentError(
                Fault(path, _line_of(raw, key), f"front matter: “{key}” must be one line of text", "Write it so")
            )
    details = {key: str(value).strip() for key, value in post.metadata.items() if value is not None}
    return details, post.content


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
