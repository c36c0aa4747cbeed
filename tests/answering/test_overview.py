"""What is asked for as a whole: lists of one side, parts of them, and sections by their headings."""

import pytest

from assistant.answering.answer import Grain, Heading, Outcome
from assistant.answering.overview import limit_of
from corpus.document import Binds, Kind


def lines(answer):
    return [statement.citations[0].passage for statement in answer.statements if statement.citations]


@pytest.mark.parametrize(
    ("question", "side", "count"),
    [
        ("what must inspectors do", Binds.INSPECTOR, 14),
        ("what exactly do they expect of us", Binds.PROVIDER, 9),
        ("list the expectations of providers", Binds.PROVIDER, 9),
    ],
)
def test_all_that_is_expected_of_a_side_is_listed(assistant, question, side, count):
    answer = assistant.ask(question)
    assert (answer.outcome, answer.grain) == (Outcome.ANSWERED, Grain.SECTION)
    assert [passage.binds for passage in lines(answer)] == [side] * count


def test_a_limited_list_has_what_is_likeliest_and_a_few_lines_more(assistant):
    answer = assistant.ask("list everything inspectors must do about how they talk to us")
    assert answer.grain is Grain.SECTION
    assert 4 <= len(lines(answer)) < 14
    assert any("courtesy, respect and sensitivity" in passage.quote for passage in lines(answer))


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("which bits on our list are about handing over evidence", Binds.PROVIDER),
        ("which points on the inspectors' list are to do with being fair", Binds.INSPECTOR),
    ],
)
def test_a_list_that_is_named_by_its_side_is_limited_to_what_is_asked(assistant, question, side):
    answer = assistant.ask(question)
    assert answer.grain is Grain.SECTION
    assert {citation.passage.binds for citation in answer.citations} == {side}
    assert len(answer.statements) < len(assistant.overview.expectations(side))


@pytest.mark.parametrize(
    ("question", "side", "line"),
    [
        ("which of their duties touch on confidentiality", Binds.INSPECTOR, "respect the confidentiality"),
        ("just our duties on health and safety", Binds.PROVIDER, "health and safety of inspectors"),
    ],
)
def test_a_part_of_a_list_is_read_as_one_without_the_words_that_name_the_list(assistant, question, side, line):
    answer = assistant.ask(question)
    assert answer.grain is Grain.SECTION
    assert {passage.binds for passage in lines(answer)} == {side}
    assert len(lines(answer)) < len(assistant.overview.expectations(side))
    assert any(line in passage.quote for passage in lines(answer))


def test_rule_and_opinion_on_a_subject_stand_beside_each_other_the_rule_first(assistant):
    answer = assistant.ask("compare what ofsted and the head say about stress")
    assert answer.grain is Grain.COMPARISON
    kinds = [passage.document.kind for passage in lines(answer)]
    assert kinds == sorted(kinds, key=[Kind.GUIDANCE, Kind.COMMENTARY].index)
    assert set(kinds) == {Kind.GUIDANCE, Kind.COMMENTARY}
    assert any("prevent undue anxiety" in passage.quote for passage in lines(answer))


def test_what_opinion_says_of_a_subject_is_said_to_be_opinion(assistant):
    answer = assistant.ask("give me all the blog says about trust, every passage")
    assert answer.grain is Grain.SECTION
    assert {passage.document.kind for passage in lines(answer)} == {Kind.COMMENTARY}
    assert "opinion, not a rule" in answer.headline


def test_a_list_of_which_no_line_is_among_the_hits_is_none(assistant):
    """Beside a hundred thousand added passages the first two thousand hits may all be of those."""
    others = [hit for hit in assistant.search("be fair").hits if hit.passage.binds is Binds.NONE]
    assert assistant.overview.section("everything about being fair", Binds.INSPECTOR, others) is None


def test_a_section_is_shown_by_its_heading_said_whole(assistant):
    answer = assistant.ask("show me the bit called why this matters")
    assert answer.grain is Grain.SECTION
    assert {passage.section.title for passage in lines(answer)} == {"Why This Matters"}
    assert {statement.heading for statement in answer.statements} == {Heading.COMMENTARY}


def test_words_of_a_heading_alone_ask_for_no_section(assistant):
    assert assistant.overview.headed("why this matters so much to her I cannot say") is None


def test_a_word_that_limits_nothing_is_no_limit():
    assert limit_of("tell me about how they talk to us?") == "how they talk to us"
    assert limit_of("tell me about the inspection") == ""
    assert limit_of("what are my rights") == ""


@pytest.mark.parametrize("question", ["the team wants the same list in two formats", "will that sink the lot of us"])
def test_a_list_that_is_only_spoken_of_is_not_asked_for(assistant, question):
    assert assistant.overview.part_asked_for(question, assistant.search(question)) is None
