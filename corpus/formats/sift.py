"""Boilerplate removal: navigation, banners, forms and what nobody sees are told from what a page says."""

import re
from collections import Counter
from enum import Enum
from html.parser import HTMLParser

from corpus.characters import on_one_line
from corpus.formats.reading import told
from corpus.formats.walk import Attributes, Walk

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_TAGS = {"nav": "navigation", "form": "form", "button": "form", "dialog": "dialog", "select": "form"}
_ROLES = {"navigation": "navigation", "banner": "page header", "contentinfo": "page footer", "search": "form"}
_AROUND = {"header": "page header", "footer": "page footer", "aside": "aside"}  # where no part is marked as main
_CLASSES = (
    (re.compile(r".*cookie.*(?:banner|message|notice|consent|bar).*", re.IGNORECASE), "cookie banner"),
    (re.compile(r"(?:gem-c-|govuk-)(?:breadcrumbs?|skip-link|pagination|contents-list|back-link)"), "navigation"),
    (re.compile(r"gem-c-(?:contextual-\S+|related-navigation|step-nav\S*|back-to-top\S*)"), "navigation"),
    (re.compile(r"gem-c-(?:share-links|feedback|print-link|subscription-links|single-page-notification\S*)"), "form"),
    (re.compile(r"gem-c-(?:metadata|published-dates|phase-banner)"), "dates and publisher"),
    (re.compile(r"reversefootnote"), "link back from a footnote"),
)
# As a page says that was made of pages of paper.
_PAGE_NUMBER = re.compile(r"\s*page \d{1,4} (?:of|/) \d{1,4}\s*", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_FAINT = re.compile(
    r"font-size\s*:\s*(?:0*(?:\.0*)?(?:px|pt|r?em|%)?|(?:0*\.\d+|[12](?:\.\d+)?)(?:px|pt))\s*(?:!|;|$)"
    r"|(?<![-\w])color\s*:\s*(?:white\b|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent)",
    re.IGNORECASE,
)


class Scope(Enum):
    """How much of some HTML is what it says."""

    BODY = "all of it"
    MAIN = "what stands within <main>"
    PAGE = "all but header, footer and asides, for want of a <main>"


class Sift(HTMLParser):
    """Feeds a walk with the words of well-formed HTML that lie within the scope."""

    def __init__(self, walk: Walk, scope: Scope = Scope.BODY) -> None:
        super().__init__(convert_charrefs=True)
        self.dropped: Counter[str] = Counter()
        self.meta: dict[str, str] = {}
        self._walk = walk
        self._scope = scope
        self._depth = 0
        self._main: int | None = None  # the depths at which what is open began
        self._without: int | None = None
        self._faint: int | None = None
        self._why = ""
        self._left_out: list[str] = []
        self._unseen: list[str] = []
        self._faint_words: list[str] = []
        self._title = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the page should be told of it."""
        left = "hidden text was left out"
        kept = "white or tiny text was kept, see whether it belongs"
        return tuple(told(left, self._unseen) + told(kept, self._faint_words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        given = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            self._void(tag, given)
            return
        self._depth += 1
        self._title = tag == "title"
        if self._without is not None:
            return
        if why := self._why_left_out(tag, given):
            self._without, self._why = self._depth, why
        elif self._main is None and (tag == "main" or given.get("role") == "main"):
            self._main = self._depth
        if self._faint is None and _FAINT.search(given.get("style", "")):
            self._faint = self._depth
        if self._speaks:
            self._walk.open(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        if tag in _VOID:
            return
        if self._speaks:
            self._walk.close(tag)
        if self._without == self._depth:
            self._leave()
        if self._faint == self._depth:
            self._faint = None
        if self._main == self._depth:
            self._main = None
        self._title = False
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if self._title:
            self.meta.setdefault("title", on_one_line(data))
        elif self._without is not None:
            self._left_out.append(data)
        elif self._speaks and _PAGE_NUMBER.fullmatch(data):
            self.dropped["page number"] += 1
        elif self._speaks:
            self._walk.say(data)
            if self._faint is not None and data.strip():
                self._faint_words.append(on_one_line(data))
        elif data.strip():
            self.dropped["text outside the main part"] += 1

    @property
    def _speaks(self) -> bool:
        return self._without is None and (self._scope is not Scope.MAIN or self._main is not None)

    def _why_left_out(self, tag: str, given: Attributes) -> str:
        if (given.get("hidden", "until-found") != "until-found") or _UNSEEN.search(given.get("style", "")):
            return "hidden"
        if tag in _TAGS:
            return _TAGS[tag]
        if self._scope is Scope.PAGE and tag in _AROUND:
            return _AROUND[tag]
        classes = given.get("class", "").split()
        by_class = (why for pattern, why in _CLASSES if any(pattern.fullmatch(name) for name in classes))
        return _ROLES.get(given.get("role", ""), "") or next(by_class, "")

    def _leave(self) -> None:
        words = on_one_line("".join(self._left_out))
        if self._why == "hidden":
            self._unseen += [words] if words else []
        elif words:
            self.dropped[self._why] += 1
        self._without, self._left_out = None, []

    def _void(self, tag: str, given: Attributes) -> None:
        if tag in {"meta", "link"}:
            name = given.get("name") or given.get("property") or given.get("rel", "")
            self.meta.setdefault(name.lower(), on_one_line(given.get("content") or given.get("href", "")))
        elif tag == "img" and {given.get("width"), given.get("height")} & {"0", "1", "0px", "1px"}:
            self.dropped["tracking image"] += 1
        elif self._speaks:
            self._walk.open(tag, given)
            self._walk.say(given.get("alt", "") if tag == "img" else "")
