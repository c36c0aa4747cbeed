"""Our editorial notes on passages: plain meanings and ways to ask. Never a source, never quoted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.document import Binds, Document, Passage
from corpus.note_files import DistressFile, ElsewhereFile, NoteEntry, NotesFile, fault, load

ELSEWHERE_FILE = "elsewhere.yaml"
DISTRESS_FILE = "distress.yaml"


@dataclass(frozen=True)
class Note:
    """What we say about one passage, in our own words."""

    passage: Passage
    plain: str
    asked_as: tuple[str, ...] = field(repr=False)
    binds: Binds = Binds.NONE  # whom the rule binds, also where commentary only says it again
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
    """How people say that somebody may be in danger, what may mean it, and what only sounds like it."""

    distress: tuple[str, ...] = field(default=(), repr=False)
    struggling: tuple[str, ...] = field(default=(), repr=False)
    everyday: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Notes:
    """All notes of a folder; empty where there is none."""

    of_passages: tuple[Note, ...] = ()
    topics: tuple[Topic, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Every way of asking that is written down, of passages and topics."""
        noted: tuple[Note | Topic, ...] = (*self.of_passages, *self.topics)
        return tuple(way for each in noted for way in each.asked_as)

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
        content = load(path, NotesFile)
        if content.document in known:
            own = [passage for passage in passages if passage.document.id == content.document]
            notes += [_note(path, number, entry, own) for number, entry in enumerate(content.notes)]
    elsewhere = folder / ELSEWHERE_FILE
    return Notes(tuple(notes), _topics(elsewhere) if elsewhere.is_file() else ())


def read_cries_for_help(folder: Path) -> CriesForHelp:
    """The examples in this folder of notes. Raises AssistantError when they cannot be read."""
    content = load(folder / DISTRESS_FILE, DistressFile)
    return CriesForHelp(content.distress, content.struggling, content.everyday)


def _note(path: Path, number: int, entry: NoteEntry, passages: Sequence[Passage]) -> Note:
    found = [passage for passage in passages if entry.quote in passage.quote]
    if len(found) != 1:
        where = "in no passage" if not found else f"in {len(found)} passages"
        what = f"“{entry.quote}” stands {where} of its document"
        raise fault(path, ("notes", number, "quote"), what, "Quote the document as it is now")
    for piece in entry.say.split("“")[1:]:
        spoken = piece.partition("”")[0]
        if spoken not in found[0].quote:
            raise fault(path, ("notes", number, "say"), f"say: “{spoken}” is not verbatim", "Quote the passage")
    return Note(found[0], entry.plain.strip(), entry.asked_as, entry.binds, entry.topics, entry.say.strip())


def _topics(path: Path) -> tuple[Topic, ...]:
    content = load(path, ElsewhereFile)
    places = {place.id: f"{place.name}. {place.detail}".strip() for place in content.places}
    for number, topic in enumerate(content.topics):
        if unknown := [place for place in topic.places if place not in places]:
            what = f"topics.{number}.places: there is no place “{unknown[0]}”"
            raise fault(path, ("topics", number, "places"), what, f"Name one of {', '.join(places)}")
    elsewhere = tuple(
        Topic(topic.topic, tuple(places[place] for place in topic.places), topic.asked_as) for topic in content.topics
    )
    return elsewhere + tuple(Topic(topic.topic, (), topic.asked_as) for topic in content.off_topic)
