"""Markdown or plain text is set as plain text whose blocks are known.

In the text that results, the markup is taken off and every word kept: a heading, paragraph, list
item (after "- " or its number) or table row stands on a line of its own. All spans count in it.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.document import Block, Section, Span

# Raw HTML stays text: a document may say what it likes, but never becomes markup.
# What is nested deeper than the parser goes would be lost without a word: its own limit is 20.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": 200}).enable("table")
# Plain text has lists and headings, but its underscores, indents and angle brackets mean nothing.
_PLAIN = MarkdownIt("zero").enable(["list", "heading"])
# Bullets that word processors leave behind and Markdown does not know.
_BULLET = re.compile(r"^([ \t]{0,3})[•▪◦‣●○·][ \t]+", re.MULTILINE)


def typeset(body: str, *, markup: bool = True) -> tuple[str, tuple[Section, ...]]:
    """The text and its sections; with `markup` off only lists and headings are recognised."""
    parser = _MARKDOWN if markup else _PLAIN
    setter = _Typesetter()
    for token in parser.parse(_BULLET.sub(r"\1- ", body)):
        setter.take(token)
    return setter.text, setter.sections()


class _Typesetter:
    """Sets one token after the other, keeping where each block stands."""

    def __init__(self) -> None:
        self.text = ""
        self._sections: list[tuple[tuple[str, ...], list[Block]]] = [((), [])]
        self._headings: list[tuple[int, str]] = []
        self._lead_ins: list[Span | None] = []  # one for each list or table that is open
        self._latest: Span | None = None  # the latest block: it leads into a list that follows
        self._heading: int | None = None  # the level of the heading that is open
        self._row: list[str] | None = None  # the cells of the table row that is open
        self._mark = ""  # of the list item that was opened and has no words yet
        self._after_item = False

    def sections(self) -> tuple[Section, ...]:
        return tuple(Section(path[-1] if path else "", path[:-1], tuple(blocks)) for path, blocks in self._sections)

    def take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1])
            case "bullet_list_open" | "ordered_list_open" | "table_open":
                self._lead_ins.append(self._latest)
            case "bullet_list_close" | "ordered_list_close" | "table_close":
                self._lead_ins.pop()
                self._latest = None
            case "list_item_open":
                number = f"{token.info}{token.markup} " if token.info else "- "
                self._mark = "  " * (len(self._lead_ins) - 1) + number
            case "tr_open":
                self._row = []
            case "tr_close":
                cells, self._row = self._row or [], None
                self._block(" | ".join(cells))
            case "inline":
                self._words(_plain(token))
            case "fence" | "code_block":
                self._block(token.content.strip())

    def _words(self, words: str) -> None:
        if self._row is not None:
            self._row.append(words)
        elif self._heading is not None:
            self._head(words, self._heading)
            self._heading = None
        else:
            self._block(words)

    def _head(self, words: str, level: int) -> None:
        if not words:
            return
        self._set(words)
        self._headings = [(n, title) for n, title in self._headings if n < level] + [(level, words)]
        self._sections.append((tuple(title for _, title in self._headings), []))
        self._latest = None

    def _block(self, words: str) -> None:
        if not words:
            return
        listed = bool(self._lead_ins)
        lead_in = self._lead_ins[-1] if listed else None
        span = self._set(words)
        self._sections[-1][1].append(Block(span, listed, lead_in))
        self._latest = span

    def _set(self, words: str) -> Span:
        mark, self._mark = self._mark, ""
        if self.text:
            self.text += "\n" if mark and self._after_item else "\n\n"
        self._after_item = bool(mark)
        start = len(self.text) + len(mark)
        self.text += mark + words
        return Span(start, len(self.text))


def _plain(token: Token) -> str:
    """The words of a line or paragraph without markup, its line breaks folded to spaces."""
    breaks = {"softbreak", "hardbreak"}
    parts = (" " if child.type in breaks else child.content for child in token.children or [])
    return "".join(parts).replace("\n", " ").strip()
