"""A file becomes a document, or a fault that names its line."""

import pytest

from corpus.document import Kind, Status
from corpus.reader import UnreadableDocumentError, read_document, visible

BODY = "Inspectors must knock first.\n"


@pytest.fixture
def read(tmp_path):
    def read(content, name="doc.md"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_document(path, path.stem)

    return read


@pytest.fixture
def fault(read):
    def fault(content, name="doc.md"):
        with pytest.raises(UnreadableDocumentError) as caught:
            read(content, name)
        assert "\n" not in str(caught.value)
        return caught.value.fault

    return fault


def test_a_file_without_front_matter_is_named_by_its_heading_and_the_rest_is_not_known(read):
    document = read(f"# Knocking\n\n{BODY}")
    assert (document.id, document.title) == ("doc", "Knocking")
    assert (document.kind, document.status) == (Kind.OTHER, Status.UNKNOWN)
    assert {document.publisher, document.author, document.dated, document.licence} == {"not stated"}


def test_a_file_without_front_matter_or_heading_is_named_by_its_file(read):
    assert read(BODY, "doors-and-knocking.txt").title == "doors and knocking"


def test_front_matter_says_what_is_known(read):
    document = read(f"---\nid: doors\ntitle: Doors\nkind: guidance\nstatus: current\ndated: 2025-11-10\n---\n{BODY}")
    assert (document.id, document.title, document.kind, document.status) == ("doors", "Doors", "guidance", "current")
    assert document.dated == "2025-11-10"
    assert document.text == BODY.strip()


@pytest.mark.parametrize("word", ["local", "other"])
def test_a_document_of_one_s_own_is_called_local_and_its_older_name_is_read_too(read, word):
    assert read(f"---\nkind: {word}\n---\n{BODY}").kind is Kind.OTHER
    assert Kind.OTHER.called == "local"


def test_an_empty_field_is_a_field_left_out(read):
    assert read(f"---\nid:\ntitle:\npublisher:\n---\n{BODY}").publisher == "not stated"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("kindd: guidance", "unknown field “kindd”"),
        ("1: one", "unknown field “1”"),
        ("kind: law", "kind “law” is not known"),
        ("status: old", "status “old” is not known"),
        ("publisher: [a, b]", "“publisher” must be one line"),
        ("dated: 2020-13-45", "month must be in 1..12"),
        ("title: a: b", "mapping values are not allowed"),
        ("title: !!python/object:os.system x", "could not determine a constructor"),
        (f"dated: {'9' * 5000}", "a number of 5,000 digits"),
    ],
)
def test_a_fault_of_the_front_matter_is_named(fault, field, said):
    found = fault(f"---\nid: doors\n{field}\n---\n{BODY}")
    assert said in str(found)
    assert str(found).startswith(f"{found.path}:")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title: " + "[" * 20_000, "20,000"),
        ("title: " + "[" * 19_000, "nested more than 4 deep"),
        ("dated: 0x" + "f" * 9_000, "digits"),
        ("title: &a x\nauthor: *a", "quote the text it opens"),
        ("title: !!binary aGVsbG8=", "must be one line"),
        ("title: !!set {a, b}", "must be one line"),
    ],
)
def test_front_matter_that_would_cost_too_much_is_refused(fault, field, said):
    assert said in str(fault(f"---\n{field}\n---\n{BODY}"))


def test_escapes_in_front_matter_are_cleaned_like_the_text(read):
    document = read(f'---\ntitle: "Do\\0o\\u202er\\ns"\npublisher: "A\\u200bB"\n---\n{BODY}')
    assert (document.title, document.publisher) == ("Door s", "AB")


@pytest.mark.parametrize("field", ["kindd: guidance", "kind: law", "publisher: [a]", "title: a: b", "id: !x y"])
@pytest.mark.parametrize("above", ["", "\n\n", "\ufeff"])
def test_a_fault_of_the_front_matter_is_found_on_its_line(fault, field, above):
    assert fault(f"{above}---\nauthor: A. Head\n{field}\n---\n{BODY}").line == 3 + above.count("\n")


def test_words_between_two_rules_are_no_front_matter_and_are_kept(read):
    assert "knock first" in read("---\nInspectors must knock first.\n---\nThen they wait.").text
    assert "a door" in read("---\n- a door\n- a bell\n---\nThen they wait.").text


@pytest.mark.parametrize("opening", ["---\n---\n", "---\n\n---\n", "---\n"])
def test_front_matter_that_is_empty_or_never_closed_says_nothing(read, opening):
    assert BODY.strip() in read(opening + BODY).text


def test_what_is_not_utf_8_is_named_with_its_line(fault):
    found = fault(b"One.\nTwo.\n" + "Café".encode("latin-1"))
    assert (found.line, found.fault) == (3, "it is not UTF-8 text")
    assert "UTF-8" in found.mend


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff", "---\ntitle: T\n---\n", "\0\u200b", "![](x.png)"])
def test_a_file_without_words_is_a_fault(fault, content):
    assert fault(content).fault == "no text found"


def test_a_folder_named_like_a_document_is_a_fault(tmp_path):
    (tmp_path / "doc.md").mkdir()
    with pytest.raises(UnreadableDocumentError, match="directory"):
        read_document(tmp_path / "doc.md", "doc")


def test_a_byte_order_mark_is_not_part_of_the_text(read):
    assert read(f"\ufeff{BODY}").text == BODY.strip()
    assert read(f"\ufeff---\ntitle: Doors\n---\n{BODY}").title == "Doors"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_all_kinds_of_line_ends_give_the_same_text(read, end):
    content = "---\ntitle: Doors\n---\nThey will:\n\n- knock\n- wait\n"
    assert read(content.replace("\n", end)).text == read(content).text


@pytest.mark.parametrize("end", ["\f", "\v", "\x85"])
def test_a_page_break_does_not_run_two_words_together(read, end):
    assert read(f"the page ends{end}here the next begins").text == "the page ends here the next begins"


HIDDEN = ["\0", "\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u202e", "\u2066", "\u200f", "\U000e0041", "\x1b"]


@pytest.mark.parametrize("character", HIDDEN)
def test_characters_that_hide_words_or_turn_them_round_are_taken_out(read, character):
    assert read(f"Inspec{character}tors must knock.").text == "Inspectors must knock."
    assert read(f"---\ntitle: \u00abDo{character}ors\n---\n{BODY}").title == "\u00abDoors"


def test_letters_of_all_scripts_stay_and_are_composed():
    assert visible("Cafe\u0301 \u5b66\u6821 \u0645\u062f\u0631\u0633\u0629 \U0001f600") == "Café 学校 مدرسة 😀"


def test_an_address_is_kept_and_one_that_is_no_web_page_is_not(read):
    assert read(f"---\nurl: https://www.gov.uk/doors\n---\n{BODY}").url == "https://www.gov.uk/doors"
    page = '<link rel="canonical" href="{}"><main><p>Inspectors must knock first.</p></main>'
    assert read(page.format("https://a.example/doors"), "doc.html").url == "https://a.example/doors"
    assert read(page.format("javascript:alert(1)"), "doc.html").url == ""


def test_what_was_left_out_of_a_file_stays_with_its_document(read):
    page = "<main><p>Inspectors must knock first.</p><p hidden>They need not.</p></main>"
    assert read(page, "doc.html").warnings == ("hidden text was left out: “They need not.”",)
