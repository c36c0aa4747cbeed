"""Quantifiers, hedges and conditions: none is added that widens or narrows a claim, none dropped that limits it."""

from assistant.verifying import lexicon
from assistant.verifying.alignment import Alignment
from assistant.verifying.lexicon import listed
from assistant.verifying.words import Token, Unit

_FREQUENCY = frozenset({"sometimes", "occasionally", "at times", "now and then", "from time to time"})
_ANY = frozenset({"any", "anyone", "anybody", "anything", "whatever", "whichever"})


def wrong_quantifier(aligned: Alignment) -> str:
    """Why an all, some, most, only or always of the claim is not borne out, or one was dropped; or nothing."""
    return _added(aligned) or _dropped(aligned)


def _added(aligned: Alignment) -> str:
    tokens = aligned.claim.tokens
    for index, token in enumerate(tokens):
        kind = token.mark.removeprefix("quant:") if token.mark.startswith("quant:") else ""
        if kind and not _quantified(aligned, index, kind):
            return f"quantifier: “{token.text}” is not said of this in the source"
    return ""


def _quantified(aligned: Alignment, index: int, kind: str) -> bool:
    token = aligned.claim.tokens[index]
    there = aligned.marks("quant:")
    if kind == "some":
        return "quant:some" in there or (token.lower in _FREQUENCY and "modal:may" in aligned.marks("modal:")) or _stems_there(aligned, token)
    if kind == "only":
        return "quant:only" in there or any(aligned.source_scopes[unit][0].restricted for unit in aligned.support)
    if kind == "always":
        return "quant:always" in there or "first" in _lowers(aligned)
    if kind == "all":
        return _all(aligned, index, token)
    return f"quant:{kind}" in there


def _stems_there(aligned: Alignment, token: Token) -> bool:
    return token.lower in _lowers(aligned)


def _lowers(aligned: Alignment) -> set[str]:
    return {token.lower for number in aligned.support for token in aligned.units[number].tokens}


def _all(aligned: Alignment, index: int, token: Token) -> bool:
    """Whether a source says all, every or any of the same thing."""
    if token.lower in _ANY and not aligned.scopes[index].negation and aligned.marks("condition"):
        return True
    if token.lower in _ANY and aligned.scopes[index].restricted:
        return True
    if token.lower in ("everyone", "everybody"):
        return "quant:all" in aligned.marks("quant:")
    if token.lower in ("anyone", "anybody", "any") and aligned.scopes[index].negation and not aligned.marks("quant:all"):
        return token.lower != "any" or _head(aligned.claim.tokens, index) is None
    head = _head(aligned.claim.tokens, index)
    if head is not None and aligned.claim.tokens[head].lower in lexicon.UNITS:
        return bool(_lowers(aligned) & {"a", "per", "each", "every", "an", "at all times", "always"})
    if token.lower in ("everyone", "everybody", "anyone", "anything", "everything", "all") and head is None:
        return "quant:all" in aligned.marks("quant:")
    return any(_all_near(aligned.units[place.unit].tokens, place.token) for place in aligned.supported(head or index))


def _head(tokens: tuple[Token, ...], index: int) -> int | None:
    """The first content word that a quantifier speaks of."""
    for after in range(index + 1, min(len(tokens), index + 5)):
        if tokens[after].punctuation or tokens[after].mark.startswith(("modal", "neg", "condition")):
            return None
        if tokens[after].content:
            return after
    return None


def _all_near(tokens: tuple[Token, ...], index: int) -> bool:
    return any(token.mark in ("quant:all",) or token.lower in ("both",) for token in tokens[max(0, index - 7) : index + 1])


def _dropped(aligned: Alignment) -> str:
    """A limit of a supporting unit that the claim leaves out."""
    here = {token.mark for token in aligned.claim.tokens} | {token.lower for token in aligned.claim.tokens}
    for number in aligned.leading:
        for index, token in enumerate(aligned.units[number].tokens):
            kind = token.mark.removeprefix("quant:") if token.mark.startswith("quant:") else ""
            if kind in ("some", "most", "only", "hardly") and _left_out(aligned, number, index, kind, here):
                return f"scope: “{token.text}” of the source is left out"
    return ""


