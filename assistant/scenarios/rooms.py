"""Rooms that vote from phones: kept in memory while a trainer has them open, without names, and never written down."""

import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from corpus.errors import AssistantError

MOST_ROOMS, MOST_PHONES, MOST_CHOICES = 20, 300, 6
LONGEST = 300  # characters of a question or a choice
_OPEN_FOR = 4 * 3600  # seconds after the trainer last said anything
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


@dataclass
class Room:
    """A room: the question that is voted on now, and one vote a phone."""

    code: str  # in the address that phones open
    key: str = field(repr=False)  # of the trainer alone
    step: str = ""
    question: str = ""
    choices: tuple[str, ...] = ()
    votes: dict[str, int] = field(default_factory=dict, repr=False)  # by a random name of the phone, for this step
    heard: float = 0.0

    @property
    def hands(self) -> list[int]:
        """How many phones are for each choice."""
        counts = Counter(self.votes.values())
        return [counts[number] for number in range(len(self.choices))]


class Rooms:
    """The rooms that are open now."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._rooms: dict[str, Room] = {}
        self._lock, self._clock = Lock(), clock

    def open(self) -> Room:
        """A new room. Raises AssistantError when too many are open."""
        with self._lock:
            self._forget()
            if len(self._rooms) >= MOST_ROOMS:
                raise AssistantError("Voting", f"{MOST_ROOMS} rooms are open", "Close one of them, or wait")
            room = Room(_random(6), secrets.token_urlsafe(16), heard=self._clock())
            self._rooms[room.code] = room
            return room

    def close(self, code: str, key: str) -> None:
        """Forgets a room and its votes. Raises AssistantError for a key that is not its own."""
        with self._lock:
            del self._rooms[self._of_trainer(code, key).code]

    def ask(self, code: str, key: str, step: str, question: str, choices: tuple[str, ...]) -> None:
        """Puts a question; at another step all votes begin anew. Raises AssistantError."""
        with self._lock:
            room = self._of_trainer(code, key)
            if step != room.step:
                room.votes.clear()
            room.step, room.question = step[:LONGEST], question[:LONGEST]
            room.choices = tuple(choice[:LONGEST] for choice in choices[:MOST_CHOICES])

    def hands(self, code: str, key: str) -> list[int]:
        """What the trainer may see: the votes for each choice. Raises AssistantError."""
        with self._lock:
            return self._of_trainer(code, key).hands

    def seen_by_phone(self, code: str) -> tuple[str, str, tuple[str, ...]]:
        """The step, the question and the choices; never how others voted. Raises AssistantError."""
        with self._lock:
            room = self._open(code)
            return room.step, room.question, room.choices

    def vote(self, code: str, phone: str, step: str, number: int) -> None:
        """Counts a phone's vote, in place of its earlier one. Raises AssistantError for what cannot be voted."""
        with self._lock:
            room = self._open(code)
            if step != room.step or not 0 <= number < len(room.choices):
                raise AssistantError("Your vote", "the room has gone on", "Look at the screen, and vote again")
            if phone not in room.votes and len(room.votes) >= MOST_PHONES:
                raise AssistantError("Your vote", f"{MOST_PHONES} phones have voted", "Raise a hand instead")
            room.votes[phone] = number

    def _open(self, code: str) -> Room:
        self._forget()
        if room := self._rooms.get(code):
            return room
        raise AssistantError("Voting", "this room is closed", "Ask the trainer for today's code")

    def _of_trainer(self, code: str, key: str) -> Room:
        room = self._open(code)
        if not secrets.compare_digest(room.key.encode(), key.encode()):
            raise AssistantError("Voting", "that is for the trainer of the room", "Open a room of your own")
        room.heard = self._clock()
        return room

    def _forget(self) -> None:
        old = [code for code, room in self._rooms.items() if self._clock() - room.heard > _OPEN_FOR]
        for code in old:
            del self._rooms[code]


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
