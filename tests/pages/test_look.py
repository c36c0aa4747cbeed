"""How the page looks and is reached: narrow and wide, light and dark, by keyboard alone, and by the rules of axe."""

import pytest
from axe import faults
from served import visiting

KINDS = {
    "answered": "Can they talk to my staff without me?",
    "opinion": "Do people think the toolkit is compassionate?",
    "related": "does the new code still let them talk to my staff without me?",
    "not covered": "When does the report come out?",
    "off topic": "What is the capital of France?",
    "unclear": "what do I do?",
    "distress": "I can't do this any more. I don't feel safe.",
    "too long": "a" * 1001,
}
PLAIN_PAGES = [
    "/documents",
    "/documents/conduct-during-ofsted-inspections?start=2158&end=2266",
    "/documents/commentary-compassion-in-inspection",
    "/about",
    "/card",
    "/card/html",
    "/notes",
    "/answer-tests/",
    "/offline",
]
OTHER_LOOKS = (("light", 1280), ("dark", 390), ("dark", 1280))


SMALL = """() => [...document.querySelectorAll('button, .turn a, nav a, summary, textarea, .choice, .top a, .button')]
    .filter((it) => it.offsetParent && it.className !== 'skip' && it.getBoundingClientRect().height < 43.5)
    .map((it) => it.outerHTML.slice(0, 200))"""
TINY = """() => [...document.querySelectorAll('body *')].filter((it) => it.offsetParent && it.innerText &&
    [...it.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) &&
    parseFloat(getComputedStyle(it).fontSize) < 16).map((it) => it.outerHTML.slice(0, 200))"""
OUTSIDE = """() => [...document.querySelectorAll('body *')]
    .filter((it) => it.offsetParent && it.innerText?.trim() && !it.matches('.skip, .unseen'))
    .filter((it) => it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.outerHTML.slice(0, 200))"""
VISIBLE = """it => { const r = it.getBoundingClientRect(), top = document.elementFromPoint(r.x + 9, r.y + 9);
    return r.top >= 0 && r.y + 9 < innerHeight && (top === it || it.contains(top)) }"""


def ask(page, question):
    before = page.locator(".turn, .problem").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn, .problem").nth(before).wait_for()


def settled(visit, path, **options):
    """A page once Gradio, where it is one of Gradio's, has drawn it."""
    page = visit(path, **options)
    page.locator("h1").wait_for()
    return page


def opened(visit, kind, **options):
    page = visit("/", **options)
    ask(page, KINDS[kind])
    for more in page.locator(".turn details").all():
        more.evaluate("it => it.open = true")
    return page


@pytest.fixture(scope="module", params=KINDS)
def looked_at(request, browser, site):
    """A page with one kind of answer on it, for tests that only look at it."""
    with visiting(browser, site) as visit:
        yield opened(visit, request.param)


def test_each_kind_of_answer_is_here_to_be_looked_at(looked_at, request):
    kind = request.node.callspec.params["looked_at"]
    shown = looked_at.locator(".turn, .problem").first.get_attribute("class")
    assert {"not covered": "not-covered", "off topic": "off-topic", "too long": "problem"}.get(
        kind, kind
    ) in shown.split()


@pytest.mark.parametrize(
    ("scheme", "width"),
    [("light", 390), *(pytest.param(*other, marks=pytest.mark.long) for other in OTHER_LOOKS)],
)
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


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_axe_finds_no_fault_with_the_plain_pages(visit, path, scheme):
    assert faults(settled(visit, path, color_scheme=scheme)) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(looked_at, width):
    looked_at.set_viewport_size({"width": width, "height": 844})
    assert looked_at.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_no_plain_page_scrolls_sideways(visit, path):
    page = settled(visit, path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL) == []
    assert page.evaluate(TINY) == []


def test_targets_are_44_pixels_and_text_is_16_or_more(looked_at):
    assert looked_at.evaluate(SMALL) == []
    assert looked_at.evaluate(TINY) == []


def test_several_answers_are_told_apart_by_axe_too(visit):
    page = opened(visit, "answered")
    ask(page, "Must what they find rest on evidence?")
    ask(page, KINDS["related"])
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_what_a_run_of_answer_tests_shows_passes_axe(visit, scheme):
    page = settled(visit, "/answer-tests/", color_scheme=scheme)
    page.get_by_label("With these words").fill("uc-quick-question")
    page.get_by_role("button", name="Run").click()
    page.frame_locator("iframe[title=Report]").get_by_role("heading", name="cases passed").wait_for()
    assert faults(page) == []


def test_at_400_percent_and_with_text_of_twice_the_size_nothing_is_cut_off_and_nothing_scrolls_sideways(visit):
    # What a screen of 1280 by 1024 has left at this zoom; WCAG 1.4.10.
    page = opened(visit, "answered", width=320, height=256, device_scale_factor=4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(OUTSIDE) == []
    assert page.locator(".headline").evaluate(VISIBLE)
    # A phone whose text is set to twice the size; WCAG 1.4.4.
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(OUTSIDE) == []
    box, button = page.get_by_label("Your question"), page.get_by_role("button", name="Ask", exact=True)
    assert button.is_hidden()  # until there is something to ask
    assert page.locator("#composer").bounding_box()["height"] < 844 / 4
    page.locator(".turn").last.evaluate("it => it.scrollIntoView()")
    assert page.locator(".turn blockquote").first.bounding_box()["y"] < page.locator("#composer").bounding_box()["y"]
    box.click()
    assert box.bounding_box()["width"] > 300
    assert button.bounding_box()["y"] > box.bounding_box()["y"] + box.bounding_box()["height"]  # below it


def test_with_the_keyboard_of_a_phone_open_the_box_and_its_button_are_in_view(visit):
    page = opened(visit, "answered", width=320, has_touch=True)
    page.get_by_label("Your question").tap()
    page.set_viewport_size({"width": 320, "height": 290})  # what the keyboard leaves
    page.keyboard.type("and the TA?")
    assert page.get_by_label("Your question").evaluate(VISIBLE)
    assert page.get_by_role("button", name="Ask", exact=True).evaluate(VISIBLE)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(1).wait_for()
    assert page.locator(".asked").nth(1).evaluate(VISIBLE)


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
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        back.append(page.evaluate("document.activeElement.innerText"))
        if back[-1] == "See it in the document":
            break
    assert back[-2:] == ["Copy quote", "See it in the document"], back
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Copied", exact=True).wait_for()


def test_what_has_the_focus_is_outlined(visit):
    page = visit(width=1280)
    page.get_by_label("Your question").wait_for()
    page.locator("#getting-ready").wait_for(state="hidden")  # what is drawn late may take the focus along
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
