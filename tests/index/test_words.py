"""Word matches: which texts share words with a question."""

import numpy as np

from index.words import WordIndex, stems, stems_and_pairs, words

TEXTS = ["Inspectors must knock before entering", "Providers open doors", "It may rain on inspectors"]


def test_words_are_lower_case_and_without_possessive_endings():
    assert (
        words("Ofsted's inspectors’ TITLE, inspector’s well-being")
        == "ofsted inspectors title inspector well being".split()
    )


def test_stems_leave_out_the_words_that_carry_no_meaning():
    assert stems("The inspectors are inspecting") == ["inspector", "inspect"]
    assert stems("and the of ?! 😀") == []


def test_the_text_that_shares_most_words_scores_best():
    scores = WordIndex(TEXTS).scores("must an inspector knock?")
    assert scores.argmax() == 0
    assert scores[2] > scores[1] == 0


def test_a_question_without_a_shared_word_scores_nothing():
    index = WordIndex(TEXTS)
    for question in ("zebra", "", "the", "😀"):
        assert not index.scores(question).any()
        assert not index.idf_overlap(question).any()


def test_what_each_text_holds_of_a_question_is_a_share():
    held = WordIndex(TEXTS).idf_overlap("inspectors open zebra doors")
    assert held.argmax() == 1
    assert 0 < held[2] == held[0] < held[1] < 1
    assert np.array_equal(WordIndex(TEXTS).idf_overlap("the"), [0, 0, 0])


def test_pairs_of_words_tell_who_does_what_to_whom():
    texts = ["Providers may call inspectors in", "Inspectors may call providers in"]
    assert np.ptp(WordIndex(texts).scores("may providers call inspectors")) == 0
    assert WordIndex(texts, terms=stems_and_pairs).scores("when may providers call inspectors").argmax() == 0
    assert stems_and_pairs("The open doors") == ["open", "door", "the open", "open doors"]


def test_what_bm25_could_at_most_give_is_never_less_than_what_it_gives():
    index = WordIndex(TEXTS, terms=stems_and_pairs)
    for question in ("inspectors knock", "must an inspector knock?", *TEXTS):
        assert index.scores(question).max() <= index.most(question)


def test_texts_without_a_word_that_carries_meaning_are_ready_all_the_same():
    index = WordIndex(["and the", "?"])
    assert np.array_equal(index.scores("and the doors"), [0, 0])
