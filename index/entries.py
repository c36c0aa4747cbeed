"""What is embedded: each passage's statement, and our notes as further ways to reach it; and its fingerprint."""

import hashlib
import json
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


def entries_of(passages: Iterable[Passage], notes: Notes) -> tuple[Entry, ...]:
    """All entries, those of one target together.

    The passages come in reading order, each its statement first and then the notes on it; after them
    comes what is answered elsewhere.
    """
    entries: list[Entry] = []
    for passage in passages:
        entries.append(Entry(passage.key, passage.statement, passage))
        ways = (way for note in notes.all_on(passage) for way in (note.plain, *note.asked_as))
        entries += [Entry(f"{passage.key}#{n}", way, passage) for n, way in enumerate(ways)]
    for number, topic in enumerate(notes.topics):
        asked = (topic.name, *topic.asked_as)
        entries += [Entry(f"topic:{number}#{n}", way, topic) for n, way in enumerate(asked)]
    return tuple(entries)


# Raised by whoever changes what a build holds, so that older builds are not opened.
FORMAT = 6


def fingerprint_of(entries: Iterable[Entry], encoder_name: str) -> str:
    """16 hexadecimal digits: the same for the same texts, notes, encoder and format, and for nothing else."""
    digest = hashlib.sha256(json.dumps([FORMAT, encoder_name]).encode())
    for entry in entries:
        digest.update(json.dumps([entry.key, entry.text]).encode())
    return digest.hexdigest()[:16]
