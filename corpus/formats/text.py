"""Plain text: hard-wrapped paragraphs, lists, and headings after #; all other characters mean themselves."""

from corpus.formats.markdown import reading_of
from corpus.formats.reading import Reading


def read(raw: bytes) -> Reading:
    """The text and what its front matter says. Raises NotReadableError."""
    return reading_of(raw, markup=False)
