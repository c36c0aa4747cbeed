"""What is embedded: each passage's statement, and our notes as further ways to reach it."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import Passage
from corpus.notes import Notes, Topic

Target = Passage | Topic


@dataclass(frozen=True)
class Entry:
    """One text that is embedded, and what it leads to."""

    key: str
    text: str
    target: Target
    of_note: bool


def entries_of(passages: Iterable[Passage], notes: Notes) -> tuple[Entry, ...]:
    """All entries: the passages in reading order, then the notes on them, then what is elsewhere."""
    entries = [Entry(passage.key, passage.statement, passage, False) for passage in passages]
    for number, note in enumerate(notes.of_passages):
        ways = (note.plain, *note.asked_as)
        entries += [Entry(f"note:{number}:{n}", way, note.passage, True) for n, way in enumerate(ways)]
    for number, topic in enumerate(notes.topics):
        ways = (topic.name, *topic.asked_as)
        entries += [Entry(f"topic:{number}:{n}", way, topic, True) for n, way in enumerate(ways)]
    return tuple(entries)
