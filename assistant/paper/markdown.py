"""A paper as Markdown."""

import re
from collections.abc import Iterator

from assistant.paper import Caution, Listed, Paper, PaperBlock, Quoted, Title, Words

# What a reader or a document says must not become a link, an image, a tag or a heading.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_OPENING = re.compile(r"^(\s*)(\d+)([.)])(?=\s)|^(\s*)([-+=:])", re.MULTILINE)


def markdown(paper: Paper) -> bytes:
    """The paper as UTF-8 Markdown."""
    parts = [f"# {plain(paper.title)}", *("\n".join(_lines(block)) for block in paper.blocks)]
    if paper.small_print:
        parts += ["---", *(plain(line) for line in paper.small_print)]
    return ("\n\n".join(parts) + "\n").encode()


def plain(text: str) -> str:
    """The text so that Markdown shows it as it is."""
    marked = _MARKUP.sub(r"\\\1", text)
    return _OPENING.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", marked)


def _lines(block: PaperBlock) -> Iterator[str]:
    match block:
        case Title(text, level):
            yield f"{'#' * level} {plain(text)}"
        case Words(text, strong):
            yield f"**{plain(text)}**" if strong else plain(text)
        case Caution(text):
            yield f"> **Check the date.** {plain(text)}"
        case Quoted(lead_in, words, source):
            opening = f"{plain(lead_in)} " if lead_in else ""
            yield f"> {opening}“{plain(words)}”  "
            yield f"> {plain(source)}"
        case Listed(items):
            for item in items:
                yield f"- {plain(item)}"
