"""Language identification by n-grams of letters (py3langid): whether a message is in another language than English."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Those spoken most in English schools and nurseries that are written in the Latin alphabet, and their neighbours.
_KNOWN = "cs cy de en es fr hu it lt nl pl pt ro sk so sq tr".split()
# Words of English alone: what holds enough of them needs no model, which takes half a second to load.
_ENGLISH = frozenset(
    """
    about after again all and any are aren't because been before being but can can't could do don't does doesn't
    don't every for from get give go got has have how how's i'm i've inspector's inspectors it's just know let like
    make many may might much must my myself not our out please right say says see shall she she's should than that
    that's the their them then there these they they're thing this those told under until us want wants what what's
    when where which while who why with without won't would yes you you're your
    """.split()
)


def in_another_language(text: str, *, sure: float = 0.9, fewest: int = 3) -> bool:
    """True when it is surely in another language; of fewer than `fewest` words nobody can tell."""
    words = re.findall(r"\w+(?:['’]\w+)*", text.casefold().replace("’", "'"))
    if len(words) < fewest or sum(word in _ENGLISH for word in words) * 6 >= len(words):
        return False
    language, probability = _identifier().classify(text)
    return bool(language != "en" and probability >= sure)


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_KNOWN)
    return identifier
