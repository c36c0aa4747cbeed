"""Semantic roles without a parser: who does something, to whom, by word order, voice and prepositions."""

from dataclasses import dataclass

from assistant.verifying.lexicon import irregular, words
from assistant.verifying.words import Token, Unit

_PRONOUNS = dict.fromkeys(("they", "them", "he", "she", "him"), "they") | {"we": "we", "us": "we", "you": "you"}
_BE = frozenset("is are was were be been being get gets".split())
_CAUSATIVES = frozenset("let make help lets makes helps".split())


@dataclass(frozen=True)
class Roles:
    """Who acts and who is acted on at one word; empty where it is not known."""

    agents: frozenset[str] = frozenset()
    patients: frozenset[str] = frozenset()


def roles_of(unit: Unit) -> list[Roles]:
    """The roles at each token."""
    tokens = unit.tokens
    subject: frozenset[str] = frozenset()
    passive, found = False, []
    for index, token in enumerate(tokens):
        if (
            token.lower in words("clause opener")
            or token.lower in (".", ";", "(", ")")
            or token.mark in ("condition", "except")
        ):
            subject, passive = _relative(tokens, index), False
        named = _subject(tokens, index)
        if named:
            subject, passive = named | _helper(tokens, index, subject), False
        if token.lower in ("can expect", "may expect"):
            subject = frozenset()  # whoever expects something does not do it
        if token.lower in _BE or token.mark.startswith("modal"):
            passive = _passive(tokens, index)
        by = _by(tokens, index) if passive else frozenset()
        after = _next_party(tokens, index)
        owner = _owner(tokens, index)
        found.append(Roles(by | owner, subject) if passive else Roles(subject | owner, after))
    expected = _expected_of(tokens)
    listed = _listed(tokens) | expected
    return [Roles(roles.agents | listed, roles.patients) if roles.agents or expected else roles for roles in found]


def _listed(tokens: tuple[Token, ...]) -> frozenset[str]:
    """The parties after “the following ...:”, who are those that the lead-in speaks of."""
    lowers = [token.lower for token in tokens]
    if ":" not in lowers or not {"following", "these", "those"} & set(lowers[: lowers.index(":")]):
        return frozenset()
    return frozenset(_name(token) for token in tokens[lowers.index(":") :] if _name(token))


def _expected_of(tokens: tuple[Token, ...]) -> frozenset[str]:
    """The party of whom something is expected, or required: it acts in the whole sentence."""
    for index, token in enumerate(tokens[:-1]):
        if token.lower.split()[0] in ("expected", "required", "asked") and tokens[index + 1].lower == "of":
            return _next_party(tokens, index + 1)
    return frozenset()


def _owner(tokens: tuple[Token, ...], index: int) -> frozenset[str]:
    """Whose action a noun names: the chair's consent."""
    if tokens[index].lower in words("state"):
        return frozenset()
    for token in reversed(tokens[max(0, index - 3) : index]):
        if token.owner and _name(token):
            return frozenset({_name(token)})
        if not token.content or token.lower in words("state"):
            break
    return frozenset()


def _name(token: Token) -> str:
    if token.lower in _PRONOUNS:
        return _PRONOUNS[token.lower]
    return token.party


def _relative(tokens: tuple[Token, ...], index: int) -> frozenset[str]:
    before = tokens[index - 1] if index else None
    if tokens[index].lower in ("who", "that", "which") and before is not None and _name(before):
        return frozenset({_name(before)})
    return frozenset()


def _subject(tokens: tuple[Token, ...], index: int) -> frozenset[str]:
    """The party at this token where it is a subject, joined ones together."""
    token = tokens[index]
    if not _name(token) or token.owner or not _acts(tokens, index):
        return frozenset()
    names = {_name(token)}
    earlier = index - 1 if index and tokens[index - 1].lower in ("the", "their", "your") else index
    if earlier >= 2 and tokens[earlier - 1].lower in ("and", "or") and _name(tokens[earlier - 2]):
        names.add(_name(tokens[earlier - 2]))
    return frozenset(names)


def _helper(tokens: tuple[Token, ...], index: int, subject: frozenset[str]) -> frozenset[str]:
    """Who helps a party to do something, which both then do."""
    before = _before(tokens, index)
    return subject if before is not None and before.lower in ("help", "helps") else frozenset()


