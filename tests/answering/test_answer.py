"""What an answer is made of: nothing uncited and nothing misquoted can be constructed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.answer import Answer, Citation, Heading, Outcome, Statement
from corpus.document import Block, Document, Passage, Section, Span

TEXT = "Inspectors will:\n\n- base all evaluations on clear and robust evidence\n- respond to reasonable requests"
QUOTE = "base all evaluations on clear and robust evidence"


def passage_of(text, start, end, lead_in=None):
    section = Section("Expectations", (), (Block(Span(start, end)),))
    return Passage(Document("rules", "Rules", text, (section,)), section, Span(start, end), lead_in)


@pytest.fixture
def passage():
    start = TEXT.index(QUOTE)
    return passage_of(TEXT, start, start + len(QUOTE), Span(0, 16))


@pytest.fixture
def statement(passage):
    return Statement(QUOTE, Heading.INSPECTORS, (Citation(1, passage, QUOTE),))


@pytest.mark.parametrize(
    "misquote",
    [
        "",
        "base all evaluations on robust evidence",
        "Base all evaluations",
        "base  all evaluations",
        "Inspectors will:",  # the lead-in stands outside the quotable wording
        "respond to reasonable requests",  # so does its neighbour
        QUOTE + "\n",
    ],
)
def test_a_misquote_cannot_be_cited(passage, misquote):
    with pytest.raises(ValueError, match="not in rules:20-69"):
        Citation(1, passage, misquote)


@given(st.text(min_size=1, max_size=80), st.data())
def test_a_stretch_of_a_passage_is_quoted_where_it_stands_and_anything_else_is_refused(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = passage_of(text, start, end)
    first = data.draw(st.integers(0, end - start - 1))
    quote = passage.quote[first : data.draw(st.integers(first + 1, end - start))]
    citation = Citation(1, passage, quote)
    assert text[citation.start : citation.end] == quote
    assert start <= citation.start < citation.end <= end

    foreign = data.draw(st.text(max_size=20))
    if not foreign or foreign not in passage.quote:
        with pytest.raises(ValueError, match="not in"):
            Citation(1, passage, foreign)


def test_a_statement_without_a_citation_cannot_be_made():
    with pytest.raises(ValueError, match="without a citation"):
        Statement("Inspectors may do as they like.", Heading.INSPECTORS, ())


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.ANSWERED])
def test_only_an_answered_answer_has_statements(statement, outcome):
    with pytest.raises(ValueError, match="only then"):
        Answer("q", outcome, "h", (statement,), nearest=statement.citations)


def test_an_answered_answer_without_statements_cannot_be_made():
    with pytest.raises(ValueError, match="only then"):
        Answer("q", Outcome.ANSWERED, "h")


def test_related_needs_something_that_is():
    with pytest.raises(ValueError, match="related"):
        Answer("q", Outcome.RELATED, "h")


def test_citations_come_once_in_the_order_of_their_numbers(passage):
    first, second = Citation(1, passage, QUOTE), Citation(2, passage, "robust evidence")
    statements = (
        Statement("b", Heading.INSPECTORS, (second, first)),
        Statement("a", Heading.INSPECTORS, (first,)),
    )
    assert Answer("q", Outcome.ANSWERED, "h", statements).citations == (first, second)


def test_an_answer_stays_as_it_was_made(statement):
    answer = Answer("q", Outcome.ANSWERED, "h", (statement,))
    with pytest.raises(AttributeError):
        answer.headline = "something else"
