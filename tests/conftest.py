"""What several tests share: the real assistant over our own documents, and the page it is served on."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from assistant.offline import go_offline
from assistant.pages.stubs import leave_out_stubs
from assistant.settings import Settings
from corpus.errors import AssistantError

go_offline()
leave_out_stubs()
# Tests run side by side: a thread of arithmetic that waits for another must not hold a core.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Time is measured in benchmarks, never in a test: the machine may be busy.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def settings():
    return Settings(port=0)


@pytest.fixture(scope="session")
def encoder():
    from index.packaged import open_encoder

    return open_encoder()


@pytest.fixture(scope="session")
def assistant(settings):
    from assistant.opening import open_assistant

    settings.data.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.data / "tests.lock"):  # of tests that run side by side, the first makes what is missing
        try:
            return open_assistant(settings)
        except AssistantError as error:
            from assistant.commands.notes import training_is_due
            from assistant.libraries import read_our_library

            if training_is_due(read_our_library(settings)):  # tests/index/test_learned.py fails for it
                pytest.skip(f"training is due: {error}")
            raise


@pytest.fixture(scope="session")
def empty_data(settings, assistant, tmp_path_factory):
    """A data folder for other documents: no build, but what is learned of cries for help, which takes longest."""
    assert assistant
    builds = shutil.ignore_patterns("builds", "CURRENT*", "texts")
    return shutil.copytree(settings.data, tmp_path_factory.mktemp("other") / "data", ignore=builds)


@pytest.fixture
def command(monkeypatch, capsys):
    """`python -m assistant`, run in this process."""
    from console import console

    return console(monkeypatch, capsys)


@pytest.fixture(scope="session")
def site(settings, assistant) -> Iterator[str]:
    from served import served

    from assistant.desk import Desk

    desk = Desk(lambda: assistant.library, lambda _: assistant)
    desk.start()
    with served(settings, desk) as address:
        yield address


@pytest.fixture
def opening(assistant):
    """A desk whose assistant is not open until the test opens the gate beside it."""
    from assistant.desk import Desk

    gate = threading.Event()

    def open_(_library):
        gate.wait(60)
        return assistant

    desk = Desk(lambda: assistant.library, open_)
    desk.start()
    yield desk, gate
    gate.set()


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
    from served import visiting

    with visiting(browser, site) as visit:
        yield visit
