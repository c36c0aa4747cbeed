"""A file of any format becomes a Document."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.characters import visible as visible
from corpus.document import Document, Kind, Section, Status
from corpus.errors import Fault
from corpus.formats.files import fault_of, read_file
from corpus.formats.front_matter import FIELDS
from corpus.formats.reading import NotReadableError, ParsedDocument
from corpus.formats.registry import SUFFIXES as SUFFIXES


class UnreadableDocumentError(Exception):
    """A file that cannot become a Document; `fault` says where and why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def read_document(path: Path, name: str) -> Document:
    """The document in this file; `name` is its id unless the file gives one.

    Raises UnreadableDocumentError.
    """
    try:
        reading = read_file(path)
    except NotReadableError as error:
        raise UnreadableDocumentError(fault_of(path, error)) from error
    return document_of(reading, name)


def document_of(reading: ParsedDocument, name: str, known: Mapping[str, str] | None = None) -> Document:
    """The document of a reading; what is `known` of it, where given, stands in place of what its file says."""
    told = reading.known if known is None else known
    details = {key: words for key, words in told.items() if key in FIELDS}
    if not details.get("url", "").startswith(("https://", "http://")):
        details.pop("url", None)
    heading = next((section.title for section in reading.sections if section.title), "")
    title = details.pop("title", "") or heading or Path(name).name.replace("-", " ")
    return Document(
        id=details.pop("id", "") or name,
        title=title,
        text=reading.text,
        sections=_without_title(reading.sections, title),
        kind=Kind(details.pop("kind", "other")),
        status=Status(details.pop("status", "unknown")),
        warnings=reading.warnings,
        pages=reading.pages,
        **details,
    )


def _without_title(sections: Sequence[Section], title: str) -> tuple[Section, ...]:
    """The sections, with the document's own title taken off the head of their paths: it is shown anyway."""

    def trimmed(section: Section) -> Section:
        if section.title == title and not section.parents:
            return Section("", (), section.blocks)
        parents = section.parents[1:] if section.parents[:1] == (title,) else section.parents
        return Section(section.title, parents, section.blocks)

    return tuple(trimmed(section) for section in sections if section.blocks)
