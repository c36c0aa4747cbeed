"""Where the guidance in force is added, its wording comes before the older one that our notes lead to."""

import pytest
from tiny import DOORS, tiny_library

from index.build import open_build
from index.learned.editions import predecessors
from index.search import Searcher

OLDER = f"---\nkind: guidance\nstatus: superseded\n---\n{DOORS}"
NEWER = """\
---
kind: guidance
status: {status}
---
# Entering

Inspectors will:

- knock before they enter any room
- carry a card with their photograph
"""


def search(folder, encoder, status):
    texts = {"doors": OLDER, "entering": NEWER.format(status=status)}
    library = tiny_library(folder, with_notes=True, **texts)
    build = open_build(library, encoder, folder / "data")
    return build, Searcher(build, encoder).search("can she just walk in or barge in").hits


def test_the_present_wording_comes_before_the_older(tmp_path, encoder):
    build, hits = search(tmp_path, encoder, "current")
    assert [hit.passage.quote for hit in hits[:2]] == ["knock before they enter any room", "knock before they enter"]
    pairs = {build.targets[new].quote: build.targets[old].quote for new, old in predecessors(build).items()}
    assert "carry a card with their photograph" not in pairs, "nothing older says that"


@pytest.mark.parametrize("status", ["unknown", "superseded"])
def test_a_text_that_is_not_said_to_be_current_takes_over_from_none(tmp_path, encoder, status):
    build, hits = search(tmp_path, encoder, status)
    assert predecessors(build) == {}
    assert hits[0].passage.quote == "knock before they enter"
