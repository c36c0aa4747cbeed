"""YAML from strangers is read within limits, and what breaks one is an error with its line."""

import time

import pytest

from corpus.safe_yaml import FRONT_MATTER, BadYamlError, Limits, check, load

MERGE_BOMB = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 11))


def refused(text, limits=None):
    began = time.perf_counter()
    with pytest.raises(BadYamlError) as caught:
        load(text, limits or Limits())
    assert time.perf_counter() - began < 2
    assert "\n" not in caught.value.reason
    return caught.value


def test_plain_values_lists_and_mappings_are_read():
    assert load("a: 1\nb: [x, 2.5, true, null]\nc: {d: 'e'}\n") == {
        "a": 1,
        "b": ["x", 2.5, True, None],
        "c": {"d": "e"},
    }
    assert load("") is None


def test_an_alias_repeats_what_it_names():
    assert load("a: &x [1, 2]\nb: *x\nc: {<<: {d: 1}}\n") == {"a": [1, 2], "b": [1, 2], "c": {"d": 1}}


@pytest.mark.parametrize("bomb", [MERGE_BOMB, LAUGHS], ids=["merge keys", "lists"])
def test_aliases_of_aliases_are_counted_as_if_written_out(bomb):
    assert "aliases" in refused(bomb, Limits(aliases=1000)).reason
    assert "aliases" in refused(bomb).reason


@pytest.mark.parametrize("brackets", ["[" * 50_000, "{" * 50_000, "- " * 20_000, "? " * 20_000, "[{a: " * 20_000])
@pytest.mark.parametrize("before", ["", "title: "])
def test_what_is_nested_too_deeply_is_refused_and_kills_nothing(before, brackets):
    found = refused(before + brackets)
    assert found.line == 1
    assert "nested more than 32 deep" in found.reason or "not allowed" in found.reason


@pytest.mark.parametrize(
    "number", ["0x" + "f" * 9000, "9" * 9000, "-1_" + "0" * 500, "1" + ":59" * 3000, "1." + "0" * 200]
)
def test_a_number_of_many_digits_is_refused_before_it_is_made(number):
    assert "digits" in refused(f"a: 1\nb: {number}\n").reason
    assert load(f"a: '{number}'") == {"a": number}


def test_what_is_too_long_or_holds_too_many_values_is_refused():
    assert "at most 50 are read" in refused("a" * 51, Limits(characters=50)).reason
    found = refused("- x\n" * 30, Limits(nodes=20))
    assert (found.line, found.reason) == (20, "it holds more than 20 values, its aliases written out")


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: b: c", 1), ("a: 1\nb: !!python/object:os.system x", 2), ("a: 1\nb: *gone", 2), ("a: &x [*x]", 1), ("'", 1)],
)
def test_what_is_no_yaml_or_no_plain_value_has_its_line(text, line):
    assert refused(text).line == line


@pytest.mark.parametrize(
    "text", ["a: 2020-13-45", "a: \0", "a: 1\n---\nb: 2", "{[1]: 2}", "{{a: 1}: 2}", "a: =", "!!int x"]
)
def test_whatever_cannot_be_read_is_one_kind_of_error(text):
    refused(text)


def test_what_takes_too_long_to_read_is_refused():
    assert "in 0 seconds" in refused("- x\n- y\n", Limits(seconds=0)).reason


def test_front_matter_has_no_aliases_and_is_small():
    check("title: x\nlist: [a, b]\n", FRONT_MATTER)
    assert "quote the text" in refused("a: &x y\nb: *x\n", FRONT_MATTER).reason
    assert "20,000" in refused("a" * 20_001, FRONT_MATTER).reason


def test_a_large_file_of_ordinary_yaml_is_read():
    entries = "".join(f"- quote: words number {n} of it\n  asked_as: [one, two]\n" for n in range(4_000))
    assert len(load(entries)) == 4_000
