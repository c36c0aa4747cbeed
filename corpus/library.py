"""Which documents are in: a folder of files, with our notes on them, becomes a Library."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from corpus.document import Document, Kind, Passage, Status
from corpus.errors import AssistantError, Fault
from corpus.formats.registry import SUFFIXES
from corpus.note_reader import read_notes
from corpus.notes import Notes
from corpus.passages import passages_of
from corpus.paths import need_folder
from corpus.reader import UnreadableDocumentError, read_document


@dataclass(frozen=True)
class Library:
    """The documents of a folder, and the faults of the files that could not be used."""

    folder: Path
    documents: tuple[Document, ...] = field(repr=False)
    faults: tuple[Fault, ...] = ()
    notes_folder: Path | None = None
    added: frozenset[str] = frozenset()  # the ids of documents that are not of the folder

    @property
    def own(self) -> tuple[Document, ...]:
        """The documents of the folder itself."""
        return tuple(document for document in self.documents if document.id not in self.added)

    @property
    def opinion_last(self) -> tuple[Document, ...]:
        """The documents as they are listed for a reader: rules, one's own, earlier wording, then opinion."""

        def place(each: Document) -> tuple[bool, ...]:
            return each.kind is Kind.COMMENTARY, bool(each.successor), each.kind is Kind.OTHER

        return tuple(sorted(self.documents, key=place))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, document by document, in reading order."""
        return tuple(passage for document in self.documents for passage in passages_of(document))

    @cached_property
    def notes(self) -> Notes:
        """Our notes on the passages. Raises AssistantError when one no longer fits its document."""
        return read_notes(self.notes_folder, self.documents, self.passages)

    def document(self, id: str) -> Document | None:
        """The document of this id, if it is in."""
        return next((document for document in self.documents if document.id == id), None)


def read_library(
    folder: Path,
    notes_folder: Path | None = None,
    added: Sequence[Document] = (),
    faults: Sequence[Fault] = (),
    unchecked_after: int | None = None,
) -> Library:
    """Every file below the folder but README and hidden files, in the order of their paths, and then those `added`.

    `faults` are those of added documents that cannot be read. Guidance in force that nobody looked up for
    `unchecked_after` days is marked so. A file whose format is not read, that cannot be read,
    leads out of the folder or has the id or the text of an earlier one becomes a fault; the others are in. Raises
    AssistantError when the folder cannot be listed or holds no document.
    """
    need_folder(folder)
    documents: dict[str, tuple[Path, Document]] = {}
    found = list(faults)
    root = folder.resolve()
    for path in files_in(folder):
        if fault := leads_out(path, root):
            found.append(fault)
            continue
        try:
            document = read_document(path, path.relative_to(folder).with_suffix("").as_posix())
        except UnreadableDocumentError as error:
            found.append(error.fault)
        else:
            found += _take(path, document, documents)
    for document in added:
        found += _take(Path(document.id), document, documents)
    if not documents:
        why = f"no document could be read ({found[0]})" if found else "it holds no document"
        raise AssistantError(folder, why, f"Add one that ends in {', '.join(sorted(SUFFIXES))}")
    editions = _with_successors([document for _, document in documents.values()])
    if unchecked_after is not None:
        editions = tuple(replace(each, unchecked=_unchecked(each, unchecked_after)) for each in editions)
    ids = frozenset(document.id for _, document in documents.values() if document in added)
    return Library(folder, editions, tuple(found), notes_folder, ids)


def _unchecked(document: Document, days: int) -> str:
    """That nobody saw guidance to be in force within these days, in words, where that is so."""
    if document.kind is not Kind.GUIDANCE or document.status is not Status.CURRENT:
        return ""
    try:
        seen = date.fromisoformat(document.checked_on)
    except ValueError:
        return "not known when it was last checked"
    return f"not checked since {document.checked_on}" if date.today() - seen > timedelta(days=days) else ""


def _take(path: Path, document: Document, documents: dict[str, tuple[Path, Document]]) -> list[Fault]:
    """Puts the document among those that are in, unless one with its id or its text is: the fault."""
    if document.id in documents:
        fault = f"its id “{document.id}” is that of {documents[document.id][0].name}, which is used"
        return [Fault(path, None, fault, "Give it another id")]
    twin = next((other for other, known in documents.values() if known.text == document.text), None)
    if twin:
        return [Fault(path, None, f"its text is that of {twin.name}, which is used", "Remove one of them")]
    documents[document.id] = (path, document)
    return []


def _with_successors(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents; one that another says to supersede is superseded by that, whatever its own file says."""
    successors = {each.supersedes: each for each in documents if each.supersedes != each.id}

    def standing(document: Document) -> Document:
        if newer := successors.get(document.id):
            dated = "" if newer.dated == "not stated" else f" ({newer.dated})"
            return replace(
                document, status=Status.SUPERSEDED, superseded_by=f"“{newer.title}”{dated}", successor=newer.id
            )
        return document

    return tuple(map(standing, documents))


def leads_out(path: Path, root: Path) -> Fault | None:
    """The fault of a link that leads out of a resolved folder, or nothing."""
    if Path(os.path.realpath(path)).is_relative_to(root):
        return None
    return Fault(path, None, "it is a link that leads out of the folder", "Put a copy in its place")


def files_in(folder: Path) -> list[Path]:
    """All files below a folder but README and hidden ones, also those that cannot be read: they are to be named."""
    return sorted(
        path
        for path in folder.rglob("*")
        if (not path.is_dir() or path.is_symlink())
        and path.stem.lower() != "readme"
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
