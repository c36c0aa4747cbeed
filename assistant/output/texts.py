"""The texts that spans count in, as files that other programs can read."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from corpus.document import Document
from corpus.errors import AssistantError
from corpus.files import write_whole


def text_file(document: Document, data: Path) -> Path:
    """The UTF-8 file of this document's text, written where it is missing; its name tells its content.

    Raises AssistantError when the data folder cannot be written.
    """
    path = _text_path(document, data)
    try:
        if not path.is_file():
            write_whole(path, document.text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise AssistantError(data, f"the texts cannot be written ({reason})", "Choose another with --data") from error
    return path


def _text_path(document: Document, data: Path) -> Path:
    digest = hashlib.sha256(f"{document.id}\0{document.text}".encode()).hexdigest()[:12]
    readable = "".join(c if c.isalnum() or c in "-_." else "-" for c in document.id)[:80]
    return data.resolve() / "texts" / f"{readable}.{digest}.txt"


def forget_texts(documents: Iterable[Document], data: Path) -> None:
    """Deletes the files of texts that are of none of these documents. Raises AssistantError."""
    kept = {_text_path(document, data) for document in documents}
    for path in (data.resolve() / "texts").glob("*.txt"):
        if path not in kept:
            path.unlink(missing_ok=True)
