"""Files of what is learned, damaged in a hundred ways: got back where there is a repository, else told in one line."""

import random
import subprocess

import pytest

from corpus.errors import AssistantError
from corpus.note_reader import read_cries_for_help
from corpus.paths import OUR_NOTES
from index.learned import readings
from index.learned.answerability import WEIGHTS, read_answerability
from index.learned.distress import ARTEFACT, load_distress

SOUND = {"readings": readings.FITTED, "distress": ARTEFACT, "answerability": WEIGHTS}


@pytest.fixture(scope="module")
def readers(encoder):
    cries = read_cries_for_help(OUR_NOTES)
    return {
        "readings": lambda path: readings.load(path, encoder.name),
        "distress": lambda path: load_distress(encoder.name, cries, path),
        "answerability": lambda path: read_answerability(encoder.name, path),
    }


def damaged(content):
    """The content in ways that a power cut, a bad disk or a curious hand leave behind."""
    chance = random.Random(14)  # noqa: S311 (the same each time)
    yield from (
        b"",
        b"\0" * len(content),
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\0" * 18,
        b"\x93NUMPY",
        b"null",
        b"[" * 100_000,
    )
    yield from (
        b'{"encoder": "x", "bias": NaN}',
        b'{"bias": "a"}',
        b"[1]",
        b"version https://git-lfs.github.com/spec/v1",
    )
    yield from (content[: chance.randrange(len(content))] for _ in range(11))
    yield content[len(content) // 2 :]
    for _ in range(11):
        start = chance.randrange(len(content))
        yield content[:start] + chance.randbytes(min(64, len(content) - start)) + content[start + 64 :]


def fault_of(reader, path):
    try:
        reader(path)
    except AssistantError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", SOUND)
def test_whatever_is_wrong_with_it_is_told_in_one_line(tmp_path, readers, name):
    path, refused = tmp_path / "learned", 0
    for content in damaged(SOUND[name].read_bytes()):
        path.write_bytes(content)
        if said := fault_of(readers[name], path):
            refused += 1
            assert len(said.splitlines()) == 1
            assert "git checkout" in said or "make train" in said
    assert refused >= 25


@pytest.mark.parametrize("name", SOUND)
def test_in_a_checkout_it_is_got_back_once_and_said_so(tmp_path, readers, name, caplog):
    sound = SOUND[name].read_bytes()
    path = tmp_path / "learned" / SOUND[name].name
    path.parent.mkdir()
    committed(path, sound)
    for content in (b"", b"\0" * len(sound)):
        path.write_bytes(content)
        assert fault_of(readers[name], path) == ""
        assert path.read_bytes() == sound
    path.unlink()
    assert fault_of(readers[name], path) == ""
    assert [each.getMessage().count("got back") for each in caplog.records] == [1, 1, 1]


def test_what_the_repository_holds_is_refused_where_it_is_damaged_too(tmp_path, readers):
    path = tmp_path / "learned.npz"
    committed(path, b"torn")
    path.write_bytes(b"")
    assert "make train" in fault_of(readers["distress"], path)
    assert path.read_bytes() == b"torn"


def committed(path, content):
    path.write_bytes(content)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost", "-C", str(path.parent)]
    for command in (["init", "-q"], ["add", path.name], ["commit", "-qm", "it"]):
        subprocess.run([*git, *command], check=True)
