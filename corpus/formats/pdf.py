"""PDFs: by their tags where they have them, else by how their lines are laid out."""

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

from pypdf import PdfReader
from pypdf.errors import DependencyError

from corpus.characters import on_one_line
from corpus.formats.pdf_layout import LaidOutPages
from corpus.formats.pdf_tags import TaggedPages
from corpus.formats.pdf_text import BROKEN, PageText, runs, text_of
from corpus.formats.reading import NotReadableError, ParsedDocument, told

_BROKEN = "it is damaged or only a part of a PDF"
_MEND = "Open it in the program that made it and save it as PDF anew"
_LOCKED = "Open it with its password and print it to a new PDF"
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
MOST_PAGES = 5000


def read(raw: bytes) -> ParsedDocument:
    """The words of a PDF, with the places at which its pages begin. Raises NotReadableError."""
    _weigh(raw)
    reader = _opened(raw)
    try:
        pages = [text_of(page, number) for number, page in enumerate(reader.pages, 1)]
        tagged = _tagged(reader, pages)
    except BROKEN as error:
        raise NotReadableError(f"{_BROKEN} ({type(error).__name__})", _MEND) from error
    found = tagged or LaidOutPages(pages)
    text = found.setter.text
    warnings = [*_warnings(pages)]
    if found.loose:
        warnings.append("some words stand outside the PDF's tags; they are at the end of the text")
    dropped = {what: count for what, count in found.dropped.items() if count}
    return ParsedDocument(text, found.setter.sections(), _known(reader), tuple(warnings), dropped, tuple(found.starts))


def _weigh(raw: bytes, *, most: int = 100_000_000) -> None:
    """Unfolds the packed streams of the file, a piece at a time, and raises NotReadableError when one is a bomb.

    Pictures are passed over: they are never unfolded.
    """
    for stream in _STREAM.finditer(raw):
        said = raw[max(0, stream.start() - 1000) : stream.start()].rpartition(b" obj")[2]  # what the file says of it
        if b"/FlateDecode" in said and b"/Image" not in said and _unfolds_to(raw, stream.end(), most) > most:
            fault = f"a part of it unfolds to more than {most // 1_000_000} MB"
            raise NotReadableError(fault, "Remove it, or ask whoever made it for the plain document")


def _unfolds_to(raw: bytes, start: int, most: int) -> int:
    """How many bytes a packed stream holds, counted up to `most` and a little more."""
    unpacker = zlib.decompressobj()
    size, packed = 0, raw[start : start + 65536]
    try:
        while packed and not unpacker.eof and size <= most:
            size += len(unpacker.decompress(packed, 1_000_000))
            packed = unpacker.unconsumed_tail
            if not packed:
                start += 65536
                packed = raw[start : start + 65536]
    except zlib.error:  # broken streams are left to the parser
        pass
    return size


def _opened(raw: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotReadableError("it is protected by a password", _LOCKED)
        count = len(reader.pages)
    except DependencyError as error:
        raise NotReadableError("it is encrypted, though it may open without a password", _LOCKED) from error
    except BROKEN as error:
        raise NotReadableError(f"{_BROKEN} ({type(error).__name__})", _MEND) from error
    if not 0 < count <= MOST_PAGES:
        raise NotReadableError(f"it has {count:,} pages, and 1 to {MOST_PAGES:,} are read", "Split it, or remove it")
    return reader


def _tagged(reader: PdfReader, pages: Sequence[PageText]) -> TaggedPages | None:
    """What the tags say, if they hold nearly all words that are not page furniture by the tags themselves."""
    if "/StructTreeRoot" not in reader.root_object:
        return None
    found = TaggedPages(reader, pages)
    return found if found.used and found.loose <= 0.2 * found.setter.length else None


def _known(reader: PdfReader) -> dict[str, str]:
    try:
        said = reader.metadata
        found = {key: on_one_line(str(said.get(name) or "")) for key, name in _FIELDS.items()} if said else {}
    except BROKEN:
        return {}
    if re.search(r"^Microsoft |\.\w{3,4}$|^untitled", found.get("title", ""), re.IGNORECASE):
        del found["title"]
    return {key: words for key, words in found.items() if words}


_FIELDS = {"title": "/Title", "author": "/Author", "saved": "/ModDate"}


def _warnings(pages: Sequence[PageText]) -> Iterator[str]:
    """What could not be read, page by page, and what should be looked at."""
    faults = Counter(page.fault for page in pages if page.fault)
    for fault in faults:
        yield f"{_pages([page.number for page in pages if page.fault == fault])}: {fault}"
    empty = [page.number for page in pages if not page.fault and not page.words.strip()]
    if empty:
        yield f"{_pages(empty)}: no text found; is it a picture of a page?"
    faint = [on_one_line(piece.words) for page in pages for piece in page.pieces if piece.faint]
    yield from told("white, tiny or unseen text was kept, see whether it belongs", faint)


def _pages(numbers: list[int]) -> str:
    return f"page{'s' if len(numbers) > 1 else ''} {runs(numbers)}"
