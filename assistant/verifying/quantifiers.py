"""Quantifiers: none is added that widens or narrows a claim, none dropped that limits it."""

from assistant.verifying import lexicon
from assistant.verifying.alignment import Alignment, Place
from assistant.verifying.coverage import chunk
from assistant.verifying.words import Token, Unit

_FREQUENCY = frozenset({"sometimes", "occasionally", "at times", "now and then", "from time to time"})
_EVERYONE = frozenset({"everyone", "everybody"})
_EACH_TIME = frozenset({"first", "whenever", "every time", "each time"})
_THOSE = frozenset({"those", "people", "persons"})
_PER = frozenset({"a", "an", "per", "each", "every", "at all times", "always"})
_ANY = frozenset({"any", "anyone", "anybody", "anything", "whatever", "whichever"})


def wrong_quantifier(aligned: Alignment) -> str:
    """Why an all, some, most, only or always of the claim is not borne out, or one was dropped; or nothing."""
    return _added(aligned) or _dropped(aligned)


def _added(aligned: Alignment) -> str:
    for index, token in enumerate(aligned.claim.tokens):
        kind = _kind(token)
        if kind and not _quantified(aligned, index, kind):
            return f"quantifier: “{token.text}” is not said of this in the source"
    return ""


def _kind(token: Token) -> str:
    """The class of a quantifier; nothing for other words."""
    return token.mark.removeprefix("quant:") if token.mark.startswith("quant:") else ""


def _quantified(aligned: Alignment, index: int, kind: str) -> bool:
    token, there = aligned.claim.tokens[index], f"quant:{kind}" in aligned.marks("quant:")
    if kind == "all":
        return _all(aligned, index, token)
    if kind == "some":
        chance = token.lower in _FREQUENCY and "modal:may" in aligned.marks("modal:")
        return there or chance or token.lower in aligned.words_there
    if kind == "only":
        return there or any(aligned.sources.scopes[unit][0].restricted for unit in aligned.support)
    return there or (kind == "always" and bool(_EACH_TIME & aligned.words_there))


def _all(aligned: Alignment, index: int, token: Token) -> bool:
    """Whether a source says all, every or any of the same thing."""
    there, head = "quant:all" in aligned.marks("quant:"), _head(aligned.claim.tokens, index)
    if token.lower in _ANY:
        scope = aligned.scopes[index]
        if scope.restricted or (aligned.marks("condition") and not scope.negation):
            return True
        if scope.negation and not there:  # nobody at all, where the source says no more than “not”
            return token.lower != "any" or head is None
    if token.lower in _ANY and head is not None and _denied_there(aligned, index, head):
        return True  # not any, where the source says no
    if token.lower in ("anyone", "anybody") and aligned.words_there & _THOSE:
        return True
    if token.lower in _EVERYONE or aligned.claim.tokens[index + 1 : index + 2][0].lower in _THOSE:
        return _of_people(aligned)
    if head is None:
        return there
    if aligned.claim.tokens[head].lower in lexicon.words("unit"):
        return bool(aligned.words_there & _PER)
    heads = [index for index in chunk(aligned.claim.tokens, head) if head <= index <= head + 1]
    places = [place for index in heads for place in aligned.supported(index)]
    return any(_all_near(aligned.units[place.unit].tokens, place.token) for place in places)


def _denied_there(aligned: Alignment, index: int, head: int) -> bool:
    """Whether a quantifier is denied here, and what it speaks of in the source."""
    places = aligned.supported(head)
    before = (aligned.units[place.unit].tokens[max(0, place.token - 4) : place.token] for place in places)
    return bool(aligned.scopes[index].negation) and any(token.lower == "no" for near in before for token in near)


def _of_people(aligned: Alignment) -> bool:
    """Whether a source speaks of everyone: in one word, or of all those, all parents."""
    units = (aligned.units[number] for number in aligned.support)
    return any(_means_people(unit, index) for unit in units for index in range(len(unit.tokens)))


def _means_people(unit: Unit, index: int) -> bool:
    token, after = unit.tokens[index], unit.tokens[index + 1 : index + 2]
    if token.mark != "quant:all":
        return False
    named = any(unit.tokens[other].party for other in following(unit, index)[:1])
    return named or token.lower in _EVERYONE | {"anyone", "anybody"} or any(other.lower in _THOSE for other in after)


def _head(tokens: tuple[Token, ...], index: int) -> int | None:
    """The first content word that a quantifier speaks of."""
    for after in range(index + 1, min(len(tokens), index + 5)):
        if tokens[after].punctuation or tokens[after].mark.startswith(("modal", "neg", "condition")):
            return None
        if tokens[after].content:
            return after
    return None


def _all_near(tokens: tuple[Token, ...], index: int) -> bool:
    near = tokens[max(0, index - 7) : index + 1]
    purpose = max((n + 1 for n, token in enumerate(near) if token.lower == "to"), default=0)
    return any(token.mark == "quant:all" or token.lower == "both" for token in near[purpose:])


def _dropped(aligned: Alignment) -> str:
    """A limit of a leading unit that the claim leaves out."""
    here = {word for token in aligned.claim.tokens for word in (token.mark, token.lower)}
    for number in aligned.leading:
        for index, token in enumerate(aligned.units[number].tokens):
            if index and token.lower == "most" and aligned.units[number].tokens[index - 1].lower == "the":
                continue  # the most important
            if _kind(token) in ("some", "most", "only", "hardly") and not _kept(aligned, token, here):
                limited = following(aligned.units[number], index)[: 1 if _kind(token) == "some" else 2]
                if any(Place(number, other) in aligned.used for other in limited):
                    return f"scope: “{token.text}” of the source is left out"
    return ""


def _kept(aligned: Alignment, token: Token, here: set[str]) -> bool:
    """Whether the claim says a limit, in these or in other words."""
    if token.lower in here or token.mark in here:
        return True
    if token.lower in _FREQUENCY and any(scope.modal.startswith("may") for scope in aligned.scopes):
        return True
    if _kind(token) == "only":
        must = any("must" in scope.modal for scope in aligned.scopes)
        return must or "except" in here or any(scope.restricted for scope in aligned.scopes)
    return _kind(token) == "some" and "modal:may" in here and token.lower != "certain"


def following(unit: Unit, index: int) -> list[int]:
    """The next two content words."""
    return [n for n in range(index + 1, min(len(unit.tokens), index + 6)) if unit.tokens[n].content][:2]
