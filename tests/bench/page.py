"""Latency of the page inside Chromium at 390 pixels: part of `make bench`."""

import argparse
import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.offline import go_offline

go_offline()

from served import served
from speed import machine

from assistant.desk import desk_of
from assistant.pages.suggestions import SUGGESTIONS
from assistant.settings import Settings

CHROMIUM = "/usr/bin/chromium"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
# From the tap to the first frame that shows the answer, by the browser's own clock.
ASKED = """question => new Promise((done) => {
  const log = document.getElementById("log"), begun = performance.now();
  const drawn = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  new MutationObserver((_, watch) => (watch.disconnect(), drawn())).observe(log, { childList: true });
  [...document.querySelectorAll("[data-ask]")].find((button) => button.dataset.ask === question).click();
})"""


def main() -> None:
    """Opens the page anew a few times, then taps every suggested question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=5, help="how often each suggested question is tapped")
    given = parser.parse_args()
    print(machine())
    with _site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print(f"Chromium {browser.version}, 390 pixels wide; milliseconds")
        painted, ready = zip(*(visit(browser, address) for _ in range(given.visits)), strict=True)
        _tell("from opening to the first words on the screen", painted)
        _tell("from opening to a question box that can be typed in", ready)
        _tell("from tapping a question to its answer on the screen", answers(browser, address, given.rounds))
        browser.close()


@contextmanager
def _site() -> Iterator[str]:
    settings = Settings(port=0)
    desk = desk_of(settings)
    desk.start()
    _ = desk.assistant  # waited for
    with served(settings, desk) as address:
        yield address


@contextmanager
def _page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    yield page
    context.close()


def visit(browser: Browser, address: str) -> tuple[float, float]:
    """Nothing is in the browser's cache at a visit: it is the slowest that a leader meets."""
    with _page(browser, address) as page:
        return page.evaluate(PAINTED), page.evaluate("performance.now()")


def answers(browser: Browser, address: str, rounds: int) -> list[float]:
    questions = [question for group in SUGGESTIONS.values() for question in group]
    with _page(browser, address) as page:
        page.locator("#getting-ready").wait_for(state="hidden")
        page.evaluate(ASKED, questions[0])  # what is made on first use
        return [page.evaluate(ASKED, question) for _ in range(rounds) for question in questions]


def _tell(what: str, times: tuple[float, ...] | list[float]) -> None:
    worst = statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    print(f"  {what:55}median {statistics.median(times):6.0f}   95th percentile {worst:6.0f}   ({len(times)} times)")


if __name__ == "__main__":
    main()
