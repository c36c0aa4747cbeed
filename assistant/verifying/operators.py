"""Negation and modality: the words of a claim stand under the same operators as the words of its sources."""

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from assistant.verifying.alignment import Alignment, Place
from assistant.verifying.scope import Scope
from assistant.verifying.words import Token

# For each modal of a claim, those of a source that bear it out. "" is a plain present.
AGREES: dict[str, set[str]] = {
    "": {"", "will", "must", "should", "imperative", "should must", "restricted"},
    "imperative": {"imperative", "must", "should", "will", ""},
    "may": {"deadline", "may", "restricted"},
    "must": {"deadline", "must", "imperative", "will must", "restricted"},
    "should": {"should", "imperative", "should must"},
    "will": {"will", "", "imperative"},
    "prohibit": {"prohibit", "restricted"},
    "exempt": {"exempt"},
    "deadline": {"may", "must", "should", "imperative", "", "will"},
    "may must": {"may"},
}
_ABSENCE = frozenset({"without", "absent", "absence of", "in the absence of"})
TOLD = {"": "plain", "imperative": "plain", "prohibit": "must not", "exempt": "need not"}


def wrong_negation(aligned: Alignment) -> str:
    """Why what the claim denies is not denied by its sources, or the other way round; or nothing."""
    return _denied_here(aligned) or _denied_there(aligned)


def _denied_here(aligned: Alignment) -> str:
    if any(_elided(aligned.units[number].tokens) for number in range(len(aligned.units)) if {number, number - 1} & set(aligned.support)):
        return ""
    spans: dict[int, list[int]] = defaultdict(list)
    for index in _compared(aligned):
        if aligned.scopes[index].negation:
            spans[aligned.scopes[index].negation].append(index)
    for indexes in spans.values():
        agree = [index for index in indexes if any(aligned.scope_at(place).negation for place in aligned.rested_on(index))]
        parties = [index for index in indexes if aligned.claim.tokens[index].party and index not in agree]
        if len(agree) * 2 < len(indexes) or (parties and aligned.scopes[indexes[0]].negator in _ABSENCE):
            return f"negation: {_words(aligned, [i for i in indexes if i not in agree])} denied here, not in the source"
    return ""


def _elided(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence denies what the one before said: “if they do not”."""
    return any(token.lower == "not" and after.punctuation for token, after in pairwise(tokens))


def _denied_there(aligned: Alignment) -> str:
    spans: dict[tuple[int, int], list[tuple[int, bool]]] = defaultdict(list)
    for index in _compared(aligned):
        places = aligned.rested_on(index)
        if places and places[0].unit in aligned.leading and all(aligned.scope_at(place).negation for place in places):
            key = (places[0].unit, aligned.scope_at(places[0]).negation)
            spans[key].append((index, bool(aligned.scopes[index].negation)))
    for (unit, _), found in spans.items():
        weighty = len(found) > 1 or not aligned.claim.tokens[found[0][0]].party or aligned.support[0] == unit
        if weighty and not any(denied for _, denied in found):
            return f"negation: {_words(aligned, [index for index, _ in found])} denied in the source, not here"
    return ""


def _compared(aligned: Alignment) -> list[int]:
    return [index for index in aligned.claim.contents if aligned.supported(index)]


def wrong_modality(aligned: Alignment) -> str:
    """Why the claim says may, must, should or will of what its sources say otherwise of; or nothing."""
    spans: dict[tuple[int, str], list[int]] = defaultdict(list)
    modals = any(token.mark.startswith("modal") for token in aligned.claim.tokens)
    governed = {aligned.scopes[index].modal for index in _compared(aligned)}
    for index in _compared(aligned):
        scope = aligned.scopes[index]
        if not scope.condition and not aligned.claim.tokens[index].party and (scope.modal or not modals):
            spans[scope.modal_span, scope.modal].append(index)
        elif not scope.condition and scope.coming and scope.coming not in governed and not aligned.claim.tokens[index].party:
            spans[0, scope.coming].append(index)
    for (_, modal), indexes in spans.items():
        wrong = [index for index in indexes if not _borne_out(aligned, index, modal)]
        if len(wrong) * 2 > len(indexes) or (modal and indexes[0] in wrong and len(wrong) * 2 >= len(indexes)):
            place = aligned.supported(wrong[0])[0]
            there = aligned.scope_at(place).modal
            return f"modality: “{TOLD.get(modal, modal)}” here, “{TOLD.get(there, there)}” in the source, of {_words(aligned, wrong)}"
    return ""


def _borne_out(aligned: Alignment, index: int, modal: str) -> bool:
    places = aligned.rested_on(index)
    if modal == "may" and (_for_a_purpose(aligned, places) or _obtained(aligned, index, places)):
        return True
    return any(_agrees(modal, aligned.scope_at(place), _sometimes(aligned, place)) for place in places)


def _for_a_purpose(aligned: Alignment, places: list[Place]) -> bool:
    """To apply, contact the agency: an order that is an option."""
    return any(aligned.units[place.unit].tokens[0].lower == "to" and aligned.scope_at(place).modal in ("", "imperative") and not aligned.scope_at(place).coming for place in places)


def _obtained(aligned: Alignment, index: int, places: list[Place]) -> bool:
    """What is given can be got: a plain “provides” bears out “can get”."""
    tokens, span = aligned.claim.tokens, aligned.scopes[index].modal_span
    first = next((n for n in aligned.claim.contents if span and aligned.scopes[n].modal_span == span), index)
    got = tokens[first].lower in ("get", "receive", "obtain")
    return got and any(not aligned.scope_at(place).modal and not aligned.scope_at(place).negation for place in places)


def _agrees(modal: str, there: Scope, sometimes: bool) -> bool:  # noqa: FBT001
    if modal == there.modal or there.modal in AGREES.get(modal, set()):
        return True
    if there.coming and (modal == there.coming or there.coming in AGREES.get(modal, set())):
        return True
    if there.condition and modal in ("must", "should", "", "will"):
        return there.modal in ("", "must", "will", "imperative")
    if there.restricted and there.modal in ("may", "prohibit") and modal in ("may", "must", "prohibit", ""):
        return True
    words = set(modal.split())
    if sometimes and words & {"may", "must", "will"} or (sometimes and not modal):
        return there.modal in ("must", "will", "")
    return modal == "may must" and there.modal == "must" and sometimes


def _sometimes(aligned: Alignment, place: Place) -> bool:
    return any(token.lower in ("sometimes", "occasionally", "at times") for token in aligned.units[place.unit].tokens)


def _words(aligned: Alignment, indexes: list[int]) -> str:
    return ", ".join(f"“{aligned.claim.tokens[index].text}”" for index in indexes[:4])


Check = Callable[[Alignment], str]
