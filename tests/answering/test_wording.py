"""How a source is told: its page, its numbered paragraph and its address, where they are known."""

import pytest
import same_words as made

from assistant.answering.answer import Citation
from assistant.answering.wording import place_in_words, reference_in_words, source_in_words
from corpus.document import Document
from corpus.passages import passages_of
from corpus.reader import read_document
from corpus.typeset import Typesetter


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    """The last passage of a PDF, which stands in a numbered paragraph."""
    path = tmp_path_factory.mktemp("paper") / "visits.pdf"
    path.write_bytes(made.paper())
    return passages_of(read_document(path, "visits"))[-1]


def document_of(words, **known):
    setter = Typesetter()
    setter.block(words)
    return Document("visits", "Visits", setter.text, setter.sections(), **known)


def test_a_quote_of_a_pdf_names_its_page_and_its_numbered_paragraph(numbered):
    assert numbered.quote.endswith(made.NUMBERED[1])
    assert place_in_words(numbered) == "page 1, paragraph 1.1"
    assert f"{made.SECTION}, page 1, paragraph 1.1" in source_in_words(numbered)
    assert "page 1, paragraph 1.1" in reference_in_words(Citation(1, numbered, made.NUMBERED[1]))


def test_words_without_pages_or_numbers_name_none():
    document = document_of("Visitors sign the book.")
    assert place_in_words(passages_of(document)[0]) == ""


def test_an_address_stands_at_the_end():
    document = document_of("Visitors sign the book.", url="https://www.gov.uk/visits")
    assert source_in_words(passages_of(document)[0]).endswith(" - https://www.gov.uk/visits")


def test_an_address_that_is_no_link_to_a_page_is_no_address():
    with pytest.raises(ValueError, match="begins with https"):
        document_of("x", url="javascript:alert(1)")
