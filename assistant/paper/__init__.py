"""A paper: what is printed or sent on, the same whether as a page, a PDF, a Word or a Markdown file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Title:
    """A heading inside a paper; `level` 2 is the outermost."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph. `strong` is what to read first."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Caution:
    """Something a reader must know before relying on the rest."""

    text: str


@dataclass(frozen=True)
class Quoted:
    """Words of a source, character for character, and where they are from."""

    lead_in: str
    words: str
    source: str


@dataclass(frozen=True)
class Listed:
    """A list of short texts."""

    items: tuple[str, ...]


PaperBlock = Title | Words | Caution | Quoted | Listed


@dataclass(frozen=True)
class Paper:
    """A title, the blocks in reading order, and the small print at the end."""

    title: str
    blocks: tuple[PaperBlock, ...]
    small_print: tuple[str, ...] = ()
    name: str = "inspection"  # of its file, without the ending
    dense: bool = False  # everything on one sheet, if it fits at all
