"""The fields that write and change a scenario. The text of its file stays the truth: fields are made from it."""

from collections.abc import Mapping
from typing import Any

from assistant.pages.html import render
from assistant.paper.handout import expectations
from assistant.scenarios.fields import KEYS, values_of
from assistant.scenarios.scenario import Moment, Remit
from corpus.library import Library

_OUTCOMES = {"answered,related": "The documents answer it", "not_covered": "The documents do not answer it"}
_OR = " | "  # between words of which any will do
_SHOWN = KEYS | {"expect": ("outcome", "cites", "look_in")}


def form_html(text: str, library: Library) -> str:
    """The fields, filled from a scenario's text. Raises AssistantError where they cannot show it."""
    return render(
        "scenario_form.html",
        values=values_of(text),
        remits=[(remit.value, remit.in_words) for remit in Remit],
        moments=[(moment.value, moment.in_words) for moment in Moment],
        outcomes=_OUTCOMES,
        sides=[
            (heading, [passage.quote for passage in passages]) for heading, passages in expectations(library).items()
        ],
        rest=_rest,
        cited=_cited,
    )


def _rest(of: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a part has besides its fields: it goes along with them."""
    shown = _SHOWN[of]
    return {key: value for key, value in values.items() if key not in shown or (key == "cites" and not _cited(values))}


def _cited(expect: Mapping[str, Any]) -> list[str] | None:
    """The words that must be cited, a line each; None where the text says more of them than lines can."""
    needs = expect.get("cites", [])
    if not isinstance(needs, list) or not all(map(_is_need, needs)):
        return None
    return [_OR.join(need["any"]) for need in needs]


def _is_need(need: object) -> bool:
    if not isinstance(need, dict) or need.keys() != {"any"} or not isinstance(need["any"], list):
        return False
    return all(isinstance(words, str) and _OR.strip() not in words for words in need["any"])
