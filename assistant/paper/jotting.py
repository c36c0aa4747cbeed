"""A note that a leader took: it comes from the browser with each request and is not kept."""

import json
from dataclasses import dataclass

from corpus.characters import lines
from corpus.errors import AssistantError

MOST = 200
LONGEST = 4000  # characters
_TRY_AGAIN = "Open the page again and try once more"


@dataclass(frozen=True)
class Jotting:
    """What happened and when, in the leader's words, and the questions asked on it, the last one last."""

    when: str
    what: str
    questions: tuple[str, ...] = ()


def read_turns(sent: str) -> tuple[tuple[str, ...], ...]:
    """Each question after those it may lean on, from a JSON list of questions or of such lists. Raises AssistantError.

    A question that stands in the outer list by itself leans on all before it.
    """
    values = _list(sent)
    return tuple(_texts(value if isinstance(value, list) else values[:n]) for n, value in enumerate(values, 1))


def read_jottings(sent: str) -> tuple[Jotting, ...]:
    """The notes in a JSON list. Raises AssistantError when it is anything else."""
    return tuple(_note(value) for value in _list(sent))


def _list(sent: str) -> list[object]:
    try:
        values = json.loads(sent)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list) or not 0 < len(values) <= MOST:
        raise AssistantError("Request", f"it is not a list of 1 to {MOST}", _TRY_AGAIN)
    return values


def _note(value: object) -> Jotting:
    if not isinstance(value, dict):
        raise AssistantError("Jotting", "it is not one", _TRY_AGAIN)
    questions = value.get("questions", [])
    if not isinstance(questions, list) or len(questions) > MOST:
        raise AssistantError("Jotting", "its questions are not a list", _TRY_AGAIN)
    return Jotting(_text(value.get("when")), _text(value.get("what")), tuple(map(_text, questions)))


def _texts(values: list[object]) -> tuple[str, ...]:
    return tuple(map(_text, values)) or (_text(None),)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise AssistantError(
            "Request", f"it holds something else than a text of up to {LONGEST:,} characters", _TRY_AGAIN
        )
    return lines(value)  # a note is pasted from anywhere, and goes to Word, PDF and HTML
