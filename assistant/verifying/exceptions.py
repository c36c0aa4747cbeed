"""Exceptions: “unless”, “except” and “even if” except the same from the same in a claim as in its sources."""

from collections.abc import Iterable
from itertools import pairwise

from assistant.verifying.alignment import Alignment, told
from assistant.verifying.scope import Scope

_EXCEPT = frozenset({"except", "except for", "apart from", "other than", "aside from", "excluding"})


def wrong_exception(aligned: Alignment) -> str:
    """Why an exception is another one than in the sources, or nothing."""
    return _added(aligned) or _flipped(aligned) or _lost(aligned)


def _added(aligned: Alignment) -> str:
    """An exception, or an “even if”, that no supporting unit makes."""
    tokens, limits = aligned.claim.tokens, aligned.marks("condition") | aligned.marks("except")
    even = any(one.lower == "even" and two.mark == "condition" for one, two in pairwise(tokens))
    if even and limits:
        return "exception: “even if” sets a condition of the source aside"
    word = next((token.text for token in tokens if token.mark == "except" and token.lower in _EXCEPT), "")
    only = "quant:only" in aligned.marks("quant:") and _restricted(aligned.scopes)
    if word and not only and not _restricted_there(aligned) and "except" not in limits:
        return f"exception: “{word}” is none in the source"
    return ""


def _flipped(aligned: Alignment) -> str:
    """“May unless” for “may not unless”, or the other way round."""
    here = {token.mark for token in aligned.claim.tokens}
    both = "except" in here and "except" in aligned.marks("except")
    if not both or _restricted(aligned.scopes) == _restricted_there(aligned, leading=True):
        return ""
    only = _restricted(aligned.scopes) and "quant:only" in aligned.marks("quant:")
    must = "must" in {scope.modal for scope in aligned.scopes}
    return "" if only or must else "exception: to the opposite of what the source says"


def _restricted(found: Iterable[Scope]) -> bool:
    return any(scope.restricted for scope in found)


def _restricted_there(aligned: Alignment, *, leading: bool = False) -> bool:
    units = aligned.leading if leading else aligned.support
    return any(_restricted(aligned.sources.scopes[unit]) for unit in units)


def _lost(aligned: Alignment) -> str:
    """A claim that makes an exception of the source its condition must turn what it says into its opposite."""
    own = _conditional(aligned)
    here = {token.mark for token in aligned.claim.tokens}
    denied = any(scope.negation or scope.denied_after for scope in aligned.scopes)
    conditional = own and "condition" in here and "except" not in here and not denied
    if conditional and all(_under_exception(aligned, index) for index in own):
        return f"exception: {told(aligned, own)} is one in the source, a condition here"
    return ""


def _conditional(aligned: Alignment) -> list[int]:
    """The words of the claim's own conditions."""
    return [index for index in aligned.compared if aligned.scopes[index].condition]


def _under_exception(aligned: Alignment, index: int) -> bool:
    places = aligned.rested_on(index)
    return bool(places) and all(aligned.scope_at(place).excepted for place in places)


def exempted(aligned: Alignment) -> bool:
    """Whether the claim says “need not if” where its leading source says “must unless”."""
    here = {token.mark for token in aligned.claim.tokens}
    return "except" in aligned.marks("except") and "except" not in here and "modal:exempt" in here


def forbidden(aligned: Alignment) -> bool:
    """Whether the claim says “may not if” where its leading source says “may unless”."""
    own, here = _conditional(aligned), {token.mark for token in aligned.claim.tokens}
    plain = not any(aligned.scopes[index].negation for index in own)
    turned = bool(own) and "condition" in here and "except" not in here and plain
    return turned and all(_under_exception(aligned, index) for index in own)
