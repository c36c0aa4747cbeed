"""What several tests share: the real assistant over our own documents, and the page it is served on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.offline import go_offline
from assistant.settings import Settings

go_offline()
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def settings():
    return Settings(port=0)


@pytest.fixture(scope="session")
def encoder():
    from index.encoder import SentenceEncoder

    return SentenceEncoder()


@pytest.fixture(scope="session")
def assistant(settings):
    from assistant.parts import open_assistant

    return open_assistant(settings)


@pytest.fixture
def command(monkeypatch, capsys):
    """`python -m assistant`, run in this process."""
    from console import console

    return console(monkeypatch, capsys)


@pytest.fixture(scope="session")
def site(settings, assistant) -> Iterator[str]:
    from served import served

    from assistant.opening import Opening

    opening = Opening(lambda: assistant)
    opening.start()
    with served(settings, opening) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: the tests of the page need Chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, site):
    """Opens an address of the page in a fresh browser; at the end nothing was asked of another machine."""
    contexts, foreign, faults = [], [], []

    def visit(path="/", *, width=390, at=site, **options):
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        own = ("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:")
        page.on("request", lambda request: request.url.startswith(own) or foreign.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.goto(at + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not foreign
    assert not faults
