"""What a user typed: what is taken out, what is refused, and what is noticed about the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.question import LIMIT, read_question
from corpus.errors import AssistantError


def test_a_thousand_characters_are_read():
    assert len(read_question("a" * LIMIT).text) == LIMIT == 1000


def test_one_more_is_refused_with_the_limit_named():
    with pytest.raises(AssistantError, match="1,001 characters long and the limit is 1,000"):
        read_question("a" * (LIMIT + 1))


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("null", "\0"),
        ("zero width", "\u200b\u200c\u200d\u2060\ufeff"),
        ("bidirectional", "\u202e\u202d\u2066\u2069\u200f"),
        ("tag", "\U000e0049\U000e0067\U000e006e\U000e007f"),
        ("soft hyphen", "\u00ad"),
        ("escape", "\x1b\x07\x7f"),
        ("private use", "\ue000\U000f0000"),
    ],
)
def test_invisible_characters_are_taken_out(name, hidden):
    assert read_question(f"{hidden}can they{hidden} stay{hidden}?").text == "can they stay?", name


def test_invisible_characters_do_not_count_towards_the_limit():
    assert read_question("\u200b" * 5000 + "stay?").text == "stay?"


@pytest.mark.parametrize("typed", ["\ud800", "who \udfff asks", "\ude00\ud83d"])
def test_half_a_character_is_an_error_for_the_user_s_eyes(typed):
    with pytest.raises(AssistantError, match="half a character") as told:
        read_question(typed)
    str(told.value).encode("utf-8")


@pytest.mark.parametrize("typed", ["", " ", "\n\t ", "😀", "👩‍🏫👍🏽", "?!…", "\0\u200b", "---"])
def test_what_holds_no_letter_or_digit_is_empty(typed):
    assert read_question(typed).empty


@pytest.mark.parametrize("typed", ["?9", "a", "ŵ", "中"])
def test_a_letter_or_digit_is_enough_not_to_be(typed):
    assert not read_question(typed).empty


def test_white_space_is_folded():
    assert read_question("  can\r\n\tthey   stay ? ").text == "can they stay ?"


@pytest.mark.parametrize("typed", ["Можно ли мне присутствовать?", "我可以拒绝吗", "هل يمكنني الرفض", "क्या मैं"])
def test_another_alphabet_is_noticed(typed):
    assert read_question(typed).foreign


@pytest.mark.parametrize(
    "typed", ["can they stay?", "A gaf i fod yno?", "Señora Núñez is the lead", "is 中 a mark?", "42"]
)
def test_latin_letters_are_not_foreign(typed):
    assert not read_question(typed).foreign


def test_telling_words_say_what_a_question_is_about():
    assert read_question("Please, what do I do about the evidence?").telling
    assert read_question("what do I do about that?").telling == ()


@given(st.text(max_size=1500))
def test_whatever_is_typed_becomes_a_question_or_one_line(typed):
    try:
        question = read_question(typed)
    except AssistantError as error:
        told = str(error)
    else:
        told = ""
        assert len(question.text) <= LIMIT
        assert question.text == " ".join(question.text.split())
        assert read_question(question.text) == question
    assert "\n" not in told


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Can she film my lesson and who sees my notes?", ("Can she film my lesson", "who sees my notes?")),
        (
            "He shouted at a cook. Does the lead inspector hear?",
            ("He shouted at a cook.", "Does the lead inspector hear?"),
        ),
        ("Can she talk to parents and governors?", ()),  # one question about two things
        (
            "He knows our bursar. Does that matter? And how long is the visit?",
            ("He knows our bursar.", "And how long is the visit?"),
        ),
        ("She left early. Why?", ("She left early.",)),  # what follows says nothing on its own
    ],
)
def test_a_question_is_parted_where_another_need_begins(text, parts):
    assert tuple(part.text for part in read_question(text).parts) == parts


def test_what_says_nothing_by_itself_is_asked_of_the_sentence_before():
    told, asked = read_question("She shouted at our cook. He knows our bursar. Does that matter?").parts
    assert (told.asks, asked.asks) == (False, True)
