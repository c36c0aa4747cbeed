"""What our notes are: on passages, topics, readings, cries for help. Never a source, never quoted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from corpus.document import Binds, Document, Passage
from corpus.phrasings import PhrasingFile

_ON_A_SUBJECT = "-part"  # at the end of the id of a reading that asks for a part


@dataclass(frozen=True)
class Asked:
    """Something that is asked for: its name in addresses, the words on its button, and how it is asked for."""

    id: str
    label: str
    asked_in: PhrasingFile = field(repr=False)

    @property
    def asked_as(self) -> tuple[str, ...]:
        """The ways of asking. Raises AssistantError, the first time, when their file cannot be read."""
        return self.asked_in.texts


@dataclass(frozen=True)
class Note(Asked):
    """What we say about one passage, in our own words."""

    passage: Passage
    plain: str
    binds: Binds = Binds.NONE  # whom the rule binds, also where commentary only says it again
    topics: tuple[str, ...] = ()
    say: str = ""  # a sentence for the leader's mouth; what stands in “ ” is verbatim

    @property
    def source(self) -> str:
        """The text whose words stand first in its file of ways of asking."""
        return self.passage.quote


@dataclass(frozen=True)
class PlacePage:
    """A page of a place: whom or what it is for, its address and when somebody last saw it there, if so."""

    of: str
    url: str
    checked_on: str = ""


@dataclass(frozen=True)
class Place:
    """Where something is answered that our documents do not answer."""

    id: str
    name: str
    detail: str = ""
    pages: tuple[PlacePage, ...] = ()

    def __str__(self) -> str:
        pages = "; ".join(f"{page.of}: {page.url}" for page in self.pages)
        return " ".join(part for part in (f"{self.name}.", self.detail, pages) if part)


@dataclass(frozen=True)
class Topic(Asked):
    """Something leaders ask that our documents do not answer."""

    name: str
    places: tuple[Place, ...]  # empty: it has nothing to do with inspections

    @property
    def source(self) -> str:
        """The text whose words stand first in its file of ways of asking."""
        return self.name

    @cached_property  # asked of each topic at each question
    def look_in(self) -> tuple[str, ...]:
        """The places in words."""
        return tuple(map(str, self.places))

    def held_by(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """The documents that a page of its places, or what that page lists, came in as."""
        pages = tuple(page.url for place in self.places for page in place.pages)
        return tuple(each for each in documents if pages and f"{each.url}/".startswith(tuple(f"{p}/" for p in pages)))

    @property
    def off_topic(self) -> bool:
        """True when no place is named, because none of our readers' rights are touched."""
        return not self.places


@dataclass(frozen=True)
class Reading(Asked):
    """What a message may ask for that is no passage and no topic: a whole list, a text as such, the assistant, talk."""

    what: str
    shows: tuple[str, ...] = ()  # ids of the notes whose passages are shown for it
    says: str = ""  # the headline above them

    @property
    def source(self) -> str:
        """The text whose words stand first in its file of ways of asking."""
        return self.what

    @property
    def on_a_subject(self) -> bool:
        """Whether it asks for a part of what the whole one shows, which the words of the message name."""
        return self.id.endswith(_ON_A_SUBJECT)

    @property
    def whole(self) -> str:
        """The id of the reading that it asks for a part of; its own where it asks for no part."""
        return self.id.removesuffix(_ON_A_SUBJECT)


@dataclass(frozen=True)
class Notes:
    """All notes of a folder; empty where there is none."""

    of_passages: tuple[Note, ...] = ()
    topics: tuple[Topic, ...] = ()
    readings: tuple[Reading, ...] = ()
    carried: tuple[Note, ...] = ()  # notes on earlier wording that hold for the present

    @property
    def all(self) -> tuple[Note | Topic | Reading, ...]:
        """Everything that is asked for."""
        return (*self.of_passages, *self.topics, *self.readings)

    @property
    def asked(self) -> tuple[str, ...]:
        """Every way of asking that is written down, of passages and topics; their files are read."""
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
        for note in (*self.of_passages, *self.carried):
            by_passage.setdefault(note.passage.key, []).append(note)
        return by_passage
