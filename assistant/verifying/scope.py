"""Operator scope: which modal verb, negator and condition each word of a sentence stands under."""

from dataclasses import dataclass, replace

from assistant.verifying.lexicon import words
from assistant.verifying.words import Token, Unit

_DETERMINERS = frozenset("your the a an any all it them this these".split())
_PRONOUNS = frozenset("i you he she it we they".split())
COUNTS = frozenset(
    "one two three four five six seven eight nine ten twelve fourteen fifteen twenty thirty sixty ninety".split()
)


@dataclass(frozen=True)
class Scope:
    """The operators over one word; spans are numbered from 1 within a sentence."""

    modal: str = ""
    modal_span: int = 0
    negation: int = 0
    condition: int = 0
    restricted: bool = False  # "not ... unless", "not ... without": only so
    negator: str = ""
    excepted: bool = False  # under “unless” or “except”
    denied_after: bool = False  # whether a negator follows in the clause
    subordinate: bool = False  # in a clause of its own, which the modal of the main one does not govern
    coming: str = ""  # the modal that follows in the clause: what stands before is its subject


@dataclass
class _State:
    modal: str = ""
    modal_span: int = 0
    negation: int = 0
    negator: str = ""
    condition: int = 0
    excepted: bool = False
    subordinate: bool = False
    purpose: bool = False  # after “so that”
    contents: int = 0  # content words since the condition
    joined: bool = False  # a conjunction since the negator
    adjacent: str = ""  # the operator right before


def scopes(unit: Unit) -> list[Scope]:
    """A scope for each token, read from left to right."""
    state = _State(modal="imperative" if _imperative(unit.tokens) else "")
    double = _double_negation(unit.tokens)
    spans, found = 0, []
    for index, token in enumerate(unit.tokens):
        spans = _step(state, token, unit.tokens, index, spans, double=double)
        found.append(
            Scope(
                state.modal,
                state.modal_span,
                state.negation,
                state.condition,
                double,
                state.negator,
                bool(state.condition) and state.excepted,
                subordinate=state.subordinate,
            )
        )
    return _with_coming(unit.tokens, found)


def _with_coming(tokens: tuple[Token, ...], found: list[Scope]) -> list[Scope]:
    """The scopes, each with the modal that comes after it in its clause."""
    coming, after, denied, where = "", "", False, 0
    result: list[Scope] = []
    for token, scope in zip(reversed(tokens), reversed(found), strict=True):
        if token.lower in words("subordinator") or token.mark in ("condition", "except") or token.lower in (".", ";"):
            coming, denied = "", False
        elif token.mark.startswith("modal"):
            coming = after or scope.modal
        after = scope.modal if token.content else after
        denied, where = (True, scope.condition) if scope.negation else (denied, where)
        after_all = denied and where == scope.condition
        result.append(replace(scope, coming=coming if not scope.modal else "", denied_after=after_all))
    return result[::-1]


def _imperative(tokens: tuple[Token, ...]) -> bool:
    if any(token.mark.startswith("modal") for token in tokens[1:3]):
        return False
    ordered = len(tokens) > 1 and tokens[0].content and not tokens[0].party and tokens[1].lower in _DETERMINERS
    return ordered or tokens[0].lower.split()[0] in words("imperative")


def _opens_late(tokens: tuple[Token, ...]) -> bool:
    """Whether a condition or a purpose stands before the main clause."""
    return tokens[0].mark == "condition" or tokens[0].lower == "to"


def _double_negation(tokens: tuple[Token, ...]) -> bool:
    """Whether a negation is taken back: not ... unless, without, except, until."""
    negative = [
        i
        for i, t in enumerate(tokens)
        if t.mark == "modal:prohibit"
        or (t.mark == "neg" and t.lower in ("not", "no", "never", "none", "nobody", "no one"))
    ]
    taken = [i for i, t in enumerate(tokens) if t.mark == "except" or t.lower == "without"]
    exempt = any(t.mark == "modal:exempt" for t in tokens)
    return (
        bool(negative and taken)
        and not exempt
        and not ("if not" in {tokens[i].lower for i in taken} and len(taken) == 1)
    )


