"""A ranking becomes an answer: the rule first, opinion apart, and old wording marked as old."""

from dataclasses import replace

import pytest

from assistant.answering.answer import Heading, Outcome
from assistant.answering.extractive import Composer
from assistant.answering.wording import notices
from assistant.output.text import as_text
from corpus.document import Kind
from corpus.notes import Notes

RULE = "Must inspectors base their evaluations on clear evidence?"


@pytest.fixture(scope="module")
def ranking(assistant):
    return assistant.search(RULE)


@pytest.fixture(scope="module")
def sure(assistant):
    """The composer, with a cover that takes every passage for an answer: what is under test is the order."""
    return replace(
        assistant.composer,
        cover=replace(assistant.composer.cover, answered_from=0.0, related_from=0.0),
    )


def kinds(answer):
    return [citation.passage.document.kind for citation in answer.citations]


def test_guidance_comes_first_and_commentary_under_its_own_heading(sure, ranking):
    answer = sure.compose(ranking)
    assert answer.outcome is Outcome.ANSWERED
    assert {Kind.GUIDANCE, Kind.COMMENTARY} == set(kinds(answer))
    assert kinds(answer) == sorted(kinds(answer), key=lambda kind: kind is Kind.COMMENTARY)
    for statement in answer.statements:
        opinion = statement.citations[0].passage.document.kind is Kind.COMMENTARY
        assert (statement.heading is Heading.COMMENTARY) == opinion


def test_statements_of_one_heading_stand_together(sure, ranking):
    headings = [statement.heading for statement in sure.compose(ranking).statements]
    assert len(list(dict.fromkeys(headings))) == sum(a != b for a, b in zip([None, *headings], headings, strict=False))


def test_no_more_is_quoted_than_a_shaken_reader_can_take_in(sure, ranking):
    found = kinds(sure.compose(ranking))
    assert found.count(Kind.GUIDANCE) <= sure.most_official
    assert found.count(Kind.COMMENTARY) <= sure.most_commentary


def test_commentary_alone_never_answers_what_must_be_done(sure, ranking):
    opinion = tuple(hit for hit in ranking.hits if hit.passage.document.kind is Kind.COMMENTARY)
    answer = sure.compose(replace(ranking, hits=opinion))
    assert answer.outcome is Outcome.RELATED
    assert not answer.statements
    assert {citation.passage.document.kind for citation in answer.nearest} == {Kind.COMMENTARY}


def test_opinion_leads_where_it_is_asked_for(assistant):
    answer = assistant.ask("Do people think the toolkit is compassionate?")
    assert answer.statements[0].heading is Heading.COMMENTARY
    assert "opinion, not a rule" in as_text(answer)


def test_old_wording_is_marked_and_its_successor_named(sure, ranking):
    answer = sure.compose(ranking)
    (told,) = notices(answer)
    assert "has been superseded by" in told
    assert "Ofsted’s code of conduct: collaborative inspection and regulation" in told
    assert told in " ".join(as_text(answer).replace("\n  ", " ").split())


def test_a_statement_is_the_source_s_own_words(sure, ranking):
    for statement in sure.compose(ranking).statements:
        (citation,) = statement.citations
        assert statement.text == " ".join(f"{citation.passage.lead_in} {citation.quote}".split())


def test_without_notes_the_headline_only_says_where_it_stands(sure, ranking):
    plain = Composer(Notes(), sure.cover).compose(ranking)
    assert plain.headline == "“Conduct during Ofsted inspections” speaks of this, under “Expectations of inspectors”."


def test_what_is_answered_elsewhere_names_the_place(assistant):
    answer = assistant.ask("When does the report come out?")
    assert answer.outcome is Outcome.NOT_COVERED
    assert answer.look_in
    assert not answer.statements


def test_the_nearest_of_what_is_not_covered_are_not_called_an_answer(assistant):
    near = assistant.ask("They have no timetable and will not tell us who they want to see next. Is that right?")
    assert near.outcome is Outcome.NOT_COVERED
    assert "they do not answer it" in as_text(near)
    far = assistant.ask("When does the report come out?")
    assert not far.nearest, "what has nothing to do with it is not shown at all"


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
