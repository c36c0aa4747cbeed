"""Selective prediction on hand-made rankings: what is shown, what is named beside it, and when it asks back."""

from dataclasses import replace

import pytest

from assistant.answering.decision import Act, Policy
from corpus.document import Binds, Block, Document, Kind, Passage, Section, Span
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES
from index.search import Hit, Ranking, ReadingHit, TopicHit


@pytest.fixture(scope="module")
def notes():
    return read_library(OUR_DOCUMENTS, OUR_NOTES).notes


@pytest.fixture
def ranked(notes):
    """A ranking made by hand: the probability of notes, topics and readings by their ids."""

    def ranked(passages=(), topics=(), readings=()):
        by_id = {note.id: note.passage for note in notes.of_passages}
        topic = {each.id: each for each in notes.topics}
        reading = {each.id: each for each in notes.readings}
        best_first = sorted(dict(passages).items(), key=lambda pair: -pair[1])
        return Ranking(
            "asked",
            tuple(Hit(by_id[name], score) for name, score in best_first),
            tuple(TopicHit(topic[name], score) for name, score in dict(topics).items()),
            tuple(ReadingHit(reading[name], score) for name, score in dict(readings).items()),
        )

    return ranked


@pytest.fixture
def some_topics(notes):
    return [topic.id for topic in notes.topics if not topic.off_topic]


def hit_of(kind, score, number=0):
    text = f"Inspectors talk to staff in room {number}, says {kind}."
    section = Section("", (), (Block(Span(0, len(text))),))
    return Hit(Passage(Document(kind, kind, text, (section,), Kind(kind)), section, Span(0, len(text))), score)


def shown(decision, notes):
    return [notes.on(hit.passage).id for hit in decision.hits]


def test_a_likely_passage_is_answered_with(ranked, notes):
    decision = Policy().decide(ranked({"courtesy": 0.8, "undue-anxiety": 0.02}))
    assert (decision.act, shown(decision, notes)) == (Act.ANSWER, ["courtesy"])


def test_several_that_are_about_as_likely_are_shown_together(ranked, notes):
    decision = Policy().decide(ranked({"courtesy": 0.3, "undue-anxiety": 0.3, "professional-standards": 0.2}))
    assert decision.act is Act.ANSWER
    assert len(shown(decision, notes)) == 3


def test_a_duty_of_the_other_side_is_never_shown_beside_it(ranked, notes):
    decision = Policy().decide(ranked({"courtesy": 0.6, "courtesy-to-inspectors": 0.3}))
    assert "courtesy-to-inspectors" not in shown(decision, notes)


def test_it_asks_back_where_it_is_not_plain_who_did_it_to_whom(ranked):
    decision = Policy().decide(ranked({"courtesy": 0.5, "courtesy-to-inspectors": 0.45}))
    assert decision.act is Act.CHOICES
    assert {choice.passage.binds for choice in decision.choices} == {Binds.INSPECTOR, Binds.PROVIDER}


def test_a_place_is_named_beside_an_answer_where_both_are_likely(ranked, some_topics):
    decision = Policy().decide(ranked({"raise-concerns": 0.55}, {some_topics[0]: 0.35}))
    assert decision.act is Act.ANSWER
    assert [hit.topic.id for hit in decision.topics] == [some_topics[0]]


def test_an_unlikely_place_is_not_named_beside_an_answer(ranked, some_topics):
    assert Policy().decide(ranked({"raise-concerns": 0.8}, {some_topics[0]: 0.05})).topics == ()


def test_a_likely_topic_alone_names_its_place(ranked, some_topics):
    decision = Policy().decide(ranked({"courtesy": 0.02}, {some_topics[0]: 0.9}))
    assert (decision.act, decision.topics[0].topic.id) == (Act.PLACE, some_topics[0])


def test_whoever_asks_for_a_part_of_a_list_is_shown_its_likeliest_lines_however_it_is_read(ranked, notes):
    decision = Policy().decide(ranked({"undue-anxiety": 0.4}, (), {"section/inspectors-part": 0.3}))
    assert (decision.act, shown(decision, notes)) == (Act.ANSWER, ["undue-anxiety"])
    assert Policy().decide(ranked({"undue-anxiety": 0.4}, (), {"talk/sure": 0.3})).act is not Act.ANSWER


def test_a_part_of_a_list_is_never_offered_since_the_words_that_name_it_would_be_gone(ranked):
    decision = Policy().decide(ranked({"courtesy": 0.3, "undue-anxiety": 0.1}, (), {"section/inspectors-part": 0.2}))
    assert [each for each in decision.choices if isinstance(each, ReadingHit)] == []


def test_what_is_off_the_subject_is_said_to_be(ranked, notes):
    off = next(topic.id for topic in notes.topics if topic.off_topic)
    assert Policy().decide(ranked((), {off: 0.9})).act is Act.OFF_TOPIC


def test_at_most_four_likely_readings_are_offered_and_never_one_off_the_subject(ranked, notes, some_topics):
    off = next(topic.id for topic in notes.topics if topic.off_topic)
    passages = {"courtesy": 0.15, "undue-anxiety": 0.1, "raise-concerns": 0.1}
    decision = Policy().decide(ranked(passages, {some_topics[0]: 0.1, some_topics[1]: 0.1, off: 0.15}))
    assert decision.act is Act.CHOICES
    assert len(decision.choices) == 4
    assert not any(isinstance(each, TopicHit) and each.topic.off_topic for each in decision.choices)


