"""Parties: who owes what to whom is the same in a claim as in its sources."""

from dataclasses import dataclass, field

from assistant.verifying import lexicon
from assistant.verifying.alignment import Alignment
from assistant.verifying.lexicon import stems
from assistant.verifying.roles import Roles, roles_of

_EXAMPLES = frozenset({"for example", "for instance", "such as", "including"})
_PROVIDERS = stems("kind of provider") | {"provid"}
_ARTICLES = frozenset("a an the any your their".split())


def wrong_party(aligned: Alignment) -> str:
    """Why the claim has another side act, or be acted on, than its sources; or nothing."""
    here = roles_of(aligned.claim)
    there = aligned.sources.roles
    if alone := _on_itself(aligned, here, there):
        return alone
    return _disagreeing(aligned, here, there, "agents") or _disagreeing(aligned, here, there, "patients")


def _on_itself(aligned: Alignment, here: list[Roles], there: list[list[Roles]]) -> str:
    """A side that the claim names twice, as acting and as acted on, where no source does so; or nothing."""
    if any(token.lower in _EXAMPLES for token in aligned.claim.tokens):
        return ""  # a side is named again as an example of itself
    for index in aligned.compared:
        if aligned.claim.tokens[index].party:
            continue
        both = _one_side(here[index])
        sources = (there[place.unit][place.token] for place in aligned.supported(index))
        if both and not any(_one_side(roles) for roles in sources):
            return f"party: “{both}” does “{aligned.claim.tokens[index].text}” to itself here, not in the source"
    return ""


def _one_side(roles: Roles) -> str:
    """The party that acts and is acted on, “you” being a provider; or nothing."""
    same = roles.agents & roles.patients - {"they", "you", "we", "staff", "child", "member"}
    if {"you", "provid"} <= roles.agents | roles.patients and roles.agents and roles.patients:
        same |= {"provid"}
    return min(same, default="")


@dataclass
class _Votes:
    """Of one side of the claim: the words that name it, whether the first agrees, and those that do not."""

    known: int = 0
    first: bool = False  # most often the verb
    wrong: list[tuple[int, frozenset[str]]] = field(default_factory=list)


def _disagreeing(aligned: Alignment, here: list[Roles], there: list[list[Roles]], side: str) -> str:
    told = "does" if side == "agents" else "is meant by"
    for mine, votes in _votes(aligned, here, there, side).items():
        if not votes.first and len(votes.wrong) * 2 > votes.known:
            index, names = votes.wrong[0]
            word = aligned.claim.tokens[index].text
            return f"party: “{'/'.join(sorted(mine))}” {told} “{word}” here, “{'/'.join(sorted(names))}” in the source"
    return ""


def _votes(aligned: Alignment, here: list[Roles], there: list[list[Roles]], side: str) -> dict[frozenset[str], _Votes]:
    found: dict[frozenset[str], _Votes] = {}
    for index in aligned.compared:
        mine: frozenset[str] = getattr(here[index], side)
        sides = (getattr(there[place.unit][place.token], side) for place in aligned.rested_on(index))
        theirs = [names for names in sides if names]
        if not mine or not theirs or aligned.claim.tokens[index].party:
            continue
        swapped = side == "patients" and _swapped(aligned, there, index, mine)
        agree = any(_one_of(aligned, mine, names) for names in theirs if not (swapped and names == {"they"}))
        if not agree and _asked_for(aligned, index):
            continue
        if not agree and aligned.scopes[index].negator == "without":
            continue
        votes = found.setdefault(mine, _Votes(first=agree))
        votes.known += 1
        if not agree and (side == "agents" or swapped):
            votes.wrong.append((index, theirs[0]))
    return found


def _asked_for(aligned: Alignment, index: int) -> bool:
    """Whether the claim makes a condition of a thing that the source takes for granted: if you make a request."""
    before = {token.lower for token in aligned.claim.tokens[max(0, index - 2) : index]}
    return bool(aligned.scopes[index].condition and before & _ARTICLES)


def _swapped(aligned: Alignment, there: list[list[Roles]], index: int, mine: frozenset[str]) -> bool:
    """Whether those acted on here act in the source."""
    return any(mine & there[place.unit][place.token].agents for place in aligned.supported(index))


def _one_of(aligned: Alignment, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(_same_party(aligned, one, other) for one in mine for other in theirs)


def _same_party(aligned: Alignment, one: str, other: str) -> bool:
    if one == other or "they" in (one, other) or _synonyms(one, other):
        return True
    if {one, other} <= {"inspector", "ofst", "we"} or {one, other} <= _PROVIDERS:
        return True
    if one == "you" or other == "you":
        name = other if one == "you" else one
        return name in stems("addressed") if "you" in aligned.sources.words else name not in stems("authority")
    return "we" in (one, other) and bool({one, other} & (stems("authority") - {"we"}))


def _synonyms(one: str, other: str) -> bool:
    groups = lexicon.synonym_groups()
    return bool(groups.get((one,), frozenset()) & groups.get((other,), frozenset()))
