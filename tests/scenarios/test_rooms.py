"""Rooms that vote: one vote a phone, for the step at hand, and gone when the room is."""

import pytest

from assistant.scenarios.rooms import MOST_PHONES, MOST_ROOMS, Rooms
from corpus.errors import AssistantError


@pytest.fixture
def rooms():
    return Rooms()


@pytest.fixture
def room(rooms):
    opened = rooms.open()
    rooms.ask(opened.code, opened.key, "request", "What do you say?", ("Yes", "No"))
    return opened


def test_a_phone_counts_once_and_may_change_its_mind(rooms, room):
    for phone, number in (("a", 0), ("b", 1), ("a", 1)):
        rooms.vote(room.code, phone, "request", number)
    assert rooms.hands(room.code, room.key) == [0, 2]
    assert rooms.seen_by_phone(room.code) == ("request", "What do you say?", ("Yes", "No"))


def test_at_another_step_all_begin_anew_and_a_late_vote_does_not_count(rooms, room):
    rooms.vote(room.code, "a", "request", 0)
    rooms.ask(room.code, room.key, "nervous", "And now?", ("Stay", "Go"))
    with pytest.raises(AssistantError, match="has gone on"):
        rooms.vote(room.code, "b", "request", 0)
    assert rooms.hands(room.code, room.key) == [0, 0]


@pytest.mark.parametrize("number", [-1, 2])
def test_only_what_is_offered_can_be_voted_for(rooms, room, number):
    with pytest.raises(AssistantError, match="vote again"):
        rooms.vote(room.code, "a", "request", number)


def test_only_the_trainer_sees_hands_asks_and_closes(rooms, room):
    for act in (lambda: rooms.hands(room.code, "x"), lambda: rooms.ask(room.code, "x", "s", "q", ()),
                lambda: rooms.close(room.code, "é")):  # fmt: skip
        with pytest.raises(AssistantError, match="for the trainer"):
            act()
    rooms.close(room.code, room.key)
    with pytest.raises(AssistantError, match="closed"):
        rooms.vote(room.code, "a", "request", 0)


def test_there_is_an_end_to_rooms_and_phones(rooms, room):
    for phone in range(MOST_PHONES):
        rooms.vote(room.code, str(phone), "request", 0)
    with pytest.raises(AssistantError, match="Raise a hand"):
        rooms.vote(room.code, "one more", "request", 0)
    for _ in range(MOST_ROOMS - 1):
        rooms.open()
    with pytest.raises(AssistantError, match="rooms are open"):
        rooms.open()


def test_a_room_that_nobody_speaks_in_is_forgotten():
    time = [0.0]
    rooms = Rooms(lambda: time[0])
    room = rooms.open()
    time[0] = 4 * 3600 + 1
    with pytest.raises(AssistantError, match="closed"):
        rooms.seen_by_phone(room.code)
