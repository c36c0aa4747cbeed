"""The 44 pages of GOV.UK beside the repository, and what their HTML holds, counted by another parser than ours."""

import html
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from corpus.formats.reading import ParsedDocument

FOLDER = Path(__file__).parents[3] / "shared" / "benchmarks" / "govuk-pages"
PAGES: list[Any] = sorted(FOLDER.glob("*.json")) or [
    pytest.param(None, marks=pytest.mark.skip(reason=f"no pages of GOV.UK: {FOLDER} is not there"))
]


def body_of(page: Path) -> str:
    details = json.loads(page.read_text(encoding="utf-8"))["details"]
    parts = details.get("parts") or [{"title": "", "body": details.get("body", "")}]
    return "".join(f"<h1>{html.escape(part['title'])}</h1>{part['body']}" for part in parts)


def title_of(page: Path) -> str:
    return str(json.loads(page.read_text(encoding="utf-8"))["title"])


def squeezed(words: str) -> str:
    """The letters alone: a space or the bar between two cells is no word."""
    return re.sub(r"[\s|​­﻿↩]", "", words)


def held(body: str) -> list[list[str]]:
    """The headings, items (without the lists in them) and rows with words in them, in their order."""
    tree = lxml.html.fromstring(f"<div>{body}</div>")
    headings = [
        squeezed(each.text_content()) for each in tree.iter("h1", "h2", "h3", "h4", "h5", "h6") if not _in_cell(each)
    ]
    items = [squeezed(_own(each)) for each in tree.iter("li") if not _in_cell(each)]
    rows = [squeezed(row) for each in tree.iter("tr", "td", "th") for row in _row(each)]
    return [list(filter(None, found)) for found in (headings, items, rows)]


def arrived(reading: ParsedDocument) -> tuple[list[str], list[str], list[str]]:
    """The same of a reading: headings by their sections, items by their marks, rows by their bars or place."""
    headings = [squeezed(section.title) for section in reading.sections if section.title]
    listed = [block for section in reading.sections for block in section.blocks if block.listed]
    marked = [
        block for block in listed if re.search(r"(?:^|\n) *(?:-|\d+\.) $", reading.text[: block.span.start][-40:])
    ]
    rows = [squeezed(block.span.of(reading.text)) for block in listed if block not in marked]
    return headings, [squeezed(block.span.of(reading.text)) for block in marked], rows


def _row(element: Any) -> Iterator[str]:
    """A row, or the cells that one page has outside of any: a browser shows them as a row."""
    if element.tag == "tr":
        yield element.text_content()
    elif element.getparent().tag != "tr" and getattr(element.getprevious(), "tag", "") not in {"td", "th"}:
        cells = [element, *itertools.takewhile(lambda cell: cell.tag in {"td", "th"}, element.itersiblings())]
        yield "".join(cell.text_content() for cell in cells)


def _in_cell(element: Any) -> bool:
    return any(True for _ in element.iterancestors("td", "th"))


def _own(item: Any) -> str:
    """The words of an item up to the first list or further paragraph in it."""
    words = [item.text or ""]
    for child in item:
        if child.tag in {"ul", "ol", "table", "h2", "h3", "h4"} or (
            child.tag in {"p", "div"} and "".join(words).strip()
        ):
            break
        words += [_own(child) if child.tag in {"div", "p"} else child.text_content(), child.tail or ""]
    return "".join(words)
