"""Our own words on the page, never the quotes: plain enough for a reader of about eleven."""

import re

import pytest
import textstat

from assistant.pages.html import TEMPLATES, with_pages_as_links
from assistant.pages.suggestions import SUGGESTIONS
from assistant.paper.handout import COURTEOUS

AGE = 11
JARGON = re.compile(r"\b(?:embedding|retriev\w+|vector|corpus|query|token|chunk|BM25|semantic|hit|API|LLM)s?\b", re.I)
PROSE = (
    "scenarios.html",
    "scenario_part.html",
    "about.html",
    "opening.html",
    "notes.html",
    "log.html",
    "note_form.html",
)


def words_of(template):
    """The words of a template, a full stop after each block, without markup and placeholders."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.S)
    text = re.sub(r"</(?:p|li|h\d|dd|dt|div|label)>", ". ", text)
    return re.sub(r"[.:?]\s*\.", ".", " ".join(re.sub(r"<[^>]*>", " ", text).split()))


def reading_age(text):
    # The formula that counts letters: those that count syllables want a dictionary from the internet.
    return textstat.automated_readability_index(text) + 5


@pytest.mark.parametrize("template", ["about.html", "opening.html", "notes.html", "scenarios.html"])
def test_pages_read_at_about_eleven(template):
    assert reading_age(words_of(template)) <= AGE + 0.5


def test_the_words_of_a_record_and_the_suggestions_read_at_about_eleven():
    asked = " ".join(question for questions in SUGGESTIONS.values() for question in questions)
    assert reading_age(asked) <= AGE + 0.5
    assert reading_age(COURTEOUS) <= AGE + 2  # two long, courteous sentences to be said aloud


@pytest.mark.parametrize("template", PROSE)
def test_no_page_speaks_of_how_it_is_made(template):
    assert JARGON.findall(words_of(template)) == []


def test_legal_advice_is_disclaimed_once_on_a_page():
    said = [path.name for path in TEMPLATES.iterdir() if "legal advice" in path.read_text(encoding="utf-8")]
    assert said == ["frame.html"]


def test_the_name_of_a_page_on_the_web_is_its_link_whole():
    place = "Ofsted’s policy. Updated 5 November 2025. On GOV.UK: https://www.gov.uk/a; Schools: https://www.gov.uk/b/c"
    linked = 'Ofsted’s policy. Updated 5 November 2025. <a href="https://www.gov.uk/a" rel="noreferrer">On GOV.UK</a>;'
    assert with_pages_as_links(place) == f'{linked} <a href="https://www.gov.uk/b/c" rel="noreferrer">Schools</a>'
