"""A build appears whole or not at all, is never made twice, and heals what is damaged."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from tiny import CountingEncoder, tiny_library

from corpus.errors import AssistantError
from corpus.library import read_library
from corpus.paths import ROOT
from index.build import _only_builder, open_build


@pytest.fixture
def counting(encoder):
    return CountingEncoder(encoder)


@pytest.fixture(scope="module")
def made(tmp_path_factory, encoder):
    """Corpus, notes and data with a build of them; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("made")
    open_build(tiny_library(folder, with_notes=True), encoder, folder / "data")
    return folder


@pytest.fixture
def library(tmp_path):
    return tiny_library(tmp_path)


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def copied(made, tmp_path):
    """A copy of all that was made, whose pointer leads from the copied corpus."""
    shutil.copytree(made, tmp_path / "copy")
    data = tmp_path / "copy" / "data"
    (name,) = json.loads((data / "CURRENT").read_text(encoding="utf-8")).values()
    corpus = tmp_path / "copy" / "corpus"
    (data / "CURRENT").write_text(json.dumps({str(corpus.resolve()): name}), encoding="utf-8")
    return read_library(corpus, tmp_path / "copy" / "notes"), data, data / "builds" / name


def texts_of(build):
    return [passage.statement for passage in build.library.passages]


def test_what_was_built_is_opened_without_embedding_it_again(library, data, counting):
    first = open_build(library, counting, data)
    asked = len(counting.asked)
    second = open_build(library, counting, data)
    assert len(counting.asked) == asked > 0
    assert second.folder == first.folder
    assert np.array_equal(second.vectors, first.vectors)
    assert np.allclose(first.vectors, counting.encode(texts_of(first)), atol=1e-5)


def test_a_build_tells_how_far_it_has_come(library, data, encoder):
    told = []
    open_build(library, encoder, data, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 5), (5, 5)]


def test_a_changed_corpus_is_another_build(tmp_path, library, data, encoder):
    first = open_build(library, encoder, data)
    second = open_build(tiny_library(tmp_path, bells="Inspectors may ring the bell."), encoder, data)
    assert second.manifest.fingerprint != first.manifest.fingerprint
    assert "Inspectors may ring the bell." in texts_of(second)
    assert len(second.vectors) == len(first.vectors) + 1


def test_another_encoder_is_another_build(library, data, encoder, counting):
    first = open_build(library, encoder, data)
    counting.name = "another"
    assert open_build(library, counting, data).manifest.fingerprint != first.manifest.fingerprint


def test_a_rebuild_is_swapped_in(library, data, encoder):
    first = open_build(library, encoder, data)
    second = open_build(library, encoder, data, rebuild=True)
    assert second.folder != first.folder
    assert second.manifest.fingerprint == first.manifest.fingerprint
    assert open_build(library, encoder, data).folder == second.folder


def test_two_corpora_keep_their_builds_in_one_data_folder(tmp_path, library, data, counting):
    other = tiny_library(tmp_path / "other", bells="Inspectors may ring the bell.")
    builds = [open_build(each, counting, data).folder for each in (library, other)]
    asked = len(counting.asked)
    assert [open_build(each, counting, data).folder for each in (library, other)] == builds
    assert len(counting.asked) == asked


def test_builds_that_nobody_uses_are_removed_once_they_are_old(library, data, encoder):
    old = open_build(library, encoder, data).folder
    recent = open_build(library, encoder, data, rebuild=True).folder
    (data / "builds" / "half-done").mkdir()
    for folder in (old, data / "builds" / "half-done"):
        os.utime(folder, (time.time() - 3600,) * 2)
    latest = open_build(library, encoder, data, rebuild=True).folder
    assert sorted((data / "builds").iterdir()) == sorted([recent, latest])


def test_documents_without_a_statement_are_an_error(tmp_path, data, encoder):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# Doors\n", encoding="utf-8")
    with pytest.raises(AssistantError, match="hold no statement"):
        open_build(read_library(tmp_path / "corpus"), encoder, data)


def remove_vectors(build):
    shutil.rmtree(build / "vectors")


def cut_database(build):
    with (build / "vectors" / "chroma.sqlite3").open("r+b") as database:
        database.truncate(5000)


