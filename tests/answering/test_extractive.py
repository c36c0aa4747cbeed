"""A ranking becomes an answer: the rule first, opinion apart, and old wording marked as old."""

import pytest

from assistant.answering.answer import Heading, Outcome
from assistant.answering.extractive import Composer
from assistant.answering.wording import notices
from assistant.output.text import as_text
from corpus.document import Kind
from corpus.notes import Notes

RULE = "Must inspectors base their evaluations on clear evidence?"


@pytest.fixture(scope="module")
def answered(assistant):
    """An answer with the best passages of both kinds, whatever a policy would choose: the order is under test."""
    hits = assistant.search(RULE).hits
    official = [hit for hit in hits if hit.passage.document.kind is Kind.GUIDANCE]
    opinion = [hit for hit in hits if hit.passage.document.kind is Kind.COMMENTARY]
    return assistant.composer.answered(RULE, [*official[:3], *opinion[:2]])


def kinds(answer):
    return [citation.passage.document.kind for citation in answer.citations]


def test_opinion_stands_under_a_heading_of_its_own(answered):
    assert {Kind.GUIDANCE, Kind.COMMENTARY} == set(kinds(answered))
    for statement in answered.statements:
        opinion = statement.citations[0].passage.document.kind is Kind.COMMENTARY
        assert (statement.heading is Heading.COMMENTARY) == opinion


def test_statements_of_one_heading_stand_together(answered):
    headings = [statement.heading for statement in answered.statements]
    assert len(list(dict.fromkeys(headings))) == sum(a != b for a, b in zip([None, *headings], headings, strict=False))


def test_no_more_is_quoted_than_a_shaken_reader_can_take_in(assistant):
    answer = assistant.ask(RULE)
    assert kinds(answer).count(Kind.GUIDANCE) <= assistant.policy.most_shown
    assert kinds(answer).count(Kind.COMMENTARY) <= 1


def test_opinion_leads_where_it_is_asked_for(assistant):
    answer = assistant.ask("Do people think the toolkit is compassionate?")
    assert answer.statements[0].heading is Heading.COMMENTARY
    assert "opinion, not a rule" in as_text(answer)


def test_old_wording_is_marked_and_its_successor_named(answered):
    (told,) = notices(answered)
    assert "has been superseded by" in told
    assert "Ofsted’s code of conduct: collaborative inspection and regulation" in told
    assert " ".join(told.split()) in " ".join(as_text(answered).replace("\n  ", " ").split())


def test_a_statement_is_the_source_s_own_words(answered):
    for statement in answered.statements:
        (citation,) = statement.citations
        assert statement.text == " ".join(f"{citation.passage.lead_in} {citation.quote}".split())


def test_without_notes_the_headline_only_says_where_it_stands(assistant):
    rules = [
        hit for hit in assistant.search(RULE).hits if hit.passage.document.kind is Kind.GUIDANCE and hit.passage.lead_in
    ]
    plain = Composer(Notes()).answered(RULE, rules[:1])
    assert plain.headline == "“Conduct during Ofsted inspections” speaks of this, under “Expectations of inspectors”."


def test_what_is_answered_elsewhere_names_the_place(assistant):
    answer = assistant.ask("When does the report come out?")
    assert answer.outcome is Outcome.NOT_COVERED
    assert answer.look_in
    assert not answer.statements


def test_no_passage_is_shown_for_what_is_not_covered_but_those_nearest_can_be_tapped(assistant):
    answer = assistant.ask("staff member is refusing to speak to the inspector")
    assert answer.outcome is Outcome.NOT_COVERED
    assert not answer.nearest
    assert any(choice.id.startswith("statement/") for choice in answer.choices)


def test_both_needs_of_a_question_are_met(assistant):
    asked = "Must I give her access to our evidence, and will they keep information about my staff confidential?"
    quoted = " ".join(citation.quote for citation in assistant.ask(asked).citations)
    assert "provide evidence" in quoted
    assert "respect the confidentiality" in quoted


def test_a_need_that_is_answered_is_met_beside_one_that_is_not(assistant):
    alone = assistant.ask("My car is blocked in by a skip lorry again.")
    both = assistant.ask("My car is blocked in by a skip lorry again. Must inspectors declare conflicts of interest?")
    assert alone.outcome is not Outcome.ANSWERED
    assert both.outcome is Outcome.ANSWERED
    assert any("conflicts of interest" in citation.quote for citation in both.citations)


def test_who_did_it_to_whom_decides_whose_duty_is_told(assistant):
    ours = assistant.ask("A teacher here was rude to the inspector this morning.")
    theirs = assistant.ask("The inspector was rude to a teacher here this morning.")
    assert ours.statements[0].heading is Heading.PROVIDERS
    assert theirs.statements[0].heading is Heading.INSPECTORS
