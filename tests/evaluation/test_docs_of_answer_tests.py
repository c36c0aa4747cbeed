"""docs/answer-tests.md: its commands do what it says, and it leaves no key and no metric out."""

import json
import re

import pytest
from followed import follow

from assistant.answering.answer import Outcome
from assistant.evaluation.dataset import SCHEMA
from assistant.evaluation.metrics import metrics_of
from assistant.evaluation.spreadsheet import RESULT_COLUMNS
from corpus.paths import ROOT

TEXT = (ROOT / "docs" / "answer-tests.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A folder that is the checkout to all commands, and in which they can leave their files."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("assistant", "corpus", "index", "tests", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "mine.yaml").write_text(next(body for kind, body in BLOCKS if kind == "yaml"), encoding="utf-8")
    return folder


@pytest.mark.long
@pytest.mark.usefixtures("assistant")  # which has made the index by now
def test_the_commands_give_what_is_written_below_them(checkout, command):
    follow(BLOCKS, checkout, command)
    assert (checkout / "report.html").stat().st_size > 1000


def test_every_metric_is_defined():
    missing = {metric.name for metric in metrics_of(()) if f"`{metric.name}`" not in TEXT}
    # Three cuts of one measure stand in one row.
    assert missing <= {f"{prefix}success_at_{cut}" for prefix in ("", "ranked_") for cut in (3, 5)}


def test_metrics_of_which_less_is_better_are_marked():
    for metric in metrics_of(()):
        row = next((row for row in TEXT.splitlines() if row.startswith("|") and f"`{metric.name}`" in row), None)
        if row:
            assert ("*less*" in row) is metric.less_is_better, row


def test_every_key_outcome_and_column_is_told():
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    keys = [*definitions["case"]["properties"], *definitions["expect"]["properties"], *Outcome, *RESULT_COLUMNS]
    assert [key for key in keys if f"`{key}`" not in TEXT] == []
