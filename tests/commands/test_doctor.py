"""`python -m assistant doctor`: what it needs is there, or what to do about it is told."""

import json
import shutil
import sqlite3
from dataclasses import replace

import pytest

from assistant.checkup import State, about_documents, findings, learned
from assistant.libraries import read_our_library
from assistant.settings import Settings
from index.learned import readings
from index.stores.sqlite import need_sqlite


def stands(found):
    return {each.about: each.state for each in found}


@pytest.mark.usefixtures("assistant")  # which has made the index by now
def test_all_is_well_where_it_was_set_up(command):
    done = command("doctor", "--json", ASSISTANT_PORT=0)
    found = {each["about"]: each for each in json.loads(done.stdout)}
    assert {"Python", "SQLite", "Model", "Documents", "What was learned", "Index", "Port", "Disk", "Memory"} <= set(
        found
    )
    assert {name: each["told"] for name, each in found.items() if each["state"] == "stops"} == {}
    assert found["Index"]["state"] == "good"
    assert done.returncode in {0, 3}


def test_what_stops_it_is_told_with_what_to_do_and_the_exit_code(command, tmp_path):
    (tmp_path / "corpus").mkdir()
    done = command("doctor", "--corpus", tmp_path / "corpus", "--data", tmp_path / "data", ASSISTANT_PORT=0)
    assert done.returncode == 1
    assert "✗ Documents: " in done.stdout
    assert "Add one that ends in .docx" in done.stdout


def test_what_wants_a_look_does_not_stop_it(command, tmp_path, settings):
    shutil.copytree(settings.corpus, tmp_path / "corpus")
    (tmp_path / "corpus" / "torn.docx").write_bytes(b"no zip")
    done = command("doctor", "--corpus", tmp_path / "corpus", "--data", tmp_path / "data", ASSISTANT_PORT=0)
    assert done.returncode == 3
    assert "! Document: " in done.stdout
    assert "torn.docx" in done.stdout
    assert "! Index: none that fits these documents" in done.stdout


def test_a_damaged_index_and_a_taken_port_are_seen(site, assistant, tmp_path, settings):
    data = shutil.copytree(settings.data, tmp_path / "data")
    next((data / "builds" / assistant.build.folder.name).rglob("chroma.sqlite3")).write_bytes(b"")
    taken = Settings(data=data, port=int(site.rpartition(":")[2]))
    found = list(findings(taken))
    assert stands(found)["Index"] is State.LOOK
    assert stands(found)["Port"] is State.LOOK


def test_notes_that_were_changed_since_training_stop_it(settings):
    library = read_our_library(settings)
    vars(library)["notes"] = replace(library.notes, topics=library.notes.topics[1:])  # kept as it would be once read
    found = learned(settings, library)
    assert found.state is State.STOPS
    assert "was fitted to other notes" in found.told
    assert found.mend == "Run “make train”"


def test_what_is_learned_and_damaged_wants_a_look_since_words_are_still_gone_by(settings, monkeypatch, tmp_path):
    (tmp_path / "readings.npz").write_bytes(b"torn")
    monkeypatch.setattr(readings, "FITTED", tmp_path / "readings.npz")
    found = learned(settings, read_our_library(settings))
    assert found.state is State.LOOK
    assert "by their words alone" in found.told
    assert "git checkout -- index/learned" in found.mend


def test_guidance_that_nobody_looked_up_is_named(assistant):
    library = assistant.library
    forgotten = replace(library.documents[0], unchecked="not checked since 2025-01-01")
    (found,) = about_documents(replace(library, documents=(forgotten, *library.documents[1:]), faults=()))
    assert found.state is State.LOOK
    assert found.told == f"{forgotten.title}: not checked since 2025-01-01"
    assert "update" in found.mend


def test_an_old_sqlite_is_one_line(command, monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    done = command("doctor", ASSISTANT_PORT=0)
    assert done.returncode == 1
    assert "is older than 3.35.0, which Chroma needs" in done.stdout
    with pytest.raises(Exception, match=r"SQLite of this Python: .* Use a newer Python"):
        need_sqlite()


def test_where_a_start_spends_its_time_is_a_table(command):
    done = command("doctor", "--timings", "--json")
    steps = json.loads(done.stdout)
    assert {"Documents", "Model", "First answer", "Gradio and the whole front page"} <= {each["step"] for each in steps}
    assert all(each["seconds"] >= 0 for each in steps)
