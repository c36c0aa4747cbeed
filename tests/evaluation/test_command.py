"""The command `python -m assistant test`: its verdict, and the files it writes."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as Xml

import pytest

from assistant.answering.answer import Outcome
from assistant.commands.evaluation import Wanted
from assistant.commands.evaluation import report_run as tell
from assistant.evaluation.baseline import compared, read_earlier
from assistant.evaluation.case import Expectation, Split
from assistant.evaluation.dataset import read_cases
from assistant.evaluation.exports.files import write_run
from assistant.evaluation.exports.html import report_html
from assistant.evaluation.exports.markdown import metrics_markdown
from assistant.evaluation.run import Run, run_case, run_cases, what_is_tested
from assistant.evaluation.scoring import Check, Failure, failures_of
from assistant.evaluation.selection import Selection
from corpus.errors import AssistantError
from corpus.paths import OUR_ANSWER_TESTS, ROOT

NASTY = "<script>alert(1)</script><img src=http://evil.test/p.png> & \"'"
CASES = f"""\
- id: declare
  question: do they have to declare conflicts of interest
  tags: [rules]
  expect: {{cites: [{{any: [declare all actual and perceived conflicts of interest]}}]}}
- id: greeting
  question: hello
  tags: [small-talk]
  expect: {{outcome: talk}}
