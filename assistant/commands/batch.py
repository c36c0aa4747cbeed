"""Many questions at once: JSON Lines in, JSON Lines out."""

import json
from collections.abc import Callable, Iterable, Iterator

from assistant.answering.conversation import Assistant
from assistant.output.json import Json, answer_json, ranking_json
from corpus.errors import AssistantError

_SHAPE = 'Write {"id": "...", "turns": ["..."]} on each line'

Turns = tuple[str, ...]  # of one conversation, oldest first


def answer_lines(assistant: Assistant, lines: Iterable[str]) -> Iterator[Json]:
    """`{"id", "answers"}` for each line: one answer a turn, each given the turns before it."""

    def answers(turns: Turns) -> Json:
        return {"answers": [answer_json(answer) for answer in assistant.converse(turns)]}

    return _each(lines, answers)


def search_lines(assistant: Assistant, lines: Iterable[str], limit: int) -> Iterator[Json]:
    """`{"id", "question", "passages"}` for each line: the ranking of its last turn."""
    return _each(lines, lambda turns: ranking_json(assistant.search(turns[-1]), limit))


def _each(lines: Iterable[str], work: Callable[[Turns], Json]) -> Iterator[Json]:
    """The result of each line that is not blank; one that cannot be used gives `{"id", "error"}`."""
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        named: object = number
        try:
            values = _values(text)
            named = _id(values, number)
            yield {"id": named, **work(_turns(values))}
        except AssistantError as error:
            yield {"id": named, "error": f"line {number}: {error}"}


def _id(values: Json, number: int) -> object:
    """What the record is called, or else its line's number. Raises AssistantError where it cannot be written again."""
    named = values.get("id", number)
    try:
        json.dumps(named, ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:  # half a character, or no number
        raise AssistantError("id", "it is not a text or a number", _SHAPE) from error
    return named


def _values(text: str) -> Json:
    if any("\udc80" <= c <= "\udcff" for c in text):  # what stands for a byte that could not be read
        raise AssistantError("line", "it is not UTF-8 text", "Save the file again with the encoding UTF-8")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AssistantError(f"column {getattr(error, 'colno', 1)}", "it is not JSON", _SHAPE) from error
    if not isinstance(values, dict):
        raise AssistantError("line", "it is not a JSON object", _SHAPE)
    return values


def _turns(values: Json) -> Turns:
    turns = values.get("turns", [values["question"]] if "question" in values else [])
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise AssistantError("turns", "they are not a list of one or more texts", _SHAPE)
    return tuple(turns)
