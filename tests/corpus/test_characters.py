"""What nobody sees, and what no file can hold, is taken out of YAML wherever it is read."""

from corpus.characters import cleaned
from corpus.yaml_lines import read_lined


def test_escapes_in_yaml_name_no_character_that_steers_anything():
    read = read_lined('- id: "a\\e[31m"\n  "ti\\0tle": ["b", "c\\u202e", "d\\uffff", "e\\x0bf"]\n')
    assert read.values == [{"id": "a[31m", "title": ["b", "c", "d", "e\nf"]}]


def test_values_that_are_no_texts_stay():
    assert cleaned({"a": [1, 2.5, None, True]}) == {"a": [1, 2.5, None, True]}