def _acts(tokens: tuple[Token, ...], index: int) -> bool:
    before, after = _before(tokens, index), _after(tokens, index)
    if after is None or tokens[index + 1].party:
        return False
    verbal = (
        after.mark.startswith("modal")
        or after.lower in _BE
        or after.lower in ("to", "have", "has", "do", "does", "not", "never", "had")
    )
    if before is not None and before.lower.split()[0] in _CAUSATIVES and after.content:
        return True
    if before is not None and before.lower in words("after which no subject"):
        return verbal and after.lower != "to" and before.lower == "of"
    opens = (
        before is None
        or before.punctuation
        or before.lower in words("clause opener")
        or before.mark in ("condition", "except")
    )
    if verbal and (opens or not _acronym(tokens[index])):
        return not _in_relative(tokens, index)
    if before is None and after.content and _modified(tokens, index):
        return False
    return opens and (after.content or _verb_soon(tokens, index)) and not _acronym(tokens[index])


def _modified(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a party describes the noun after it, as in “court action may be taken”."""
    verb = tokens[index + 2] if index + 2 < len(tokens) else None
    return verb is not None and (verb.mark.startswith("modal") or verb.lower in _BE)


def _verb_soon(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a modal or a form of be follows the rest of the noun phrase: visitors aged under 16 must."""
    for token in tokens[index + 1 : index + 6]:
        if token.punctuation or token.lower in words("clause opener"):
            return False
        if token.mark.startswith("modal") or token.lower in _BE:
            return True
    return False


def _acronym(token: Token) -> bool:
    """Whether a name is written in capitals, as VAT, which stands before nouns as often as before verbs."""
    return token.text.isupper() and len(token.text) > 1


def _in_relative(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a party is the object of a relative clause: people who run a business are ..."""
    before = tokens[:index]
    who = max((n for n, token in enumerate(before) if token.lower in ("who", "which", "that")), default=-1)
    between = before[who + 1 :]
    return (
        who >= 0
        and any(t.content for t in between)
        and not any(t.punctuation or t.mark.startswith("modal") for t in between)
    )


def _before(tokens: tuple[Token, ...], index: int) -> Token | None:
    """What stands before a noun phrase, and before those it is joined to by “and” or “or”."""
    start = index
    while start and (tokens[start - 1].lower in words("before a subject") or _joined(tokens, start)):
        start -= 1
    return tokens[start - 1] if start else None


def _joined(tokens: tuple[Token, ...], start: int) -> bool:
    """Whether the word before belongs to “inspector or inspection” team: a joined party, or what describes the next."""
    before, earlier = tokens[start - 1], tokens[start - 2].lower if start > 1 else ""
    conjunctions = ("and", "or")
    return bool(_name(before) and tokens[start].lower in conjunctions) or (before.content and earlier in conjunctions)


def _after(tokens: tuple[Token, ...], index: int) -> Token | None:
    skipped = words("before a subject") - {"and", "or"}
    return next(
        (token for token in tokens[index + 1 :] if token.lower not in skipped and not token.lower.endswith("ly")), None
    )


def _passive(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a form of be stands here or next, and a participle after it."""
    seen = tokens[index].lower in _BE
    for token in tokens[index + 1 : index + 6]:
        if token.lower in _BE:
            seen = True
        elif token.mark or token.lower in ("not", "always", "also", "only", "not") or token.lower.endswith("ly"):
            continue
        elif token.content:
            head = token.lower.split()[0]
            return seen and (head.endswith("ed") or head in words("participle") or irregular(head))
        elif token.lower not in ("have", "has", "to"):
            return False
    return False


def _by(tokens: tuple[Token, ...], index: int) -> frozenset[str]:
    for after in range(index, min(len(tokens), index + 14)):
        if tokens[after].lower == "by":
            return _next_party(tokens, after)
        if tokens[after].lower in words("clause opener") or tokens[after].lower in (".", ";"):
            break
    return next((_next_party(tokens, n) for n in range(index - 1, -1, -1) if tokens[n].lower == "by"), frozenset())


def _next_party(tokens: tuple[Token, ...], index: int) -> frozenset[str]:
    found = ""
    for token in tokens[index + 1 : index + 7]:
        if (
            token.lower in words("clause opener")
            or token.lower in (".", ";", ",", "without")
            or token.mark.startswith("modal")
        ):
            break
        if found and not _name(token):
            break
        found = _name(token) if _name(token) and not token.owner else found
    return frozenset({found} - {""})
