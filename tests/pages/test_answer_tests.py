"""The page for evaluators, in a real browser: choose cases, run them, read the report."""

import pytest

from assistant.pages.answer_tests import ALL, LONGEST, AnswerTestsPage

CASES = """\
- id: uc-greeting
  question: hello
  expect: {outcome: unclear}
- id: uc-greeting-again
  question: hello there
  expect: {outcome: distress}
"""
WRONG = "- id: <b>a</b>\n  question: why\n  expect: {}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "greetings.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(assistant, folder):
    return AnswerTestsPage(lambda: assistant, folder)


def test_the_case_files_of_the_folder_are_offered(page):
    assert page.files == [ALL, "greetings.yaml", "wrong.yaml"]


def test_a_report_comes_in_a_frame_of_its_own_and_tells_how_far_it_is(page):
    heard = []
    shown = page.report("greetings.yaml", "dev", "greeting", {}, heard.append)[0]
    assert shown.startswith('<iframe title="Report" class="report" sandbox="allow-scripts"')
    assert "&lt;h1&gt;Answer tests:" in shown
    assert heard[-1][0] == heard[-1][1] == len(heard)


@pytest.mark.parametrize(("name", "half"), [("../pyproject.toml", "dev"), ("greetings.yaml", "all")])
def test_only_what_is_offered_can_be_chosen(page, name, half):
    assert "there is no such choice" in page.report(name, half, "", {}, print)[0]


def test_mistakes_in_a_file_are_told_with_their_lines_and_escaped(page):
    shown = page.report("wrong.yaml", "dev", "", {}, print)[0]
    assert "wrong.yaml:3: the case expects nothing" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


def test_ones_own_file_is_run_whole_and_compared_with_an_earlier_run(page):
    own = {"name": "mine.yaml", "text": CASES}
    shown, kept = page.report(ALL, "dev", "", own, print)
    assert "2 cases (all)" in shown
    assert kept["title"].startswith("mine.yaml, 0 of 2 passed")
    again, _ = page.report(ALL, "dev", "", {**own, "earlier": kept["run"]}, print)
    assert "2 cases are compared: 0 broke, 0 were mended." in again


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (
            {"name": "mine.yaml", "text": "- id: <b>a</b>\n  question: why\n  expect: {}\n"},
            "mine.yaml:3: the case expects",
        ),
        ({"name": "mine.yaml", "text": "x" * (LONGEST + 1)}, "is no text of 500,000 characters"),
        ({"name": "mine.yaml", "text": 3}, "is no text of 500,000 characters"),
        ({"earlier": "{}"}, "the earlier run: it is not the JSON of a run"),
    ],
)
def test_what_is_wrong_with_what_was_sent_is_told(page, sent, told):
    shown, kept = page.report(ALL, "dev", "", sent, print)
    assert told in shown
    assert "<b>" not in shown
    assert kept == {}


def test_an_evaluator_runs_a_file_and_reads_the_report(visit):
    page = visit("/answer-tests/")
    page.get_by_label("With these words").fill("uc-quick-question")
    page.get_by_label("Case file").click()
    page.get_by_role("option", name="unclear.yaml").click()
    page.get_by_role("button", name="Run", exact=True).click()
    report = page.frame_locator("iframe[title=Report]")
    report.get_by_role("heading", name="cases passed").wait_for(timeout=60_000)
    assert report.get_by_text("Outcome accuracy").first.is_visible()


def test_an_evaluator_runs_a_file_of_their_own_twice_and_keeps_the_report(visit):
    page = visit("/answer-tests/", width=1280)
    page.get_by_text("Your own file, or an earlier run").click()
    page.get_by_label("Your own file of tests").set_input_files(
        {"name": "mine.yaml", "mimeType": "application/yaml", "buffer": CASES.encode()}
    )
    page.get_by_role("button", name="Run", exact=True).click()
    report = page.frame_locator("iframe[title=Report]")
    report.get_by_role("link", name="uc-greeting-again").first.wait_for(timeout=60_000)
    page.get_by_label("Compare with a run of this visit").select_option(index=1)
    page.get_by_role("button", name="Run", exact=True).click()
    report.get_by_text("2 cases are compared: 0 broke").wait_for(timeout=60_000)
    report.get_by_role("link", name="uc-greeting-again").first.click()
    assert report.get_by_text("The answer is the same, word for word.").last.is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the report").click()
    assert "uc-greeting-again" in download.value.path().read_text(encoding="utf-8")
