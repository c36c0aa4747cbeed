"""Which documents are in: a folder of files, with our notes on them, becomes a Library."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.document import Document, Passage
from corpus.errors import AssistantError, Fault
from corpus.note_reader import read_notes
from corpus.notes import Notes
from corpus.passages import passages_of
from corpus.reader import UnreadableDocumentError, read_document


@dataclass(frozen=True)
class Library:
    """The documents of a folder, and the faults of the files that could not be used."""

    folder: Path
    documents: tuple[Document, ...] = field(repr=False)
    faults: tuple[Fault, ...] = ()
    notes_folder: Path | None = None

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


def read_library(folder: Path, notes_folder: Path | None = None) -> Library:
    """Every file below the folder but README and hidden files, in the order of their paths.

    A file whose format is not read, that cannot be read, leads out of the folder or has the id or the
    text of an earlier one becomes a fault; the others are in. Raises AssistantError when the folder
    cannot be listed or holds no document.
    """
    if not folder.is_dir():
        raise AssistantError(folder, "there is no such folder of documents", "Name one with --corpus")
    documents: dict[str, tuple[Path, Document]] = {}
    faults: list[Fault] = []
    root = folder.resolve()
    for path in _files(folder):
        if not Path(os.path.realpath(path)).is_relative_to(root):
            faults.append(Fault(path, None, "it is a link that leads out of the folder", "Put a copy in its place"))
            continue
        try:
            document = read_document(path, path.relative_to(folder).with_suffix("").as_posix())
        except UnreadableDocumentError as error:
            faults.append(error.fault)
            continue
        twin = next((other for other, known in documents.values() if known.text == document.text), None)
        if document.id in documents:
            fault = f"its id “{document.id}” is that of {documents[document.id][0].name}, which is used"
            faults.append(Fault(path, None, fault, "Give it another id"))
        elif twin:
            faults.append(Fault(path, None, f"its text is that of {twin.name}, which is used", "Remove one of them"))
        else:
            documents[document.id] = (path, document)
    if not documents:
        why = f"no document could be read ({faults[0]})" if faults else "it holds no document"
        raise AssistantError(folder, why, "Add one that ends in .md, .txt, .docx, .pdf or .html")
    return Library(folder, tuple(document for _, document in documents.values()), tuple(faults), notes_folder)


def _files(folder: Path) -> list[Path]:
    """All files, also those that cannot be read: they are to be named."""
    return sorted(
        path
        for path in folder.rglob("*")
        if (not path.is_dir() or path.is_symlink())
        and path.stem.lower() != "readme"
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
