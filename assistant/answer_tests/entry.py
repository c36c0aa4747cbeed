"""Plain values, as a file gives them, become a Case and go back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.answer import Outcome
from assistant.answer_tests.case import Case, Expectation, Need
from corpus.document import Kind

Entry = dict[str, Any]
_CITING = {"answered", "related"}


def case_of(entry: Entry, path: Path, line: int) -> Case:
    """The case of an entry that fits the schema."""
    return Case(
        id=entry["id"],
        turns=tuple(entry.get("turns") or [entry["question"]]),
        asker=entry.get("asker", ""),
        tags=tuple(entry.get("tags", ())),
        expect=expectation_of(entry["expect"]),
        path=path,
        line=line,
    )


def expectation_of(expect: Entry) -> Expectation:
    """The expectation in the values below an “expect:” that fits the schema."""
    outcome = expect.get("outcome", [])
    return Expectation(
        outcomes=tuple(Outcome(name) for name in ([outcome] if isinstance(outcome, str) else outcome)),
        cites=tuple(Need(tuple(need["any"])) for need in expect.get("cites", ())),
        leads=Kind(expect["leads"]) if "leads" in expect else None,
        says=tuple(expect.get("says", ())),
        never_says=tuple(expect.get("never_says", ())),
        never_cites=tuple(expect.get("never_cites", ())),
        look_in=tuple(expect.get("look_in", ())),
        follow_up=expect.get("follow_up"),
    )


def cites_nothing(expect: Entry) -> Iterator[tuple[str, str, str]]:
    """The keys of an “expect:” that want a citation where its outcome has none: the key, the fault and the mend."""
    outcome = expect.get("outcome", "answered")
    if not _CITING & set([outcome] if isinstance(outcome, str) else outcome):
        for key in ("cites", "leads"):
            if key in expect:
                yield key, f"“{key}” cannot hold where nothing is cited", "Add answered or related to the outcome"


def entry_of(case: Case) -> Entry:
    """The plain values of a case, without what it leaves empty."""
    expect = case.expect
    wanted = {
        "outcome": [str(outcome) for outcome in expect.outcomes],
        "cites": [{"any": list(need.fragments)} for need in expect.cites],
        "leads": str(expect.leads) if expect.leads else None,
        "says": list(expect.says),
        "never_says": list(expect.never_says),
        "never_cites": list(expect.never_cites),
        "look_in": list(expect.look_in),
        "follow_up": expect.follow_up,
    }
    asked = {"turns": list(case.turns)} if case.earlier else {"question": case.question}
    entry = {"id": case.id, **asked, "asker": case.asker, "tags": list(case.tags)}
    return {**_filled(entry), "expect": _filled(wanted)}


def _filled(values: Entry) -> Entry:
    return {key: value for key, value in values.items() if value is not None and value != "" and value != []}
