"""Documents are added, described, removed and brought back; whatever ends the process, the list of them is whole."""

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import same_words as made

from corpus.collection import Collection
from corpus.document import Kind, Status
from corpus.errors import AssistantError
from corpus.formats.reading import NotReadableError
from corpus.library import read_library
from corpus.paths import ROOT

KNOCK = "Inspectors must knock first."
GOVUK = '<link rel="canonical" href="https://www.gov.uk/doors"><main><h1>Doors</h1><p>Inspectors must knock.</p></main>'


@pytest.fixture
def collection(tmp_path):
    return Collection(tmp_path)


@pytest.fixture
def added(collection):
    """Adds a text of one sentence and gives its entry."""

    def added(name, words=KNOCK, known=None, source=""):
        kept = collection.keep([(collection.stage(name, words.encode(), source), known or {})])
        assert not kept.faults
        return (*kept.entries, *kept.unchanged)[0]

    return added


def ids(collection):
    return [entry.id for entry in collection.catalogue.entries]


def files(collection):
    return sorted(path.name for path in collection.folder.rglob("*") if path.is_file() and path.suffix != ".lock")


def test_an_added_document_is_its_file_what_was_read_of_it_and_what_is_known(collection):
    original = made.word()
    staged = collection.stage("Visitor Protocol.docx", original)
    assert collection.documents() == ((), ())
    (entry,) = collection.keep([(staged, {"publisher": "Hill School"})]).entries
    ((document,), faults) = collection.documents()
    assert (document.id, document.title, document.publisher) == ("visitor-protocol", made.TITLE, "Hill School")
    assert (document.kind, faults) == (Kind.OTHER, ())
    assert made.LONG in document.text
    assert collection.original(entry).read_bytes() == original
    assert files(collection) == sorted(
        ["before.json", "catalogue.json", f"{entry.digest}.docx", f"{entry.digest}.json"]
    )


def test_only_a_page_of_govuk_is_guessed_to_be_official(collection):
    official = collection.stage("doors.html", GOVUK.encode()).guesses
    assert (official["kind"], official["status"], official["title"]) == ("guidance", "current", "Doors")
    elsewhere = collection.stage("doors.html", GOVUK.replace("www.gov.uk", "www.gov.uk.example").encode()).guesses
    assert elsewhere["kind"] == "other"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Visits\n\nKnock.\n\n## Doors\n\nWait.", "Visits"),
        ("# Visits\n\n# Doors\n\nWait.", "Visits"),
        ("# Arrival\n\nKnock first.\n\n# Leaving\n\nWait first.", "day plan"),
    ],
)
def test_a_heading_of_one_part_of_several_is_not_taken_for_the_title(collection, text, title):
    assert collection.stage("day-plan.md", text.encode()).guesses["title"] == title


def test_what_is_known_must_be_known_words(collection):
    staged = collection.stage("a.txt", KNOCK.encode())
    for known, said in [
        ({"kind": "law"}, "its kind “law” is not known"),
        ({"url": "javascript:alert(1)"}, "is no address of a page"),
        ({"supersedes": "doors"}, "cannot supersede “doors”, which is not in"),
        ({"title": "x" * 501}, "over 500 characters"),
    ]:
        (fault,) = collection.keep([(staged, known)]).faults
        assert said in str(fault)
        assert "\n" not in str(fault)
    assert ids(collection) == []


def test_one_that_cannot_be_added_does_not_stop_the_others(collection, added):
    added("a.txt")
    again, new = collection.stage("b.md", KNOCK.encode()), collection.stage("c.txt", b"Leaders may wait.")
    kept = collection.keep([(again, {}), (new, {})])
    assert ids(collection) == ["a", "c"]
    assert "b.md: its text is in already, as “a”" in str(kept.faults[0])


def test_a_changed_file_takes_the_place_of_the_one_from_the_same_source(collection, added):
    added("a.txt", source="/folder/a.txt", known={"title": "Knocking"})
    assert collection.keep([(collection.stage("a.txt", KNOCK.encode(), "/folder/a.txt"), {})]).entries == ()
    added("a.txt", "Inspectors must ring first.", source="/folder/a.txt")
    ((document,), _) = collection.documents()
    assert (document.id, document.title, document.text) == ("a", "Knocking", "Inspectors must ring first.")


