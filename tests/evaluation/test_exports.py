"""What other programs read of a run, and what is read of theirs."""

import json

import ir_measures
import pytest
import yaml
from ir_measures import RR, Success
from jsonschema import Draft202012Validator

from assistant.evaluation.dataset import read_cases
from assistant.evaluation.exports.inspect import inspect_log
from assistant.evaluation.exports.promptfoo import promptfoo_results
from assistant.evaluation.exports.trec import trec_files
from assistant.evaluation.run import Run, run_case, what_is_tested

CASES = """\
- id: alone
  question: can they talk to my staff without me?
  tags: [rules]
  expect: {cites: [{any: [without the presence of a manager]}], outcome: answered}
- id: later
  question: who do I tell if I am unhappy
  expect: {cites: [{any: [declare all actual and perceived conflicts of interest]}], outcome: answered}
- id: follow-up
  turns: ["do they have to declare conflicts of interest", "and if they do not?"]
  expect: {outcome: [answered, choices], says: [interest], never_says: [cats]}
"""
# What Inspect's EvalLog cannot do without, from its documentation of log files; the package itself reads this log, too.
INSPECT = {
    "type": "object",
    "required": ["version", "status", "eval", "results", "stats", "samples"],
    "properties": {
        "version": {"const": 2},
        "status": {"enum": ["started", "success", "cancelled", "error"]},
        "eval": {"type": "object", "required": ["created", "task", "dataset", "model", "config"]},
        "samples": {
            "minItems": 3,
            "items": {
                "required": ["id", "epoch", "input", "target", "messages", "output", "scores"],
                "properties": {
                    "epoch": {"type": "integer", "minimum": 1},
                    "input": {"type": ["string", "array"]},
                    "target": {"type": ["string", "array"], "items": {"type": "string"}},
                    "messages": {"items": {"required": ["role", "content"]}},
                    "scores": {"additionalProperties": {"required": ["value"]}},
                },
            },
        },
    },
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    path = tmp_path_factory.mktemp("exports") / "cases.yaml"
    path.write_text(CASES, encoding="utf-8")
    return read_cases([path]).cases


@pytest.fixture(scope="module")
def run(assistant, cases):
    results = tuple(run_case(assistant, assistant.library, case) for case in cases)
    return Run(results, what_is_tested(assistant, cases), seconds=1.0)


@pytest.mark.parametrize(("file", "prefix"), [("cited", ""), ("ranked", "ranked_")])
def test_the_trec_files_give_our_numbers_in_ir_measures(file, prefix, run, tmp_path):
    for name, text in trec_files(run).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / f"{file}.qrels")))
    found = list(ir_measures.read_trec_run(str(tmp_path / f"{file}.run")))
    theirs = ir_measures.calc_aggregate([RR, Success @ 1, Success @ 3, Success @ 5], qrels, found)
    ours = {metric.name: metric.value for metric in run.metrics}
    assert theirs[RR] == pytest.approx(ours[f"{prefix}mrr"])
    assert 0 < theirs[RR] < 1
    for cut in (1, 3, 5):
        assert theirs[Success @ cut] == ours[f"{prefix}success_at_{cut}"]


def test_the_log_for_inspect_has_all_that_its_viewer_asks_for(run):
    log = inspect_log(run)
    Draft202012Validator(INSPECT).validate(log)
    assert {sample["id"]: sample["scores"]["expectations"]["value"] for sample in log["samples"]} == {
        result.case.id: "C" if result.passed else "I" for result in run.results
    }
    assert [message["role"] for message in log["samples"][2]["messages"]] == ["user", "user", "assistant"]


@pytest.mark.long
def test_inspect_itself_reads_the_log(run, tmp_path):
    """With the package, where it is installed: it brings much that nothing else here needs."""
    log = pytest.importorskip("inspect_ai.log", reason="pip install inspect_ai, in an environment beside")
    file = tmp_path / "run.json"
    file.write_text(json.dumps(inspect_log(run)), encoding="utf-8")
    read = log.read_eval_log(str(file))
    assert read.status == "success"
    assert {sample.id: sample.scores["expectations"].value for sample in read.samples} == {
        result.case.id: "C" if result.passed else "I" for result in run.results
    }
    assert {name: metric.value for name, metric in read.results.scores[0].metrics.items()} == {
        metric.name: metric.value for metric in run.metrics if metric.value is not None
    }


def test_results_for_promptfoo_count_and_explain_each_test(run):
    written = promptfoo_results(run)["results"]
    assert written["version"] == 3
    assert written["stats"]["successes"] == sum(row["success"] for row in written["results"])
    assert written["stats"]["failures"] == len(run.failed) > 0
    failed = next(row for row in written["results"] if not row["success"])
    assert failed["gradingResult"]["componentResults"][0]["reason"] in failed["error"]


def test_what_is_written_for_promptfoo_is_read_as_the_same_cases(run, cases, tmp_path):
    file = tmp_path / "promptfooconfig.yaml"
    file.write_text(yaml.safe_dump(promptfoo_results(run)["config"]), encoding="utf-8")
    assert read_cases([file]) == type(read_cases([file]))(cases)


def read(folder, text):
    (folder / "promptfooconfig.yaml").write_text(text, encoding="utf-8")
    return read_cases([folder])


def test_tests_of_promptfoo_are_cases(tmp_path):
    text = """\
prompts: ["{{query}}"]
tests:
  - description: Staff alone!
    vars: {query: can they talk to my staff without me}
    assert:
      - {type: icontains, value: manager}
      - {type: not-contains-any, value: [cats, dogs]}
  - vars: {query: staff alone}
    assert: [{type: contains-all, value: [a, b]}]
"""
    first, second = read(tmp_path, text).cases
    assert (first.id, first.question, first.line) == ("staff-alone", "can they talk to my staff without me", 3)
    assert (first.expect.says, first.expect.never_says) == (("manager",), ("cats", "dogs"))
    assert (second.id, second.expect.says) == ("staff-alone-2", ("a", "b"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "tests:\n  - vars: {q: a}\n    assert: [{type: llm-rubric, value: x}]\n",
            ":2: an assertion “llm-rubric”",
        ),
        ("tests:\n  - vars: {q: a, r: b}\n    assert: []\n", ":2: it is not clear which of “vars” is asked"),
        ("tests:\n  - vars: {q: a}\n", ":2: the case expects nothing"),
        ("tests: file://more.yaml\n", ":1: “tests” is no list"),
        ("tests:\n  - nothing\n", ":2: the test is no “vars”"),
    ],
)
def test_what_cannot_be_read_of_promptfoo_is_told_with_its_line(text, told, tmp_path):
    assert told in str(read(tmp_path, text).faults[0])
