"""The navigation, and the frame of every page."""

from typing import Any, NamedTuple

from assistant.pages.html import render


class Page(NamedTuple):
    """A page by the name in the navigation and its address."""

    name: str
    address: str


ASK = Page("Ask", "/")
SCENARIOS = Page("Scenarios", "/scenarios")
NOTES = Page("My notes", "/notes")
CARD = Page("Quick card", "/card")
DOCUMENTS = Page("Documents", "/documents")
ANSWER_TESTS = Page("Answer tests", "/answer-tests")
ABOUT = Page("About", "/about")
# The last three are not for a leader in a hurry.
PAGES = (ASK, SCENARIOS, NOTES, CARD, DOCUMENTS, ANSWER_TESTS, ABOUT)


def plain_page(template: str, current: Page, **values: Any) -> str:
    """A whole page from a template that extends plain.html, with the navigation on it."""
    return render(template, pages=PAGES, current=current.name, **values)


def part_of_frame(name: str, *values: Any) -> str:
    """One of the macros of frame.html, for a page that Gradio builds."""
    return render("part.html", name=name, values=values)
