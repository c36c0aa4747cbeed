"""How the page looks and is reached: narrow and wide, light and dark, by keyboard alone, and by the rules of axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from served import visiting

KINDS = {
    "answered": "Can they talk to my staff without me?",
    "opinion": "Do people think the toolkit is compassionate?",
    "related": "Can she interview my TA without me?",
    "not covered": "When does the report come out?",
    "off topic": "What is the capital of France?",
    "unclear": "what?",
    "distress": "I can't do this any more. I don't feel safe.",
    "too long": "a" * 1001,
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PLAIN_PAGES = [
    "/documents",
    "/documents/conduct-during-ofsted-inspections?start=2158&end=2266",
    "/documents/commentary-compassion-in-inspection",
    "/about",
    "/card",
    "/notes",
]


def opened(visit, kind, **options):
    page = visit("/", **options)
    page.get_by_label("Your question").fill(KINDS[kind])
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn, .problem").first.wait_for()
    for more in page.locator(".turn details").all():
        more.evaluate("it => it.open = true")
    return page


@pytest.fixture(scope="module", params=KINDS)
def looked_at(request, browser, site):
    """A page with one kind of answer on it, for tests that only look at it."""
    with visiting(browser, site) as visit:
        yield opened(visit, request.param)


def faults(page):
    found = Axe().run(page, options=RULES)
    return [
        (rule["id"], node["target"], node["failureSummary"][:300])
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_with_any_kind_of_answer(looked_at, scheme, width):
    looked_at.emulate_media(color_scheme=scheme)
    looked_at.set_viewport_size({"width": width, "height": 844})
    looked_at.evaluate("Promise.all(document.getAnimations().map((it) => it.finished))")  # one look fades into another
    assert faults(looked_at) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_with_the_empty_page_wide(visit, scheme):
    page = visit("/", width=1280, color_scheme=scheme)
    page.get_by_label("Your question").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_axe_finds_no_fault_with_the_plain_pages(visit, path, scheme):
    assert faults(visit(path, color_scheme=scheme)) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(looked_at, width):
    looked_at.set_viewport_size({"width": width, "height": 844})
    assert looked_at.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_no_plain_page_scrolls_sideways(visit, path):
    assert visit(path, width=320).evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_44_pixels_and_text_is_16_or_more(visit):
    page = opened(visit, "answered")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .turn a, nav a, summary, textarea, .choice')]
             .filter((it) => it.offsetParent && it.className !== 'skip' &&
             it.getBoundingClientRect().height < 43.5).map((it) => it.outerHTML)"""
    )
    assert small == [], small
    tiny = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((it) => it.offsetParent && it.innerText &&
             [...it.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) &&
             parseFloat(getComputedStyle(it).fontSize) < 16).map((it) => it.outerHTML.slice(0, 200))"""
    )
    assert tiny == [], tiny


def test_the_keyboard_alone_asks_reads_and_clears(visit):
    page = visit(width=1280)
    page.get_by_label("Your question").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.tagName + ' ' + (document.activeElement.id || document.activeElement.innerText)"
            )
        )
        if "TEXTAREA" in reached[-1]:
            break
    assert "TEXTAREA" in reached[-1], reached
    page.keyboard.type(KINDS["answered"])
    page.keyboard.press("Enter")
    page.locator(".turn").wait_for()
    back = []
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        back.append(page.evaluate("document.activeElement.innerText"))
        if back[-1] == "Copy these words":
            break
    assert "See it in the document" in back
    assert back[-1] == "Copy these words"
    page.keyboard.press("Enter")
    page.get_by_text("Copied", exact=True).wait_for()


def test_what_has_the_focus_is_outlined(visit):
    page = visit(width=1280)
    page.get_by_label("Your question").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_page_has_one_main_heading_a_language_and_landmarks(visit):
    for path in ("/", "/documents", "/about"):
        page = visit(path)
        page.locator("h1").first.wait_for()
        assert page.locator("h1").count() == 1
        assert page.locator("main").count() == 1
        assert page.locator("nav").count() == 1
        assert page.evaluate("document.documentElement.lang").startswith("en")
