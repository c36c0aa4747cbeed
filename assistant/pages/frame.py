"""The way around: which pages there are, in the order they are offered."""

from typing import Any, NamedTuple

from assistant.html import render


class Page(NamedTuple):
    """A page by the name in the navigation and its address."""

    name: str
    address: str


ASK = Page("Ask", "/")
SCENARIOS = Page("Scenarios", "/scenarios")
NOTES = Page("My notes", "/notes")
CARD = Page("Quick card", "/card")
DOCUMENTS = Page("Documents", "/documents")
ABOUT = Page("About", "/about")
ANSWER_TESTS = Page("Answer tests", "/answer-tests")
PAGES = (ASK, SCENARIOS, NOTES, CARD, DOCUMENTS, ABOUT)


def plain_page(template: str, current: Page, **values: Any) -> str:
    """A whole page from a template that extends plain.html, with the navigation on it."""
    return render(template, pages=PAGES, current=current.name, **values)


def part_of_frame(name: str, *values: Any) -> str:
    """One of the macros of frame.html, for a page that Gradio builds."""
    return render("part.html", name=name, values=values)
