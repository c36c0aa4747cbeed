"""A folder of notes is checked: what stands twice, nearly twice, in the wrong file, or was taken from a test."""

import json
import time

import pytest
from jsonschema import Draft202012Validator

from corpus.library import read_library
from corpus.near_duplicates import NearDuplicates, words_of
from corpus.note_check import faults_in_notes
from corpus.note_files import ElsewhereFile, NotesFile, ReadingsFile
from corpus.note_schemas import SHAPES, schema_of, write_schemas
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES

DOCUMENT = "Inspectors must knock first.\n\nInspectors must wait outside.\n"
FILES = {
    "doors.yaml": """\
document: doors
notes:
  - {id: knock, label: They knock first, quote: must knock, plain: They knock.}
  - {id: wait, label: They stay outside, quote: must wait, plain: They wait.}
""",
    "elsewhere.yaml": """\
places: [{id: guide, name: The guide}]
topics: [{id: bells, label: Ringing the bell, topic: ringing a bell, places: [guide]}]
""",
    "asked/doors/knock.txt": "# must knock\ndo they knock\nmay she walk straight in here without knocking\n",
    "asked/doors/wait.txt": "# must wait\ndo they wait\n",
    "asked/elsewhere/bells.txt": "# ringing a bell\nmay they ring\n",
}


