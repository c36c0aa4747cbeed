"""Markdown and plain text are set as words whose places are known."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats.markdown import typeset


def blocks(body, *, markup=True):
    text, sections = typeset(body, markup=markup)
    return [block.span.of(text) for section in sections for block in section.blocks]


def led(body):
    """Each block with the words that lead into it."""
    text, sections = typeset(body)
    found = [block for section in sections for block in section.blocks]
    return [(block.span.of(text), block.lead_in.of(text) if block.lead_in else "") for block in found]


def test_headings_give_sections_and_their_path():
    _, sections = typeset("before\n\n# A\n\none\n\n### B\n\ntwo\n\n## C\n\nthree\n\n# D\n\nfour")
    assert [section.path for section in sections] == ["", "A", "A › B", "A › C", "D"]


def test_a_list_is_led_into_by_the_paragraph_before_it():
    assert led("They will:\n\n- knock\n- wait\n") == [
        ("They will:", ""),
        ("knock", "They will:"),
        ("wait", "They will:"),
    ]


def test_a_nested_list_is_led_into_by_its_own_item():
    found = dict(led("They will:\n\n- bring these:\n  - a pen\n  - paper\n- wait\n"))
    assert found["a pen"] == found["paper"] == "bring these:"
    assert found["wait"] == "They will:"


def test_numbered_items_keep_their_number_in_the_text_and_not_in_the_quote():
    text, _ = typeset("They will:\n\n1. knock\n2. wait\n")
    assert "1. knock\n2. wait" in text
    assert blocks("They will:\n\n1. knock\n2. wait\n")[1:] == ["knock", "wait"]


def test_a_second_list_is_not_led_into_by_the_first():
    assert led("They will:\n\n- knock\n\n1. wait\n")[-1] == ("wait", "")


def test_a_heading_ends_what_leads_into_a_list():
    assert led("They will:\n\n## Doors\n\n- knock\n")[-1] == ("knock", "")


@pytest.mark.parametrize("bullet", "•▪◦‣●○·")
def test_bullets_of_word_processors_are_list_markers(bullet):
    assert blocks(f"They will:\n\n{bullet} knock\n{bullet} wait\n") == ["They will:", "knock", "wait"]


def test_each_table_row_is_a_block_with_its_cells_apart_and_the_column_names_lead_into_it():
    assert led("Times:\n\n| day | hour |\n| --- | --- |\n| Monday | **9.30am** |\n") == [
        ("Times:", ""),
        ("day | hour", "Times:"),
        ("Monday | 9.30am", "day | hour"),
    ]


@pytest.mark.parametrize("code", ["```\nnot *marked* <b>\n```", "~~~py\nnot *marked* <b>\n~~~", "    not *marked* <b>"])
def test_code_is_kept_as_it_is_written(code):
    assert blocks(f"Before.\n\n{code}\n") == ["Before.", "not *marked* <b>"]


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", "<div onclick='x'>words</div>", "a <b>word</b> &c"])
def test_raw_html_stays_as_words(html):
    assert blocks(html) == [html]


def test_an_image_leaves_its_description_and_a_link_its_words():
    assert blocks("![the door](http://evil.test/p.png) [knock](http://evil.test) <http://a.test/b>") == [
        "the door knock http://a.test/b"
    ]


def test_emphasis_and_line_breaks_leave_the_words():
    assert blocks("They *will*\n**knock** _first_  \nand `wait`\\\nhere") == ["They will knock first and wait here"]


def test_quoted_paragraphs_are_blocks():
    assert blocks("> They will knock.\n>\n> > And wait.\n") == ["They will knock.", "And wait."]


def test_in_plain_text_only_lists_and_headings_mean_something():
    body = "# Doors\n\nThe file_name_here is <b>4 * 5 * 6</b>\n\n    indented words\n\n- knock\n"
    assert blocks(body, markup=False) == ["The file_name_here is <b>4 * 5 * 6</b>", "indented words", "knock"]


@pytest.mark.parametrize("depth", [5, 30, 90])
def test_what_is_nested_deeply_is_not_lost(depth):
    body = "".join(f"{'  ' * level}- item {level} here\n" for level in range(depth))
    assert blocks(body) == [f"item {level} here" for level in range(depth)]
    assert blocks(f"{'>' * depth} deep words") == ["deep words"]


@given(st.lists(st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,5}", fullmatch=True), min_size=1, max_size=12))
@settings(max_examples=50)
def test_every_word_of_paragraphs_and_items_is_kept_in_order(lines):
    for mark in ("", "- ", "## ", "> "):
        text, _ = typeset("\n\n".join(mark + line for line in lines))
        assert [word for word in text.split() if word != "-"] == " ".join(lines).split()


@given(st.text(alphabet="ab \n-#*_`>|1.)[](!<&\\\t", max_size=120))
@settings(max_examples=200)
def test_every_span_holds_words_whatever_is_written(body):
    text, sections = typeset(body)
    spans = [block.span for section in sections for block in section.blocks]
    assert all(span.of(text).strip() for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
