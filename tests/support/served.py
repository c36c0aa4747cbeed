"""The page, served for real on a free port of this machine, and visited in a real browser."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Locator, Page, Request, ViewportSize

from assistant.desk import Desk
from assistant.pages.server import Server, make_app
from assistant.serving.workers import listening
from assistant.settings import Settings

# A browser that keeps nothing for a page.
BLOCKED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError") } })"""


@contextmanager
def served(settings: Settings, desk: Desk, *, whole: bool = True) -> Iterator[str]:
    """The address of the page, for as long as it is served; `whole`: once Gradio can draw it."""
    app = make_app(settings, desk)
    server = Server(app, stop_within=1)
    with listening(settings) as place:
        parts = [app.state.others, app.state.front] if whole else []
        for part in parts:
            part.want()
        thread = Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        while not all(part.made.is_set() for part in parts):
            assert thread.is_alive(), app.state.fault
            time.sleep(0.01)
        yield f"http://127.0.0.1:{place.getsockname()[1]}"
        server.should_exit = True
        thread.join()
        assert app.state.fault is None, app.state.fault


@cache
def _kept(browser: Browser) -> BrowserContext:
    """A browser that keeps the files of the page from one test to the next, which halves how long it takes to open."""
    return browser.new_context(viewport={"width": 390, "height": 844})


def _forget(context: BrowserContext, sites: set[str]) -> None:
    """Closes all pages, and drops all that they kept but the files of the page."""
    context.set_offline(False)
    page = context.new_page()
    session = context.new_cdp_session(page)
    for site in sites:
        kept = "cookies,local_storage,indexeddb,service_workers,cache_storage"
        session.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": kept})
    for opened in context.pages:
        opened.close()


@contextmanager
def visiting(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens addresses, each in a browser that kept nothing; at the end no other machine was asked and nothing broke.

    A test that changes its browser (offline, permissions, a second tab) asks for one of its own: `own=True`.
    """
    contexts: list[BrowserContext] = []
    sites: set[str] = set()
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

    def visit(
        path: str = "/", *, width: int = 390, height: int = 844, at: str = site, own: bool = False, **options: Any
    ) -> Page:
        size: ViewportSize = {"width": width, "height": height}
        if own or options or sites:
            context = browser.new_context(viewport=size, **options)
            contexts.append(context)
        else:
            context = _kept(browser)
            sites.add(at)
        page = context.new_page()
        page.set_viewport_size(size)
        page.on("request", requested)
        page.on("pageerror", failed)
        page.on("dialog", asked)
        page.goto(at + path)
        return page

    try:
        yield visit
    finally:
        if sites:
            _forget(_kept(browser), sites)
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