def _step(state: _State, token: Token, tokens: tuple[Token, ...], index: int, spans: int, *, double: bool) -> int:
    """Takes one token in; gives the number of spans so far."""
    mark = token.mark
    if token.punctuation:
        _pause(state, token)
        return spans
    if (
        not state.modal
        and index
        and tokens[index - 1].lower == ","
        and token.lower in words("imperative")
        and _opens_late(tokens)
    ):
        state.modal, state.modal_span, spans = "imperative", spans + 1, spans + 1
    if mark in ("condition", "except") or (token.lower in words("subordinator") and not _assured(tokens, index)):
        state.modal, state.modal_span, state.negation, state.adjacent = "", 0, 0, ""
        state.subordinate = True
        spans += 1
        state.condition, state.contents = (
            (spans, 0) if mark in ("condition", "except") else (state.condition, state.contents)
        )
    if mark in ("condition", "except"):
        state.excepted = mark == "except" and token.lower != "until"
    if mark == "modal:are to" and _of_an_aim(tokens, index):
        return spans
    if token.lower in ("have", "has") and index + 1 < len(tokens) and _counted(tokens[index + 1]):
        state.modal, state.modal_span, spans = "deadline", spans + 1, spans + 1
    elif mark.startswith("modal:"):
        if state.contents and (tokens[index - 1].party or tokens[index - 1].lower in _PRONOUNS):
            state.condition = 0  # a main clause that follows without a comma
        if token.lower in ("expect", "expects") and index and tokens[index - 1].lower in _PRONOUNS - {"we"}:
            return spans  # what somebody foresees, and no duty
        spans = _modal(state, mark.removeprefix("modal:"), spans, double=double)
    elif mark == "neg":
        spans = _negator(state, token, spans, double=double)
    elif token.content:
        state.adjacent, state.contents = "", state.contents + 1
    if token.lower in ("so", "so that"):
        state.purpose = True
    if token.lower in ("and", "or", "but") and not (token.lower == "or" and state.negator == "no"):
        state.joined = True
    return spans


def _of_an_aim(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether this is the “is to” of “its purpose is to”."""
    return any(token.lower in words("aim") for token in tokens[max(0, index - 4) : index])


def _assured(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether this is the “that” of “make sure that”, under which the duty goes on."""
    return (
        tokens[index].lower == "that"
        and index > 0
        and tokens[index - 1].lower in ("make sure", "ensure", "sure", "ensuring", "making sure")
    )


def _counted(token: Token) -> bool:
    """Whether a token is a number, in figures or in words."""
    return token.number or token.lower in COUNTS


def _pause(state: _State, token: Token) -> None:
    """A comma ends a clause that stands before the main one, and what “without” reaches."""
    state.adjacent, state.subordinate = "", False
    if token.lower in ".!?;:)":
        state.negation = 0
    if token.lower in ".!?;,":
        state.purpose = False
    if token.lower in ".!?;":
        state.modal, state.modal_span, state.condition = "", 0, 0
    elif token.lower in ":(":
        return
    elif state.condition or state.negator in ("without", "rather than", "instead of", "in the absence of"):
        state.negation, state.condition = 0, 0


def _modal(state: _State, modal: str, spans: int, *, double: bool) -> int:
    before = state.adjacent
    spans += 1
    if modal == "prohibit":
        modal, state.negation = ("may", 0) if double else ("prohibit", spans)
    elif before in ("not", "never") and modal in ("must", "should", "may") and not double:
        modal = {"must": "exempt", "may": "prohibit"}.get(modal, modal)
    elif before in ("not", "never") and modal == "exempt":
        modal, state.negation = "must", 0  # not exempt
    elif before.startswith("modal"):
        modal = chained(state.modal, modal)
    elif state.negation and (state.joined or state.negator == "not"):
        state.negation = 0
    if modal == "exempt":
        state.negation = spans
    elif modal == "may" and state.negation and state.negator in ("no", "none", "nobody", "never"):
        modal = "prohibit"
    if modal == "may" and state.purpose:
        modal = "enabled"
    state.modal, state.modal_span, state.adjacent, state.joined = modal, spans, "modal", False
    return spans


def chained(first: str, second: str) -> str:
    """What two modals in a row come to."""
    if first in ("will", "", "imperative"):
        return second
    if first == second:
        return first
    if second == "may":
        return first
    return f"{first} {second}"


def _negator(state: _State, token: Token, spans: int, *, double: bool) -> int:
    if double and token.lower in ("not", "no", "never", "none", "nobody", "no one", "without"):
        state.adjacent = "not"
        return spans
    spans += 1
    twice = (
        state.negation
        and not state.joined
        and state.negator in ("not", "never")
        and token.lower in ("no", "none", "not")
    )
    state.negation, state.negator, state.joined = 0 if twice else spans, token.lower, False
    if state.modal in ("may", "must") and state.adjacent == "modal":
        state.modal = "prohibit"
    state.adjacent = "never" if token.lower == "never" else "not"
    return spans