@pytest.fixture
def check(tmp_path):
    """Writes a sound folder of notes with changes, and tells its faults."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "doors.md").write_text(DOCUMENT, encoding="utf-8")

    def check(changes=(), tested=()):
        for name, content in (FILES | dict(changes)).items():
            path = tmp_path / "notes" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = faults_in_notes(tmp_path / "notes", read_library(tmp_path / "corpus"), tested)
        return [str(fault).removeprefix(f"{tmp_path}/notes/") for fault in found]

    return check


def more(name, lines):
    return {f"asked/{name}.txt": f"{FILES[f'asked/{name}.txt']}{lines}\n"}


def test_a_sound_folder_has_no_fault(check):
    assert check() == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            more("doors/knock", "# a comment\n\nDo they… KNOCK?"),
            "asked/doors/knock.txt:6: “Do they… KNOCK?” stands on line 2 already.",
        ),
        (
            more("doors/knock", "may she just walk straight in here without knocking"),
            "asked/doors/knock.txt:4: “may she just walk straight in here without knocking” is nearly "
            "“may she walk straight in here without knocking” on line 3.",
        ),
        (
            more("elsewhere/bells", "do they knock?"),
            "asked/elsewhere/bells.txt:3: “do they knock?” also stands in doors/knock.txt:2.",
        ),
        ({"asked/doors/rap.txt": "# must knock\nrap\n"}, "asked/doors/rap.txt:1: nothing has this id."),
        ({"asked/doors/wait.txt": "# must leave\nleave\n"}, "asked/doors/wait.txt:1: its first line is not “# ” and"),
        ({"asked/doors/wait.txt": "do they wait\n"}, "asked/doors/wait.txt:1: its first line is not “# ” and the"),
        ({"asked/doors/wait.txt": "# must wait\n\n"}, "asked/doors/wait.txt:1: it holds no way of asking."),
        ({"asked/doors/wait.txt": b"# must wait\n\xff\n"}, "asked/doors/wait.txt:2: it is not in UTF-8."),
        ({"asked/doors/wait.txt": None}, "asked/doors/wait.txt: there is no such file of ways of asking."),
        ({"asked/distress/grief.txt": "# grief\nshe died\n"}, "asked/distress/distress.txt: there is no such file"),
    ],
)
def test_a_fault_is_told_with_file_and_line_and_what_to_do(check, changes, told):
    found = check(changes)
    assert any(fault.startswith(told) for fault in found), found


def test_quotes_in_no_or_several_passages_are_told_together(check):
    changed = FILES["doors.yaml"].replace("must knock", "must").replace("must wait", "must leave")
    said = check({"doors.yaml": changed})
    assert "doors.yaml:3: “must” stands in 2 passages of its document. Quote the document as it is now." in said
    assert "doors.yaml:4: “must leave” stands in no passage of its document. Quote the document as it is now." in said


@pytest.mark.parametrize("turn", ["Do they knock?", "may she please walk straight in here without knocking"])
def test_what_an_answer_test_asks_is_told_without_its_words(check, turn):
    (said,) = check(tested=[turn])
    assert said.startswith("asked/doors/knock.txt:")
    assert not any(words in said for words in ("they", "straight", "please"))


def test_an_ordinary_question_that_sounds_alarming_stands_in_both_places(check):
    names = ("distress", "struggling", "everyday", "emergency", "grief")
    cries = {f"asked/distress/{name}.txt": f"# {name}\nfor {name}\n" for name in names}
    cries["asked/distress/everyday.txt"] += "do they knock\n"
    assert check(cries) == []
    cries["asked/distress/grief.txt"] += "Do they knock\n"
    assert check(cries) == [
        "asked/distress/grief.txt:3: “Do they knock” also stands in distress/everyday.txt:3. Leave it where it belongs."
    ]


def test_ways_of_asking_on_a_document_that_is_not_in_are_no_strays(check):
    notes = FILES["doors.yaml"].replace("They", "Panes").replace("document: doors", "document: windows")
    assert check({"windows.yaml": notes, "asked/windows/knock.txt": "# must knock\nis it glass\n"}) == []


def test_words_count_whatever_their_capitals_apostrophes_and_punctuation():
    assert words_of("Can’t I?") == words_of("cant i") == ("cant", "i")
    assert words_of(" ?? ") == ("??",)


def test_what_prefix_filtering_finds_is_what_comparing_all_pairs_finds():
    texts = OUR_NOTES.joinpath("asked/distress/everyday.txt").read_text(encoding="utf-8").splitlines()[:400]
    texts += [f"{text} {word}" for text, word in zip(texts, ("now", "please", "at all") * 200, strict=False)]
    sets = [frozenset(words_of(text)) for text in texts]
    pairs = [
        (one, other)
        for one, words in enumerate(sets)
        for other, others in enumerate(sets)
        if min(len(words), len(others)) >= 5 and len(words & others) >= 0.8 * len(words | others)
    ]
    near = NearDuplicates(texts)
    assert [(one, other) for one, text in enumerate(texts) for other in near.of(text)] == pairs
    assert len(pairs) > 1000


def test_many_ways_of_asking_are_checked_in_a_few_seconds(check):
    names = ["alpha", "beta", "gamma", "delta", "omega"]
    lines = "\n".join(f"is {names[n % 5]} {n} by {n % 97} or {n % 101} of {n * 7}" for n in range(15_000))
    started = time.process_time()
    assert (
        check(more("doors/knock", lines), tested=[f"would {n} do for a test of {n} things" for n in range(700)]) == []
    )
    assert time.process_time() - started < 10


@pytest.mark.parametrize("name", SHAPES)
def test_the_schemas_are_those_of_the_models(name):
    told = "Run: python -m corpus.note_schemas"
    assert (OUR_NOTES / name).read_text(encoding="utf-8") == schema_of(SHAPES[name]), told


def test_the_schemas_are_written_anew(tmp_path):
    write_schemas(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(SHAPES)


@pytest.mark.parametrize("path", sorted(OUR_NOTES.glob("*.yaml")), ids=lambda path: path.name)
def test_our_files_fit_the_schema_that_they_name(path):
    import yaml

    text = path.read_text(encoding="utf-8")
    name = text.partition("\n")[0].removeprefix("# yaml-language-server: $schema=")
    validator = Draft202012Validator(json.loads((OUR_NOTES / name).read_text(encoding="utf-8")))
    values = yaml.safe_load(text)
    assert list(validator.iter_errors(values)) == []
    shape = {"elsewhere.yaml": ElsewhereFile, "readings.yaml": ReadingsFile}.get(path.name, NotesFile)
    assert SHAPES[name] is shape


def test_every_way_of_asking_of_ours_is_sound_and_none_is_taken_from_a_test():
    from assistant.commands.notes import tested_in
    from corpus.paths import OUR_ANSWER_TESTS

    tested = tested_in(OUR_ANSWER_TESTS)
    assert len(tested) > 300
    assert [str(fault) for fault in faults_in_notes(OUR_NOTES, read_library(OUR_DOCUMENTS), tested)] == []
