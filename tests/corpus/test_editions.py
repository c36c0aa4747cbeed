"""Statements of two editions are paired by their words and by hand, and shown word by word where they differ."""

import pytest

from corpus.document import Kind
from corpus.edition_files import FILE, read_corrections, write_corrections
from corpus.editions import (
    Change,
    Correction,
    Relation,
    difference,
    editions_among,
    joined,
    paired,
    parted,
    taken_back,
)
from corpus.errors import AssistantError
from corpus.formats.markdown import read
from corpus.passages import passages_of
from corpus.reader import document_of


def statements(name, lines, lead_in="Inspectors will:", **known):
    text = f"{lead_in}\n\n" + "\n".join(f"- {line}" for line in lines)
    document = document_of(read(text.encode()), name, {"kind": str(Kind.GUIDANCE), **known})
    return passages_of(document)


OLDER = statements(
    "older", ["knock before they enter", "wait outside in the rain", "use a pencil", "act on fire or flood"]
)
NEWER = statements("newer", ["Knock, before they enter.", "wait outside in the snow", "act on fire", "act on flood"])


def told(pairs):
    return [(p.older.quote if p.older else "", p.newer.quote if p.newer else "", str(p.relation)) for p in pairs]


def test_the_same_words_are_the_same_whatever_their_case_and_marks():
    assert told(paired(OLDER[:1], NEWER[:1], ())) == [("knock before they enter", "Knock, before they enter.", "same")]


def test_the_most_alike_are_paired_first_and_what_is_left_is_new_or_gone():
    pairs = paired(OLDER, NEWER[:2], [(0.6, 2, 1), (0.9, 1, 1)])
    assert [(p.relation, p.similarity) for p in pairs[:2]] == [(Relation.SAME, 1.0), (Relation.REWORDED, 0.9)]
    assert told(pairs[2:]) == [("use a pencil", "", "gone"), ("act on fire or flood", "", "gone")]


def test_one_statement_may_become_two():
    pairs = paired(OLDER, NEWER, [(0.8, 3, 2), (0.7, 3, 3)])
    assert told(pairs)[2:4] == [
        ("act on fire or flood", "act on fire", "reworded"),
        ("act on fire or flood", "act on flood", "reworded"),
    ]
    assert told(paired(OLDER, NEWER, [(0.8, 3, 2), (0.5, 3, 3)]))[3] == ("", "act on flood", "new")


@pytest.mark.parametrize("lead_in", ["Inspectors may:", "Inspectors will not:", "Inspectors will, if asked:"])
def test_the_same_words_under_another_duty_are_reworded(lead_in):
    other = statements("newer", ["knock before they enter"], lead_in)
    assert paired(OLDER[:1], other, ())[0].relation is Relation.REWORDED


def test_a_duty_of_one_side_is_never_paired_with_one_of_the_other():
    other = statements("newer", ["knock before they enter"], "Providers will:")
    assert [p.relation for p in paired(OLDER[:1], other, [(0.99, 0, 0)])] == [Relation.NEW, Relation.GONE]


def test_what_is_said_by_hand_comes_before_what_is_found():
    by_hand = [Correction("use a pencil", "act on flood"), Correction("wait outside")]
    pairs = paired(OLDER, NEWER, [(0.9, 1, 1), (0.8, 3, 3)], by_hand)
    joined = next(p for p in pairs if p.newer is NEWER[3])
    assert (joined.older, joined.by_hand, joined.holds) == (OLDER[2], True, True)
    gone = next(p for p in pairs if p.older is OLDER[1])
    assert (gone.relation, gone.by_hand) == (Relation.GONE, True)


def test_a_pair_is_joined_parted_and_what_was_said_taken_back():
    likely = [(0.9, 1, 1), (0.8, 3, 2), (0.7, 3, 3)]
    said = joined((), OLDER[2], NEWER[3])  # one of the two that fire or flood became
    found = paired(OLDER, NEWER, likely, said)
    said = parted(said, found[2], found)  # and the other
    found = paired(OLDER, NEWER, likely, said)
    assert told(found)[2:] == [
        ("", "act on fire", "new"),
        ("use a pencil", "act on flood", "reworded"),
        ("act on fire or flood", "", "gone"),
    ]
    assert [pair.by_hand for pair in found] == [False, False, True, True, True]
    for pair in found:
        said = taken_back(said, pair)
    assert said == ()


def test_of_one_statement_that_became_two_one_is_parted_and_the_other_stays():
    pairs = paired(OLDER, NEWER, [(0.8, 3, 2), (0.7, 3, 3)])
    said = parted((), pairs[3], pairs)
    assert told(paired(OLDER, NEWER, [(0.8, 3, 2), (0.7, 3, 3)], said))[2:4] == [
        ("act on fire or flood", "act on fire", "reworded"),
        ("", "act on flood", "new"),
    ]


def test_what_we_say_holds_for_the_same_words_and_not_for_others():
    pairs = paired(OLDER, NEWER, [(0.9, 1, 1)])
    assert [p.holds for p in pairs[:2]] == [True, False]


def test_words_that_differ_are_marked_and_none_is_lost():
    words = difference("knock before they enter", "knock twice before they go in")
    assert [(w.text, w.change) for w in words] == [
        ("knock", Change.KEPT),
        ("twice", Change.PRESENT),
        ("before they", Change.KEPT),
        ("enter", Change.EARLIER),
        ("go in", Change.PRESENT),
    ]


def test_another_comma_makes_no_other_word_and_each_wording_keeps_its_own():
    words = difference("conflicts of interest and so on", "conflicts of interest, and on")
    assert [(w.earlier, w.text, w.change) for w in words] == [
        ("conflicts of interest and", "conflicts of interest, and", Change.KEPT),
        ("", "so", Change.EARLIER),
        ("", "on", Change.KEPT),
    ]


def test_editions_come_in_the_order_of_their_age_and_no_ring_is_followed():
    made = {
        name: statements(name, ["knock"], supersedes=of)[0].document for name, of in [("a", "c"), ("b", "a"), ("c", "")]
    }
    assert [(old.id, new.id) for old, new in editions_among(list(made.values()))] == [("c", "a"), ("a", "b")]
    ring = [statements(name, ["knock"], supersedes=of)[0].document for name, of in [("a", "b"), ("b", "a"), ("d", "d")]]
    assert len(editions_among(ring)) == 2


def test_corrections_are_kept_in_a_file_that_people_can_read(tmp_path):
    said = (Correction("wait", "stay"), Correction("use: a “pencil”"), Correction(newer="act on flood"))
    write_corrections(tmp_path, said)
    assert read_corrections(tmp_path) == said
    assert "- older: 'use: a “pencil”'\n- newer: act on flood\n" in (tmp_path / FILE).read_text(encoding="utf-8")
    assert read_corrections(tmp_path / "none") == ()
    (tmp_path / FILE).write_text("pairs:\n- {elder: x}\n", encoding="utf-8")
    with pytest.raises(AssistantError, match=r"editions\.yaml: it cannot be read .*Mend it, or remove it"):
        read_corrections(tmp_path)
