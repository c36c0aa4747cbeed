"""Claim-word coverage: the share of a claim's content words that the sources say, and which words they do not."""

from assistant.verifying import lexicon
from assistant.verifying.alignment import Alignment, Place
from assistant.verifying.lexicon import stem
from assistant.verifying.words import Token

_OPPOSITES = [
    ("before", "after"),
    ("possible", "impossible"),
    ("least", "most"),
    ("same", "different"),
    ("above", "below"),
    ("over", "under"),
    ("inside", "outside"),
]

# What says as much as each of these words.
_PLACING = {
    "after": frozenset(
        "after once following later when post since then end afterwards until last past start starting begin".split()
    ),
    "before": frozenset("before prior first until advance ahead earlier beforehand by unless already start".split()),
    "outside": frozenset("outside beyond only except abroad not out between".split()),
    "off": frozenset("off away out from remove deduct switch less".split()),
}


def uncovered(aligned: Alignment, *, threshold: float = 0.65, words: int = 1) -> str:
    """Why too little is covered, or nothing; up to `words` may be new if `threshold` of the claim's is not."""
    small = _opposed(aligned)
    if small:
        return f"contradiction: “{small}”"
    if elsewhere := _elsewhere(aligned):
        return f"scope: “{elsewhere}” is not said in the source"
    if turned := next((index for index in _needed(aligned) if _turned(aligned, index)), None):
        return f"contradiction: “{aligned.claim.tokens[turned].text}”"
    missing = [index for index in _needed(aligned) if not _covered(aligned, index) and not _denied(aligned, index)]
    if not missing:
        return (
            ""
            if any(_covered(aligned, index) for index in aligned.claim.contents)
            else "coverage: nothing of it is in a source"
        )
    tokens = aligned.claim.tokens
    against = next((index for index in missing if _contradicted(aligned, tokens[index])), None)
    if against is not None:
        return f"contradiction: “{tokens[against].text}”"
    share = 1 - len(missing) / max(1, len(_needed(aligned)))
    grave = [index for index in missing if not _reworded(aligned, index)]
    if grave or len(missing) > words or share < threshold:
        told = ", ".join(f"“{tokens[index].text}”" for index in (grave or missing))
        return f"coverage: {told} not in a source"
    return ""


def _opposed(aligned: Alignment) -> str:
    """A function word whose opposite, and not itself, is in the supporting units: before, same."""
    there = aligned.words_there
    here = {token.lower for token in aligned.claim.tokens}
    pairs = [*_OPPOSITES, *(pair[::-1] for pair in _OPPOSITES)]
    told = {"before"} if "first" in there else set()
    return next((one for one, other in pairs if one in here - there - told and other in there - here), "")


def _elsewhere(aligned: Alignment) -> str:
    """A small word of time or place, such as “after”, that no supporting unit says in any way."""
    words = {part for word in aligned.words_there for part in word.split()}
    here = [token.lower for token in aligned.claim.tokens]
    return next((word for word, others in _PLACING.items() if word in here and not words & others), "")


def _needed(aligned: Alignment) -> list[int]:
    """The content words that must be borne out: not light ones, nor numbers."""
    tokens = aligned.claim.tokens
    return [
        index
        for index in aligned.claim.contents
        if tokens[index].lower not in lexicon.words("light")
        and not _addressed(aligned, tokens[index])
        and not _yours(tokens, index)
        and not _the_text(tokens, index)
    ]


def _addressed(aligned: Alignment, token: Token) -> bool:
    """Whether a word names whom the source calls “you”, or the other way round, or the body that says “we”."""
    words = aligned.sources.words
    if token.lower == "ofsted" and words & {"we", "our", "us", "inspectors", "inspector"}:
        return True
    if token.lower == "author" and words & {"i", "my", "me", "it"}:
        return True
    if token.stems & lexicon.stems("kind of provider"):
        return bool(words & {"provid", "school", "set"})
    named = token.stems & lexicon.stems("generic")
    return bool(named) and bool(words & {"you", "your"})


