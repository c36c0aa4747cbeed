"""docs/notes.md: who does only what it says adds a way of asking and a note, and no key is left out."""

import json
import re
import shutil

import pytest
from followed import follow

from corpus.note_reader import CRIES
from corpus.note_schemas import SHAPES, schema_of
from corpus.paths import OUR_NOTES, ROOT

TEXT = (ROOT / "docs" / "notes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path):
    """A folder that is the checkout to all commands, with notes of its own to change."""
    shutil.copytree(OUR_NOTES, tmp_path / "corpus" / "notes")
    return tmp_path


@pytest.mark.long
def test_the_commands_give_what_is_written_below_them(checkout, command):
    note = next(number for number, (kind, _) in enumerate(BLOCKS) if kind == "yaml")
    follow(BLOCKS[:note], checkout, command)
    file = re.findall(r"Add it at the end of `([^`]+)`", TEXT)[0]
    with (checkout / file).open("a", encoding="utf-8") as notes:
        notes.write(BLOCKS[note][1])
    follow(BLOCKS[note:], checkout, command)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_key_is_told(shape):
    schema = json.loads(schema_of(shape))
    objects = (schema, *(found for found in schema["$defs"].values() if "properties" in found))
    keys = {key for found in objects for key in found["properties"]} - {"document", "notes", "readings", "topics"}
    assert [key for key in keys if f"`{key}`" not in TEXT] == []


def test_every_list_of_cries_for_help_is_told():
    assert [name for name in CRIES if f"`{name}`" not in TEXT] == []
