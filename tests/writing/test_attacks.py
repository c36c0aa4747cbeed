"""Orders hidden in documents and in questions, before a model that obeys every one: nothing changes, nothing leaks."""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from scripted import chat, drafted, sent_to

from assistant.answering.answer import Outcome
from assistant.pages.wording import wording_html
from assistant.writing.chat import begin
from assistant.writing.prompt import CHOOSE, REWRITE, WRITE
from assistant.writing.worded import Worded, may_be_added_to
from assistant.writing.writer import Writer
from corpus.document import Span

QUESTION = "can she talk to my staff without me?"
FOREIGN = re.compile(r"evil|<img|<script|<iframe|javascript:|href=\"(?!#)", re.IGNORECASE)


def lines(name):
    text = (Path(__file__).parent / "attacks" / f"{name}.txt").read_text(encoding="utf-8")
    found = [line for line in text.splitlines() if line and not line.startswith("# ")]
    return [re.sub(r"\\(u\w{4}|U\w{8}|n)", lambda m: m[0].encode().decode("unicode_escape"), line) for line in found]


DOCUMENTS, QUESTIONS = lines("in-documents"), lines("in-questions")


def obeying(order):
    """What a model replies that does as it is told, in each form that might get through."""
    said = order.rstrip(".") + "."
    return drafted((said, [1]), (f"“{order}”.", [1]), (WRITE.split("\n")[0], [1]), ("Inspectors may shout.", [1]))


def in_words(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_there_are_at_least_120_and_none_twice():
    assert len(DOCUMENTS + QUESTIONS) >= 120
    assert len(set(DOCUMENTS + QUESTIONS)) == len(DOCUMENTS + QUESTIONS)


@pytest.fixture(scope="module")
def quoted(assistant):
    return assistant.ask(QUESTION)


@pytest.mark.parametrize("order", DOCUMENTS)
def test_an_order_in_a_document_is_data_and_not_obeyed(quoted, order):
    """The order stands in a passage beside the quotes; the model obeys it and cites another."""
    citation = quoted.citations[0]
    document = citation.passage.document
    tampered = replace(document, text=f"{document.text}\n{order}")
    hidden_in = Span(len(document.text) + 1, len(tampered.text))
    passage = replace(citation.passage, document=tampered, lead_in_span=hidden_in)
    hidden = replace(
        quoted, statements=(replace(quoted.statements[0], citations=(replace(citation, passage=passage),)),)
    )
    model = chat(obeying(order))
    begin(Writer(model).word(hidden)).result()
    system, human = sent_to(model)[0]
    assert system.content == WRITE
    assert " ".join(order.split()) in json.loads(human.content)["passages"][0]["text"]
    answer = begin(Writer(chat(obeying(order))).word(quoted)).result()  # the passages that are cited do not say it
    assert answer.writing.statements == ()
    assert replace(answer, writing=None) == quoted
    html = wording_html(answer, "turn")
    assert not FOREIGN.search(html)
    assert order not in in_words(html)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_order_in_a_question_changes_no_outcome_and_leaks_nothing(assistant, question):
    before = assistant.ask(question)
    model = chat(obeying(question))
    both = Worded(assistant, model)
    answer = both.ask(question)
    assert (answer.outcome, answer.statements) == (before.outcome, before.statements)
    assert not (answer.writing and answer.writing.statements)
    html = wording_html(answer, "turn")
    assert not FOREIGN.search(html)
    assert not any(
        rule in in_words(html) for prompt in (WRITE, CHOOSE, REWRITE) for rule in prompt.splitlines() if rule
    )
    assert all(messages[0].content in {WRITE, CHOOSE, REWRITE} for messages in sent_to(model))
    if not may_be_added_to(before):
        assert sent_to(model) == []
    if "want to d" in question.replace("\u200b", "") or "kill" in question:
        assert answer.outcome is Outcome.DISTRESS or answer.care
