"""Negation and modality: the words of a claim stand under the same operators as the words of its sources."""

from collections import defaultdict
from itertools import pairwise

from assistant.verifying import lexicon
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
_OPTIONS = frozenset("to apply ask contact phone call use claim register visit email".split())
_ABSENCE = frozenset({"without", "absent", "absence of", "in the absence of"})
TOLD = {"": "plain", "imperative": "plain", "prohibit": "must not", "exempt": "need not"}


def wrong_negation(aligned: Alignment) -> str:
    """Why what the claim denies is not denied by its sources, or the other way round; or nothing."""
    return (
        _flipped(aligned)
        or _exception_lost(aligned)
        or _denied_here(aligned)
        or _denied_nothing(aligned)
        or _denied_there(aligned)
        or _denied_unsaid(aligned)
    )


def _flipped(aligned: Alignment) -> str:
    """“May unless” for “may not unless”, or the other way round."""
    marks = {token.mark for token in aligned.claim.tokens}
    there = any(scope.restricted for unit in aligned.leading for scope in aligned.sources.scopes[unit])
    here = any(scope.restricted for scope in aligned.scopes)
    if "except" not in marks or "except" not in aligned.marks("except") or here == there:
        return ""
    if here and "quant:only" in aligned.marks("quant:"):
        return ""
    modals = {scope.modal for scope in aligned.scopes}
    return "" if "must" in modals else "negation: an exception to the opposite of what the source says"


def _exempted(aligned: Alignment) -> bool:
    """Whether the claim says “need not if” where its leading source says “must unless”."""
    here = {token.mark for token in aligned.claim.tokens}
    return "except" in aligned.marks("except") and "except" not in here and "modal:exempt" in here


def _exception_lost(aligned: Alignment) -> str:
    """A claim that makes an exception of the source its condition must turn what it says into its opposite."""
    own = [index for index in aligned.compared if aligned.scopes[index].condition]
    here = {token.mark for token in aligned.claim.tokens}
    if not own or "condition" not in here or "except" in here or aligned.scopes[0].denied_after:
        return ""
    if any(scope.negation or scope.denied_after for scope in aligned.scopes):
        return ""
    if all(_under_exception(aligned, index) for index in own):
        return f"negation: {_words(aligned, own)} is an exception in the source, a condition here"
    return ""


def _under_exception(aligned: Alignment, index: int) -> bool:
    places = aligned.rested_on(index)
    return bool(places) and all(aligned.scope_at(place).excepted for place in places)


def _denied_nothing(aligned: Alignment) -> str:
    """A negator over words of which no source says any, where the source denies nothing."""
    spans = {scope.negation for scope in aligned.scopes} - {0}
    known = {aligned.scopes[index].negation for index in aligned.compared}
    there = any(
        scope.negation or scope.restricted for unit in aligned.support for scope in aligned.sources.scopes[unit]
    )
    if spans - known and not there and not _elliptic(aligned):
        return "negation: denied here, nothing is in the source"
    return ""


def _denied_unsaid(aligned: Alignment) -> str:
    """Nothing denied here, with a verb of its own, where the leading source denies."""
    new = [index for index in aligned.claim.contents if not aligned.matches[index]]
    there = aligned.leading and any(scope.negation for scope in aligned.sources.scopes[aligned.leading[0]])
    here = any(scope.negation or scope.restricted for scope in aligned.scopes)
    light = lexicon.words("light")
    if there and not here and any(aligned.claim.tokens[index].lower not in light for index in new):
        return f"negation: {_words(aligned, new)} stands for what the source denies"
    return ""


def _denied_here(aligned: Alignment) -> str:
    spans: dict[int, list[int]] = defaultdict(list)
    for index in aligned.compared:
        if aligned.scopes[index].negation and not _elliptic(aligned) and not _exempted(aligned):
            spans[aligned.scopes[index].negation].append(index)
    for indexes in spans.values():
        alone = [index for index in indexes if not _denied(aligned, index)]
        absent = any(aligned.claim.tokens[index].party for index in alone) and _absence(aligned, indexes)
        if len(alone) * 2 > len(indexes) or absent:
            return f"negation: {_words(aligned, alone)} denied here, not in the source"
    return ""


def _denied(aligned: Alignment, index: int) -> bool:
    return any(aligned.scope_at(place).negation for place in aligned.rested_on(index))


def _absence(aligned: Alignment, indexes: list[int]) -> bool:
    return aligned.scopes[indexes[0]].negator in _ABSENCE


def _elliptic(aligned: Alignment) -> bool:
    """Whether a supporting unit, or one after it, denies what stands before it: “if they do not”."""
    near = {number + step for number in aligned.support for step in (0, 1)} & set(range(len(aligned.units)))
    return any(_elided(aligned.units[number].tokens) for number in near)


def _elided(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence denies what the one before said: “if they do not”."""
    return any(token.lower == "not" and after.punctuation for token, after in pairwise(tokens))


def _denied_there(aligned: Alignment) -> str:
    spans: dict[tuple[int, int], list[tuple[int, bool]]] = defaultdict(list)
    for index in aligned.compared:
        places = aligned.rested_on(index)
        if places and places[0].unit in aligned.leading and all(aligned.scope_at(place).negation for place in places):
            key = (places[0].unit, aligned.scope_at(places[0]).negation)
            spans[key].append((index, aligned.scopes[index].denied_after))
    for (unit, _), found in spans.items():
        weighty = len(found) > 1 or not aligned.claim.tokens[found[0][0]].party or aligned.support[0] == unit
        if weighty and not any(denied for _, denied in found):
            return f"negation: {_words(aligned, [index for index, _ in found])} denied in the source, not here"
    return ""


def wrong_modality(aligned: Alignment) -> str:
    """Why the claim says may, must, should or will of what its sources say otherwise of; or nothing."""
    lone = _ungoverned(aligned)
    if lone:
        return f"modality: “{lone}” here, not in the source"
    for modal, indexes in _governed(aligned):
        wrong = [index for index in indexes if not _borne_out(aligned, index, modal)]
        first = bool(modal) and indexes[0] in wrong  # most often the verb
        if wrong and len(wrong) * 2 > len(indexes) - first:
            place = aligned.supported(wrong[0])[0]
            here, there = (TOLD.get(name, name) for name in (modal, aligned.scope_at(place).modal))
            return f"modality: “{here}” here, “{there}” in the source, of {_words(aligned, wrong)}"
    return ""


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
    if modal == "exempt" and _exempted(aligned):
        return True
    if modal == "may" and (_for_a_purpose(aligned, places) or _obtained(aligned, index, places)):
        return True
    return any(_agrees(modal, aligned.scope_at(place), sometimes=_sometimes(aligned, place)) for place in places)


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
    return any(token.lower in ("sometimes", "occasionally", "at times") for token in aligned.units[place.unit].tokens)


def _words(aligned: Alignment, indexes: list[int]) -> str:
    return ", ".join(f"“{aligned.claim.tokens[index].text}”" for index in indexes[:4])
