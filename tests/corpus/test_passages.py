"""Passages: self-contained statements that can be quoted."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Binds, Block, Document, Kind, Passage, Section, Span
from corpus.formats.markdown import typeset
from corpus.passages import passages_of


def passages(body, *, kind=Kind.GUIDANCE):
    text, sections = typeset(body)
    return passages_of(Document("d", "T", text, sections, kind))


def quotes(body):
    return [passage.quote for passage in passages(body)]


def only(body, **options):
    (passage,) = passages(body, **options)
    return passage


def test_a_list_item_is_stated_with_its_section_and_lead_in():
    passage = only("## Expectations of inspectors\n\nInspectors will:\n\n- respond to reasonable requests\n")
    assert passage.quote == "respond to reasonable requests"
    assert passage.statement == "Expectations of inspectors - Inspectors will: respond to reasonable requests"


def test_only_the_last_sentence_before_a_list_leads_into_it():
    found = passages("They come early. They are polite to all. They will:\n\n- knock first\n")
    assert found[-1].lead_in == "They will:"
    assert found[-1].quote == "knock first"


def test_a_sentence_is_stated_with_its_section():
    assert only("## Doors\n\nInspectors knock first.").statement == "Doors: Inspectors knock first."


def test_a_paragraph_is_cut_into_its_sentences():
    assert quotes("Inspectors knock first. Leaders open the door.") == [
        "Inspectors knock first.",
        "Leaders open the door.",
    ]


@pytest.mark.parametrize(
    "opening", ["This means that they", "They then", "However, they", "(if it is open) they", "But"]
)
def test_a_sentence_that_leans_on_the_one_before_is_joined_to_it(opening):
    body = f"Inspectors knock first. {opening} wait outside."
    assert quotes(body) == [body]


def test_a_sentence_that_leans_is_not_joined_to_what_is_long_already():
    first = "Inspectors knock " + "and wait " * 30 + "outside."
    assert quotes(f"{first} This takes long.") == [first, "This takes long."]


@pytest.mark.parametrize(
    "sentence",
    [
        "See para. 12 for the hours of day.",
        "See paras. 12 to 14 on p. 3 for more.",
        "12. Inspectors knock before they enter.",
        "Come at 9.30am, e.g. with Dr. Smith, by the gate.",
        "See s. 5 and no. 7 of fig. 3 first.",
    ],
)
def test_numbers_and_abbreviations_do_not_end_a_sentence(sentence):
    assert quotes(f"Leaders open the door. {sentence}") == ["Leaders open the door.", sentence]


def test_a_numbered_paragraph_is_quoted_without_being_cut_at_its_number():
    assert quotes("14\\. Inspectors will knock first.") == ["14. Inspectors will knock first."]


def test_the_words_that_only_lead_into_a_list_are_no_passage():
    assert quotes("Inspectors will:\n\n- knock first\n- wait outside\n") == ["knock first", "wait outside"]


def test_page_furniture_is_no_passage_but_a_short_list_item_is():
    assert quotes("Guidance\n\nOfsted\n\nInspectors will:\n\n- knock\n") == ["knock"]


def test_a_document_that_holds_only_a_few_words_is_still_quotable():
    assert quotes("Knock first.") == ["Knock first."]


def test_a_long_statement_is_cut_into_parts_of_about_the_same_length():
    parts = quotes("- " + "word " * 400)
    assert [len(part.split()) for part in parts] == [133, 133, 134]


@pytest.mark.parametrize(
    ("body", "binds"),
    [
        ("Inspectors will knock first.", Binds.INSPECTOR),
        ("The inspector must knock first.", Binds.INSPECTOR),
        ("We expect all our inspectors to knock first.", Binds.INSPECTOR),
        ("Providers are expected to open the door.", Binds.PROVIDER),
        ("We expect providers to:\n\n- let inspectors in at once\n", Binds.PROVIDER),
        ("Inspectors will:\n\n- tell providers what they must do\n", Binds.INSPECTOR),
        ("This applies to all providers in England.", Binds.PROVIDER),
        ("It is important that inspectors and providers must be polite.", Binds.NONE),
        ("Doors are made of wood and glass.", Binds.NONE),
    ],
)
def test_a_passage_knows_which_side_it_binds(body, binds):
    assert only(body).binds is binds


def test_opinion_binds_nobody():
    assert only("Inspectors must knock first.", kind=Kind.COMMENTARY).binds is Binds.NONE


WORDS = st.lists(st.sampled_from("inspectors will knock e.g. para. 12 This they. first! Dr. a".split()), min_size=1)
LINES = WORDS.map(" ".join)
MARKDOWN = st.lists(
    st.one_of(
        LINES,
        LINES.map(lambda line: f"## {line}"),
        LINES.map(lambda line: f"{line}:"),
        st.lists(LINES, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
        st.lists(LINES, min_size=1, max_size=3).map(
            lambda lines: "\n".join(f"1. {line}\n   - *{line}*" for line in lines)
        ),
        LINES.map(lambda line: f"| a | b |\n| --- | --- |\n| {line} | c |"),
        LINES.map(lambda line: f"> [{line}](x) **{line}** `{line}`"),
    ),
    min_size=1,
    max_size=8,
).map("\n\n".join)


@given(MARKDOWN)
@settings(max_examples=150)
def test_every_passage_is_the_words_between_its_start_and_end(body):
    text, sections = typeset(body)
    found = passages_of(Document("d", "T", text, sections))
    for passage in found:
        assert passage.quote == text[passage.span.start : passage.span.end] == passage.quote.strip() != ""
        assert passage.lead_in in text
        assert " ".join(passage.quote.split()) in passage.statement
        assert len(passage.quote.split()) <= 150
    assert len({passage.key for passage in found}) == len(found)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


@given(MARKDOWN)
@settings(max_examples=50)
def test_an_item_under_a_lead_in_is_never_stated_bare(body):
    for passage in passages(body):
        if passage.lead_in:
            assert passage.statement.startswith(f"{passage.section.title} - ".lstrip(" -"))
            assert " ".join(passage.lead_in.split()) in passage.statement


def test_a_span_holds_at_least_one_character():
    for start, end in ((3, 3), (4, 3), (-1, 3)):
        with pytest.raises(ValueError, match="at least one character"):
            Span(start, end)


def test_a_passage_cannot_end_after_its_text():
    section = Section("", (), (Block(Span(0, 5)),))
    with pytest.raises(ValueError, match="ends after the text does"):
        Passage(Document("d", "T", "Knock", (section,)), section, Span(0, 6))
