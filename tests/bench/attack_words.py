"""Attacks by words: strange questions, each answer held to every promise of the contract."""

import json
import random
from collections.abc import Iterator, Sequence
from functools import partial

from attack_rows import Try
from jsonschema import Draft202012Validator

from assistant.answering.answer import Answer
from assistant.answering.conversation import Assistant
from assistant.output.json import SCHEMA, answer_json, line
from assistant.output.text import as_text
from assistant.pages.turn import turn_html
from corpus.errors import AssistantError

QUESTIONS = (
    "Can she talk to my TA alone?", "What must inspectors do about stress?", "How long is notice?", "the second one",
    "I can't do this any more", "who wrote it?", "No, the ones for us", "even the cook?",
)  # fmt: skip
PIECES = (
    "\0", "\u202e", "\ud800", "\u0301" * 40, "ﷺ" * 20, "<script>", "{{7*7}}", "' OR 1=1 --", "../../etc/passwd",
    "\x1b[2J", "𝗜", "中文", "مدرسة", "😀", "\ufffe", "\n", "a" * 300,
    "[a](javascript:x)", "%00", "$(id)", "|", "\\", "\u2028", "1e999", "NaN",
)  # fmt: skip
_CONTRACT = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def random_strings(assistant: Assistant, chance: random.Random, count: int) -> Iterator[Try]:
    """Strings of any characters, a quarter of them after other turns."""
    return (_try(assistant, chance, _random_text(chance)) for _ in range(count))


def mutated_questions(assistant: Assistant, chance: random.Random, count: int) -> Iterator[Try]:
    """Questions with pieces put into them, a quarter of them after other turns."""
    return (_try(assistant, chance, _mutated(chance)) for _ in range(count))


def _try(assistant: Assistant, chance: random.Random, typed: str) -> Try:
    earlier = [_mutated(chance) for _ in range(chance.choice((0, 0, 0, 0, 0, 0, 1, 12)))]
    return repr(typed[:40]), partial(_fault_of, assistant, typed, earlier)


def _fault_of(assistant: Assistant, typed: str, earlier: Sequence[str]) -> str:
    try:
        answer = assistant.ask(typed, earlier)
    except AssistantError as error:
        return "" if len(str(error).splitlines()) == 1 and str(error).isprintable() else "more than one plain line"
    return broken_promise(answer)


def broken_promise(answer: Answer) -> str:
    """Which promise of the contract an answer breaks, in any of the forms in which it is shown; or nothing."""
    if fault := next(_CONTRACT.iter_errors(json.loads(line(answer_json(answer)))), None):
        return f"against the schema: {fault.json_path}"
    shown = (*answer.citations, *answer.nearest)
    if any(each.passage.document.text[each.start : each.end] != each.quote for each in shown):
        return "a quote that does not stand where it says"
    if any(not (each.citations or each.facts) for each in answer.statements):
        return "a statement without a source"
    if any(c in answer.headline for c in "\n\x1b\0"):
        return "a first line that is none"
    if "\x1b" in as_text(answer) or "<script" in turn_html(answer, turn="turn-1"):
        return "it would steer a terminal or a page"
    return ""


def _random_text(chance: random.Random) -> str:
    return "".join(
        chr(chance.choice((chance.randrange(128), chance.randrange(0x110000)))) for _ in range(chance.randrange(1200))
    )


def _mutated(chance: random.Random) -> str:
    words = chance.choice(QUESTIONS).split()
    for _ in range(chance.randrange(4)):
        words.insert(chance.randrange(len(words) + 1), chance.choice(PIECES))
    return " ".join(words)
