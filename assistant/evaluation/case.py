"""A case of an answer test: what is asked, and what is expected of the answer; as values and back."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.answering.answer import Grain, Outcome
from corpus.document import Kind


class Split(StrEnum):
    """The half a case is in: looked at while the assistant is tuned, or kept to check it with."""

    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True)
class Need:
    """Something that must be cited; any one of these fragments of a source will do."""

    fragments: tuple[str, ...]


@dataclass(frozen=True)
class Expectation:
    """What must hold of an answer. What is left empty is not asked for."""

    outcomes: tuple[Outcome, ...] = ()  # any one of them
    cites: tuple[Need, ...] = ()  # every one of them
    leads: Kind | None = None
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    never_cites: tuple[str, ...] = ()  # ids of documents
    look_in: tuple[str, ...] = ()
    grain: Grain | None = None
    section: str = ""  # the heading under which all that is cited stands
    document: str = ""  # the id of the document that is told of
    follow_up: bool | None = None


@dataclass(frozen=True)
class Case:
    """A question, or the turns of a conversation, and what must hold of the last answer."""

    id: str
    turns: tuple[str, ...]
    expect: Expectation
    asker: str = ""
    tags: tuple[str, ...] = ()
    path: Path = field(default=Path(), compare=False)
    line: int = field(default=0, compare=False)

    @property
    def question(self) -> str:
        """The turn whose answer is tested."""
        return self.turns[-1]

    @property
    def earlier(self) -> tuple[str, ...]:
        """The turns before it, oldest first."""
        return self.turns[:-1]

    @property
    def split(self) -> Split:
        """Its half: its folder, `dev` or `sealed`, says so, else whether the SHA-256 of its id is odd."""
        folders = self.path.parts[:-1]
        if "dev" in folders:
            return Split.DEV
        odd = int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2
        return Split.TEST if odd or "sealed" in folders else Split.DEV

    @property
    def covered(self) -> bool:
        """True when our documents answer it: it may be answered, and the words are named."""
        return Outcome.ANSWERED in self.expect.outcomes and bool(self.expect.cites)

    @property
    def not_covered(self) -> bool:
        """True when our documents do not answer it, so that an answer would be false."""
        refusals = {Outcome.NOT_COVERED, Outcome.OFF_TOPIC}
        return Outcome.ANSWERED not in self.expect.outcomes and bool(refusals & set(self.expect.outcomes))


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
        grain=Grain(expect["grain"]) if "grain" in expect else None,
        section=expect.get("section", ""),
        document=expect.get("document", ""),
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
        "grain": str(expect.grain) if expect.grain else None,
        "section": expect.section,
        "document": expect.document,
        "follow_up": expect.follow_up,
    }
    asked = {"turns": list(case.turns)} if case.earlier else {"question": case.question}
    entry = {"id": case.id, **asked, "asker": case.asker, "tags": list(case.tags)}
    return {**_filled(entry), "expect": _filled(wanted)}


def content_of(entry: Entry) -> str:
    """All that an entry asks and expects, as one text: two cases are the same where it is, whatever their names."""
    return json.dumps([entry.get("turns") or [entry["question"]], entry["expect"]], sort_keys=True)


def _filled(values: Entry) -> Entry:
    return {key: value for key, value in values.items() if value is not None and value != "" and value != []}