def _left_out(aligned: Alignment, number: int, index: int, kind: str, here: set[str]) -> bool:
    token = aligned.units[number].tokens[index]
    if token.lower in here or f"quant:{kind}" in here or (kind == "only" and _restricts(aligned)):
        return False
    if token.lower in _FREQUENCY and ("modal:may" in here or any(scope.modal.startswith("may") for scope in aligned.scopes)):
        return False
    if kind == "some" and {"modal:may", "quant:some"} & here and token.lower != "certain":
        return False
    following = _following(aligned.units[number], index)[: 1 if kind == "some" else 2]
    return any(_used(aligned, number, other) for other in following)


def _restricts(aligned: Alignment) -> bool:
    """Whether the claim says “only” in other words: not ... except, must, no ... but."""
    lowers = {token.lower for token in aligned.claim.tokens}
    if any("must" in scope.modal for scope in aligned.scopes):
        return True
    return any(scope.restricted for scope in aligned.scopes) or "except" in {t.mark for t in aligned.claim.tokens} or "only" in lowers


def _following(unit: Unit, index: int) -> list[int]:
    return [n for n in range(index + 1, min(len(unit.tokens), index + 6)) if unit.tokens[n].content][:2]


def _used(aligned: Alignment, number: int, token: int) -> bool:
    """Whether the claim rests on this word of a source."""
    return any(place.unit == number and place.token == token for places in aligned.matches.values() for place in places)


def dropped_hedge(aligned: Alignment) -> str:
    """A hedge such as “as far as possible” or “reasonable” that the claim leaves out, or nothing."""
    here = f" {' '.join(token.lower for token in aligned.claim.tokens)} "
    for number in aligned.leading:
        there = f" {' '.join(token.lower for token in aligned.units[number].tokens)} "
        for group in lexicon.HEDGES[:3]:
            said = next((hedge for hedge in group if f" {hedge} " in there), "")
            if said and not any(f" {hedge} " in here for hedge in group) and _hedged(aligned, number, said):
                return f"scope: “{said}” of the source is left out"
    return ""


def _hedged(aligned: Alignment, number: int, hedge: str) -> bool:
    """Whether the claim uses what a hedge stands by: the word after a lone one, the words before a phrase."""
    unit = aligned.units[number]
    words = listed(hedge)[0]
    first = next((n for n, token in enumerate(unit.tokens) if token.lower.split()[0] == words[0] or token.lower == hedge), 0)
    if len(words) == 1:
        return any(_used(aligned, number, other) for other in _following(unit, first)[:1])
    before = [n for n in range(first) if unit.tokens[n].content and not unit.tokens[n].party][-3:]
    return sum(_used(aligned, number, other) for other in before) >= 1


def dropped_condition(aligned: Alignment, *, share: float = 0.5) -> str:
    """A condition or exception of the source that the claim leaves out, or nothing."""
    for number in aligned.leading:
        spans: dict[int, list[int]] = {}
        rest = []
        for index, scope in enumerate(aligned.source_scopes[number]):
            token = aligned.units[number].tokens[index]
            if not (token.content or token.number) or token.lower in lexicon.LIGHT:
                continue
            spans.setdefault(scope.condition, []).append(index) if scope.condition else rest.append(index)
        if sum(_used(aligned, number, index) for index in rest) < min(2, max(1, len(rest))):
            continue
        for indexes in spans.values():
            if _aside(aligned.units[number], indexes[0]) or _conditioned_elsewhere(aligned, number, indexes):
                continue
            if sum(_used(aligned, number, index) for index in indexes) < share * len(indexes):
                told = " ".join(aligned.units[number].tokens[index].text for index in indexes[:5])
                return f"scope: the condition “{told}” of the source is left out"
    return ""


def _aside(unit: Unit, index: int) -> bool:
    """Whether a word stands in brackets."""
    before = [token.lower for token in unit.tokens[:index] if token.lower in ("(", ")")]
    return bool(before) and before[-1] == "("


def _conditioned_elsewhere(aligned: Alignment, number: int, indexes: list[int]) -> bool:
    """Whether the claim has a condition of its own that rests on other words than these."""
    own = [index for index in aligned.claim.contents if aligned.scopes[index].condition]
    places = [place for index in own for place in aligned.supported(index)]
    return bool(places) and not any(place.unit == number and place.token in indexes for place in places)
