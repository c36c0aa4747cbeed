"""Our notes: they fit their documents, or say on which line they do not."""

import re

import pytest

from corpus.document import Binds, Kind
from corpus.errors import AssistantError
from corpus.library import read_library
from corpus.note_reader import CRIES, read_cries_for_help, survey_notes
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES

DOCUMENT = "Inspectors must knock first.\n\nInspectors must wait outside.\n"
NOTE = """\
document: doors
notes:
  - id: knock
    label: They knock first
    quote: must knock first
    plain: They knock.
    say: Please “knock first” as you must.
"""
ELSEWHERE = """\
places:
  - {id: guide, name: The guide, detail: Newest edition.}
topics:
  - id: bells
    label: Ringing the bell
    topic: bells
    places: [guide]
off_topic:
  - {id: weather, label: The weather, topic: weather}
"""
READINGS = """\
readings:
  - {id: talk/hello, label: Just saying hello, what: A greeting.}
"""
ASKED = {
    "doors/knock": "# must knock first\n\n  do they knock \n# a comment\nis it\tlocked\n",
    "elsewhere/bells": "# bells\nmay they ring\n",
    "off-topic/weather": "# weather\nwill it rain\n",
    "readings/talk/hello": "# A greeting.\nhello\n",
}


@pytest.fixture
def write(tmp_path):
    """Writes files into a folder of notes."""

    def write(files):
        for name, content in files.items():
            path = tmp_path / "notes" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "notes"

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "doors.md").write_text(DOCUMENT, encoding="utf-8")
    write({f"asked/{name}.txt": text for name, text in ASKED.items()})
    return write


@pytest.fixture
def notes(tmp_path, write):
    def notes(content=NOTE, name="doors.yaml"):
        return read_library(tmp_path / "corpus", write({name: content})).notes

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
    assert (note.id, note.label, note.plain) == ("knock", "They knock first", "They knock.")
    assert (note.binds, note.topics) == (Binds.NONE, ())
    assert note.asked_as == ("do they knock", "is it locked")
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
    assert f"doors.yaml:5: “{quote}” stands {where} of its document. Quote the document as it is now." in said


def test_the_line_of_a_quote_is_found_where_yaml_wraps_or_escapes_it(notes):
    wrapped = NOTE.replace("must knock first", '"must\n      never\\t knock"')
    assert "doors.yaml:5: “must never" in refused(notes, wrapped)


def test_what_a_leader_may_say_quotes_the_passage_verbatim(notes):
    said = refused(notes, NOTE.replace("“knock first”", "“knock twice”"))
    assert "doors.yaml:7: say: “knock twice” is not verbatim. Quote the passage." in said


