"""Plain text: hard-wrapped paragraphs, lists, and headings after #; all other characters mean themselves."""

from corpus.formats.markdown import reading_of
from corpus.formats.reading import ParsedDocument


def read(raw: bytes) -> ParsedDocument:
    """The text and what its front matter says. Raises NotReadableError."""
    return reading_of(raw, markup=False)
