"""Our editorial notes on passages: plain meanings and ways to ask. Never a source, never quoted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from corpus.document import Binds, Document, Passage
from corpus.errors import AssistantError

ELSEWHERE_FILE = "elsewhere.yaml"
DISTRESS_FILE = "distress.yaml"


@dataclass(frozen=True)
class Note:
    """What we say about one passage, in our own words."""

    passage: Passage
    plain: str
    asked_as: tuple[str, ...] = field(repr=False)
    binds: Binds = Binds.NONE
    topics: tuple[str, ...] = ()
    say: str = ""  # a sentence for the leader's mouth; what stands in “ ” is verbatim


@dataclass(frozen=True)
class Topic:
    """Something leaders ask that our documents do not answer."""

    name: str
    look_in: tuple[str, ...]  # empty: it has nothing to do with inspections
    asked_as: tuple[str, ...] = field(repr=False)

    @property
    def off_topic(self) -> bool:
        """True when no place is named, because none of our readers' rights are touched."""
        return not self.look_in


@dataclass(frozen=True)
class CriesForHelp:
    """How people say that somebody may be in danger, and what only sounds like it."""

    distress: tuple[str, ...] = field(default=(), repr=False)
    everyday: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Notes:
    """All notes of a folder; empty where there is none."""

    of_passages: tuple[Note, ...] = ()
    topics: tuple[Topic, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Every way of asking that is written down, of passages and topics."""
        return tuple(way for note in self.of_passages for way in note.asked_as) + tuple(
            way for topic in self.topics for way in topic.asked_as
        )

    def all_on(self, passage: Passage) -> tuple[Note, ...]:
        """The notes on this passage, in the order of their file."""
        return tuple(self._by_passage.get(passage.key, ()))

    def on(self, passage: Passage) -> Note | None:
        """The first note on this passage."""
        return next(iter(self.all_on(passage)), None)

    @cached_property
    def _by_passage(self) -> dict[str, list[Note]]:
        by_passage: dict[str, list[Note]] = {}
        for note in self.of_passages:
            by_passage.setdefault(note.passage.key, []).append(note)
        return by_passage


def read_notes(folder: Path | None, documents: Sequence[Document], passages: Sequence[Passage]) -> Notes:
    """The notes on these passages, and the topics answered elsewhere.

    Raises AssistantError when a file is not as it should be, or when a note's wording does not
    occur in exactly one passage: the document was changed, and what we say of it may be wrong.
    """
    if folder is None or not folder.is_dir():
        return Notes()
    known = {document.id for document in documents}
    notes: list[Note] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name in {ELSEWHERE_FILE, DISTRESS_FILE}:
            continue
        content = _load(path)
        if content["document"] in known:
            own = [passage for passage in passages if passage.document.id == content["document"]]
            notes += [_note(path, entry, own) for entry in content["notes"]]
    elsewhere = folder / ELSEWHERE_FILE
    return Notes(tuple(notes), _topics(elsewhere) if elsewhere.is_file() else ())


def read_cries_for_help(folder: Path) -> CriesForHelp:
    """The examples in this folder of notes. Raises AssistantError when they cannot be read."""
    content = _load(folder / DISTRESS_FILE)
    return CriesForHelp(tuple(content["distress"]), tuple(content["everyday"]))


def _note(path: Path, entry: dict[str, Any], passages: Sequence[Passage]) -> Note:
    quote = entry["quote"]
    found = [passage for passage in passages if quote in passage.quote]
    if len(found) != 1:
        where = "in no passage" if not found else f"in {len(found)} passages"
        raise AssistantError(
            f"{path}:{_line(path, quote)}",
            f"“{quote}” stands {where} of its document",
            "Quote the document as it is now",
        )
    say = entry.get("say", "")
    for piece in say.split("“")[1:]:
        spoken = piece.partition("”")[0]
        if spoken not in found[0].quote:
            raise AssistantError(
                f"{path}:{_line(path, quote)}", f"say: “{spoken}” is not verbatim", "Quote the passage"
            )
    return Note(
        passage=found[0],
        plain=entry["plain"].strip(),
        asked_as=tuple(entry["asked_as"]),
        binds=Binds(entry.get("binds", "none")),
        topics=tuple(entry.get("topics", ())),
        say=say.strip(),
    )


def _topics(path: Path) -> tuple[Topic, ...]:
    content = _load(path)
    places = {place["id"]: f"{place['name']}. {place['detail']}".strip() for place in content["places"]}
    elsewhere = tuple(
        Topic(topic["topic"], tuple(places[place] for place in topic["places"]), tuple(topic["asked_as"]))
        for topic in content["topics"]
    )
    off = tuple(Topic(topic["topic"], (), tuple(topic["asked_as"])) for topic in content.get("off_topic", ()))
    return elsewhere + off


def _load(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        problem = str(error).replace("\n", " ")
        raise AssistantError(path, f"it cannot be read ({problem})", "Mend the file") from error


def _line(path: Path, wording: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if wording in line), 1)
