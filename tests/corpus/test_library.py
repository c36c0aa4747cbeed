"""Which documents are in, and what is said of those that are not."""

import pytest

from corpus.document import Kind
from corpus.errors import AssistantError
from corpus.formats.registry import SUFFIXES
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS

KNOCK, WAIT = "Inspectors must knock first.", "Providers must open the door."


@pytest.fixture
def write(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()

    def write(**files):
        for name, content in files.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return folder

    return write


def refused(folder):
    with pytest.raises(AssistantError) as caught:
        read_library(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_opinion_is_listed_after_rules():
    kinds = [document.kind for document in read_library(OUR_DOCUMENTS).opinion_last]
    assert kinds == [Kind.GUIDANCE, Kind.COMMENTARY]


def test_files_of_all_formats_are_in_by_the_order_of_their_paths(write):
    library = read_library(write(b_md=KNOCK, a_txt=WAIT, c__d_MARKDOWN="Leaders may wait.", _hidden="x"))
    assert [document.id for document in library.documents] == ["a", "b", "c/d"]
    assert not library.faults
    assert [passage.quote for passage in library.passages] == [WAIT, KNOCK, "Leaders may wait."]


def test_a_file_that_is_not_read_is_named_and_never_passed_over(write):
    folder = write(a_md=KNOCK, b_pages="x", c_doc="x", d="x", e_pdf="%PDF", f_html="<p>Leaders may wait.")
    library = read_library(folder)
    assert [document.id for document in library.documents] == ["a", "f"]
    said = [str(fault) for fault in library.faults]
    assert [fault.path.name for fault in library.faults] == ["b.pages", "c.doc", "d", "e.pdf"]
    assert "files that end in .pages are not read. Save it as one of .docx, " in said[0]
    assert "which is not read. Open it in Word and save it as .docx" in said[1]
    assert "files whose names have no ending are not read" in said[2]
    assert "it is damaged or only a part of a PDF" in said[3]


def test_a_readme_is_not_a_document(write):
    library = read_library(write(a_md=KNOCK, README_md=WAIT, sub__ReadMe_txt=WAIT))
    assert [document.id for document in library.documents] == ["a"]


def test_a_document_is_found_by_its_id(write):
    library = read_library(write(a_md=f"---\nid: doors\n---\n{KNOCK}"))
    assert library.document("doors").text == KNOCK
    assert library.document("a") is None


def test_one_bad_file_does_not_stop_the_others(write):
    folder = write(a_md="---\nkind: law\n---\nx", b_md=KNOCK, c_md="---\ndated: 2020-13-45\n---\nx", d_md="")
    (folder / "e.md").write_bytes(b"caf\xe9")
    library = read_library(folder)
    assert [document.id for document in library.documents] == ["b"]
    assert [(fault.path.name, fault.line) for fault in library.faults] == [
        ("a.md", 2),
        ("c.md", 1),
        ("d.md", None),
        ("e.md", 1),
    ]


def test_a_second_file_with_the_same_text_is_named_and_left_out(write):
    library = read_library(write(a_md=KNOCK, b_md=f"---\nid: other\n---\n{KNOCK}\n"))
    assert [document.id for document in library.documents] == ["a"]
    assert "b.md: its text is that of a.md, which is used" in str(library.faults[0])


def test_a_second_file_with_the_same_id_is_named_and_left_out(write):
    library = read_library(write(a_md=f"---\nid: doors\n---\n{KNOCK}", b_md=f"---\nid: doors\n---\n{WAIT}"))
    assert library.document("doors").text == KNOCK
    assert "b.md: its id “doors” is that of a.md, which is used" in str(library.faults[0])


def test_a_link_out_of_the_folder_is_not_followed(write, tmp_path):
    folder = write(a_md=KNOCK)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(WAIT, encoding="utf-8")
    (folder / "b.md").symlink_to(outside / "secret.md")
    (folder / "sub").symlink_to(outside, target_is_directory=True)
    (folder / "gone.md").symlink_to(tmp_path / "gone.md")
    (folder / "ring.md").symlink_to(folder / "ring.md")
    library = read_library(folder)
    assert [document.id for document in library.documents] == ["a"]
    assert [fault.path.name for fault in library.faults] == ["b.md", "gone.md", "ring.md", "sub"]
    assert all("it is a link that leads out of the folder" in str(library.faults[n]) for n in (0, 1, 3))


def test_a_folder_with_a_cyrillic_or_spaced_name_is_read(write):
    library = read_library(write(**{"Дверь — два_md": KNOCK}))
    assert library.documents[0].id == "Дверь — два"


def test_an_empty_folder_is_an_error_that_says_what_to_add(write):
    assert f"holds no document. Add one that ends in {', '.join(sorted(SUFFIXES))}." in refused(write())


def test_a_folder_without_one_readable_document_is_an_error_that_names_the_first_fault(write):
    assert "no document could be read (" in refused(write(a_md="", b_md="---\nkind: law\n---\n"))


def test_a_folder_that_is_not_there_is_an_error(write, tmp_path):
    assert "there is no such folder of documents" in refused(tmp_path / "none")
    assert "there is no such folder of documents" in refused(write(a_md=KNOCK) / "a.md")


def test_a_library_without_notes_has_none(write):
    library = read_library(write(a_md=KNOCK))
    assert (library.notes.of_passages, library.notes.topics, library.notes.asked) == ((), (), ())
