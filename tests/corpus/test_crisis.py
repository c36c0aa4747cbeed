"""Crisis lines: one dated file, which everything that names a number agrees with."""

import re
from datetime import date

import pytest

from corpus.crisis import crisis_lines, read_crisis_lines
from corpus.errors import AssistantError
from corpus.paths import OUR_CRISIS_LINES, OUR_SCENARIOS, ROOT

# Telephone numbers: the short ones by name, others by their groups of digits.
NUMBER = re.compile(r"(?<![\d,.-])(?:999|111|85258|116 \d{3}|0\d{3,4}(?: \d{3,4}){1,2})(?!\d|[.,]\d|-)")
NAMED_IN = [
    ROOT / "README.md",
    *sorted(OUR_SCENARIOS.glob("*.yaml")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "assistant").rglob("*.html")),
    *sorted((ROOT / "assistant").rglob("*.py")),
]


def numbers():
    return {line.call or line.text_to for line in crisis_lines().all}


def test_every_line_says_how_it_is_reached_when_for_whom_and_where_that_is_stated():
    for line in crisis_lines().all:
        assert line.name
        assert line.when
        assert line.for_whom
        assert line.source.startswith("https://")
        assert line.how in line.words
    assert len({line.id for line in crisis_lines().all}) == len(crisis_lines().all)


def test_the_day_they_were_looked_up_is_a_day_that_has_been():
    assert date(2026, 1, 1) <= crisis_lines().checked_on <= date.today()


def test_danger_to_life_comes_first_and_is_on_the_short_list_too():
    lines = crisis_lines()
    assert lines.all[0] is lines.emergency
    assert lines.emergency in lines.beside


def test_the_short_list_is_two_lines_that_are_open_at_the_same_times():
    *others, _ = crisis_lines().beside
    assert len(others) == 2
    assert len({line.when for line in others}) == 1


@pytest.mark.parametrize("path", NAMED_IN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_number_that_is_named_anywhere_is_one_of_the_file(path):
    assert set(NUMBER.findall(path.read_text(encoding="utf-8"))) <= numbers()


def test_the_numbers_that_the_readme_and_the_scenario_name_are_found():
    assert len(set(NUMBER.findall((ROOT / "README.md").read_text(encoding="utf-8")))) >= 2
    assert len(set(NUMBER.findall((OUR_SCENARIOS / "overwhelmed-leader.yaml").read_text(encoding="utf-8")))) >= 3


@pytest.mark.parametrize(
    ("found", "written"),
    [
        ("    call: 116 123\n", ""),
        ("    call: 116 123\n", "    call: 116 123\n    text_to: 85258\n"),
        ("    beside: true\n", "    beside: true\n    tone: kind\n"),
        ("checked_on: 2026-11-25", "checked_on: lately"),
        ("lines:", "lines: ["),
    ],
)
def test_a_damaged_file_is_refused_in_one_line(tmp_path, found, written):
    text = OUR_CRISIS_LINES.read_text(encoding="utf-8")
    assert found in text
    path = tmp_path / "crisis-lines.yaml"
    path.write_text(text.replace(found, written, 1), encoding="utf-8")
    with pytest.raises(AssistantError, match="Mend the file of crisis lines") as caught:
        read_crisis_lines(path)
    assert "\n" not in str(caught.value)