@pytest.mark.parametrize(
    ("old", "new", "line", "place"),
    [
        ("document: doors\n", "", 1, "document"),
        ("    plain: They knock.\n", "", 3, "notes.0.plain"),
        ("    plain:", "    plane:", 3, "notes.0.plain"),
        ("    say:", "    sayy:", 7, "notes.0.sayy"),
        ("    say:", "    binds: nobody\n    say:", 7, "notes.0.binds"),
        ("    say:", "    topics: [{a: b}]\n    say:", 7, "notes.0.topics.0"),
        ("quote: must knock first", 'quote: ""', 5, "notes.0.quote"),
        ("    say:", "    asked_as: [do they]\n    say:", 7, "notes.0.asked_as"),
        ("id: knock", "id: Knock first", 3, "notes.0.id"),
        ("label: They knock first", "label: Knock", 4, "notes.0.label"),
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
    assert re.search(r"doors.yaml:\d: it cannot be read \(", refused(notes, content))


def test_topics_name_where_they_are_answered_and_off_topic_ones_nothing(notes):
    bells, weather = notes(ELSEWHERE, "elsewhere.yaml").topics
    assert (bells.name, bells.look_in, bells.off_topic) == ("bells", ("The guide. Newest edition.",), False)
    assert (weather.name, weather.look_in, weather.off_topic) == ("weather", (), True)
    assert [place.id for place in bells.places] == ["guide"]
    assert [(topic.id, topic.label) for topic in (bells, weather)] == [
        ("bells", "Ringing the bell"),
        ("weather", "The weather"),
    ]


def test_a_place_that_is_not_listed_is_an_error_on_its_line(notes):
    said = refused(notes, ELSEWHERE.replace("[guide]", "[gide]"), "elsewhere.yaml")
    assert "elsewhere.yaml:7: topics.0.places: there is no place “gide”. Name one of guide." in said


def test_every_way_of_asking_counts_as_asked(notes):
    notes()
    assert notes(ELSEWHERE, "elsewhere.yaml").asked == (
        "do they knock",
        "is it locked",
        "may they ring",
        "will it rain",
    )


def test_readings_say_what_is_asked_for_and_are_no_part_of_what_leads_to_passages(notes):
    found = notes(READINGS, "readings.yaml")
    (hello,) = found.readings
    assert (hello.id, hello.label, hello.what, hello.asked_as) == (
        "talk/hello",
        "Just saying hello",
        "A greeting.",
        ("hello",),
    )
    assert found.asked == ()


@pytest.mark.parametrize(
    ("id", "label", "told"),
    [
        ("knock", "They come in", "doors.yaml:8: the id “knock” stands here twice. Give it another."),
        ("enter", "THEY knock First", "doors.yaml:9: the label “THEY knock First” stands here twice. Give it another."),
    ],
)
def test_two_notes_of_one_id_or_label_are_an_error(notes, id, label, told):
    second = f"  - id: {id}\n    label: {label}\n    quote: must wait\n    plain: They wait.\n"
    assert told in refused(notes, NOTE + second)


def test_ways_of_asking_are_not_read_before_they_are_asked_for(notes, write):
    write({"asked/doors/knock.txt": b"# must knock first\nknock\ncaf\xe9\n"})
    (note,) = notes().of_passages
    said = refused(lambda: note.asked_as)
    assert "knock.txt:3: it is not in UTF-8. Save the file as a text in UTF-8." in said


def test_a_file_of_ways_of_asking_that_is_not_there_is_an_error_that_says_what_to_write(notes):
    (note,) = notes(NOTE.replace("id: knock", "id: rap")).of_passages
    assert "rap.txt: there is no such file of ways of asking. Write “# ”" in refused(lambda: note.asked_as)


def test_ways_of_asking_know_their_lines_and_what_they_lead_to(notes):
    (note,) = notes().of_passages
    assert [(each.text, each.line) for each in note.asked_in.phrasings] == [("do they knock", 3), ("is it locked", 5)]
    assert note.asked_in.opening == "must knock first"


def test_all_faults_are_told_at_once(tmp_path, write):
    write({"doors.yaml": NOTE.replace("must knock", "never").replace("label: They knock first", "label: Knock")})
    write({"elsewhere.yaml": ELSEWHERE.replace("[guide]", "[gide]"), "readings.yaml": "- 1"})
    library = read_library(tmp_path / "corpus")
    found = survey_notes(tmp_path / "notes", library.documents, library.passages)
    assert [(fault.path.name, fault.line) for fault in found.faults] == [
        ("doors.yaml", 4),
        ("elsewhere.yaml", 7),
        ("readings.yaml", 1),
    ]
    assert [topic.id for topic in found.notes.topics] == ["weather"]


def test_cries_for_help_are_read(write):
    folder = write({f"asked/distress/{name}.txt": f"# {name}\nfor {name}\n" for name in CRIES})
    assert read_cries_for_help(folder) == {name: (f"for {name}",) for name in CRIES}


def test_cries_for_help_that_cannot_be_read_are_an_error(write):
    assert "distress.txt: there is no such file" in refused(read_cries_for_help, write({}))


def test_all_our_own_notes_fit_their_documents(ours):
    assert {note.passage.document.id for note in ours.notes.of_passages} == {d.id for d in ours.documents}
    assert ours.notes.topics
    assert ours.notes.readings
    assert read_cries_for_help(OUR_NOTES)["distress"]


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
