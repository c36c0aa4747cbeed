"""Which formats are read, by the ends of their files' names, and what bytes look like."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from corpus.formats.reading import NotReadableError, ParsedDocument


@dataclass(frozen=True)
class Format:
    """The ends of a format's file names, and the module whose `read` makes a ParsedDocument of bytes.

    The module is imported when a file is read, and unless `trusted`, in a process of its own.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    trusted: bool = False

    @property
    def read(self) -> Callable[[bytes], ParsedDocument]:
        """From bytes to a ParsedDocument, in this process. Raises NotReadableError."""
        read: Callable[[bytes], ParsedDocument] = import_module(self.module).read
        return read


FORMATS = (
    Format("Markdown", (".md", ".markdown"), "corpus.formats.markdown", trusted=True),
    Format("plain text", (".txt",), "corpus.formats.text", trusted=True),
    Format("web page", (".html", ".htm", ".xhtml"), "corpus.formats.html"),
    Format("GOV.UK page in JSON", (".json",), "corpus.formats.govuk"),
    Format("PDF", (".pdf",), "corpus.formats.pdf"),
    Format("Word document", (".docx",), "corpus.formats.docx"),
)
SUFFIXES = frozenset(suffix for each in FORMATS for suffix in each.suffixes)
# How files begin whose format is not read, and what to do with them.
_OTHERS = {
    ".doc": ("an old Word document or one with a password", "Open it in Word and save it as .docx without a password"),
    ".rtf": ("rich text", "Open it in Word and save it as .docx"),
    ".odt": ("an OpenDocument text", "Open it and save it as .docx"),
    ".xlsx": ("a spreadsheet", "Save the sheet as a web page"),
    ".pptx": ("slides", "Save them as PDF"),
    ".epub": ("an e-book", "Save its text as .html"),
    ".zip": ("a zip archive", "Unpack it and add its files"),
    ".png": ("a picture", "Only text is read: add the text that it shows"),
    ".jpg": ("a picture", "Only text is read: add the text that it shows"),
    ".gz": ("a packed file", "Unpack it and add what is in it"),
    ".exe": ("a program", "Remove it"),
}
_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".png"),
    (b"\x1f\x8b", ".gz"),
    (b"MZ\x90", ".exe"),
    (b"\x7fELF", ".exe"),
)
_IN_ZIP = (
    (b"word/document", ".docx"),
    (b"xl/workbook", ".xlsx"),
    (b"ppt/presentation", ".pptx"),
    (b"opendocument.text", ".odt"),
    (b"application/epub", ".epub"),
)
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body")


def format_of(suffix: str) -> Format:
    """The format of files whose names end so. Raises NotReadableError when it is not read."""
    for each in FORMATS:
        if suffix.lower() in each.suffixes:
            return each
    if suffix.lower() in _OTHERS:
        what, mend = _OTHERS[suffix.lower()]
        raise NotReadableError(f"it is {what}, which is not read", mend)
    ending = f"files that end in {suffix[:20]}" if suffix else "files whose names have no ending"
    raise NotReadableError(f"{ending} are not read", f"Save it as one of {', '.join(sorted(SUFFIXES))}")


def checked(raw: bytes, suffix: str) -> Format:
    """The format of this suffix, when the bytes look like it. Raises NotReadableError."""
    found = format_of(suffix)
    if not raw.strip(b"\0 \t\r\n"):
        raise NotReadableError("no text found", "Add its text, or remove it")
    looks = looks_like(raw)
    if looks is None or looks in found.suffixes:
        return found
    what, mend = _OTHERS[looks] if looks in _OTHERS else (f"a {_name_of(looks)}", f"Let its name end in {looks}")
    raise NotReadableError(f"its name ends in {suffix} but it is {what}", mend)


def looks_like(raw: bytes) -> str | None:
    """The suffix of the format that the bytes begin like, or None where nothing speaks for one."""
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in start:
        return ".pdf"
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((suffix for mark, suffix in _IN_ZIP if mark in raw), ".zip")
    if start.lower().startswith(_PAGE):
        return ".html"
    return next((suffix for mark, suffix in _BEGINNINGS if start.startswith(mark)), None)


def _name_of(suffix: str) -> str:
    return next(each.name for each in FORMATS if suffix in each.suffixes)
