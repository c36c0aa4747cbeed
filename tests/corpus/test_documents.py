"""The two documents we hold are what was supplied: every word, and what is known of each."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from corpus.document import Binds, Kind, Status
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS, ROOT

GUIDANCE, COMMENTARY = "conduct-during-ofsted-inspections", "commentary-compassion-in-inspection"
BOTH = pytest.mark.parametrize("name", [GUIDANCE, COMMENTARY])
SUPPLIED = ROOT.parent / "shared" / "sources"
DIGESTS = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


def digest_of_words(text):
    """Of the words in order, list markers and heading marks taken off."""
    lines = (re.sub(r"^\s*(?:[-•]|#+)\s+", "", line) for line in text.splitlines())
    return hashlib.sha256("\n".join(word for line in lines for word in line.split()).encode()).hexdigest()


@pytest.fixture(scope="module")
def library():
    return read_library(OUR_DOCUMENTS)


@pytest.fixture(scope="module")
def guidance(library):
    return library.document(GUIDANCE)


@pytest.fixture(scope="module")
def commentary(library):
    return library.document(COMMENTARY)


def items(library, binds):
    return [p.quote for p in library.passages if p.lead_in and p.binds is binds and p.document.id == GUIDANCE]


@BOTH
def test_the_file_holds_the_supplied_words_in_order(name):
    _, _, body = (OUR_DOCUMENTS / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)
    assert digest_of_words(body) == DIGESTS[name]


@BOTH
def test_the_text_that_is_quoted_holds_the_supplied_words_in_order(library, name):
    assert digest_of_words(library.document(name).text) == DIGESTS[name]


@BOTH
def test_the_kept_digest_is_that_of_the_supplied_text(name):
    if not SUPPLIED.is_dir():
        pytest.skip("the supplied texts are not beside this checkout; their digests are compared all the same")
    assert digest_of_words((SUPPLIED / f"{name}.txt").read_text(encoding="utf-8")) == DIGESTS[name]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- will knock", "- will  not knock"),
        ("stress act", "act stress"),
        ("truely", "truly"),
        ("Ofsted's", "Ofsted’s"),
    ],
)
def test_a_changed_word_changes_the_digest(one, other):
    assert digest_of_words(one) != digest_of_words(other)


def test_marks_and_line_breaks_do_not_change_the_digest():
    assert digest_of_words("## One\n\n- two three\n• four") == digest_of_words("One two\nthree\n\n four")


def test_both_documents_are_in_without_a_fault(library):
    assert {document.id for document in library.documents} == {GUIDANCE, COMMENTARY} == DIGESTS.keys()
    assert not library.faults


def test_the_guidance_has_fourteen_items_for_inspectors(library):
    found = items(library, Binds.INSPECTOR)
    assert len(found) == 14
    assert "take all reasonable steps to prevent undue anxiety and to minimise stress" in found
    assert found[8].startswith("act in the best interests and well-being of service users")


def test_the_guidance_has_nine_items_for_providers(library):
    found = items(library, Binds.PROVIDER)
    assert len(found) == 9
    assert found[0].startswith("be courteous")
    assert found[8].endswith("a manager or registered person")


def test_the_guidance_says_who_wrote_it_and_that_it_was_superseded(guidance):
    assert (guidance.kind, guidance.publisher, guidance.author) == (Kind.GUIDANCE, "Ofsted", "Ofsted")
    assert guidance.status is Status.SUPERSEDED
    assert "Ofsted’s code of conduct: collaborative inspection and regulation" in guidance.superseded_by
    assert "10 November 2025" in guidance.superseded_by
    assert guidance.dated == "about March 2020"
    assert "England" in guidance.applies_to


def test_the_guidance_names_its_licence_and_gives_the_attribution_that_it_asks_for(guidance):
    assert guidance.licence == "Open Government Licence v3.0"
    assert guidance.attribution.startswith("Contains public sector information licensed under the Open Government")
    assert "Crown copyright" in guidance.attribution


def test_what_is_not_known_of_the_commentary_is_said_to_be_not_known(commentary):
    assert (commentary.kind, commentary.status) == (Kind.COMMENTARY, Status.UNKNOWN)
    assert "not named" in commentary.author
    for fact in (commentary.publisher, commentary.dated):
        assert fact.startswith("not stated (probably ")
    assert commentary.licence.startswith("not stated")
    assert not commentary.superseded_by


def test_the_commentary_binds_nobody_though_it_says_should(library):
    assert {p.binds for p in library.passages if p.document.id == COMMENTARY} == {Binds.NONE}
    assert sum(p.lead_in.endswith("inspectors should:") for p in library.passages) == 7


def test_page_furniture_is_no_passage(library):
    assert not {"Guidance", "Ofsted", "Conduct during Ofsted inspections"} & {p.quote for p in library.passages}


def test_the_readme_of_the_documents_names_each_of_them_and_its_licence():
    told = (OUR_DOCUMENTS / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in told for path in OUR_DOCUMENTS.glob("*.md") if path.name != "README.md")
    for fact in ("Open Government Licence v3.0", "Crown copyright", "author not named", "licence is not stated"):
        assert fact in told
