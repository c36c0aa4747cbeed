"""An answer in a terminal: choices are numbered, what is known of a document is told as that."""

from dataclasses import replace

import made
import pytest

from assistant.answering.wording import reference_in_words
from assistant.output.text import as_text


@pytest.fixture(scope="module")
def answers(assistant):
    return made.made(assistant)


def test_choices_are_numbered_and_a_place_is_marked(answers):
    words = as_text(answers[made.CHOICES])
    assert "  1  An inspector was rude\n" in words
    assert "  4  How to make a formal complaint (answered elsewhere)\n" in words


def test_what_else_it_may_be_about_stands_below_an_answer_without_a_number(answers):
    offered = answers[made.CHOICES].choices[:2]
    words = as_text(replace(answers[made.SECTION], choices=offered))
    assert "If you meant something else, ask one of these\n  * An inspector was rude\n" in words


def test_a_section_is_told_quote_by_quote_with_the_numbers_to_ask_by(answers):
    words = as_text(answers[made.SECTION], width=1000)
    assert "[3] In meeting this expectation, inspectors will: “evaluate objectively, be impartial" in words


def test_what_is_known_of_a_document_says_so(answers):
    words = as_text(answers[made.DOCUMENT], width=1000)
    assert "What is known of the document\n  - Status: superseded\n" in words


def test_a_kind_sentence_comes_first_and_whom_to_ring_last(answers):
    lines = as_text(answers[made.KIND], width=1000).splitlines()
    assert lines[0] == "I am sorry about your mum."
    assert "Samaritans" in lines[-1]


def test_what_a_question_was_read_with_is_told(answers):
    assert as_text(answers[made.READ_WITH], width=1000).startswith("Read with: “Can they talk to my staff without me?”")


def test_a_quote_that_begins_in_mid_sentence_says_so_outside_its_marks(answers):
    (citation, *_) = answers[made.SECTION].citations
    assert reference_in_words(citation).startswith(citation.passage.lead_in)
    rest = citation.quote.partition(" ")[2]
    cut = reference_in_words(replace(citation, quote=rest))
    assert cut.startswith(f"… “{rest}”")
    assert "…" not in reference_in_words(citation)
