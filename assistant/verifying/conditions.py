"""Hedges and conditions: what limits a source limits the claim that rests on it."""

from assistant.verifying import lexicon
from assistant.verifying.alignment import Alignment, Place
from assistant.verifying.quantifiers import following
from assistant.verifying.words import Unit

_MEANS = frozenset({"step", "steps", "effort", "efforts", "measures", "endeavours", "attempts"})
_HEDGES = ("hedge:possible", "hedge:reasonable", "hedge:significant")


def added_hedge(aligned: Alignment) -> str:
    """A hedge or a weakening, such as “where they can” or “try to”, that the claim adds; or nothing."""
    here = f" {' '.join(token.lower for token in aligned.claim.tokens)} "
    there = f" {' '.join(token.lower for unit in aligned.support for token in aligned.units[unit].tokens)} "
    hedges = lexicon.words("hedge:possible")
    hedge = next((word for word in sorted(hedges, key=len, reverse=True) if f" {word} " in here), "")
    if hedge and not any(f" {word} " in there for word in hedges | {"possible", "minimise", "minimum"}):
        return f"scope: “{hedge}” is not in the source"
    weak = next((word for word in sorted(lexicon.words("weakening")) if f" {word} " in here), "")
    if weak and not lexicon.stems("effort") & set(map(lexicon.stem, there.split())):
        return f"scope: “{weak}” is not in the source"
    return ""


def dropped_hedge(aligned: Alignment) -> str:
    """A hedge such as “as far as possible” or “reasonable” that the claim leaves out, or nothing."""
    here = f" {' '.join(token.lower for token in aligned.claim.tokens)} "
    for number in aligned.leading:
        there = f" {' '.join(token.lower for token in aligned.units[number].tokens)} "
        for group in (lexicon.words(name) for name in _HEDGES):
            said = next((hedge for hedge in sorted(group, key=len, reverse=True) if f" {hedge} " in there), "")
            if said and not any(f" {hedge} " in here for hedge in group) and _hedged(aligned, number, said):
                return f"scope: “{said}” of the source is left out"
    return ""


def _hedged(aligned: Alignment, number: int, hedge: str) -> bool:
    """Whether the claim uses what a hedge stands by: the word after a lone one, the words before a phrase."""
    unit = aligned.units[number]
    words = hedge.split()
    first = next((n for n, token in enumerate(unit.tokens) if token.lower.split()[0] == words[0]), 0)
    if len(words) == 1:
        after = following(unit, first)
        means = after and unit.tokens[after[0]].lower in _MEANS  # reasonable steps to do something
        return any(Place(number, other) in aligned.used for other in after[: 2 if means else 1])
    start = max((n + 1 for n in range(first) if unit.tokens[n].punctuation), default=0)
    before = [n for n in range(start, first) if unit.tokens[n].content and not unit.tokens[n].party][-3:]
    return any(Place(number, other) in aligned.used for other in before)


def dropped_condition(aligned: Alignment, *, share: float = 0.5) -> str:
    """A condition or exception of the source of which the claim says less than `share`, or nothing."""
    for number in aligned.leading:
        rest, *conditions = _conditions(aligned, number)
        if sum(Place(number, index) in aligned.used for index in rest) < min(2, max(1, len(rest))):
            continue
        for indexes in conditions:
            if _aside(aligned.units[number], indexes[0]) or _conditioned_elsewhere(aligned, number, indexes):
                continue
            if sum(Place(number, index) in aligned.used for index in indexes) < share * len(indexes):
                told = " ".join(aligned.units[number].tokens[index].text for index in indexes[:5])
                return f"scope: the condition “{told}” of the source is left out"
    return ""


def _conditions(aligned: Alignment, number: int) -> list[list[int]]:
    """Where the words of the main clauses of a unit stand, then those of each condition."""
    spans: dict[int, list[int]] = {0: []}
    for index, scope in enumerate(aligned.sources.scopes[number]):
        token = aligned.units[number].tokens[index]
        if (token.content or token.number) and token.lower not in lexicon.words("light"):
            spans.setdefault(scope.condition, []).append(index)
    return list(spans.values())


def _aside(unit: Unit, index: int) -> bool:
    """Whether a word stands in brackets."""
    before = [token.lower for token in unit.tokens[:index] if token.lower in ("(", ")")]
    return bool(before) and before[-1] == "("


def _conditioned_elsewhere(aligned: Alignment, number: int, indexes: list[int]) -> bool:
    """Whether the claim has a condition of its own that rests on other words than these."""
    own = [index for index in aligned.claim.contents if aligned.scopes[index].condition]
    places = [place for index in own for place in aligned.supported(index)]
    return bool(places) and not any(place.unit == number and place.token in indexes for place in places)
