"""A scenario in the terminal: on, back, a branch, the debrief, and stopping."""

from io import StringIO

import pytest
from sound import SOUND, read

from assistant.scenarios.terminal import play

SCENE, ANSWER, WAITS, END = "May she?", "respond appropriately to reasonable requests", "She waits.", "What next"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\n\n", [SCENE, ANSWER, END]),
        ("1\n\n\n\n", [SCENE, ANSWER, WAITS, END]),  # the first choice leads to a step of its own
        ("2\n\n", [SCENE, ANSWER, END]),
        ("9\n\n", [SCENE, ANSWER, END]),
        ("1\n\nb\n\n\n", [SCENE, ANSWER, WAITS, SCENE, ANSWER, END]),
        ("\nb\n\n\n", [SCENE, ANSWER, SCENE, ANSWER, END]),
        ("b\nq\n", [SCENE, SCENE]),
        ("\nq\n", [SCENE, ANSWER]),
        ("", [SCENE]),
    ],
)
def test_it_goes_where_the_lines_say(assistant, capsys, typed, shown):
    play(read(SOUND).scenarios[0], assistant, StringIO(typed))
    told = " ".join(capsys.readouterr().out.split())
    places = []
    for piece in shown:
        places.append(told.find(piece, places[-1] + 1 if places else 0))
        assert places[-1] >= 0, (piece, told)
    assert (END in told) is (END in shown)
    assert told.count(SCENE) == shown.count(SCENE)


def test_what_comes_of_a_choice_and_the_notes_are_told(assistant, capsys):
    text = SOUND.replace("    go_to: debrief", "    talking_points: [Wait a bit]\n    go_to: debrief")
    play(read(text).scenarios[0], assistant, StringIO("1\n\n\n\n"), notes=True)
    told = capsys.readouterr().out
    assert "It is early. This misses an expectation." in told
    assert "* Wait a bit" in told
    play(read(text).scenarios[0], assistant, StringIO("2\n\n"))
    assert "Wait a bit" not in capsys.readouterr().out
