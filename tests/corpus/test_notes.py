"""Our notes: they fit their documents, or say on which line they do not."""

import re

import pytest

from corpus.document import Binds, Kind
from corpus.errors import AssistantError
from corpus.library import read_library
from corpus.notes import CriesForHelp, read_cries_for_help
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES

DOCUMENT = "Inspectors must knock first.\n\nInspectors must wait outside.\n"
NOTE = """\
document: doors
notes:
  - quote: must knock first
    plain: They knock.
    asked_as: [do they knock]
    say: Please “knock first” as you must.
"""
ELSEWHERE = """\
places:
  - {id: guide, name: The guide, detail: Newest edition.}
topics:
  - topic: bells
    places: [guide]
    asked_as: [may they ring]
off_topic:
  - topic: weather
    asked_as: [will it rain]
"""


@pytest.fixture
def notes(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "doors.md").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "notes").mkdir()

    def notes(content=NOTE, name="doors.yaml"):
        path = tmp_path / "notes" / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_library(tmp_path / "corpus", tmp_path / "notes").notes

    return notes


def refused(call, *given):
    with pytest.raises(AssistantError) as caught:
        call(*given)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 1000
    return str(caught.value)


@pytest.fixture(scope="module")
def ours():
    return read_library(OUR_DOCUMENTS, OUR_NOTES)


def test_a_note_says_what_its_passage_means_and_how_it_is_asked_for(notes):
    (note,) = notes().of_passages
    assert note.passage.quote == "Inspectors must knock first."
    assert (note.plain, note.asked_as, note.binds, note.topics) == ("They knock.", ("do they knock",), Binds.NONE, ())
    assert notes().on(note.passage) == note
    assert notes().all_on(note.passage) == (note,)


def test_a_passage_without_a_note_has_none(notes):
    found = notes()
    (note,) = found.of_passages
    other = next(p for p in read_library(OUR_DOCUMENTS).passages if p.key != note.passage.key)
    assert found.on(other) is None
    assert found.all_on(other) == ()


def test_notes_on_a_document_that_is_not_in_are_left_out(notes):
    assert notes(NOTE.replace("doors", "windows")).of_passages == ()


@pytest.mark.parametrize(
    ("quote", "where"), [("must ring first", "in no passage"), ("Inspectors must", "in 2 passages")]
)
def test_a_note_whose_wording_is_not_in_one_passage_is_an_error_on_its_line(notes, quote, where):
    said = refused(notes, NOTE.replace("must knock first", quote))
    assert f"doors.yaml:3: “{quote}” stands {where} of its document. Quote the document as it is now." in said


def test_the_line_of_a_quote_is_found_where_yaml_wraps_or_escapes_it(notes):
    wrapped = 'document: doors\nnotes:\n  - plain: p\n    asked_as: []\n    quote: "must\n      never\\t knock"\n'
    assert "doors.yaml:5: “must never" in refused(notes, wrapped)


def test_what_a_leader_may_say_quotes_the_passage_verbatim(notes):
    said = refused(notes, NOTE.replace("“knock first”", "“knock twice”"))
    assert "doors.yaml:6: say: “knock twice” is not verbatim. Quote the passage." in said


@pytest.mark.parametrize(
    ("old", "new", "line", "place"),
    [
        ("document: doors\n", "", 1, "document"),
        ("    plain: They knock.\n", "", 3, "notes.0.plain"),
        ("[do they knock]", "", 5, "notes.0.asked_as"),
        ("[do they knock]", "[{do: they}]", 5, "notes.0.asked_as.0"),
        ("    plain:", "    plane:", 3, "notes.0.plain"),
        ("    say:", "    sayy:", 6, "notes.0.sayy"),
        ("    say:", "    binds: nobody\n    say:", 6, "notes.0.binds"),
        ("quote: must knock first", 'quote: ""', 3, "notes.0.quote"),
        (NOTE, "- a\n- b\n", 1, "the file"),
        (NOTE, "", 1, "the file"),
        (NOTE, "just words", 1, "the file"),
    ],
)
def test_a_file_of_another_shape_is_an_error_with_its_line_and_key(notes, old, new, line, place):
    said = refused(notes, NOTE.replace(old, new))
    assert f"doors.yaml:{line}: {place}: " in said


@pytest.mark.parametrize("content", ["a: [", "a: b: c", b"caf\xe9", "a: 2020-13-45", "a: !!python/object:x y", "\0"])
def test_a_file_that_is_no_yaml_is_an_error(notes, content):
    assert "doors.yaml: it cannot be read (" in refused(notes, content)


def test_topics_name_where_they_are_answered_and_off_topic_ones_nothing(notes):
    bells, weather = notes(ELSEWHERE, "elsewhere.yaml").topics
    assert (bells.name, bells.look_in, bells.off_topic) == ("bells", ("The guide. Newest edition.",), False)
    assert (weather.name, weather.look_in, weather.off_topic) == ("weather", (), True)


def test_a_place_that_is_not_listed_is_an_error_on_its_line(notes):
    said = refused(notes, ELSEWHERE.replace("[guide]", "[gide]"), "elsewhere.yaml")
    assert "elsewhere.yaml:5: topics.0.places: there is no place “gide”. Name one of guide." in said


def test_every_way_of_asking_counts_as_asked(notes):
    notes()
    assert notes(ELSEWHERE, "elsewhere.yaml").asked == ("do they knock", "may they ring", "will it rain")


def test_cries_for_help_are_read(tmp_path):
    (tmp_path / "distress.yaml").write_text(
        "distress: [help]\nstruggling: [sobbing]\neveryday: [help me print]\n", encoding="utf-8"
    )
    assert read_cries_for_help(tmp_path) == CriesForHelp(("help",), ("sobbing",), ("help me print",))


@pytest.mark.parametrize("content", [None, "", "distress: [help]", "distress: help\neveryday: []", "[", "- 1"])
def test_cries_for_help_that_cannot_be_read_are_an_error(tmp_path, content):
    if content is not None:
        (tmp_path / "distress.yaml").write_text(content, encoding="utf-8")
    assert "distress.yaml" in refused(read_cries_for_help, tmp_path)


def test_all_our_own_notes_fit_their_documents(ours):
    assert {note.passage.document.id for note in ours.notes.of_passages} == {d.id for d in ours.documents}
    assert ours.notes.topics
    assert read_cries_for_help(OUR_NOTES).distress


def test_every_statement_of_the_guidance_has_a_note_and_only_its_subtitle_has_none(ours):
    bare = [p.quote for p in ours.passages if p.document.kind is Kind.GUIDANCE and not ours.notes.on(p)]
    assert bare == [
        "Guidance on the conduct of Ofsted inspectors and Ofsted's expectations of providers during inspection."
    ]


def test_our_notes_bind_the_side_that_the_passage_binds(ours):
    for note in ours.notes.of_passages:
        assert note.binds in (note.passage.binds, Binds.NONE) or note.passage.binds is Binds.NONE, note.plain


def test_our_words_for_the_leader_quote_with_closed_marks(ours):
    for note in ours.notes.of_passages:
        assert len(re.findall("“", note.say)) == len(re.findall("”", note.say)), note.say


def test_our_notes_have_a_plain_meaning_and_ways_of_asking(ours):
    assert all(
        note.plain and note.asked_as and all(way.strip() for way in note.asked_as) for note in ours.notes.of_passages
    )