def put_garbage_in_manifest(build):
    (build / "manifest.json").write_bytes(b"\xff{")


def put_a_list_in_manifest(build):
    (build / "manifest.json").write_text("[1, 2]", encoding="utf-8")


def remove_manifest(build):
    (build / "manifest.json").unlink()


def change_vectors(build):
    (path,) = (build / "vectors").rglob("data_level0.bin")
    content = path.read_bytes()
    path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])


def cut_rows(build):
    with (build / "rows.npy").open("r+b") as rows:
        rows.truncate(300)


def remove_build(build):
    shutil.rmtree(build)


def put_garbage_in_pointer(build):
    (build.parent.parent / "CURRENT").write_bytes(b"\xff\x00garbage")


def put_a_list_in_pointer(build):
    (build.parent.parent / "CURRENT").write_text('["a"]', encoding="utf-8")


def put_a_foreign_build_there(build):
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    (build / "manifest.json").write_text(json.dumps({**manifest, "fingerprint": "0" * 16}), encoding="utf-8")


DAMAGES = [
    remove_vectors,
    cut_database,
    put_garbage_in_manifest,
    put_a_list_in_manifest,
    remove_manifest,
    change_vectors,
    cut_rows,
    remove_build,
    put_garbage_in_pointer,
    put_a_list_in_pointer,
    put_a_foreign_build_there,
]


def test_a_copy_of_data_is_opened_as_it_is(made, tmp_path, counting):
    library, data, folder = copied(made, tmp_path)
    assert open_build(library, counting, data).folder == folder
    assert not counting.asked


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_build_is_made_anew_without_a_word(made, tmp_path, counting, damage):
    library, data, folder = copied(made, tmp_path)
    damage(folder)
    build = open_build(library, counting, data)
    assert counting.asked
    assert build.folder != folder
    assert np.allclose(build.vectors, counting.encode(texts_of(build)), atol=1e-5)
    assert open_build(library, counting, data).folder == build.folder


def test_a_data_folder_that_is_a_file_is_one_line(library, data, encoder):
    data.write_text("in the way", encoding="utf-8")
    with pytest.raises(AssistantError, match="choose another folder with --data") as caught:
        open_build(library, encoder, data, rebuild=True)
    assert "\n" not in str(caught.value)


def test_a_fault_while_embedding_leaves_nothing_behind(tmp_path, library, data, encoder):
    class Failing(CountingEncoder):
        def encode(self, _texts):
            raise OSError(errno.ENOSPC, "No space left on device")

    old = open_build(library, encoder, data).folder
    changed = tiny_library(tmp_path, bells="Inspectors may ring the bell.")
    with pytest.raises(AssistantError, match="No space left on device"):
        open_build(changed, Failing(encoder), data, rebuild=True)
    assert list((data / "builds").iterdir()) == [old]


def test_a_second_builder_waits_for_the_first_and_uses_what_it_built(library, data, encoder):
    class Slow(CountingEncoder):
        def encode(self, texts):
            time.sleep(0.5)
            return super().encode(texts)

    slow = Slow(encoder)
    builds = []
    threads = [threading.Thread(target=lambda: builds.append(open_build(library, slow, data))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert builds[0].folder == builds[1].folder
    assert [folder.name for folder in (data / "builds").iterdir()] == [builds[0].folder.name]


def test_a_second_builder_says_who_builds_and_since_when_and_so_does_its_error(library, data, encoder, caplog):
    with _only_builder(data, 1), pytest.raises(AssistantError) as caught:
        open_build(library, encoder, data, patience=0.3)
    for told in (str(caught.value), caplog.messages[0]):
        assert f"another process ({os.getpid()}, since " in told


@pytest.mark.parametrize("call", [1, pytest.param(2, marks=pytest.mark.long)])
def test_a_builder_that_is_killed_leaves_the_old_build_in_use(tmp_path, data, counting, call):
    old_library = tiny_library(tmp_path)
    old = open_build(old_library, counting, data)
    asked = len(counting.asked)
    new_library = tiny_library(tmp_path, bells="Inspectors may ring the bell.")
    program = f"from pathlib import Path; from tiny import build_until_killed as b; b(Path({str(tmp_path)!r}), {call})"
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "support")))
    with subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": paths}) as builder:
        deadline = time.time() + 120
        while not (tmp_path / "stalled").exists() and time.time() < deadline and builder.poll() is None:
            time.sleep(0.05)
        builder.send_signal(signal.SIGKILL)
    assert (tmp_path / "stalled").exists()
    assert len(list((data / "builds").iterdir())) == 2
    assert open_build(old_library, counting, data).folder == old.folder
    assert len(counting.asked) == asked
    new = open_build(new_library, counting, data, patience=5)
    assert "Inspectors may ring the bell." in texts_of(new)
    assert open_build(new_library, counting, data).folder == new.folder


