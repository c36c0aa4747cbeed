"""A scenario field by field: no value is lost on the way through a form, and nothing else comes of one."""

import json
from pathlib import Path

import pytest
from sound import SOUND, read

from assistant.pages.scenario_form import form_html
from assistant.scenarios.fields import places_by_line, values_of, written
from assistant.scenarios.files import our_scenarios
from corpus.errors import AssistantError
from corpus.library import Library

NONE = Library(Path(), ())


@pytest.mark.parametrize("scenario", our_scenarios().scenarios, ids=lambda each: each.id)
def test_each_of_ours_comes_back_as_it_went(scenario):
    values = values_of(scenario.text)
    again = written(json.dumps(values))
    assert values_of(again) == values
    assert list(values_of(again)["steps"][0]) == list(values["steps"][0])


def test_what_is_left_empty_is_left_out_unless_it_is_needed():
    step = {"id": "a", "says": "May I?", "room": "", "choices": [], "ask": "", "could_say": []}
    step["expect"] = {"outcome": ["answered", "related"], "cites": [], "look_in": []}
    values = values_of(written(json.dumps({"title": "", "people": [], "aims": [], "steps": [step]})))
    assert values == {"title": "", "aims": [], "steps": [{"id": "a", "says": "May I?"}]}


@pytest.mark.parametrize("sent", ["[]", "{", "[" * 5000, '{"a":' * 900 + "1" + "}" * 900, '{"steps": [1]}'])
def test_what_is_no_form_is_refused_in_one_line(sent):
    with pytest.raises(AssistantError, match="what they hold is no scenario"):
        written(sent)


@pytest.mark.parametrize("text", ["a: [", "- a list", "title: [a, list]", "steps: {a: b}", "steps:\n - expect: 1"])
def test_a_text_that_fields_cannot_show_is_told(text):
    with pytest.raises(AssistantError):
        form_html(text, NONE)


def test_fields_hold_what_stands_in_the_text_and_markup_stays_text():
    text = SOUND.replace("She rings early.", "'<script>alert(1)</script>'")
    text = text.replace(
        "      outcome: [answered, related]\n", "      says: [requests]\n      outcome: [answered, related]\n"
    )
    html = form_html(text, NONE)
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "respond appropriately to reasonable requests</textarea>" in html
    assert 'data-rest="{&#34;says&#34;: [&#34;requests&#34;]}"' in html  # it goes along, without a field


def test_a_mistake_is_led_to_by_its_line():
    text = SOUND.replace("go_to: wait", "go_to: weit")
    fault = read(text).faults[0]
    assert places_by_line(text)[fault.line] == ("steps", 0, "choices", 0, "go_to")
    assert places_by_line("a: [") == {}
