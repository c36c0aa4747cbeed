"""docs/scenarios.md: a trainer who does only what it says writes, checks and plays a scenario."""

import json
import re

import pytest
from followed import follow

from assistant.scenarios.files import LONGEST
from assistant.scenarios.shape import SCHEMA
from assistant.scenarios.upload import LARGEST, MOST_FILES
from corpus.paths import ROOT

TEXT = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A folder that is the checkout to all commands, with the example saved as the page says."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("assistant", "corpus", "index", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "early-start.yaml").write_text(next(body for kind, body in BLOCKS if kind == "yaml"), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("assistant")  # which has made the index by now
def test_the_commands_give_what_is_written_below_them(checkout, command):
    follow(BLOCKS, checkout, command)


def test_every_key_and_value_is_told():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = (schema, schema["$defs"]["step"], schema["$defs"]["choice"])
    values = [*schema["properties"]["remit"]["enum"], *schema["properties"]["moment"]["enum"]]
    keys = [key for part in parts for key in part["properties"]]
    assert [word for word in (*keys, *values) if f"`{word}`" not in TEXT] == []


def test_the_limits_are_told():
    for limit in (f"{LONGEST:,} characters", f"{MOST_FILES} scenarios", f"{LARGEST:,} bytes"):
        assert limit in TEXT