@pytest.fixture
def read_only(tmp_path):
    """Makes a folder read-only for everybody, the administrator included, where the system lets us."""
    mounted: list[Path] = []

    def read_only(folder):
        for command in (["mount", "--bind", folder, folder], ["mount", "-o", "remount,ro,bind", folder]):
            if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
                break
        else:
            mounted.append(folder)
            return
        for path in sorted(folder.rglob("*"), reverse=True):
            path.chmod(0o555 if path.is_dir() else 0o444)
        folder.chmod(0o555)
        if os.access(folder, os.W_OK):
            pytest.skip("this user may write everywhere, and may not mount a folder read-only")

    yield read_only
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)
    for path in (tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())):
        path.chmod(0o755)


def test_a_read_only_data_folder_is_still_opened(made, tmp_path, counting, read_only):
    library, data, folder = copied(made, tmp_path)
    read_only(data)
    build = open_build(library, counting, data)
    assert build.folder == folder
    assert not counting.asked
    assert np.allclose(build.vectors, counting.encode(texts_of(build)), atol=1e-5)


def answers_from_memory(build, data, caplog, encoder):
    assert build.folder == data
    assert np.allclose(build.vectors, encoder.encode(texts_of(build)), atol=1e-5)
    assert len(caplog.messages) == 1
    assert len(caplog.messages[0].splitlines()) == 1


def test_a_read_only_data_folder_without_the_build_is_answered_from_memory(made, tmp_path, encoder, read_only, caplog):
    library, data, folder = copied(made, tmp_path)
    remove_build(folder)
    read_only(data)
    answers_from_memory(open_build(library, encoder, data), data, caplog, encoder)
    assert str(data) in caplog.messages[0]
    with pytest.raises(AssistantError) as caught:
        open_build(library, encoder, data, rebuild=True)
    assert "--data" in str(caught.value)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 KB, where the system lets us mount one."""
    place = tmp_path / "small"
    place.mkdir()
    made = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("this user may not mount a disk")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_leaves_nothing_half_and_is_told(library, small_disk, encoder, caplog):
    data = small_disk / "data"
    answers_from_memory(open_build(library, encoder, data), data, caplog, encoder)
    assert [path for path in (data / "builds").rglob("*") if path.is_file()] == []
    with pytest.raises(AssistantError) as caught:
        open_build(library, encoder, data, rebuild=True)
    assert "Free the disk" in str(caught.value)
    assert "index --rebuild" not in str(caught.value)


def test_a_full_temporary_folder_does_not_matter_to_a_sound_index(made, tmp_path, small_disk, counting, monkeypatch):
    library, data, folder = copied(made, tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    assert open_build(library, counting, data).folder == folder
    assert not counting.asked


def test_only_what_is_new_is_embedded_and_it_gives_the_same_as_all_anew(tmp_path, library, data, encoder, counting):
    open_build(library, encoder, data)
    grown = tiny_library(tmp_path, bells="Inspectors may ring the bell.")
    build = open_build(grown, counting, data)
    assert set(counting.asked) == {texts_of(build)[0]}
    assert np.allclose(build.vectors, encoder.encode(texts_of(build)), atol=1e-5)


def test_what_another_encoder_embedded_is_not_taken_over(library, data, encoder, counting):
    open_build(library, encoder, data)
    counting.name = "another"
    build = open_build(library, counting, data)
    assert set(counting.asked) == set(texts_of(build))
