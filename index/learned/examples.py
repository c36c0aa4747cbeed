"""Training set of the reading model: statements, plain meanings and ways of asking, each under its class."""

import hashlib
import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage
from corpus.notes import Notes
from index.learned.readings import FORMAT


@dataclass(frozen=True)
class Examples:
    """Texts and the classes they belong to."""

    texts: tuple[str, ...]
    classes: NDArray[np.intp]  # of each text
    names: tuple[str, ...]  # of the classes
    sides: NDArray[np.intp]  # of the classes

    def fingerprint(self, encoder: str) -> str:
        """16 hexadecimal digits: the same for the same texts, classes and encoder, and for nothing else."""
        made_of = json.dumps([FORMAT, encoder, self.names, self.texts, self.classes.tolist()])
        return hashlib.sha256(made_of.encode()).hexdigest()[:16]


def examples_of(notes: Notes) -> Examples:
    """Every statement, plain meaning and way of asking in the notes, under the name of its class.

    Statements come first, all notes of a passage under its first; then topics, then other readings.
    """
    found: dict[str, list[str]] = {}
    side: dict[str, str] = {}
    first: dict[Passage, str] = {}
    for note in notes.of_passages:
        name = first.setdefault(note.passage, f"statement/{note.id}")
        side[name] = f"{note.passage.document.kind} {note.passage.binds}"
        found.setdefault(name, [note.passage.statement]).extend((note.plain, *note.asked_as))
    for topic in notes.topics:
        side[f"place/{topic.id}"] = "off topic" if topic.off_topic else "elsewhere"
        found[f"place/{topic.id}"] = [topic.name, *topic.asked_as]
    for reading in notes.readings:
        side[reading.id], found[reading.id] = "reading", [reading.label, *reading.asked_as]
    return _examples(found, side)


def _examples(found: dict[str, list[str]], side: dict[str, str]) -> Examples:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(side[name] for name in found))}
    pairs = [(text, n) for n, texts in enumerate(found.values()) for text in dict.fromkeys(texts)]
    classes = np.array([n for _, n in pairs], dtype=np.intp)
    sides = np.array([numbers[side[name]] for name in found], dtype=np.intp)
    return Examples(tuple(text for text, _ in pairs), classes, tuple(found), sides)
