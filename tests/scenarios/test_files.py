"""Files of scenarios: what is read, how a mistake is told, and which ways through one are refused."""

import json

import pytest
from jsonschema import Draft202012Validator
from sound import SOUND, read

from assistant.answering.answer import Outcome
from assistant.evaluation.case import Need
from assistant.evaluation.dataset import read_cases
from assistant.evaluation.selection import Selection, load_cases
from assistant.scenarios.check import check, unheld_in
from assistant.scenarios.files import LONGEST, OUR_SCENARIOS, cases_of, read_own, read_scenarios
from assistant.scenarios.scenario import END, Moment, Remit
from assistant.scenarios.shape import SCHEMA
from assistant.scenarios.starter import starter, write_starter
from corpus.errors import AssistantError
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS


@pytest.fixture(scope="module")
def library():
    return read_library(OUR_DOCUMENTS)


def test_a_scenario_says_what_happens_and_what_it_must_bring():
    (scenario,) = read(SOUND).scenarios
    assert (scenario.remit, scenario.moment, scenario.minutes) == (Remit.EARLY_YEARS, Moment.ARRIVAL, 20)
    bell, wait = scenario.steps
    assert [choice.go_to for choice in bell.choices] == ["wait", ""]
    assert scenario.after(bell) == END
    assert scenario.after(wait) == END
    assert bell.choices[0].misses == ("enable inspectors to carry out their visit",)


def test_its_steps_that_ask_are_answer_tests():
    (case,) = read(SOUND).scenarios[0].cases
    assert case.id == "at-the-door-bell"
    assert case.turns == ("Do inspectors have to respond to reasonable requests?",)
    assert case.expect.outcomes == (Outcome.ANSWERED, Outcome.RELATED)
    assert case.expect.cites == (Need(("respond appropriately to reasonable requests",)),)
    assert (case.tags, case.line) == (("scenario", "early-years", "arrival"), 19)


MISTAKES = """
title: At => titel: At => 2: “titel” is no key of a scenario. Did you mean “title”?
remit: early-years => remit: nursery => 3: “remit” cannot be “nursery”. Write one of early-years, schools,
moment: arrival => moment: arival => 4: “moment” cannot be “arival”. Did you mean “arrival”?
minutes: 20 => minutes: 2 => 5: “minutes” is 2. Write 5 or more.
minutes: 20 => minutes: 1000 => 5: “minutes” is 1000. Write 180 or less.
minutes: 20 => minutes: long => 5: “minutes” is not a number in digits. Write a number in digits.
aims: [Be kind] => aims: Be kind => 7: “aims” is not a list
id: at-the-door => id: At the door => 1: “id” cannot be “At the door”. Use small letters
id: at-the-door => id: "at-the-door\\n" => 1: “id” cannot be
id: bell => id: Bell ring => 9: “id” cannot be “Bell ring”. Use small letters
says: May I come in? => sayd: May I? => 10: “sayd” is no key of “steps”. Did you mean “says”?
happens: She waits. => room: What => 25: it has neither “happens” nor “says”. Write “happens” or “says”.
speaker: Mrs Bond => speaker: 7 => 11: “speaker” is read as 7 and not as a text. Put it in quotation marks.
outcome: [answered, related] => outcome: answred => 21: “outcome” cannot be “answred”
- any: => - some: => 23: “some” is no key of “cites”
outcome: [answered, related] => outcome: not_covered => 22: “cites” cannot hold where nothing is cited
outcome: [answered, related] => follow_up: true => 21: each step asks a question of its own
text: “Yes” => Just yes => 18: “choices” is not a set of keys. Write “text: …” and its other keys.
go_to: wait => go_to: weight => 17: “weight” is no step. Write one of bell, wait, debrief.
id: wait => id: bell => 25: two steps are called “bell”
id: wait => id: main => 25: “main” is a name of the page's own
text: Later => text: *later => 14: it is not YAML (“*” refers to another place
id: at-the-door => summary: a => 6: “summary” stands here twice
"""


@pytest.mark.parametrize("mistake", MISTAKES.strip().splitlines())
def test_a_mistake_is_told_with_its_line_and_what_to_write_instead(mistake):
    old, new, told = mistake.split(" => ")
    assert old in SOUND
    faults = [str(fault) for fault in read(SOUND.replace(old, new)).faults]
    assert any(fault.startswith(f"mine.yaml:{told}") for fault in faults), faults


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("    room: May she?\n", "“choices” stands here without “room”"),
        ("    says: May I come in?\n", "it has neither “happens” nor “says”"),
        ("debrief: [What next]\n", "mine.yaml:1: “debrief” is missing"),
        ("        go_to: wait\n", "mine.yaml:24: nothing leads to the step “wait”"),
        ("    ask: Do inspectors have to respond to reasonable requests?\n", "“expect” stands here without “ask”"),
    ],
)
def test_what_is_missing_is_told(gone, told):
    assert gone in SOUND
    assert any(told in str(fault) for fault in read(SOUND.replace(gone, "")).faults)


