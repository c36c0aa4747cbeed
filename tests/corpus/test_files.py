"""Atomic file writes: the old content or the new, never a part of it, and nothing left lying about."""

import os

import pytest

from corpus.files import write_whole


def test_a_file_is_made_with_its_folder_and_replaced(tmp_path):
    path = tmp_path / "deep" / "er" / "file.txt"
    for content in (b"first", b"", b"second \xff"):
        write_whole(path, content)
        assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_fails_on_the_way_leaves_the_old_content_alone(tmp_path, monkeypatch, step):
    path = tmp_path / "file.txt"
    write_whole(path, b"old")

    def fails(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(OSError, match="disk is full"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_long_name_can_be_written(tmp_path):
    path = tmp_path / ("x" * 250)
    write_whole(path, b"x")
    assert list(tmp_path.iterdir()) == [path]
