"""Negation: a claim denies what its sources deny, and nothing else."""

from collections import defaultdict
from itertools import pairwise

from assistant.verifying import lexicon
from assistant.verifying.alignment import Alignment, told
from assistant.verifying.exceptions import exempted, forbidden
from assistant.verifying.words import Token

_ABSENCE = frozenset({"without", "absent", "absence of", "in the absence of"})


def wrong_negation(aligned: Alignment) -> str:
    """Why what the claim denies is not denied by its sources, or the other way round; or nothing."""
    checks = (_denied_here, _denied_nothing, _denied_there, _denied_unsaid)
    return next((fault for check in checks if (fault := check(aligned))), "")


def _denied_here(aligned: Alignment) -> str:
    spans: dict[int, list[int]] = defaultdict(list)
    for index in aligned.compared:
        if aligned.scopes[index].negation and not _turned(aligned):
            spans[aligned.scopes[index].negation].append(index)
    for indexes in spans.values():
        alone = [index for index in indexes if not _denied(aligned, index)]
        absent = any(aligned.claim.tokens[index].party for index in alone) and _absence(aligned, indexes)
        if len(alone) * 2 > len(indexes) or absent:
            return f"negation: {told(aligned, alone)} denied here, not in the source"
    return ""


def _turned(aligned: Alignment) -> bool:
    """Whether the source denies it by an ellipsis, or by an exception that is a condition here."""
    return _elliptic(aligned) or exempted(aligned) or forbidden(aligned)


def _denied(aligned: Alignment, index: int) -> bool:
    """Whether a source denies a word, or excepts it and the claim has “if not”."""
    scopes = [aligned.scope_at(place) for place in aligned.rested_on(index)]
    conditional = bool(aligned.scopes[index].condition)
    return any(scope.negation or (conditional and scope.excepted) for scope in scopes)


def _absence(aligned: Alignment, indexes: list[int]) -> bool:
    return aligned.scopes[indexes[0]].negator in _ABSENCE


def _elliptic(aligned: Alignment) -> bool:
    """Whether a supporting unit, or one after it, denies what stands before it: “if they do not”."""
    near = {number + step for number in aligned.support for step in (0, 1)} & set(range(len(aligned.units)))
    return any(_elided(aligned.units[number].tokens) for number in near)


def _elided(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence denies what the one before said: “if they do not”."""
    return any(token.lower == "not" and after.punctuation for token, after in pairwise(tokens))


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
    there = any(aligned.scope_at(place).negation for index in aligned.compared for place in aligned.rested_on(index))
    here = any(scope.negation or scope.restricted for scope in aligned.scopes)
    light = lexicon.words("light")
    if there and not here and any(aligned.claim.tokens[index].lower not in light for index in new):
        return f"negation: {told(aligned, new)} stands for what the source denies"
    return ""


def _denied_there(aligned: Alignment) -> str:
    spans: dict[tuple[int, int], list[tuple[int, bool]]] = defaultdict(list)
    for index in aligned.compared:
        places = aligned.rested_on(index)
        if any(not aligned.scope_at(place).negation for place in aligned.supported(index)):
            continue  # said in other words that are not denied
        if places and places[0].unit in aligned.leading and all(aligned.scope_at(place).negation for place in places):
            key = (places[0].unit, aligned.scope_at(places[0]).negation)
            spans[key].append((index, aligned.scopes[index].denied_after))
    for (unit, _), found in spans.items():
        weighty = len(found) > 1 or not aligned.claim.tokens[found[0][0]].party or aligned.support[0] == unit
        if weighty and not any(denied for _, denied in found):
            return f"negation: {told(aligned, [index for index, _ in found])} denied in the source, not here"
    return ""