- id: cannot-pass
  question: {json.dumps(NASTY)}
  asker: {json.dumps(NASTY)}
  tags: [{json.dumps(NASTY)}]
  expect: {{says: [{json.dumps(NASTY + " never said")}], outcome: distress}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cases")


@pytest.fixture(scope="module")
def path(folder):
    path = folder / "cases.yaml"
    path.write_text(CASES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(assistant, path):
    cases = read_cases([path]).cases
    library = assistant.library
    results = tuple(run_case(assistant, library, case) for case in cases)
    return Run(results, what_is_tested(assistant, cases), seconds=1.5)


def turned(run, *ids):
    """The run with the verdict of these cases turned round."""
    return replace(run, results=tuple(_turned(r) if r.case.id in ids else r for r in run.results))


def _turned(result):
    return replace(result, failures=() if result.failures else (Failure(Check.SAYS, "it broke"),))


def test_the_run_passes_what_it_should(run):
    assert {result.case.id: result.passed for result in run.results}["cannot-pass"] is False
    assert {result.case.id: result.passed for result in run.results}["greeting"] is True


# The verdict


@pytest.mark.parametrize(
    ("ids", "fail_under", "holds"),
    [
        (["greeting"], (), True),
        (["greeting", "cannot-pass"], (), False),
        (["greeting", "cannot-pass"], ("outcome_accuracy=0.5",), True),
        (["greeting", "cannot-pass"], ("outcome_accuracy=0.5", "outcome_accuracy=0.9"), False),
        (["greeting"], ("mrr=0",), False),  # over no cases
    ],
)
def test_it_holds_when_every_case_passes_or_else_when_the_limits_given_do(run, ids, fail_under, holds):
    some = replace(run, results=tuple(result for result in run.results if result.case.id in ids))
    assert tell(some, Wanted(fail_under=fail_under)) is holds


def test_the_check_half_is_told_in_totals_only_unless_asked(command, path):
    assert {case.id: case.split for case in read_cases([path]).cases}["cannot-pass"] is Split.TEST
    done = command("test", path, "--split", "test", "-k", "cannot-pass")
    assert done.returncode == 1
    assert "FAILED" not in done.stdout
    assert "0 passed, 1 failed" in done.stdout


def test_failures_are_told_with_what_was_asked_and_why(run, capsys):
    tell(run, Wanted())
    out = capsys.readouterr().out
    assert "FAILED cannot-pass" in out
    assert "cases.yaml:9" in out
    assert f"asked: {NASTY}" in out
    assert "outcome: it came “" in out


def test_the_command_gives_an_exit_code_and_writes_every_file(command, path, tmp_path):
    names = ("json", "html", "junit", "csv", "markdown", "inspect", "promptfoo")
    files = {name: tmp_path / f"run.{name}" for name in names}
    options = [part for name, file in files.items() for part in (f"--{name}", str(file))]
    done = command("test", path, *options)
    assert done.returncode == 1
    assert "FAILED cannot-pass" in done.stdout
    assert "Traceback" not in done.stderr
    assert all(file.stat().st_size > 500 for file in files.values())


def test_a_passing_run_exits_with_0_and_is_compared(command, path, run, tmp_path):
    file = tmp_path / "run.json"
    write_run({"json": file}, turned(run, "greeting"))
    done = command("test", path, "-k", "greeting", "--baseline", file)
    assert done.returncode == 0
    assert "Newly mended: 1\n    greeting" in done.stdout
    assert "Left out, too: 0 new, 2 gone" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.yaml"], "none.yaml: there is no such file or folder"),
        (["tests/answers", "--split", "half"], "--split half: there is no such half. Write dev or test"),
        (["tests/answers", "--fail-under", "mmr=1"], "“mmr” is no metric"),
        (["tests/answers", "--baseline", "pyproject.toml"], "pyproject.toml: it is not the JSON of a run"),
        (["tests/answers", "--tag", "cats"], "is chosen by tag cats"),
    ],
)
def test_what_cannot_be_run_is_told_before_anything_is(command, arguments, told):
    done = command("test", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr


# Two runs


def test_two_runs_are_told_apart_case_by_case(run, tmp_path):
    file = tmp_path / "run.json"
    write_run({"json": file}, run)
    same = compared(run, read_earlier(file))
    assert (same.broken, same.mended, same.changes, same.differs) == ((), (), (), ())
    assert same.still_failing == tuple(result.case.id for result in run.failed)
    other = compared(turned(run, "greeting", "cannot-pass"), read_earlier(file))
    assert (other.broken, other.mended) == (("greeting",), ("cannot-pass",))


def test_metrics_are_compared_over_the_same_cases_only(run, tmp_path):
    file = tmp_path / "run.json"
    write_run({"json": file}, turned(run, "greeting"))
    changes = {change.title: (change.was, change.now) for change in compared(run, read_earlier(file)).changes}
    assert set(changes) == {"Cases passed"}
    fewer = compared(replace(run, results=run.results[1:]), read_earlier(file))
    assert (fewer.gone, [change.title for change in fewer.changes]) == (("declare",), ["Cases passed"])


def test_a_case_that_was_rewritten_is_named_and_left_out(run, tmp_path):
    file = tmp_path / "run.json"
    write_run({"json": file}, turned(run, "greeting"))
    relaxed = replace(run.results[2].case, expect=Expectation((Outcome.DISTRESS, Outcome.OFF_TOPIC)))
    asked_else = replace(run.results[1].case, turns=("good morning",))
    mended = tuple(replace(run.results[n], case=case, failures=()) for n, case in ((1, asked_else), (2, relaxed)))
    found = compared(replace(run, results=(run.results[0], *mended)), read_earlier(file))
    assert found.rewritten == ("greeting", "cannot-pass")
    assert (found.mended, found.broken, found.gone, found.new) == ((), (), (), ())
    assert list(found.pairs) == ["declare"]


def test_another_name_makes_no_new_case(run, tmp_path):
    file = tmp_path / "run.json"
    write_run({"json": file}, turned(run, "cannot-pass"))
    named = replace(run.results[2], case=replace(run.results[2].case, id="another-name"))
    found = compared(replace(run, results=(*run.results[:2], named)), read_earlier(file))
    assert (found.broken, found.new, found.gone) == (("another-name",), (), ())


@pytest.mark.parametrize(("broken", "told"), [(4, "Chance would do as much"), (9, "More than chance")])
def test_mcnemar_says_whether_chance_would_turn_as_many(broken, told, run, tmp_path):
    one = run.results[1]
    cases = [replace(one, case=replace(one.case, id=f"case-{n}", turns=(f"hello {n}",))) for n in range(30)]
    file = tmp_path / "run.json"
    write_run({"json": file}, replace(run, results=tuple(cases)))
    later = replace(run, results=tuple(_turned(case) if n <= broken else case for n, case in enumerate(cases)))
    assert told in compared(later, read_earlier(file)).verdict


def test_the_report_shows_both_answers_with_what_differs_marked(run, tmp_path):
    file = tmp_path / "run.json"
    write_run({"json": file}, run)
    kept = json.loads(file.read_text(encoding="utf-8"))
    kept["cases"][1]["text"] = kept["cases"][1]["text"].rstrip() + " Come <in>."
    kept["cases"][1]["passed"] = False
    file.write_text(json.dumps(kept), encoding="utf-8")
    page = report_html(run, compared(run, read_earlier(file)))
    assert "Come &lt;in&gt;.</mark>" in page
    assert "Earlier: talk, failed" in page
    assert page.count("The answer is the same, word for word.") == 2


def test_failures_of_the_half_told_in_totals_are_not_named_by_default(run, capsys):
    kept = [replace(result, case=replace(result.case, path=OUR_ANSWER_TESTS / "some.yaml")) for result in run.results]
    assert kept[2].case.split is Split.TEST
    ours = replace(run, results=tuple(kept))
    tell(ours, Wanted())
    assert "cannot-pass" not in capsys.readouterr().out
    assert "cannot-pass" not in report_html(ours)
    tell(replace(ours, selection=Selection(details=True)), Wanted())
    assert "FAILED cannot-pass" in capsys.readouterr().out


# Again and again


class Moody:
    """The real assistant, which answers every other time as if it had been asked something else."""

    def __init__(self, assistant):
        self._assistant, self._asked = assistant, 0

    def ask(self, question, earlier=()):
        if "/" in question:  # what was offered is tapped
            return self._assistant.ask(question, earlier)
        self._asked += 1
        return self._assistant.ask(question if self._asked % 2 else "can they talk to staff alone", earlier)

    def search(self, question):
        return self._assistant.search(question)


def test_a_case_asked_again_passes_if_it_always_does_and_says_that_its_answers_vary(run, assistant, capsys):
    case = run.results[1].case
    (sound,) = run_cases(assistant, assistant.library, [case], repeat=2)
    (moody,) = run_cases(Moody(assistant), assistant.library, [case], repeat=3)
    assert (sound.passed, sound.passes, sound.answers) == (True, "2 of 2", 1)
    assert (moody.passed, moody.passes, moody.answers) == (False, "2 of 3", 2)
    both = replace(run, results=(sound, replace(moody, case=replace(case, id="moody"))))
    assert next(m for m in both.metrics if m.name == "flaky").value == 0.5
    tell(both, Wanted())
    assert "VARIES moody: 2 answers, passed 2 of 3" in capsys.readouterr().out


def test_kept_runs_show_where_a_metric_is_going(run, tmp_path, capsys):
    earlier = replace(turned(run, "greeting"), tested=replace(run.tested, begun="2026-01-01T00:00:00+00:00"))
    tell(earlier, Wanted(history=tmp_path))
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    tell(run, Wanted(history=tmp_path, files={"html": tmp_path / "report.html"}))
    assert "Cases passed: 33.3% -> 66.7%" in capsys.readouterr().out
    assert 'aria-label="33.3%, 66.7%"' in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(list(tmp_path.glob("2026*.json"))) == 2
    tell(replace(run, selection=Selection(("rules",))), Wanted(history=tmp_path))
    assert "Over the runs" not in capsys.readouterr().out


def test_what_else_is_different_is_named(run, tmp_path):
    file = tmp_path / "run.json"
    write_run({"json": file}, run)
    tuned = replace(run.tested, build="other", settings=(("cover.answered_from", "0.9"),))
    assert compared(replace(run, tested=tuned), read_earlier(file)).differs == ("build", "settings")


def test_a_run_says_what_was_tested(run, assistant):
    tested = run.tested
    assert tested.build == assistant.build.manifest.fingerprint
    assert tested.encoder == assistant.build.manifest.encoder
    assert re.fullmatch(r"[0-9a-f]{64}", tested.corpus)
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", tested.begun)
    assert tested.settings


# What it writes


class Elements(HTMLParser):
    """The elements of a page and what they would fetch."""

    def __init__(self, page):
        super().__init__()
        self.names, self.fetched = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.fetched += [
            value for name, value in attrs if name in {"src", "href", "srcset", "action", "data", "poster"}
        ]


def test_the_report_escapes_all_that_was_typed(run):
    elements = Elements(report_html(run))
    assert elements.names.count("script") == 1  # its own
    assert "img" not in elements.names
    assert NASTY not in report_html(run)


def test_the_report_asks_for_nothing_from_elsewhere(run):
    page = report_html(run)
    assert [address for address in Elements(page).fetched if not address.startswith("#case-")] == []
    assert "default-src 'none'" in page
    assert not re.search(
        r"url\(|@import|(?:src|href|action)=\"?https?://(?!evil)", page
    )  # the address of a place may be read


def test_the_report_tells_what_was_tested_and_marks_the_needed_words(run):
    page = report_html(run)
    for told in (run.tested.build, run.tested.encoder, run.tested.corpus, run.tested.begun, "Failed", "Why it failed"):
        assert told in page
    if run.results[0].passed:
        assert "<mark>declare all actual and perceived conflicts of interest</mark>" in page


def test_the_report_without_details_names_no_case(run):
    failed = replace(run, results=tuple(r if r.failures else _turned(r) for r in run.results))
    page = report_html(replace(failed, selection=Selection(split=Split.TEST)))
    assert "Cases passed" in page
    assert "cannot-pass" not in page
    assert "of the test half are told in totals only" in page


def test_a_report_on_no_cases_says_so(run):
    page = report_html(replace(run, results=()))
    assert "Over no cases of this run: Reached in one tap" in page
    assert "<table" not in page


def test_junit_holds_every_case_and_its_reasons(run, tmp_path):
    file = tmp_path / "run.xml"
    failing = replace(run.results[2], failures=failures_of(run.results[2].case, run.results[2].output))
    odd = replace(failing.failures[0], why="a\x00b\x1b")
    write_run({"junit": file}, replace(run, results=(run.results[1], replace(failing, failures=(odd,)))))
    suite = Xml.parse(file).getroot()[0]  # noqa: S314 (our own file)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    passed, failed = suite.findall("testcase")
    assert (passed.get("classname"), passed.get("name"), len(passed)) == ("cases", "greeting", 0)
    assert NASTY in failed[0].text
    assert "a\ufffdb\ufffd" in failed[0].get("message")


def test_a_run_as_csv_can_be_read_as_cases_again(run, tmp_path):
    file = tmp_path / "run.csv"
    write_run({"csv": file}, run)
    assert read_cases([file]).cases == tuple(result.case for result in run.results)
    assert "it came “" in file.read_text(encoding="utf-8-sig")


def test_markdown_has_a_column_for_all_and_for_each_half(run):
    table = metrics_markdown(run)
    assert "| Metric | all | dev | test |" in table
    assert "no cases" in table
    assert run.tested.build in table


def test_a_file_that_cannot_be_written_is_told(run, tmp_path):
    with pytest.raises(AssistantError, match="Name another file"):
        write_run({"json": tmp_path}, run)


# As pytest items


def run_pytest(*arguments, cwd=ROOT):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    full = [sys.executable, "-m", "pytest", *map(str, arguments)]
    return subprocess.run(full, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.long
def test_pytest_runs_each_case_as_a_test_and_tells_mistakes_by_their_line(tmp_path):
    answers = tmp_path / "answers"
    answers.mkdir()
    (answers / "conftest.py").write_bytes((ROOT / "tests" / "answers" / "conftest.py").read_bytes())
    (answers / "bad.yaml").write_text("- id: a\n  question: why\n  expect: {}\n", encoding="utf-8")
    (answers / "cases.yaml").write_text(CASES, encoding="utf-8")
    options = ("-q", "--continue-on-collection-errors", "-p", "no:cacheprovider", "-k", "small-talk or cannot-pass")
    junit = tmp_path / "junit.xml"
    done = run_pytest(*options, "--junitxml", junit, answers, cwd=tmp_path)
    assert "bad.yaml:3: the case expects nothing" in done.stdout
    assert "1 failed, 1 passed, 1 deselected, 1 error" in done.stdout
    assert "FAILED answers/cases.yaml::cannot-pass - outcome: it came “" in done.stdout
    names = {case.get("name") for case in Xml.parse(junit).iter("testcase")}  # noqa: S314 (our own file)
    assert {"greeting", "cannot-pass"} <= names


@pytest.mark.long
def test_our_own_cases_are_collected_when_they_are_asked_for_and_only_then():
    asked = run_pytest("--collect-only", "-q", "tests/answers", "-k", "uc-quick-question")
    assert "tests/answers/unclear.yaml::uc-quick-question" in asked.stdout
    plain = run_pytest("--collect-only", "-q", "--ignore-glob=*/test_*.py")  # all that stands beside them
    assert "no tests collected" in plain.stdout