def _yours(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a word names what the reader leads, as “your provision” does: it adds nothing to “you”."""
    owned = index > 0 and tokens[index - 1].lower in ("your", "their")
    return owned and tokens[index].lower in ("provision", "setting", "school", "nursery", "service", "premises", "work")


def _the_text(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a word names the text that speaks, as “the guidance” does: a source speaks without its name."""
    named = index > 0 and tokens[index - 1].lower in ("the", "this")
    return named and tokens[index].lower in ("guidance", "document", "commentary", "text")


def _turned(aligned: Alignment, index: int) -> bool:
    """Whether a word that is said in other words at most stands for its antonym, which the claim leaves unsaid."""
    opposites = {other for word in aligned.claim.tokens[index].stems for other in lexicon.antonyms().get(word, ())}
    if not opposites or aligned.found[index].exact:
        return False
    places = (Place(unit, n) for unit in aligned.support for n in range(len(aligned.units[unit].tokens)))
    return any(opposites & aligned.token_at(place).stems and place not in aligned.used for place in places)


def _denied(aligned: Alignment, index: int) -> bool:
    """Whether the source denies what a prefix denies here: unauthorised for without authorisation."""
    plain = (word.removeprefix("un") for word in aligned.claim.tokens[index].stems if word.startswith("un"))
    places = [place for word in plain for place in aligned.sources.starting(word)]
    return bool(places) and all(aligned.scope_at(place).negation for place in places)


def _contradicted(aligned: Alignment, token: Token) -> bool:
    """Whether a source says the antonym of a word that none says."""
    there = aligned.sources.words
    return any(lexicon.antonyms().get(word, frozenset()) & there for word in token.stems) or any(
        f"{prefix}{word}" in there or (word.startswith(prefix) and word.removeprefix(prefix) in there)
        for word in token.stems
        for prefix in ("un", "in", "dis", "non", "im", "ir")
        if len(word) > 4
    )


def _reworded(aligned: Alignment, index: int) -> bool:
    """Whether a new word stands where a verb or an adverb does among covered words: a rewording, and no addition."""
    token = aligned.claim.tokens[index]
    if token.lower.split()[0] in lexicon.words("preposition") or (token.capital and not token.first) or token.party:
        return False
    risky = stem(token.lower) in lexicon.stems("risky") | lexicon.stems("party")
    return not risky and _modifies(aligned.claim.tokens, index) and _in_company(aligned, index)


def _modifies(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a word is a verb, by what stands before it or its ending, or an adverb."""
    describes = index + 1 < len(tokens) and tokens[index + 1].content  # an adjective: staffing issues
    ending = tokens[index].lower.endswith(("ed", "ing")) and not describes
    return _verb_like(tokens, index) or _participle(tokens, index) or ending or tokens[index].lower.endswith("ly")


def _participle(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a word is an irregular participle behind a form of be, as in “is made”."""
    word = tokens[index].lower.split()[0]
    be = index > 0 and tokens[index - 1].lower in ("be", "been", "is", "are")
    return be and (lexicon.irregular(word) or word in lexicon.words("participle"))


def _verb_like(tokens: tuple[Token, ...], index: int) -> bool:
    before = next((t for t in reversed(tokens[:index]) if not t.lower.endswith("ly")), None)
    if before is None or before.punctuation:
        return False
    return (
        before.mark.startswith("modal")
        or before.lower in ("to", "not", "they", "you", "who", "that")
        or bool(before.party)
    )


def _in_company(aligned: Alignment, index: int) -> bool:
    """Whether the phrase around a word holds a covered content word."""
    return any(
        _covered(aligned, other)
        for other in chunk(aligned.claim.tokens, index)
        if other != index and aligned.claim.tokens[other].content
    )


def chunk(tokens: tuple[Token, ...], index: int) -> range:
    """The phrase around a token: up to a preposition, conjunction or punctuation."""

    def ends(token: Token) -> bool:
        return (
            token.punctuation
            or token.lower in lexicon.words("preposition")
            or token.lower in ("and", "or", "but")
            or token.mark in ("condition", "except")
        )

    start, stop = index, index + 1
    while start and not ends(tokens[start - 1]):
        start -= 1
    while stop < len(tokens) and not ends(tokens[stop]):
        stop += 1
    return range(start, stop)


def _covered(aligned: Alignment, index: int) -> bool:
    return bool(aligned.matches.get(index))
