"""Markdown, with what is known of it in front matter; raw HTML in it stays text."""

import re
from collections.abc import Callable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from corpus.characters import lines
from corpus.formats import front_matter
from corpus.formats.reading import NotReadableError, ParsedDocument
from corpus.typeset import Sections, Typesetter

# Bullets that word processors leave behind and Markdown does not know.
_BULLET = re.compile(r"^([ \t]{0,3})[•▪◦‣●○·][ \t]+", re.MULTILINE)
_MOST_BRACKETS = 500  # in a paragraph: each that is never closed is looked for to the paragraph's end


def read(raw: bytes) -> ParsedDocument:
    """The text and what its front matter says. Raises NotReadableError."""
    return reading_of(raw, markup=True)


def reading_of(raw: bytes, *, markup: bool) -> ParsedDocument:
    """The reading of UTF-8 text; with `markup` off only lists and headings are recognised."""
    known, body = front_matter.split(decoded(raw))
    text, sections = typeset(body, markup=markup)
    return ParsedDocument(text, sections, known)


def decoded(raw: bytes) -> str:
    """The visible text in UTF-8 bytes. Raises NotReadableError with the line that is something else."""
    try:
        return lines(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise NotReadableError("it is not UTF-8 text", "Save it again with the encoding UTF-8", line) from error


def typeset(body: str, *, markup: bool = True) -> tuple[str, Sections]:
    """The text and its sections; with `markup` off only lists and headings are recognised."""
    parser = _MARKDOWN if markup else _PLAIN
    page = _Page()
    for token in parser.parse(_BULLET.sub(r"\1- ", body)):
        page.take(token)
    return page.setter.text, page.setter.sections()


def _markdown() -> MarkdownIt:
    """CommonMark with tables, and in time linear in the text."""
    # Raw HTML stays text: a document may say what it likes, but never becomes markup.
    # What is nested deeper than the parser goes would be lost without a word: its own limit is 20.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 200}).enable("table")
    rules = {rule.name: rule.fn for rule in parser.inline.ruler.__rules__}
    for name in ("link", "image"):
        parser.inline.ruler.at(name, _bounded(rules[name]))
    return parser


def _bounded(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def bounded(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it calls it so)
        return _brackets(state.src) <= _MOST_BRACKETS and rule(state, silent)

    return bounded


@lru_cache(maxsize=4)
def _brackets(paragraph: str) -> int:
    return paragraph.count("[")


_MARKDOWN = _markdown()
# Plain text has lists and headings, but its underscores, indents and angle brackets mean nothing.
_PLAIN = MarkdownIt("zero").enable(["list", "heading"])


class _Page:
    """Hands one token after the other to the typesetter."""

    def __init__(self) -> None:
        self.setter = Typesetter()
        self._heading: int | None = None  # the level of the heading that is open
        self._row: list[str] | None = None  # the cells of the table row that is open
        self._header = False  # whether the row that is open stands in the table's head

    def take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1])
            case "bullet_list_open" | "ordered_list_open" | "table_open":
                self.setter.open_list()
            case "bullet_list_close" | "ordered_list_close" | "table_close":
                self.setter.close()
            case "list_item_open":
                self.setter.item(f"{token.info}{token.markup}" if token.info else "-")
            case "thead_open" | "thead_close":
                self._header = token.nesting == 1
            case "tr_open":
                self._row = []
            case "tr_close":
                self.setter.row(self._row or [], header=self._header)
                self._row = None
            case "inline":
                self._words(_plain(token))
            case "fence" | "code_block":
                self.setter.block(token.content.strip())

    def _words(self, words: str) -> None:
        if self._row is not None:
            self._row.append(words)
        elif self._heading is not None:
            self.setter.head(words, self._heading)
            self._heading = None
        else:
            self.setter.block(words)


def _plain(token: Token) -> str:
    """The words of a line or paragraph without markup, its line breaks folded to spaces."""
    breaks = {"softbreak", "hardbreak"}
    parts = (" " if child.type in breaks else child.content for child in token.children or [])
    return "".join(parts).replace("\n", " ").strip()
