"""Names, months and weekdays: each that the claim writes with a capital occurs in a source, letter for letter."""

from assistant.verifying import lexicon
from assistant.verifying.alignment import Alignment
from assistant.verifying.words import Token

_SPEAKERS = frozenset({"we", "our", "us"})


def wrong_name(aligned: Alignment) -> str:
    """Why a name of the claim is not borne out, or nothing."""
    there = aligned.sources.words
    initials = _initials(aligned)
    for token in aligned.claim.tokens:
        if (
            not _is_name(token)
            or (token.text != "May" and (token.stems & there or token.lower in there))
            or token.text in initials
        ):
            continue
        if token.lower.startswith("weekday") and {"monday", "friday"} <= there:
            continue
        if token.lower == "ofsted" and there & _SPEAKERS:
            continue
        return f"name: “{token.text}” is in no source"
    return ""


def _is_name(token: Token) -> bool:
    word = token.lower
    if (
        word in lexicon.words("month") - {"may", "march"}
        or (token.text == "May" and token.content)
        or word.removesuffix("s") in lexicon.words("day")
    ):
        return True
    if token.number or not token.content or not token.capital:
        return False
    return not token.first or (token.text.isupper() and len(token.text) > 1)


def _initials(aligned: Alignment) -> set[str]:
    """What runs of capitalised words of the sources are shortened to."""
    found = set()
    for unit in aligned.units:
        letters = "".join(
            token.text[0] if token.capital else " " for token in unit.tokens if token.lower not in ("of", "and")
        )
        found |= {part for part in letters.split() if len(part) > 1}
    return found
