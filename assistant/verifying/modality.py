"""Modality: may, must, should and will are said of the same words in a claim as in its sources."""

from collections import defaultdict

from assistant.verifying.alignment import Alignment, Place, told
from assistant.verifying.exceptions import exempted, forbidden
from assistant.verifying.scope import Scope

# For each modal of a claim, those of a source that bear it out. "" is a plain present.
AGREES: dict[str, set[str]] = {
    "": {"", "will", "must", "should", "imperative", "should must", "are to", "restricted"},
    "imperative": {"imperative", "must", "should", "will", ""},
    "may": {"deadline", "may", "restricted"},
    "must": {"deadline", "must", "imperative", "will must", "are to", "restricted"},
    "should": {"should", "imperative", "should must", "are to"},
    "are to": {"must", "should", "imperative", "will"},
    "will": {"will", "", "imperative"},
    "prohibit": {"prohibit", "restricted"},
    "exempt": {"exempt"},
    "enabled": {"", "will", "must", "should", "may", "imperative", "enabled"},
    "deadline": {"may", "must", "should", "imperative", "", "will"},
    "may must": {"may"},
}
TOLD = {"": "plain", "imperative": "plain", "prohibit": "must not", "exempt": "need not"}
_OPTIONS = frozenset("to apply ask contact phone call use claim register visit email".split())


def wrong_modality(aligned: Alignment) -> str:
    """Why the claim says may, must, should or will of what its sources say otherwise of; or nothing."""
    lone = _ungoverned(aligned)
    if lone:
        return f"modality: “{lone}” here, not in the source"
    for modal, indexes in _governed(aligned):
        first, *others = indexes  # the first is most often the verb
        indexes = [first, *(index for index in others if not _apart(aligned, index))]
        wrong = [index for index in indexes if not _borne_out(aligned, index, modal)]
        verb = bool(modal) and first in wrong
        if wrong and len(wrong) * 2 > len(indexes) - verb:
            place = aligned.supported(wrong[0])[0]
            here, there = (TOLD.get(name, name) for name in (modal, aligned.scope_at(place).modal))
            return f"modality: “{here}” here, “{there}” in the source, of {told(aligned, wrong)}"
    return ""


def _apart(aligned: Alignment, index: int) -> bool:
    """Whether a word stands in a clause of its own in the source, such as “before it starts”, under no modal."""
    scopes = [aligned.scope_at(place) for place in aligned.rested_on(index)]
    return all(scope.subordinate and not scope.condition and not scope.modal for scope in scopes)


def _ungoverned(aligned: Alignment) -> str:
    """A modal over words of which no source says any, where nothing in the source agrees with it."""
    known = {aligned.scopes[index].modal for index in aligned.compared}
    known |= {aligned.scopes[index].coming for index in aligned.compared}
    there = [scope for unit in aligned.support for scope in aligned.sources.scopes[unit]]
    modals = {aligned.scopes[index].modal for index in aligned.claim.contents} & {"must", "may", "should", "prohibit"}
    lone = (
        modal for modal in sorted(modals - known) if not any(_agrees(modal, scope, sometimes=False) for scope in there)
    )
    return next(lone, "")


def _governed(aligned: Alignment) -> list[tuple[str, list[int]]]:
    """Each modal of the claim and the words under it; those before it where none are after."""
    spans: dict[tuple[int, str], list[int]] = defaultdict(list)
    modals = any(token.mark.startswith("modal") for token in aligned.claim.tokens)
    governing = {aligned.scopes[index].modal for index in aligned.compared}
    for index in aligned.compared:
        scope = aligned.scopes[index]
        if scope.condition or aligned.claim.tokens[index].party:
            continue
        if scope.modal or not modals:
            spans[scope.modal_span, scope.modal].append(index)
        elif scope.coming and scope.coming not in governing and aligned.claim.tokens[0].lower != "to":
            spans[0, scope.coming].append(index)
    return [(modal, indexes) for (_, modal), indexes in spans.items()]


def _borne_out(aligned: Alignment, index: int, modal: str) -> bool:
    places = aligned.rested_on(index)
    if modal == "exempt" and exempted(aligned):
        return True
    if _need_not(aligned, index, places) or (modal == "should" and _as_expected(aligned, places)):
        return True
    if modal == "must" and _needs(aligned, index) and _borne_out(aligned, index, "should"):
        return True
    if modal == "prohibit" and forbidden(aligned):
        return any(aligned.scope_at(place).modal == "may" for place in places)
    if modal == "may" and (_for_a_purpose(aligned, places) or _obtained(aligned, index, places)):
        return True
    return any(_agrees(modal, aligned.scope_at(place), sometimes=_sometimes(aligned, place)) for place in places)


def _needs(aligned: Alignment, index: int) -> bool:
    """Whether the claim says “need to”, which is what somebody should do as often as what they must."""
    before = (token for token in reversed(aligned.claim.tokens[:index]) if token.mark.startswith("modal"))
    return any(token.lower.startswith("need") for token in list(before)[:1])


def _as_expected(aligned: Alignment, places: list[Place]) -> bool:
    """Whether the source says what somebody will do in meeting an expectation: what they should do."""
    return any(
        aligned.scope_at(place).modal == "will"
        and any(token.lower == "expectation" for token in aligned.units[place.unit].tokens)
        for place in places
    )


def _need_not(aligned: Alignment, index: int, places: list[Place]) -> bool:
    """Whether what the source exempts from is denied here: no fee for “exempt”, without notice for “need not”."""
    here = aligned.scopes[index]
    denied = bool(here.negation) and (not here.modal or here.negator == "without")
    return denied and any(aligned.scope_at(place).modal == "exempt" for place in places)


def _for_a_purpose(aligned: Alignment, places: list[Place]) -> bool:
    """To apply, contact the agency: an order that is an option."""
    return any(
        aligned.units[place.unit].tokens[0].lower in _OPTIONS
        and aligned.scope_at(place).modal in ("", "imperative")
        and not aligned.scope_at(place).coming
        for place in places
    )


def _obtained(aligned: Alignment, index: int, places: list[Place]) -> bool:
    """What is given can be got: a plain “provides” bears out “can get”."""
    tokens, span = aligned.claim.tokens, aligned.scopes[index].modal_span
    first = next((n for n in aligned.claim.contents if span and aligned.scopes[n].modal_span == span), index)
    got = tokens[first].lower in ("get", "receive", "obtain")
    return got and not any(_operated(aligned.scope_at(place)) for place in places)


def _operated(scope: Scope) -> bool:
    return bool(scope.modal or scope.coming or scope.negation)


def _agrees(modal: str, there: Scope, *, sometimes: bool) -> bool:
    if modal == there.modal or there.modal in AGREES.get(modal, set()):
        return True
    if there.coming and (modal == there.coming or there.coming in AGREES.get(modal, set())):
        return True
    if there.condition and modal in ("must", "should", "", "will"):
        return there.modal in ("", "must", "will", "imperative")
    if there.restricted and there.modal in ("may", "prohibit") and modal in ("may", "must", "prohibit", ""):
        return True
    words = set(modal.split())
    if (sometimes and words & {"may", "must", "will"}) or (sometimes and not modal):
        return there.modal in ("must", "will", "")
    return modal == "may must" and there.modal == "must" and sometimes


def _sometimes(aligned: Alignment, place: Place) -> bool:
    return any(
        token.lower in ("sometimes", "occasionally", "at times", "risk", "risks")
        for token in aligned.units[place.unit].tokens
    )
