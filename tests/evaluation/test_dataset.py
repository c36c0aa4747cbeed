"""Files of answer tests: what is read, and how a mistake is told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering.answer import Outcome
from assistant.evaluation.case import Case, Expectation, Need, Split
from assistant.evaluation.dataset import read_cases
from assistant.evaluation.selection import Selection, faults_of, load_cases
from assistant.evaluation.spreadsheet import cases_csv
from corpus.characters import lines
from corpus.document import Kind
from corpus.errors import AssistantError
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS

SOUND = """\
- id: conflict-neighbour
  question: the lead is married to the head next door, is that ok??
  asker: head
  tags: [conflict, schools]
  expect:
    outcome: answered
    cites:
      - any: ["declare all actual and perceived conflicts of interest"]
    leads: guidance
"""


def write(folder, text, name="cases.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder, text, name="cases.yaml"):
    return [str(fault).removeprefix(f"{folder}/") for fault in read_cases([write(folder, text, name)]).faults]


@pytest.fixture(scope="module")
def library():
    return read_library(OUR_DOCUMENTS)


def test_a_case_says_what_must_hold(tmp_path):
    path = write(tmp_path, SOUND)
    (case,) = read_cases([path]).cases
    assert case == Case(
        "conflict-neighbour",
        ("the lead is married to the head next door, is that ok??",),
        Expectation(
            outcomes=(Outcome.ANSWERED,),
            cites=(Need(("declare all actual and perceived conflicts of interest",)),),
            leads=Kind.GUIDANCE,
        ),
        asker="head",
        tags=("conflict", "schools"),
    )
    assert (case.path, case.line) == (path, 1)


def test_the_turns_of_a_conversation_end_with_the_question(tmp_path):
    text = "- id: a\n  turns: [first, second, third]\n  expect: {outcome: [answered, related], follow_up: true}\n"
    (case,) = read_cases([write(tmp_path, text)]).cases
    assert (case.question, case.earlier) == ("third", ("first", "second"))


MISTAKES = """
asker: head => aksr: head => 3: “aksr” is no key of a case (case “conflict-neighbour”). Did you mean “asker”?
leads: => lead: => 9: “lead” is no key of “expect” (case “conflict-neighbour”). Did you mean “leads”?
: answered => : answerd => 6: “outcome” cannot be “answerd” (case “conflict-neighbour”). Did you mean “answered”?
leads: guidance => leads: rules => 9: “leads” cannot be “rules”
id: conflict-neighbour => id: Conflict Neighbour => 1: “id” cannot be “Conflict Neighbour”
asker: head => asker: yes => 3: “asker” is read as True and not as a text (case “conflict-neighbour”). Put it in
question: the lead => turns: the lead => 2: “turns” is not a list
tags: [conflict, schools] => tags: [conflict, conflict] => 4: “tags” says the same twice
- any: => - some: => 8: “some” is no key of “cites”
asker: head => asker: '' => 3: “asker” is empty
asker: head => id: twice => 3: “id” stands here twice
asker: head => asker: *who => 3: it is not YAML (“*” refers to another place
asker: head => asker: a: b => 3: it is not YAML (mapping values are not allowed
outcome: answered => outcome: distress => 7: “cites” cannot hold where nothing is cited
leads: guidance => follow_up: true => 9: a single question follows nothing
"""


@pytest.mark.parametrize("mistake", MISTAKES.strip().splitlines())
def test_a_mistake_is_told_with_its_line_and_what_to_write_instead(tmp_path, mistake):
    old, new, told = mistake.split(" => ")
    assert old in SOUND
    assert any(fault.startswith(f"cases.yaml:{told}") for fault in faults(tmp_path, SOUND.replace(old, new)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- id: a\n  question: why\n  expect: {}\n", "cases.yaml:3: the case expects nothing"),
        ("- id: a\n  question: why\n", "cases.yaml:1: “expect” is missing"),
        ("- id: a\n  expect: {outcome: unclear}\n", "cases.yaml:1: it asks nothing"),
        ("- id: a\n  question: why\n  turns: [a, b]\n  expect: {outcome: unclear}\n", "cases.yaml:1: it has both"),
        ("- id: a\n  turns: [why]\n  expect: {outcome: unclear}\n", "cases.yaml:2: “turns” has too few entries"),
        ("- id: a\n  question: why\n  expect: {outcome: []}\n", "cases.yaml:3: “outcome” has too few entries"),
        ("- why\n", "cases.yaml:1: it is not a case"),
        ("id: a\n", "cases.yaml:1: it is not a list of cases"),
        ("", "cases.yaml:1: it is not a list of cases"),
        ("- id: a\n  question: " + "x" * 1001 + "\n  expect: {outcome: unclear}\n", "cases.yaml:2: “question” is over"),
    ],
)
def test_a_case_that_could_not_fail_or_be_asked_is_a_mistake(tmp_path, text, told):
    assert any(fault.startswith(told) for fault in faults(tmp_path, text))


def test_every_mistake_of_a_file_is_told_and_its_sound_cases_are_read(tmp_path):
    text = SOUND + "- id: b\n  expect: {}\n- id: c\n  question: why\n  expect: {outcome: maybe}\n"
    read = read_cases([write(tmp_path, text)])
    assert [case.id for case in read.cases] == ["conflict-neighbour"]
    assert [fault.line for fault in read.faults] == [10, 11, 14]


def test_a_file_that_is_no_text_is_told(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    (fault,) = read_cases([path]).faults
    assert "Save it as a text in UTF-8" in str(fault)


def test_an_id_is_used_once_over_all_files(tmp_path):
    write(tmp_path, SOUND, "first.yaml")
    write(tmp_path, "- id: other\n  question: why\n  expect: {outcome: unclear}\n" + SOUND, "second.yaml")
    read = read_cases([tmp_path])
    assert [case.id for case in read.cases] == ["conflict-neighbour", "other"]
    assert [(fault.path.name, fault.line) for fault in read.faults] == [("second.yaml", 4)]
    assert "is that of first.yaml:1" in read.faults[0].fault


def test_a_file_named_twice_is_read_once(tmp_path):
    path = write(tmp_path, SOUND)
    assert len(read_cases([path, tmp_path]).cases) == 1


@pytest.mark.parametrize("path", ["", "none.yaml"])
def test_a_folder_without_cases_is_an_error(tmp_path, path):
    with pytest.raises(AssistantError, match="yaml"):
        read_cases([tmp_path / path])


def test_a_fragment_that_no_document_holds_is_a_mistake(tmp_path, library):
    path = write(tmp_path, SOUND.replace("declare all actual", "declare all imaginary"))
    (fault,) = faults_of(read_cases([path]).cases, library)
    assert str(fault).startswith(
        f"{path}:8: “declare all imaginary and perceived conflicts of interest” is in no document"
    )


def test_a_fragment_over_two_passages_is_a_mistake(tmp_path, library):
    first, second = library.passages[10:12]
    across = library.documents[0].text
    text = (
        " ".join(across[first.span.end - 20 : second.span.start + 20].split())
        if first.document is second.document
        else ""
    )
    assert text
    case = Case("a", ("why",), Expectation(cites=(Need((text,)),)), path=write(tmp_path, SOUND), line=1)
    (fault,) = faults_of([case], library)
    assert "runs across passages" in fault.fault


def test_a_document_that_is_not_held_is_a_mistake(tmp_path, library):
    path = write(tmp_path, SOUND + "    never_cites: [commentary]\n")
    (fault,) = faults_of(read_cases([path]).cases, library)
    assert (fault.line, fault.fault) == (10, "“commentary” is no document (case “conflict-neighbour”)")


def test_fragments_match_whatever_the_white_space_and_marks(tmp_path, library):
    path = write(tmp_path, SOUND.replace('"declare all actual and', '"declare   all\\n actual and'))
    assert not list(faults_of(read_cases([path]).cases, library))


def test_a_run_does_not_start_on_a_mistake(tmp_path, library):
    told = []
    with pytest.raises(AssistantError, match="1 mistake in the cases"):
        load_cases([write(tmp_path, SOUND.replace("asker", "askr"))], Selection(), library, told.append)
    assert len(told) == 1


def test_a_choice_that_takes_nothing_is_an_error(tmp_path, library):
    with pytest.raises(AssistantError, match="none of its 1 cases is chosen by tag cats"):
        load_cases([write(tmp_path, SOUND)], Selection(("cats",)), library, print)


def test_cases_are_chosen_by_tag_by_words_and_by_half(tmp_path):
    cases = read_cases([write(tmp_path, SOUND)]).cases
    half, other = (Split.DEV, Split.TEST) if cases[0].split is Split.DEV else (Split.TEST, Split.DEV)
    assert Selection(("schools", "cats"), "MARRIED", half).of(cases) == cases
    assert Selection((), "", other).of(cases) == Selection(("cats",)).of(cases) == Selection((), "cats").of(cases) == ()


def test_the_half_of_a_case_hangs_on_nothing_but_its_id():
    # From `printf conflict-neighbour | sha256sum`, which ends in df, and for uc-help-only in 7a.
    assert Case("conflict-neighbour", ("q",), Expectation()).split is Split.TEST
    assert Case("uc-help-only", ("q",), Expectation()).split is Split.DEV


# What is read holds no character that nobody sees, so that none such can come back.
TEXT = st.text(min_size=1, max_size=200).map(lines).filter(str.strip)
TEXTS = st.lists(TEXT, min_size=1, max_size=3, unique=True).map(tuple)
CASES = st.builds(
    Case,
    id=st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda name: len(name) <= 80),
    turns=st.one_of(TEXT.map(lambda text: (text,)), st.lists(TEXT, min_size=2, max_size=3).map(tuple)),
    asker=st.one_of(st.just(""), TEXT),
    tags=TEXTS,
    expect=st.builds(
        Expectation,
        outcomes=st.just((Outcome.ANSWERED, Outcome.RELATED)),
        cites=st.lists(st.builds(Need, TEXTS), max_size=3).map(tuple),
        leads=st.sampled_from([None, *Kind]),
        says=TEXTS,
        never_says=TEXTS,
        look_in=TEXTS,
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(case=CASES)
def test_a_case_comes_back_from_a_spreadsheet_as_it_went(tmp_path, case):
    path = tmp_path / "cases.csv"
    path.write_text(cases_csv([case]), encoding="utf-8-sig", newline="")
    read = read_cases([path])
    assert not read.faults
    assert read.cases == (case,)


def test_all_our_cases_come_back_from_a_spreadsheet(tmp_path):
    ours = read_cases([OUR_DOCUMENTS.parents[1] / "tests" / "answers"]).cases
    assert len(ours) > 300
    path = tmp_path / "cases.csv"
    path.write_text(cases_csv(ours), encoding="utf-8-sig", newline="")
    assert read_cases([path]).cases == ours


def test_a_cell_that_a_spreadsheet_would_run_is_guarded():
    case = Case("a", ("=cmd|'/c calc'!A1",), Expectation((Outcome.UNCLEAR,)))
    assert "\na,'=cmd|" in cases_csv([case]).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "cases.csv:1: the file is empty"),
        ("id,question,outcom\n", "cases.csv:1: “outcom” is no column"),
        ("id,question,outcome\na,why,maybe\n", "cases.csv:2: “outcome” cannot be “maybe” (case “a”)"),
        ('id,question,outcome\na,"why\nnow",unclear\nb,why,\n', "cases.csv:4: the case expects nothing (case “b”)"),
        ("id,question,outcome\na,why,unclear,more\n", "cases.csv:2: the row has more cells than the heading"),
        ("id,turns,follow_up\na,why | now,perhaps\n", "cases.csv:2: “follow_up” is not true or false"),
    ],
)
def test_a_mistake_in_a_spreadsheet_is_told_with_its_row(tmp_path, text, told):
    assert any(fault.startswith(told) for fault in faults(tmp_path, text, "cases.csv"))


def test_a_spreadsheet_with_semicolons_is_read(tmp_path):
    (case,) = read_cases([write(tmp_path, "id;question;outcome\na;why;unclear | off_topic\n", "cases.csv")]).cases
    assert case.expect.outcomes == (Outcome.UNCLEAR, Outcome.OFF_TOPIC)
