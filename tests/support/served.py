"""The page, served for real on a free port of this machine, and visited in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Locator, Page, Request

from assistant.desk import Desk
from assistant.pages.server import Server, make_app
from assistant.serving.workers import listening
from assistant.settings import Settings


@contextmanager
def served(settings: Settings, desk: Desk) -> Iterator[str]:
    """The address of the page, for as long as it is served."""
    server = Server(make_app(settings, desk), stop_within=1)
    with listening(settings) as place:
        thread = Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{place.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@contextmanager
def visiting(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens addresses, each in a fresh browser; at the end nothing was asked of another machine and nothing broke."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []
    faults: list[str] = []

    def requested(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:")):
            foreign.append(request.url)

    def failed(error: Error) -> None:
        faults.append(str(error))

    def asked(dialog: Dialog) -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    def visit(path: str = "/", *, width: int = 390, height: int = 844, at: str = site, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", requested)
        page.on("pageerror", failed)
        page.on("dialog", asked)
        page.goto(at + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not foreign
    assert not faults


def ask(page: Page, question: str) -> Locator:
    """Types a question and asks it: the turn that comes."""
    before = page.locator(".turn").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    turn = page.locator(".turn").nth(before)
    turn.wait_for()
    return turn
