"""Where the guidance in force is added, its wording comes before the older one that our notes lead to."""

import pytest
from tiny import DOORS, tiny_library, tiny_searcher

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
    searcher = tiny_searcher(tiny_library(folder, with_notes=True, **texts), encoder, folder / "data")
    return searcher, searcher.search("can she just walk in or barge in").hits


def test_the_present_wording_comes_before_the_older(tmp_path, encoder):
    searcher, hits = search(tmp_path, encoder, "current")
    assert [hit.passage.quote for hit in hits[:2]] == ["knock before they enter any room", "knock before they enter"]
    passages = searcher.build.library.passages
    pairs = {passages[new].quote: passages[old].quote for new, old in searcher.predecessors.items()}
    assert "carry a card with their photograph" not in pairs, "nothing older says that"


@pytest.mark.parametrize("status", ["unknown", "superseded"])
def test_a_text_that_is_not_said_to_be_current_takes_over_from_none(tmp_path, encoder, status):
    searcher, hits = search(tmp_path, encoder, status)
    assert searcher.predecessors == {}
    assert hits[0].passage.quote == "knock before they enter"
