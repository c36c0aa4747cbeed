"""The texts that spans count in, as files."""

import pytest

from assistant.output.texts import text_file
from corpus.document import Document
from corpus.errors import AssistantError


def test_the_file_holds_the_text_character_for_character(tmp_path):
    document = Document("doors", "Doors", "Inspectors’ “knock”\n\n- wait 😀\n", ())
    path = text_file(document, tmp_path)
    assert path.read_bytes().decode("utf-8") == document.text
    assert path.is_absolute()
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_the_same_text_is_written_once_and_another_text_elsewhere(tmp_path):
    one, same, other = (text_file(Document("doors", "Doors", text, ()), tmp_path) for text in ("a", "a", "b"))
    assert one == same != other


def test_an_id_cannot_lead_out_of_the_folder(tmp_path):
    for name in ("../../x", "/etc/x", "a/b", "x" * 300, "con\\:*?"):
        assert text_file(Document(name, "T", "words", ()), tmp_path).parent == tmp_path / "texts"


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(AssistantError, match=r"the texts cannot be written .*Choose another with --data") as caught:
        text_file(Document("doors", "Doors", "words", ()), tmp_path / "data")
    assert "\n" not in str(caught.value)
