"""The page for evaluators, in a real browser: choose cases, run them, read the report."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.pages.answer_tests import ALL, AnswerTestsPage

ROOT = Path(__file__).parents[1]
CHROMIUM = Path("/usr/bin/chromium")
CASES = """\
- id: uc-greeting
  question: hello
  expect: {outcome: unclear}
- id: uc-greeting-again
  question: hello there
  expect: {outcome: distress}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "greetings.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("- id: <b>a</b>\n  question: why\n  expect: {}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(assistant, folder):
    return AnswerTestsPage(lambda: assistant, folder)


def test_the_case_files_of_the_folder_are_offered(page):
    assert page.files == [ALL, "greetings.yaml", "wrong.yaml"]


def test_a_report_comes_in_a_frame_of_its_own_and_tells_how_far_it_is(page):
    heard = []
    shown = page.report("greetings.yaml", "develop", "greeting", heard.append)
    assert shown.startswith('<iframe title="Report" sandbox="allow-scripts"')
    assert "&lt;h1&gt;Answer tests:" in shown
    assert heard[-1][0] == heard[-1][1] == len(heard)


@pytest.mark.parametrize(("name", "half"), [("../pyproject.toml", "develop"), ("greetings.yaml", "all")])
def test_only_what_is_offered_can_be_chosen(page, name, half):
    assert "there is no such choice" in page.report(name, half, "", print)


def test_mistakes_in_a_file_are_told_with_their_lines_and_escaped(page):
    shown = page.report("wrong.yaml", "develop", "", print)
    assert "wrong.yaml:3: the case expects nothing" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


# In a process of its own: what Gradio's own server leaves open is no fault of ours.
SERVE = """
import sys
from pathlib import Path
from assistant.pages.answer_tests import answer_tests_page
from assistant.parts import open_assistant
from assistant.settings import Settings
assistant = open_assistant(Settings())
blocks = answer_tests_page(lambda: assistant, Path(sys.argv[1]))
print(blocks.launch(prevent_thread_lock=True, quiet=True, share=False)[1], flush=True)
blocks.block_thread()
"""


@pytest.fixture
def address(folder, settings):
    environment = {**os.environ, "ASSISTANT_DATA": str(settings.data), "GRADIO_ANALYTICS_ENABLED": "False"}
    command = [sys.executable, "-c", SERVE, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as server:
        yield server.stdout.readline().strip()
        server.terminate()


def test_an_evaluator_runs_a_file_and_reads_the_report(address):
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: this test needs Chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 390, "height": 844})
        tab.goto(address)
        tab.get_by_label("Only cases with these words").fill("greeting")
        tab.get_by_label("Case file").click()
        tab.get_by_role("option", name="greetings.yaml").click()
        tab.get_by_role("button", name="Run").click()
        report = tab.frame_locator("iframe[title=Report]")
        report.get_by_role("heading", name="cases passed").wait_for(timeout=60_000)
        assert report.get_by_text("Outcome accuracy").first.is_visible()
        browser.close()
