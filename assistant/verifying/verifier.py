"""The verifier: a statement is proved if every check of every sentence finds nothing against it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.verifying.alignment import Alignment, Sources
from assistant.verifying.binding import stitched
from assistant.verifying.conditions import added_hedge, dropped_condition, dropped_hedge
from assistant.verifying.coverage import uncovered
from assistant.verifying.exceptions import wrong_exception
from assistant.verifying.lexicon import stem
from assistant.verifying.modality import wrong_modality
from assistant.verifying.names import wrong_name
from assistant.verifying.negation import wrong_negation
from assistant.verifying.numbers import dropped_number, wrong_comparison, wrong_number
from assistant.verifying.parties import wrong_party
from assistant.verifying.quantifiers import wrong_quantifier
from assistant.verifying.quotes import misquoted
from assistant.verifying.words import derived, units_of

Check = Callable[[Alignment], str]

CHECKS: tuple[Check, ...] = (
    wrong_number,
    wrong_comparison,
    wrong_name,
    uncovered,
    stitched,
    wrong_exception,
    wrong_negation,
    wrong_modality,
    wrong_quantifier,
    added_hedge,
    dropped_hedge,
    dropped_condition,
    dropped_number,
    wrong_party,
)
# Who says it adds nothing to what is said.
_SAID = r"(?:says|states|explains|tells you|notes|makes clear|argues|thinks|believes|points out|adds|feels|writes)"
_SPEAKER = r"(?:the|this) (?:guidance|commentary|author|document|page|code|head ?teacher|head|rule|text|passage|blog)"
_REPORTED = re.compile(
    rf"^(?:according to {_SPEAKER},?\s*|in the [\w ]+?(?:'s|’s) (?:opinion|view),\s*"
    rf"|{_SPEAKER} (?:also )?{_SAID}(?: that)?,?\s+)"
    rf"|,\s+(?:{_SPEAKER} {_SAID}|according to {_SPEAKER})(?=\.?$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Verdict:
    """Whether a statement is proved and, in one line, why or why not."""

    proved: bool
    why: str


def verify(statement: str, sources: Sequence[str]) -> Verdict:
    """Whether the sources prove the statement."""
    try:
        fault = misquoted(statement, sources) or _fault(statement, sources)
    finally:
        _forget()
    return Verdict(not fault, fault or "every check agrees")


def _forget() -> None:
    """Lets go of the words of a statement, which may be a leader's question."""
    stem.cache_clear()
    derived.cache_clear()


def _fault(statement: str, sources: Sequence[str]) -> str:
    there = Sources(sources)
    claims = units_of(_REPORTED.sub("", statement.strip()))
    if not there.units or not any(claim.contents for claim in claims):
        return "coverage: there is no statement" if there.units else "coverage: there is no source"
    aligned = (Alignment(claim, there) for claim in claims)
    return next((fault for each in aligned for check in CHECKS if (fault := check(each))), "")
