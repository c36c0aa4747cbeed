"""Each check of an answer test fails when it should, on answers of the real assistant."""

from dataclasses import replace

import pytest

from assistant.answering.answer import Answer, Citation, Heading, Outcome, Statement
from assistant.evaluation.case import Case, Expectation, Need
from assistant.evaluation.run import run_case
from assistant.evaluation.scoring import CaseResult, Check, Output, failures_of
from corpus.document import Kind
from corpus.library import Library

GUIDANCE, COMMENTARY = "conduct-during-ofsted-inspections", "commentary-compassion-in-inspection"
DECLARE = "declare all actual and perceived conflicts of interest"
TIRED = "I have heard nothing positive about the overall experience"


@pytest.fixture(scope="module")
def library(assistant):
    return assistant.library


@pytest.fixture(scope="module")
def cite(library):
    def cite(number, wording):
        passage = next(passage for passage in library.passages if wording in passage.quote)
        return Citation(number, passage, passage.quote)

    return cite


@pytest.fixture(scope="module")
def answered(cite):
    """An answer of two statements: the rule on conflicts of interest, then an opinion."""
    rule = Statement("They must.", Heading.INSPECTORS, (cite(1, DECLARE),))
    opinion = Statement("Somebody thinks so.", Heading.COMMENTARY, (cite(2, TIRED),))
    return Answer("why?", Outcome.ANSWERED, "Yes.", (rule, opinion), ("Ofsted’s complaints procedure",), coverage=0.9)


@pytest.fixture(scope="module")
def refused(cite):
    look_in, nearest = ("The law for your remit",), (cite(1, TIRED),)
    return Answer("why?", Outcome.NOT_COVERED, "No.", look_in=look_in, nearest=nearest, coverage=0.1)


def failed(answer, expect, **came):
    case = Case("a", ("why?",), expect)
    return [failure.check for failure in failures_of(case, Output(answer, **came))]


def needs(*wordings):
    return tuple(Need((wording,)) for wording in wordings)


def test_an_outcome_is_one_of_those_expected(answered, refused):
    expect = Expectation((Outcome.ANSWERED, Outcome.RELATED))
    assert failed(answered, expect) == []
    assert failed(refused, expect) == [Check.OUTCOME]


def test_every_need_is_cited_by_any_of_its_fragments(answered):
    assert failed(answered, Expectation(cites=needs(DECLARE, TIRED))) == []
    assert failed(answered, Expectation(cites=(Need(("no such words", DECLARE)),))) == []
    assert failed(answered, Expectation(cites=needs(DECLARE, "inspect without fear or favour"))) == [Check.CITES]


def test_what_is_said_not_to_answer_is_not_cited(refused):
    assert failed(refused, Expectation(cites=needs(TIRED))) == [Check.CITES]
    related = replace(refused, outcome=Outcome.RELATED)
    assert failed(related, Expectation(cites=needs(TIRED))) == []


def test_a_quote_is_matched_whatever_its_white_space_and_marks(answered):
    assert failed(answered, Expectation(cites=needs("declare  all\nactual and"))) == []
    assert failed(answered, Expectation(cites=needs("Declare all actual and"))) == [Check.CITES]


def test_the_kind_of_the_first_passage_is_what_should_lead(answered, refused):
    assert failed(answered, Expectation(leads=Kind.GUIDANCE)) == []
    assert failed(answered, Expectation(leads=Kind.COMMENTARY)) == [Check.LEADS]
    turned = replace(answered, statements=answered.statements[::-1])
    assert failed(turned, Expectation(leads=Kind.GUIDANCE)) == [Check.LEADS]
    assert failed(refused, Expectation(leads=Kind.GUIDANCE)) == [Check.LEADS]


def test_words_are_looked_for_in_all_that_is_read(answered):
    assert failed(answered, Expectation(says=("CONFLICTS of interest", "Official guidance", "yes."))) == []
    assert failed(answered, Expectation(says=("no such words",))) == [Check.SAYS]
    assert failed(answered, Expectation(never_says=("no such words",))) == []
    assert failed(answered, Expectation(never_says=("superseded",))) == [Check.NEVER_SAYS]


def test_a_document_that_must_not_be_shown_is_not_shown_as_nearest_either(answered, refused):
    assert failed(answered, Expectation(never_cites=(COMMENTARY,))) == [Check.NEVER_CITES]
    assert failed(refused, Expectation(never_cites=(COMMENTARY,))) == [Check.NEVER_CITES]
    assert failed(refused, Expectation(never_cites=(GUIDANCE,))) == []


def test_every_place_is_named(refused):
    assert failed(refused, Expectation(look_in=("the law for your remit",))) == []
    assert failed(refused, Expectation(look_in=("the law for your remit", "union"))) == [Check.LOOK_IN]


def test_a_follow_up_is_an_answer_that_the_earlier_turns_changed(answered):
    assert failed(answered, Expectation(follow_up=True), followed=True) == []
    assert failed(answered, Expectation(follow_up=True), followed=False) == [Check.FOLLOW_UP]
    assert failed(answered, Expectation(follow_up=False), followed=True) == [Check.FOLLOW_UP]
    assert failed(answered, Expectation(follow_up=False), followed=False) == []


def test_whether_earlier_turns_changed_an_answer_is_found_by_asking_without_them(assistant, library):
    turns = ("does the inspector have to be polite to my teachers", "even the caretaker?")
    assert run_case(assistant, library, Case("a", turns, Expectation(follow_up=True))).output.followed is True
    alone = ("is the inspector allowed to be rude", "what is the weather like in Paris in the spring")
    assert run_case(assistant, library, Case("a", alone, Expectation(follow_up=False))).output.followed is False


def test_a_quote_that_is_not_what_the_file_says_fails_any_case(assistant, library):
    # The same documents, every text one letter longer at its start: no place holds what it held.
    shifted = tuple(replace(document, text=f"x{document.text}") for document in library.documents)
    case = Case("a", ("do they have to declare conflicts of interest",), Expectation())
    assert run_case(assistant, library, case).passed
    result = run_case(assistant, Library(library.folder, shifted), case)
    assert {failure.check for failure in result.failures} == {Check.VERBATIM}
    assert len(result.failures) == len(result.output.shown)


def test_the_reader_reads_so_much_before_the_needed_words(answered):
    def before(answer):
        result = CaseResult(Case("a", ("why?",), Expectation(cites=needs(DECLARE))), Output(answer), ())
        return result.characters_before

    assert 0 < before(answered) < before(replace(answered, statements=answered.statements[::-1]))
    assert before(replace(answered, statements=answered.statements[1:])) is None
