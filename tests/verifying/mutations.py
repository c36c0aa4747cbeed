"""Mutation operators: each makes a statement that its sources no longer prove, or nothing where it does not apply."""

import re
from collections.abc import Callable, Iterator
from itertools import cycle

Operator = Callable[[str], str | None]

ADDITIONS = {
    "tuned": """in the library; within two hours; by email; on Mondays; with a solicitor present; after lunch; every
        evening; in the staff room; for a fee; in front of the pupils; before the end of term; under oath;
        at the local authority; or face a fine; with the governors' consent; by telephone; three times a
        year; in Manchester; overnight""",
    "opened": """in the head teacher's office; within five working days; by letter; on Thursday; with a union
        representative; during assembly; each week; at the reception desk; free of charge; in the presence
        of parents; by 1 March; on camera; through the trust; or lose their licence; subject to a police
        check; over the phone; twice a day; in London; at night""",
    "held-out": """at the weekend; with a police officer; in writing beforehand; for three weeks; in the main hall;
        under caution; at least once a month; on payment of £20; with their lawyer; before breakfast; in
        Birmingham; via the website; or be suspended; on 12 May; during the holidays; by video call; in the
        presence of a governor; every Tuesday""",
}
ADDITIONS |= dict.fromkeys(("later", "more"), ADDITIONS["tuned"])
ADDITIONS |= {"fresh": ADDITIONS["opened"], "natural": ADDITIONS["opened"]}
ADDITIONS |= dict.fromkeys(("sealed", "unseen"), ADDITIONS["held-out"])
REPLACED = {
    "negation": [
        ("do not have to", "have to"),
        ("does not have to", "has to"),
        ("need not", "must"),
        ("will not", "will"),
        ("must not", "may"),
        ("cannot", "can"),
        ("without", "with"),
        ("will", "will not"),
        ("must", "must not"),
        ("are expected to", "are not expected to"),
        ("is expected to", "is not expected to"),
        ("should", "should not"),
        ("can", "cannot"),
        ("may", "may not"),
        ("have to", "do not have to"),
    ],
    "modality": [
        ("are expected to", "must"),
        ("is expected to", "must"),
        ("will", "may"),
        ("must", "may"),
        ("may", "must"),
        ("should", "must"),
        ("can", "must"),
        ("have to", "can"),
        ("has to", "may"),
    ],
    "quantifier": [
        ("sometimes", "always"),
        ("at all times", "occasionally"),
        ("always", "sometimes"),
        ("all", "some"),
        ("every", "hardly any"),
        ("usually", "always"),
        ("some", "all"),
        ("only", "also"),
        ("most", "all"),
        ("will", "will only"),
        ("should", "should only"),
        ("must", "must only"),
        ("are expected to", "are only expected to"),
        ("may", "may always"),
        ("can", "can always"),
    ],
    "scope": [
        ("reasonable requests", "requests of any kind"),
        ("as far as possible", "in every case"),
        ("sometimes ", ""),
        ("all reasonable steps", "all steps"),
        ("only ", ""),
        ("usually ", ""),
        ("Inspectors", "All inspectors and their staff"),
        ("Providers", "Providers and parents"),
        ("You", "Everyone"),
    ],
    "number": [("two", "three"), ("single", "double"), ("one", "four"), ("four", "five"), ("first", "second")],
}
SIDES = [
    ("inspectors", "providers"),
    ("Inspectors", "Providers"),
    ("inspector", "provider"),
    ("you", "inspectors"),
    ("You", "Inspectors"),
    ("They", "Providers"),
    ("your setting", "inspectors"),
    ("Your setting", "Inspectors"),
    ("manager", "pupil"),
]


def mutants(statement: str, other: str, addition: str) -> Iterator[tuple[str, str]]:
    """The kind and the text of each mutant; `other` is a statement that the sources do not prove."""
    for kind, pairs in REPLACED.items():
        changed = _first(statement, pairs)
        if changed:
            yield kind, changed
    for kind, changed in (
        ("number", _other_number(statement)),
        ("party", _swapped(statement)),
        ("addition", f"{statement.rstrip('.')} {addition}."),
        ("foreign", _joined(statement, other)),
    ):
        if changed:
            yield kind, changed


def additions(split: str) -> Iterator[str]:
    """Plausible things that no passage says, over and over."""
    return cycle(" ".join(text.split()) for text in ADDITIONS[split].split(";"))


def _first(statement: str, pairs: list[tuple[str, str]]) -> str | None:
    for old, new in pairs:
        found = re.sub(rf"\b{old}(?!\w)", new, statement, count=1)
        if found != statement:
            return found
    return None


def _other_number(statement: str) -> str | None:
    found = re.search(r"\d+", statement)
    return f"{statement[: found.start()]}{int(found[0]) + 2}{statement[found.end() :]}" if found else None


def _swapped(statement: str) -> str | None:
    """Both sides changed for each other; one where only one is named."""
    for one, other in SIDES:
        if re.search(rf"\b{one}\b", statement):
            there = {one: other, other: one, one.lower(): other.lower(), other.lower(): one.lower()}
            pattern = "|".join(sorted(there, key=len, reverse=True))
            return re.sub(rf"\b(?:{pattern})\b", lambda match, there=there: there[match[0]], statement)
    return None


def _joined(statement: str, other: str) -> str:
    """The statement with the last words of another one in the place of its own."""
    words, ends = statement.rstrip(".").split(), other.rstrip(".").split()
    return f"{' '.join(words[: max(3, len(words) // 2)])} {' '.join(ends[-max(4, len(ends) // 2) :])}."
