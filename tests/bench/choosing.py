"""`make bench-choosing`: what a model adds that chooses among the readings offered.

Counted on the answer tests that name a passage and to which the assistant answers by asking back, of both halves, in
totals: whether a needed passage stands among the first three quotes behind the choice that is taken. One that always
chooses best is the most that any model can add; the first choice, and one at random, cost no model. With --small,
SmolLM2-135M chooses as well.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from small_model import small_model

from assistant.answering.answer import Answer, Outcome
from assistant.answering.answers import Answers
from assistant.evaluation.case import Case
from assistant.evaluation.dataset import read_cases
from assistant.evaluation.scoring import cites_needed
from assistant.offline import go_offline
from assistant.opening import open_assistant
from assistant.settings import Settings
from assistant.writing.chat import Chat, begin
from assistant.writing.understanding import Understanding
from corpus.paths import ROOT


@dataclass(frozen=True)
class AskedBack:
    """A case to which the assistant answered by asking back: which of its choices reach a needed passage."""

    answer: Answer
    reaches: tuple[bool, ...]


@dataclass(frozen=True)
class Counted:
    """Cases that name a passage, those that reach one at once, and those that were asked back."""

    cases: int
    at_once: int
    asked_back: tuple[AskedBack, ...]


def counted(assistant: Answers, cases: Iterable[Case]) -> Counted:
    """The cases that name a passage, put to the assistant."""
    needing = [case for case in cases if case.expect.cites]
    answers = [assistant.ask(case.question, case.earlier) for case in needing]
    both = list(zip(needing, answers, strict=True))
    return Counted(
        len(needing),
        sum(cites_needed(case.expect.cites, answer) for case, answer in both),
        tuple(_asked_back(assistant, case, answer) for case, answer in both if answer.outcome is Outcome.CHOICES),
    )


def _asked_back(assistant: Answers, case: Case, answer: Answer) -> AskedBack:
    behind = (assistant.ask(choice.id) for choice in answer.choices)
    return AskedBack(answer, tuple(cites_needed(case.expect.cites, one) for one in behind))


def lines(found: Counted, chat: Chat | None) -> Iterator[str]:
    """The table in Markdown."""
    yield "| who chooses | reaches a needed passage | of all that name one |"
    yield "|---|---|---|"
    yield _line("nobody: the choices stand there", 0, found)
    yield _line(
        "at random", mean(map(mean, (each.reaches for each in found.asked_back))) * len(found.asked_back), found
    )
    yield _line("the first choice, always", sum(each.reaches[0] for each in found.asked_back), found)
    if chat:
        picked = [_picked(chat, each) for each in found.asked_back]
        yield _line("SmolLM2-135M", picked.count(True), found)
        yield f"| of these, chosen by it but wrong | {picked.count(False)} | |"
    yield _line("best, always (the most a model can add)", sum(any(each.reaches) for each in found.asked_back), found)


def _picked(chat: Chat, each: AskedBack) -> bool | None:
    """Whether what the model chooses reaches a needed passage; None where it chooses nothing."""
    choice = begin(Understanding(chat).picked(each.answer)).result()
    return each.reaches[each.answer.choices.index(choice)] if choice else None


def _line(who: str, reached: float, found: Counted) -> str:
    every = found.at_once + reached
    asked = len(found.asked_back)
    return f"| {who} | {reached:.0f} of {asked} | {every:.0f} of {found.cases} ({every / found.cases:.1%}) |"


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the table, or writes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="let SmolLM2-135M choose, too")
    parser.add_argument("--markdown", type=Path, help="write the table into this file")
    wanted = parser.parse_args(argv)
    go_offline()
    found = counted(open_assistant(Settings()), read_cases([ROOT / "tests" / "answers"]).cases)
    with small_model() if wanted.small else nullcontext() as chat:
        table = "\n".join(lines(found, chat))
    if wanted.markdown:
        wanted.markdown.write_text(f"{table}\n", encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