def test_two_files_of_one_name_are_two_documents(added):
    assert [added("rules.txt").id, added("sub/rules.txt", "Leaders may wait.").id] == ["rules", "rules-2"]


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "C:\\x\\evil.txt", "con.txt", "é" * 300 + ".txt", "\u202etxt.exe.txt"]
)
def test_a_name_never_becomes_a_path(collection, added, tmp_path, name):
    entry = added(name)
    assert len(entry.name) <= 120
    assert files(collection) == sorted(["before.json", "catalogue.json", f"{entry.digest}.txt", f"{entry.digest}.json"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents"]


def test_a_file_that_cannot_be_read_leaves_nothing(collection):
    with pytest.raises(NotReadableError):
        collection.stage("a.pdf", b"%PDF-1.4 broken")
    assert files(collection) == []


def test_every_change_can_be_taken_back_and_brought_again(collection, added):
    added("a.txt")
    collection.remove(["a"])
    assert collection.undo() == "took back: removed “a”"
    assert collection.documents()[0][0].text == KNOCK
    assert collection.undo() == "removed “a”"
    assert ids(collection) == []
    collection.undo()
    collection.describe("a", {"title": "Knocking"})
    collection.undo()
    assert collection.documents()[0][0].title == "a"


def test_what_is_forgotten_is_gone_without_a_trace(collection, added, tmp_path):
    added("a.txt")
    collection.remove(["a"])
    assert any(KNOCK.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    collection.forget()
    assert not any(KNOCK.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    with pytest.raises(AssistantError, match="there is no change to undo"):
        collection.undo()


def test_a_file_that_was_put_aside_waits_to_be_kept_and_is_dropped(collection):
    staged = collection.stage("a.txt", KNOCK.encode())
    assert collection.waiting("a.txt", staged.digest).reading.text == KNOCK
    collection.drop(staged.digest)
    assert files(collection) == []
    for digest in (staged.digest, "../../../etc/passwd"):
        with pytest.raises(AssistantError, match="does not wait to be kept"):
            collection.waiting("a.txt", digest)


def test_a_lost_or_older_reading_is_read_anew_and_a_lost_file_is_named(collection, added):
    entry = added("a.txt")
    reading = collection.folder / "readings" / f"{entry.digest}.json"
    for content in (b"{", b'{"format": 0}'):
        reading.write_bytes(content)
        assert collection.documents()[0][0].text == KNOCK
    reading.unlink()
    collection.original(entry).unlink()
    documents, (fault,) = collection.documents()
    assert documents == ()
    assert "the file of an added document is missing. Add “a.txt” again." in str(fault)


def test_a_damaged_list_is_an_error_and_nothing_is_overwritten(collection, added):
    added("a.txt")
    path = collection.folder / "catalogue.json"
    for content in ("{", '{"entries": [{"id": "a"}]}', path.read_text(encoding="utf-8").replace(".txt", "/../x")):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(AssistantError, match="the list of added documents cannot be read"):
            added("b.txt", "Leaders may wait.")
        assert path.read_text(encoding="utf-8") == content


def test_an_edition_that_supersedes_another_makes_it_superseded(collection, tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "old.md").write_text("---\nstatus: current\n---\nInspectors knock.", encoding="utf-8")
    beside = read_library(tmp_path / "corpus").documents
    collection.keep([(collection.stage("new.txt", KNOCK.encode()), {"supersedes": "old", "dated": "May 2026"})], beside)
    library = read_library(tmp_path / "corpus", None, *collection.documents())
    old, new = library.documents
    assert library.own == (old,)
    assert (old.status, old.superseded_by) == (Status.SUPERSEDED, "“new” (May 2026)")
    assert (old.successor, new.status) == ("new", Status.CURRENT)


def test_a_folder_that_cannot_be_written_and_a_full_disk_are_named(tmp_path, collection, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(AssistantError, match=r"cannot be kept there .*Choose another folder with --data"):
        Collection(tmp_path / "file").stage("a.txt", KNOCK.encode())

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AssistantError, match=r"No space left on device.*Free the disk"):
        collection.stage("a.txt", KNOCK.encode())
    assert files(collection) == []


def test_several_writers_at_once_lose_nothing(collection):
    staged = [collection.stage(f"{n}.txt", f"Visitor number {n} waits.".encode()) for n in range(6)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda each: Collection(collection.folder.parent).keep([(each, {})]), staged))
    assert sorted(ids(collection)) == [f"{n}" for n in range(6)]


ADDING = """
import sys
from pathlib import Path
from corpus.collection import Collection
collection = Collection(Path(sys.argv[1]))
staged = collection.stage("0.txt", b"Inspectors must knock first.")
print("ready", flush=True)
while True:
    collection.keep([(staged, {})])
    collection.remove(["0"])
"""


def test_a_process_that_is_killed_leaves_the_documents_before_a_change_or_after_it(collection, tmp_path):
    for wait in (0.003, 0.011, 0.023, 0.04):
        process = subprocess.Popen(
            [sys.executable, "-c", ADDING, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT, text=True
        )
        assert process.stdout.readline() == "ready\n"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        documents, faults = collection.documents()
        assert not faults
        assert [document.text for document in documents] in ([], [KNOCK])
        assert ids(collection) in ([], ["0"])
    collection.undo()
