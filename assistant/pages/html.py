"""Jinja templates with autoescaping: what a reader or a document says stays text."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from assistant.answering.answer import Citation
from assistant.answering.wording import (
    badges,
    day,
    day_in_words,
    edition_in_words,
    lead_in_of,
    place_in_words,
    reference_in_words,
    source_in_words,
    standing,
    whom_to_ring,
)

TEMPLATES = Path(__file__).parent / "templates"

_TELEPHONE = re.compile(
    r"\b(?P<words>(?P<number>call \d[\d ]*\d|\d{3,5}(?: \d{3})+)|text (?P<word>[A-Z]+) to (?P<to>\d+))(?P<mark>[.,;]?)"
)
# The mark that follows a number must not stand alone at the start of a line.
_TO_TAP = Markup('<span class="together"><a class="ring" href="{}">{}</a>{}</span>')

# What a page is for stands before its address: “On GOV.UK: https://…”; the sentence before it ends in “. ”.
_PAGE = re.compile(r"(?:(?<=[.;] )|^)(?P<of>(?:(?!\. )[^:;]){1,60}): (?P<url>https://www\.gov\.uk/[\w./-]+)")
_LINK = Markup('<a href="{}" rel="noreferrer">{}</a>')
_BUTTON = Markup('<a class="ring" href="{}">{}</a>')


def render(template: str, **values: Any) -> str:
    """A template of pages/templates with these values. A value it does not know is an error."""
    return _ENVIRONMENT.get_template(template).render(**values)


def serve_below(prefix: str, *, identified: bool = False) -> None:
    """From now on every address on a page begins with this path: a proxy serves other things beside it.

    `identified`: pages show whom the proxy has found the reader to be.
    """
    _ENVIRONMENT.globals |= {"root": prefix, "identified": identified}
    if _ENVIRONMENT.cache is not None:
        _ENVIRONMENT.cache.clear()  # macros keep the globals of when they were first read


def at(path: str) -> str:
    """The address of one of our pages, as the browser has to ask for it."""
    return f"{_ENVIRONMENT.globals['root']}{path}"


def document_address(id: str, start: int | None = None, end: int | None = None) -> str:
    """The address of a document's page; with `start` and `end`, of that place in it, marked."""
    path = at(f"/documents/{quote(id)}")
    return path if start is None else f"{path}?{urlencode({'start': start, 'end': end})}#passage"


def editions_address(newer: str) -> str:
    """The address of the page that shows how a document differs from the one that it supersedes."""
    return at(f"/editions/{quote(newer)}")


def place_of(citation: Citation) -> str:
    """The address of what is quoted, in its document."""
    return document_address(citation.passage.document.id, citation.start, citation.end)


def with_numbers_to_tap(words: str, *, one_a_line: bool = False) -> Markup:
    """The words, with each telephone number made a link that rings or writes to it.

    `one_a_line`: each is a button with a line to itself, so that no mark follows it.
    """
    pieces, at = [], 0
    for found in _TELEPHONE.finditer(words):
        tap = _BUTTON.format(_tap(found), found["words"])
        inline = _TO_TAP.format(_tap(found), found["words"], found["mark"])
        pieces += [escape(words[at : found.start()]), tap if one_a_line else inline]
        at = found.end()
    return Markup("").join([*pieces, escape(words[at:])])


def with_pages_as_links(place: str) -> Markup:
    """A place to look in, each page that it names a link under its name and no address in sight."""
    pieces, at = [], 0
    for found in _PAGE.finditer(place):
        pieces += [escape(place[at : found.start()]), _LINK.format(found["url"], found["of"])]
        at = found.end()
    return Markup("").join([*pieces, escape(place[at:])])


def _tap(found: re.Match[str]) -> str:
    if found["number"]:
        return "tel:" + found["number"].removeprefix("call").replace(" ", "")
    # Some phones want the text after "?", some after "&"; this is read by both.
    return f"sms:{found['to']}?&body={found['word']}"


class _Rooted(Extension):
    """Templates write our addresses from the root; here the prefix comes before each."""

    _ADDRESS = re.compile(r'(\b(?:href|src|action|formaction)=")/')

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 (jinja's)
        return self._ADDRESS.sub(r"\1{{ root }}/", source)


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=[_Rooted],
)
_ENVIRONMENT.filters |= {"tappable": with_numbers_to_tap, "linked": with_pages_as_links}
_ENVIRONMENT.globals |= {
    "at": at,
    "identified": False,
    "root": "",
    "badges": badges,
    "day_of": day,
    "day_in_words": day_in_words,
    "document_address": document_address,
    "edition_of": edition_in_words,
    "lead_in_of": lead_in_of,
    "editions_address": editions_address,
    "place_of": place_of,
    "place_in_words": place_in_words,
    "reference_of": reference_in_words,
    "source_of": source_in_words,
    "whom_to_ring": whom_to_ring,
    "standing_of": standing,
}
