"""Numbers: each of a claim is in a source, of the same thing and bounded alike, and no threshold is dropped."""

from assistant.verifying.alignment import Alignment, Place
from assistant.verifying.amounts import Number, numbers_of
from assistant.verifying.lexicon import stem
from assistant.verifying.words import Token, Unit

_LOOSE = dict.fromkeys(("longer", "more", "above", "over", "later"), "more than")
_LOOSE |= dict.fromkeys(("below", "under", "less"), "less than")
_PLAIN_BOUNDS = dict.fromkeys(("more than", "greater than", "higher than"), "more than")
_PLAIN_BOUNDS |= dict.fromkeys(("less than", "fewer than", "lower than"), "less than")

_ALIKE = ({"", "at most"}, {"at most", "less than"}, {"", "after"}, {"after", "more than"}, {"after", "at least"})


def wrong_number(aligned: Alignment) -> str:
    """Why a number of the claim is not borne out, or nothing."""
    there = [other for numbers in aligned.sources.numbers for other in numbers]
    loose = {bound for unit in aligned.support for bound in _loose(aligned.units[unit])}
    for number in numbers_of(aligned.claim):
        same = [other for other in there if number.same_as(other)]
        if any(_article(number, unit) for unit in aligned.units):
            continue
        if not same:
            return f"number: “{number.text}” is in no source"
        if not _bounded_alike(number, same) and number.bound not in loose:
            here, bound = number.bound or "exact", same[0].bound or "exact"
            return f"bound: “{number.text}” is {here} here, {bound} in the source"
    return ""


def _bounded_alike(number: Number, same: list[Number]) -> bool:
    """Whether one of the source's is bounded so; a bare one counts where none is bounded the other way."""
    bounds = {other.bound for other in same}
    against = any(bound and not _bounds_agree(number.bound, bound) for bound in bounds)
    return number.bound in bounds or (not against and any(_bounds_agree(number.bound, bound) for bound in bounds))


def _bounds_agree(one: str, other: str) -> bool:
    """Whether two bounds point one way; a bare number and “within” are told apart only from a lower one."""
    return one == other or {one, other} in _ALIKE


def wrong_comparison(aligned: Alignment) -> str:
    """A “more than” where the source says “less than”, or the other way round, about what is no number; or nothing."""
    here = _directions(aligned.claim.tokens)
    there = {way for number in aligned.support for way in _directions(aligned.units[number].tokens)}
    if len(here) == 1 and len(there) == 1 and here != there:
        return f"bound: “{here.pop()}” here, “{there.pop()}” in the source"
    return ""


def _directions(tokens: tuple[Token, ...]) -> set[str]:
    return {_PLAIN_BOUNDS[token.lower] for token in tokens if token.lower in _PLAIN_BOUNDS}


def _loose(unit: Unit) -> set[str]:
    """The bounds of a sentence that speak of a number given before: “below this”, “may wait longer”."""
    words = [token.lower for token in unit.tokens]
    found = set()
    for index, word in enumerate(words):
        after = unit.tokens[index + 1] if index + 1 < len(words) else None
        if word in _LOOSE and (after is None or after.punctuation or after.lower in ("this", "that", "it")):
            found.add(_LOOSE[word])
    return found


def dropped_number(aligned: Alignment) -> str:
    """A threshold of the source, “more than £200”, that a claim about the same thing leaves out, or nothing."""
    here = {number.value for number in numbers_of(aligned.claim)} | {1}
    for unit in aligned.leading:
        for limit in aligned.sources.numbers[unit]:
            bounded = limit.bound in ("more than", "less than", "at least")
            if bounded and limit.value not in here and _rests(aligned, unit, limit.token):
                return f"scope: “{limit.bound} {limit.text}” of the source is left out"
    return ""


def _rests(aligned: Alignment, number: int, token: int) -> bool:
    """Whether the claim rests on the words before a threshold."""
    before = [n for n in range(token) if aligned.units[number].tokens[n].content][-2:]
    return bool(before) and all(Place(number, index) in aligned.used for index in before)


def _article(number: Number, unit: Unit) -> bool:
    """Whether a source says “a month” for one month."""
    if number.value != 1 or number.ordinal:
        return False
    words = [stem(token.lower) for token in unit.tokens]
    return any(words[n] in ("a", "an", "singl", "per", "each") for n in range(len(words) - 1))
