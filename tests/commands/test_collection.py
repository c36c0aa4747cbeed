"""Documents come in and go from a terminal as docs/documents.md tells; the commands of that page are run here."""

import re
import threading

import pytest
from followed import follow

from assistant.watching import changes
from assistant.watching import follow as follow_folder
from corpus.collection import Collection
from corpus.document import Kind
from corpus.paths import ROOT

TEXT = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PROTOCOL = "Visitors wait in the blue room until the porter calls them."


@pytest.fixture
def own(command, tmp_path, monkeypatch):
    """The command line in a folder with an empty data folder."""
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "data"))
    return lambda *arguments: command(*arguments, cwd=tmp_path)


def test_the_commands_of_the_page_give_what_is_written_below_them(command, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "data"))
    follow(BLOCKS, tmp_path, command)


def test_a_folder_is_added_whole_and_what_cannot_be_read_is_named(own, tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "visits.txt").write_text(PROTOCOL, encoding="utf-8")
    (tmp_path / "files" / "again.md").write_text(PROTOCOL, encoding="utf-8")
    (tmp_path / "files" / "broken.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "files" / "slides.pptx").write_bytes(b"x")
    done = own("add", "files", "nowhere.md", "--kind", Kind.OTHER.called)
    assert done.returncode == 1
    assert "Added “again” as again: your document" in done.stdout
    told = done.stderr.splitlines()
    for said in (
        "broken.pdf: it is damaged",
        "slides.pptx: it is slides",
        "nowhere.md: No such file",
        "visits.txt: its text is in already",
    ):
        assert any(said in line for line in told)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("remove", "nobody"), "nobody: no document of this id was added (there are: none). Name one of them."),
        (("undo",), "there is no change to undo"),
        (("export", "all.zip"), "no document was added yet"),
        (("import", "all.zip"), "all.zip: No such file or directory"),
        (("add", "nowhere.md"), "nowhere.md: No such file or directory. Check the file and its rights."),
        (("watch", "nowhere"), "nowhere: there is no such folder. Name the folder to watch."),
    ],
)
def test_what_cannot_be_done_is_one_line(own, arguments, said):
    done = own(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_watched_folder_is_kept_up_with(tmp_path):
    folder, collection = tmp_path / "watched", Collection(tmp_path / "data")
    folder.mkdir()
    one, two = folder / "one.txt", folder / "two.txt"
    one.write_text(PROTOCOL, encoding="utf-8")
    seen = changes(folder)
    steps = [
        lambda: two.write_text("Leaders may wait.", encoding="utf-8"),
        lambda: one.write_text("Visitors wait outside.", encoding="utf-8"),
        one.unlink,
    ]
    texts = []
    for step in (*steps, None):
        next(seen)
        follow_folder(collection, folder, ())
        texts.append([document.text for document in collection.documents()[0]])
        if step:
            threading.Timer(0.3, step).start()
    assert texts == [
        [PROTOCOL],
        [PROTOCOL, "Leaders may wait."],
        ["Visitors wait outside.", "Leaders may wait."],
        ["Leaders may wait."],
    ]
