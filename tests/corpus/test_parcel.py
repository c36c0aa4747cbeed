"""The whole collection travels as one zip, and nothing in it is trusted."""

import io
import zipfile

import pytest

from corpus.collection import Collection
from corpus.errors import AssistantError
from corpus.parcel import CATALOGUE, export, packed, unpack


@pytest.fixture
def filled(tmp_path):
    collection = Collection(tmp_path / "here")
    one = collection.stage("Knocking.txt", b"Inspectors must knock first.")
    two = collection.stage("waiting.md", b"# Waiting\n\nLeaders may wait.")
    collection.keep([(one, {"title": "Doors", "publisher": "Hill School", "kind": "commentary"})])
    collection.keep([(two, {"supersedes": "knocking", "title": ""})])
    return collection


def test_what_is_exported_is_imported_elsewhere_just_so(filled, tmp_path):
    assert export(filled, tmp_path / "all.zip") == 2
    there = Collection(tmp_path / "there")
    kept, faults = unpack(there, "all.zip", (tmp_path / "all.zip").read_bytes())
    assert (len(kept.entries), kept.faults, faults) == (2, (), ())
    assert there.documents() == filled.documents()
    assert [(e.id, e.name, e.known) for e in there.catalogue.entries] == [
        (e.id, e.name, e.known) for e in filled.catalogue.entries
    ]
    there.undo()
    assert there.documents() == ((), ())


def test_nothing_to_export_is_said(tmp_path):
    with pytest.raises(AssistantError, match="no document was added yet"):
        export(Collection(tmp_path), tmp_path / "all.zip")


def repacked(content, change):
    """The zip with some of its files changed: a change gives new content, or None to leave the file out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (inner := change(name, old.read(name))) is not None:
                new.writestr(name, inner)
    return out.getvalue()


def test_one_bad_file_in_it_does_not_stop_the_others(filled, tmp_path):
    content, _ = packed(filled)
    for change, said in [
        (lambda name, inner: None if name.endswith(".txt") else inner, "its file is not in the zip"),
        (lambda name, inner: b"\0\0" if name.endswith(".txt") else inner, "no text found"),
    ]:
        there = Collection(tmp_path / said[:3])
        kept, faults = unpack(there, "all.zip", repacked(content, change))
        assert said in str(faults[0])
        assert "all.zip/Knocking.txt" in str(faults[0])
        assert "cannot supersede “knocking”" in str(kept.faults[0])


@pytest.mark.parametrize(
    "change",
    [
        lambda name, inner: None if name == CATALOGUE else inner,
        lambda name, inner: b"{" if name == CATALOGUE else inner,
        lambda name, inner: inner.replace(b".txt", b"/../../x") if name == CATALOGUE else inner,
    ],
)
def test_a_zip_without_a_sound_list_is_refused(filled, tmp_path, change):
    content, _ = packed(filled)
    with pytest.raises(AssistantError) as caught:
        unpack(Collection(tmp_path / "there"), "all.zip", repacked(content, change))
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "there" / "documents" / "catalogue.json").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello"])
def test_what_is_no_zip_is_refused(tmp_path, content):
    with pytest.raises(AssistantError, match="it is no zip of exported documents"):
        unpack(Collection(tmp_path), "all.zip", content)


def test_a_zip_that_says_it_unfolds_to_too_much_is_refused_before_it_is_unpacked(filled, tmp_path, monkeypatch):
    content, _ = packed(filled)
    monkeypatch.setattr("corpus.parcel.MOST_BYTES", 50)
    with pytest.raises(AssistantError, match="it unfolds to more than"):
        unpack(Collection(tmp_path / "there"), "all.zip", content)
    assert not (tmp_path / "there").exists()