def test_the_nearest_passages_are_among_the_choices_however_many_places_are_likelier(ranked, notes, some_topics):
    places = dict.fromkeys(some_topics[:4], 0.15)
    decision = Policy().decide(ranked({"courtesy": 0.02, "undue-anxiety": 0.01, "raise-concerns": 0.005}, places))
    offered = [notes.on(each.passage).id for each in decision.choices if isinstance(each, Hit)]
    assert (decision.act, len(decision.choices), offered) == (Act.CHOICES, 4, ["courtesy", "undue-anxiety"])


def test_opinion_is_not_offered_for_its_rank_alone(ranked, notes, some_topics):
    places = dict.fromkeys(some_topics[:4], 0.15)
    opinion = next(note.id for note in notes.of_passages if note.passage.document.kind is Kind.COMMENTARY)
    decision = Policy().decide(ranked({opinion: 0.025, "courtesy": 0.02, "undue-anxiety": 0.01}, places))
    offered = [notes.on(each.passage).id for each in decision.choices if isinstance(each, Hit)]
    assert offered == ["courtesy", "undue-anxiety"]


def test_duties_of_one_side_and_of_both_are_one_kind_of_list(ranked):
    decision = Policy().decide(ranked((), (), {"comparison/sides": 0.44, "section/inspectors": 0.36}))
    assert (decision.act, decision.reading.reading.id) == (Act.READING, "comparison/sides")


def test_where_nothing_at_all_is_likely_it_is_not_covered(ranked):
    assert Policy().decide(ranked({"courtesy": 0.02, "undue-anxiety": 0.01})).act is Act.NOT_COVERED


def test_a_section_is_a_reading_of_its_own(ranked):
    decision = Policy().decide(ranked({"courtesy": 0.1}, (), {"section/inspectors": 0.7}))
    assert (decision.act, decision.reading.reading.id) == (Act.READING, "section/inspectors")


def test_the_rule_goes_before_commentary_that_says_it_again(ranked, notes):
    again = next(note for note in notes.of_passages if note.id == "newer-conflicts")
    policy = Policy(restated=frozenset({again.passage.key}))
    ranking = ranked({"newer-conflicts": 0.5, "conflicts-of-interest": 0.3})
    assert policy.decide(ranking).hits[0].passage.document.kind is Kind.GUIDANCE
    assert replace(policy, restated=frozenset()).decide(ranking).hits[0].passage.document.kind is Kind.COMMENTARY


def test_a_long_document_never_drowns_a_short_one():
    def hit(document, number, score):
        text = f"Visitors wait in room {number}."
        section = Section("", (), (Block(Span(0, len(text))),))
        return Hit(Passage(Document(document, document, text, (section,)), section, Span(0, len(text))), score)

    long = [hit("long", number, 0.9 - number / 100) for number in range(20)]
    ranking = Ranking("Where do visitors wait?", (*long, hit("short", 0, 0.5)))
    assert [each.passage.document.id for each in Policy().decide(ranking).hits] == ["long", "long", "short"]
    ranking = Ranking("Where do visitors wait?", (*long, hit("short", 0, 0.01)))
    assert [each.passage.document.id for each in Policy().decide(ranking).hits] == ["long", "long", "long"]


def test_a_rule_that_is_likely_leads_before_likelier_opinion():
    blog, rule = hit_of("commentary", 0.9), hit_of("guidance", 0.6)
    shown = Policy().decide(Ranking("can they talk to my staff?", (blog, rule))).hits
    assert [each.passage.document.id for each in shown] == ["guidance", "commentary"]
    unlikely = hit_of("guidance", 0.3)
    shown = Policy().decide(Ranking("what does the blog say?", (blog, unlikely))).hits
    assert shown[0].passage.document.id == "commentary"


@pytest.mark.parametrize(
    ("local", "rules", "first"),
    [
        (0.9, [0.6], "guidance"),  # likely by itself
        (0.9, [0.2, 0.2, 0.15], "guidance"),  # likely together
        (0.25, [0.15, 0.15], "guidance"),  # together likelier than the local document
        (0.9, [0.3], "other"),
        (0.4, [0.1, 0.1], "other"),
    ],
)
def test_a_local_document_leads_only_where_no_rule_is_likely(local, rules, first):
    hits = (hit_of("other", local), *(hit_of("guidance", score, n) for n, score in enumerate(rules)))
    shown = Policy(answer_from=0.5, ahead_from=0.0).decide(Ranking("can they talk to my staff?", hits)).hits
    assert shown[0].passage.document.kind == first


def test_a_local_document_stands_beside_the_rules_once_and_where_it_is_likely():
    rules = [hit_of("guidance", 0.4, 0), hit_of("guidance", 0.35, 1)]
    for scores, kinds in (([0.9, 0.3], ["guidance", "guidance", "other"]), ([0.1], ["guidance", "guidance"])):
        local = [hit_of("other", score, n) for n, score in enumerate(scores)]
        hits = tuple(sorted([*rules, *local], key=lambda hit: -hit.score))
        shown = Policy().decide(Ranking("can they talk to my staff?", hits)).hits
        assert [hit.passage.document.kind for hit in shown] == kinds


def test_a_local_document_leads_before_opinion():
    shown = Policy().decide(Ranking("what is said?", (hit_of("commentary", 0.9), hit_of("other", 0.6)))).hits
    assert [hit.passage.document.kind for hit in shown] == ["other", "commentary"]
