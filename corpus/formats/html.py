"""Web pages that were saved: those of GOV.UK first, others by their <main>."""

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import nh3

from corpus.characters import on_one_line
from corpus.formats.reading import ParsedDocument
from corpus.formats.sift import Scope, Sift
from corpus.formats.walk import Walk
from corpus.typeset import Sections, Typesetter

# What can hold words or say where they stand; the words of any other tag are kept and its tag is not.
_TAGS = frozenset(
    "a abbr address article aside b blockquote br button caption center cite code col colgroup dd del details dfn "
    "dialog dir div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img ins "
    "kbd label legend li link main mark menu meta nav ol p pre q s samp section select small span strong sub "
    "summary sup table tbody td tfoot th thead time title tr tt u ul var".split()
)
_GONE = frozenset("script style template noscript iframe object embed svg math canvas audio video applet".split())
_ATTRIBUTES = {
    "*": {"class", "hidden", "role", "style"},
    "img": {"alt", "width", "height"},
    "li": {"value"},
    "link": {"rel", "href"},
    "meta": {"name", "property", "content"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_ACTIVE = re.compile(r"<(script|iframe|object|embed)\b", re.IGNORECASE)
_MAIN = re.compile(r"<main\b|\brole=\"main\"", re.IGNORECASE)


def read(raw: bytes) -> ParsedDocument:
    """The words of the page's main part, and what its head says of it."""
    page, warnings = decoded(raw)
    text, sections, sift = walked(page, saved=True)
    left = sift.dropped + Counter(f"<{tag.lower()}>" for tag in _ACTIVE.findall(page))
    return ParsedDocument(text, sections, _known(sift.meta, sections), (*warnings, *sift.warnings), left)


def walked(page: str, *, saved: bool = False) -> tuple[str, Sections, Sift]:
    """The text and sections of HTML, and the sift that knows what was left out.

    Of a page that was `saved` with what stands around it, the words of <main> alone are read, if there is one.
    """
    clean = nh3.clean(page, tags=set(_TAGS), clean_content_tags=set(_GONE), attributes=_ATTRIBUTES, link_rel=None)
    setter = Typesetter()
    walk = Walk(setter)
    within = Scope.MAIN if _MAIN.search(clean) else Scope.PAGE
    sift = Sift(walk, within if saved else Scope.BODY)
    sift.feed(clean)
    sift.close()
    walk.end()
    return setter.text, setter.sections(), sift


def decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a page in the encoding that it names, and what was guessed."""
    try:
        return raw.decode("utf-16" if raw[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"), ()
    except UnicodeDecodeError:
        said = _CHARSET.search(raw[:4096])
        name = said[1].decode() if said else "windows-1252"
        try:
            return raw.decode(name), () if said else ("it does not say its encoding; read as Windows-1252",)
        except (LookupError, UnicodeDecodeError):
            return raw.decode("windows-1252", "replace"), (f"it is not in the encoding {name}; read as Windows-1252",)


def day(moment: str) -> str:
    """The day of a moment in ISO 8601, such as `10 November 2025`; other words as they are."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return on_one_line(moment)
    return f"{found.day} {found:%B %Y}"


def _known(meta: Mapping[str, str], sections: Sections) -> dict[str, str]:
    names = {
        "publisher": ("govuk:primary-publishing-organisation", "og:site_name", "application-name", "dc.publisher"),
        "author": ("author", "article:author"),
        "dated": ("govuk:public-updated-at", "govuk:updated-at", "article:modified_time", "article:published_time"),
        "url": ("canonical", "og:url"),
    }
    found = {key: next((meta[name] for name in among if meta.get(name)), "") for key, among in names.items()}
    found["title"] = _title(meta, sections)
    found["dated"] = day(found["dated"])
    if meta.get("govuk:withdrawn"):
        found |= {"status": "superseded", "superseded_by": "withdrawn by its publisher"}
    return {key: value for key, value in found.items() if value}


def _title(meta: Mapping[str, str], sections: Sections) -> str:
    """The first heading where the title of the page repeats it; a site's name after it is no part of it."""
    said = meta.get("title") or meta.get("og:title", "")
    heading = next((section.title for section in sections if section.title), "")
    if heading and heading.lower() in said.lower():
        return heading
    return said.removesuffix(" - GOV.UK")
