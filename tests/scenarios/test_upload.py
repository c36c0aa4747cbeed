"""Files and zips that a trainer adds, some of them made to do harm."""

import struct
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from sound import SOUND

from assistant.scenarios.upload import LARGEST, LARGEST_FILE, MOST_ENTRIES, MOST_FILES, read_upload


def zipped(*entries, compression=zipfile.ZIP_DEFLATED):
    parcel = BytesIO()
    with zipfile.ZipFile(parcel, "w", compression) as file:
        for name, content in entries:
            file.writestr(name, content)
    return parcel.getvalue()


def told(content, name="mine.zip"):
    read = read_upload(name, content)
    return [str(fault) for fault in read.faults], [scenario.id for scenario in read.scenarios]


def numbered(count):
    return [(f"{n}.yaml", SOUND.replace("at-the-door", f"door-{n}")) for n in range(count)]


def test_a_file_and_a_zip_of_files_are_read():
    assert told(SOUND.encode(), "mine.yaml") == ([], ["at-the-door"])
    faults, ids = told(zipped(*numbered(2), ("notes/read me.txt", "x"), ("__MACOSX/._1.yaml", b"\0\1")))
    assert (faults, ids) == ([], ["door-0", "door-1"])


def test_one_bad_file_does_not_stop_the_others():
    faults, ids = told(zipped(("sub/a.yaml", SOUND.replace("minutes: 20", "minutes: 2")), *numbered(1)))
    assert ids == ["door-0"]
    assert faults == ["mine.zip/a.yaml:5: “minutes” is 2. Write 5 or more."]


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/a.yaml", "/etc/a.yaml", "..\\..\\a.yaml", "C:\\a.yaml", "a/../../../a.yaml"]
)
def test_a_name_that_leads_out_leads_nowhere(tmp_path, monkeypatch, name):
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    faults, ids = told(zipped((name, SOUND)))
    assert (faults, ids) == ([], ["at-the-door"])
    assert list(tmp_path.rglob("*")) == [inner]


def test_a_bomb_is_let_out_only_as_far_as_a_scenario_may_go():
    bomb = zipped(("bomb.yaml", b"#" * 200_000_000))
    assert len(bomb) < LARGEST
    tracemalloc.start()
    assert told(bomb) == ([f"mine.zip/bomb.yaml: it is over {LARGEST_FILE:,} bytes. Shorten it."], [])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20 * LARGEST_FILE


def test_a_bomb_that_lies_about_its_size_is_let_out_no_further():
    bomb = bytearray(zipped(("bomb.yaml", b"#" * 50_000_000)))
    for place in (bomb.find(b"PK\3\4") + 22, bomb.find(b"PK\1\2") + 24):
        bomb[place : place + 4] = struct.pack("<I", 10)
    faults, ids = told(bytes(bomb))
    assert len(faults) == 1
    assert ids == []


def test_too_many_are_refused():
    faults, ids = told(zipped(*numbered(MOST_FILES + 1)))
    assert (len(faults), ids) == (1, [])
    assert "more than 20 scenarios" in faults[0]
    assert told(zipped(*((f"{n}.txt", "") for n in range(MOST_ENTRIES + 1))))[1] == []


def test_a_zip_in_a_zip_is_not_opened():
    assert told(zipped(("inner.zip", zipped(*numbered(1))))) == (
        ["mine.zip: it holds no file that ends in .yaml. Put your scenarios in it."],
        [],
    )


def test_what_is_too_large_is_refused_unread():
    assert "over 1,000,000 bytes" in told(b"PK" + b"x" * LARGEST)[0][0]


def locked():
    """A zip that says that its entry has a password."""
    content = bytearray(zipped(*numbered(1)))
    content[content.find(b"PK\3\4") + 6] |= 1
    content[content.find(b"PK\1\2") + 8] |= 1
    return bytes(content)


def oddly_packed():
    content = bytearray(zipped(*numbered(1)))
    for place in (content.find(b"PK\3\4") + 8, content.find(b"PK\1\2") + 10):
        content[place : place + 2] = struct.pack("<H", 99)
    return bytes(content)


def damaged():
    content = bytearray(zipped(*numbered(1)))
    content[60:90] = b"\xff" * 30
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"PK",
        b"PK\3\4" + b"\0" * 40,
        zipped(*numbered(1))[:-30],
        zipped(*numbered(1))[:200],
        locked(),
        oddly_packed(),
        damaged(),
        zipped(*numbered(1), compression=zipfile.ZIP_LZMA)[:-200],
    ],
    ids=["two-bytes", "zeros", "no-end", "cut", "locked", "oddly-packed", "damaged", "cut-lzma"],
)
def test_what_cannot_be_unpacked_is_told_in_one_line(content):
    faults, ids = told(content)
    assert ids == []
    assert len(faults) == 1
    assert faults[0].startswith("mine.zip")
    assert "\n" not in faults[0]


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ"), ("a.yaml", b"\xff\xfe\xfd"), ("", b""), ("..", b"x")])
def test_what_is_neither_is_told_in_one_line(name, content):
    faults, ids = told(content, name)
    assert (len(faults), ids) == (1, [])
