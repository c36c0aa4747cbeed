"""The page for evaluators, in a real browser: choose cases, run them, read the report."""

import pytest

from assistant.pages.answer_tests import ALL, AnswerTestsPage

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
    shown = page.report("greetings.yaml", "dev", "greeting", heard.append)
    assert shown.startswith('<iframe title="Report" class="report" sandbox="allow-scripts"')
    assert "&lt;h1&gt;Answer tests:" in shown
    assert heard[-1][0] == heard[-1][1] == len(heard)


@pytest.mark.parametrize(("name", "half"), [("../pyproject.toml", "dev"), ("greetings.yaml", "all")])
def test_only_what_is_offered_can_be_chosen(page, name, half):
    assert "there is no such choice" in page.report(name, half, "", print)


def test_mistakes_in_a_file_are_told_with_their_lines_and_escaped(page):
    shown = page.report("wrong.yaml", "dev", "", print)
    assert "wrong.yaml:3: the case expects nothing" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


def test_an_evaluator_runs_a_file_and_reads_the_report(visit):
    page = visit("/answer-tests/")
    page.get_by_label("With these words").fill("uc-quick-question")
    page.get_by_label("Case file").click()
    page.get_by_role("option", name="unclear.yaml").click()
    page.get_by_role("button", name="Run").click()
    report = page.frame_locator("iframe[title=Report]")
    report.get_by_role("heading", name="cases passed").wait_for(timeout=60_000)
    assert report.get_by_text("Outcome accuracy").first.is_visible()
