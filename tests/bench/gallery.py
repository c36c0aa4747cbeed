"""Takes the pictures of docs/gallery anew: `make gallery`. Each state of the page, on a phone and on a wide screen.

Some are taken on the smallest phone and the widest screen, too, and one with text of twice the size.
`make gallery NAMES="documents editions"` takes those alone.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.offline import go_offline

go_offline()

import same_words as made
from served import served

from assistant.adding import add
from assistant.desk import desk_of
from assistant.libraries import read_our_library
from assistant.settings import Settings
from corpus.collection import Collection
from corpus.paths import ROOT

Scheme = Literal["light", "dark"]

PICTURES = ROOT / "docs" / "gallery"
WIDTHS = {390: 844, 1280: 800}
OUTER = {320: 640, 1920: 1080}
AT_OUTER = ("empty", "answered", "choices", "not-covered", "scenario-step", "scenario-answer")
ASKED = {
    "answered": "Can they talk to my staff without me?",
    "opinion": "Do people think the toolkit is compassionate?",
    "related": "does the new code still let them talk to my staff without me?",
    "choices": "An inspector has just told me to shut up. What can I do?",
    "not-covered": "When does the report come out?",
    "off-topic": "What is the capital of France?",
    "unclear": "what do I do?",
    "section": "what must inspectors do?",
    "small-talk": "thanks",
    "distress": "I can't do this any more. I don't feel safe.",
    "too-long": "a" * 1001,
}
PLAIN = {
    "scenarios": "/scenarios",
    "scenario-written": "/scenarios",
    "scenario-step": "/scenarios/assistant-alone#request",
    "scenario-answer": "/scenarios/assistant-alone#request",
    "scenario-practice": "/scenarios/assistant-alone?practice=1#request",
    "scenario-sheet": "/scenarios/assistant-alone/participants/html",
    "documents": "/documents",
    "document-marked": "/documents/conduct-during-ofsted-inspections?start=2158&end=2266#passage",
    "quick-card": "/card",
    "notes": "/notes",
    "about": "/about",
    "answer-tests": "/answer-tests/",
    "no-connection": "/",
}
# Where a newer edition and a document of one's own were added.
ADDED = {"documents-added": "/documents", "documents-preview": "/documents", "editions": "/editions/newer"}
NEWER = ROOT / "tests" / "corpus" / "editions" / "newer.md"
VISITS = "# Visitors\n\nVisitors wait in the blue room until the porter calls them.\n"

# A hand for a choice, or the choice itself, and then what shows the answer.
PLAYED = {"scenario-step": "112", "scenario-answer": "112>", "scenario-practice": "3"}


def main() -> None:
    """Every picture, light; the answered state dark as well. Those of the names given alone, where there are some."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    names = sys.argv[1:] or ["empty", *ASKED, *PLAIN, *ADDED]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as data:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with _site(Settings(port=0)) as ours, _site(_with_documents(Path(data))) as added:
            for width, name, scheme in _wanted():
                if name in names:
                    _take(browser, added if name in ADDED else ours, width, name, scheme)
            if "answered" in names:
                _take(browser, ours, 390, "answered", "light", large=True)
        browser.close()


@contextmanager
def _site(settings: Settings) -> Iterator[str]:
    desk = desk_of(settings)
    desk.start()
    _ = desk.assistant  # waited for
    with served(settings, desk) as address:
        yield address


def _with_documents(data: Path) -> Settings:
    """The settings of a data folder with a newer edition and a document of one's own."""
    visits = data / "visitors.md"
    visits.write_text(VISITS, encoding="utf-8")
    settings = Settings(port=0, data=data)
    kept, faults = add(Collection(data), [str(NEWER), str(visits)], {}, read_our_library(settings).own)
    assert len(kept.entries) == 2, (faults, kept.faults)
    return settings


def _wanted() -> Iterator[tuple[int, str, Scheme]]:
    for width in WIDTHS:
        yield from ((width, name, "light") for name in ("empty", *ASKED, *PLAIN, *ADDED))
        yield from ((width, name, "dark") for name in ("empty", "answered"))
    yield from ((width, name, "light") for width in OUTER for name in AT_OUTER)


def _take(browser: Browser, address: str, width: int, name: str, scheme: Scheme, *, large: bool = False) -> None:
    height = (WIDTHS | OUTER)[width]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address + (PLAIN | ADDED).get(name, "/"))
    whole = _prepare(page, name)
    if large:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        page.locator(".turn").last.evaluate("it => it.scrollIntoView()")
    elif whole and width in WIDTHS:
        # As tall as what is on it: the question box would else float in the middle.
        page.set_viewport_size({"width": width, "height": page.evaluate("document.body.scrollHeight")})
    suffix = "-large-text" if large else "" if scheme == "light" else "-dark"
    _save(page.screenshot(), PICTURES / f"{name}{suffix}-{width}.png")
    context.close()


def _prepare(page: Page, name: str) -> bool:
    """Brings the page into the named state; true when the whole of it is to be taken."""
    if name == "no-connection":
        _ask(page, ASKED["answered"])
        page.evaluate("navigator.serviceWorker.ready")
        page.context.set_offline(True)
        page.reload()
        page.get_by_role("heading", name="No connection").wait_for()
        return False
    if name in PLAYED:
        _play(page, PLAYED[name])
        return name == "scenario-practice"
    page.locator("h1").wait_for()
    if name == "scenario-written":
        page.get_by_text("Write one here").click()
        page.locator("#page_fields legend").first.wait_for()
        page.evaluate("document.activeElement.blur()")
        return False
    if name == "documents-preview":
        page.get_by_label("Choose files").set_input_files(
            {"name": "visits.docx", "mimeType": "", "buffer": made.word()}
        )
        page.locator(".preview").wait_for()
        page.evaluate("document.activeElement.blur()")
    if name in PLAIN | ADDED:
        return name not in {"document-marked", "editions"}
    page.get_by_label("Your question").wait_for()
    page.locator("#getting-ready").wait_for(state="hidden")
    if name in ASKED:
        _ask(page, ASKED[name])
    page.wait_for_timeout(300)
    return name in ASKED and name != "too-long"


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn, .problem").first.wait_for()


def _play(page: Page, keys: str) -> None:
    page.locator(".slide.now").wait_for()
    for key in keys:
        page.keyboard.press("ArrowRight" if key == ">" else key)
    if keys != "112":
        page.locator(".now .turn").wait_for()
        page.wait_for_timeout(300)


def _save(picture: bytes, path: Path) -> None:
    """With 128 colours, a third of the size and no difference to the eye."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main()
