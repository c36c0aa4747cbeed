"""Progress: lines where there is no terminal, and nothing of what is quickly over."""

import time

from assistant.commands.progress import Telling


def test_a_line_now_and_then_says_what_is_done_and_how_far_it_is(capsys):
    with Telling("Loading the models", every=0.05) as told:
        time.sleep(0.12)
        for _ in told.each("Asking", range(3), 3):
            time.sleep(0.05)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("Loading the models: 0 s so far")
    assert any(line.startswith(("Asking: 1 of 3,", "Asking: 2 of 3,")) for line in lines)


def test_what_is_quickly_over_says_nothing(capsys):
    with Telling("Loading the models"):
        pass
    assert capsys.readouterr().err == ""