@pytest.mark.parametrize(
    "text", ["", "- id: a\n", "just words", "[" * 5000, "a: {" * 5000, "? [a]\n: b\n", "\x00", "a: 1:1"]
)
def test_what_is_no_scenario_at_all_is_a_fault_and_no_crash(text):
    read_back = read(text)
    assert read_back.faults
    assert not read_back.scenarios


def test_a_text_that_is_too_long_is_not_even_parsed():
    (fault,) = read("#" * (LONGEST + 1)).faults
    assert "100,000 characters" in str(fault)


def test_one_that_comes_from_a_browser_is_refused_in_one_line():
    with pytest.raises(AssistantError, match="your scenario:3: “remit” cannot be “nursery”"):
        read_own(SOUND.replace("early-years", "nursery"))


def test_a_folder_is_read_and_two_of_one_id_are_told(tmp_path):
    for name in ("a.yaml", "b.yml", "c.txt"):
        (tmp_path / name).write_text(SOUND, encoding="utf-8")
    found = read_scenarios([tmp_path])
    assert len(found.scenarios) == 1
    assert [str(fault) for fault in found.faults] == [
        f"{tmp_path}/b.yml:1: the id “at-the-door” is that of a.yaml. Give it another."
    ]
    with pytest.raises(AssistantError, match="no such file"):
        read_scenarios([tmp_path / "none"])


def test_a_file_that_is_no_text_is_a_fault(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    assert "it cannot be read" in str(read_scenarios([tmp_path]).faults[0])


def test_the_schema_names_every_key_value_and_length():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["remit"]["enum"] == list(Remit)
    assert schema["properties"]["moment"]["enum"] == list(Moment)
    target = schema["$defs"]["step"]["properties"]["expect"]["$ref"].partition("#")[0]
    assert (SCHEMA.parent / target).exists()


def test_the_starter_is_sound_and_named_after_its_file(tmp_path):
    path = tmp_path / "My Own, first.yaml"
    write_starter(path)
    (scenario,) = read_scenarios([path]).scenarios
    assert scenario.id == "my-own-first"
    with pytest.raises(AssistantError, match="there is such a file already"):
        write_starter(path)
    with pytest.raises(AssistantError, match="does not end in"):
        write_starter(tmp_path / "mine.txt")
    assert read(starter("???")).scenarios[0].id == "my-scenario"


def test_words_that_no_document_holds_are_told_with_their_line_and_step(library):
    text = SOUND.replace("respond appropriately to", "say yes to all").replace(
        "enable inspectors to", "stop inspectors"
    )
    told = [str(fault) for fault in unheld_in(read(text).scenarios[0], library)]
    assert told[0].startswith("mine.yaml:23: “say yes to all reasonable requests” is in no document (step “bell”).")
    assert told[1].startswith("mine.yaml:16: “stop inspectors carry out their visit” is in no document (step “bell”).")
    assert len(told) == 2


def test_opinion_is_no_expectation(library):
    text = SOUND.replace("enable inspectors to carry out their visit", "compassion becomes cosmetic")
    (fault,) = unheld_in(read(text).scenarios[0], library)
    assert "is somebody's opinion and not an expectation" in str(fault)


def test_a_step_that_today_s_assistant_does_not_bear_out_is_told(assistant):
    library = assistant.library
    sound, odd = (
        read(SOUND),
        read(SOUND.replace("Do inspectors have to respond to reasonable requests", "Is it Monday")),
    )
    assert check(sound.scenarios[0], assistant, library).faults == ()
    told = [str(fault) for fault in check(odd.scenarios[0], assistant, library).faults]
    assert any(fault.startswith("mine.yaml:19: asked “Is it Monday?”: not cited") for fault in told), told


def test_after_an_edition_has_changed_the_steps_that_lost_their_words_are_told(tmp_path):
    text = (OUR_DOCUMENTS / "conduct-during-ofsted-inspections.md").read_text(encoding="utf-8")
    newer = text.replace("respond appropriately to reasonable requests", "consider each request with care")
    (tmp_path / "newer.md").write_text(newer, encoding="utf-8")
    (fault,) = unheld_in(read(SOUND).scenarios[0], read_library(tmp_path))
    assert (fault.line, "If an edition has changed" in str(fault)) == (23, True)


def test_answer_tests_take_scenarios_too(tmp_path, library):
    (tmp_path / "mine.yaml").write_text(SOUND, encoding="utf-8")
    assert [case.id for case in load_cases([tmp_path], Selection(), library, print, cases_of)] == ["at-the-door-bell"]
    (tmp_path / "mine.yaml").write_text(SOUND.replace("minutes: 20", "minutes: 2"), encoding="utf-8")
    assert "“minutes” is 2" in str(read_cases([tmp_path], cases_of).faults[0])


def test_every_file_of_the_pack_is_sound():
    found = read_scenarios([OUR_SCENARIOS])
    assert found.faults == ()
    assert [each.path.stem for each in found.scenarios] == [each.id for each in found.scenarios]
