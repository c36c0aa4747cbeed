"""Downloads: a paper as the response that is asked for, a page to print, a PDF, a Word or a Markdown file."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import HTMLResponse, Response

from assistant.answering.answer import Answer
from assistant.answering.conversation import Assistant
from assistant.pages.html import render
from assistant.paper import Paper
from assistant.paper.handout import handout, record
from assistant.paper.jotting import read_jottings, read_turns
from assistant.paper.markdown import markdown
from assistant.paper.word import word
from corpus.errors import AssistantError


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF."""
    from assistant.paper.pdf import pdf as written  # its library takes half a second, which no start should wait for

    return written(paper)


@dataclass(frozen=True)
class Form:
    """How a paper is written and sent."""

    write: Callable[[Paper], bytes]
    media_type: str


FORMS = {
    "pdf": Form(pdf, "application/pdf"),
    "docx": Form(word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "md": Form(markdown, "text/markdown; charset=utf-8"),
}
# Nothing of a conversation is left in a cache between us and the reader.
UNKEPT = {"Cache-Control": "no-store"}


def sent(paper: Paper, form: str) -> Response:
    """The paper as a page to print (`html`) or as a file to keep."""
    if form == "html":
        return HTMLResponse(render("paper.html", paper=paper), headers=UNKEPT)
    how = FORMS[form]
    name = {"Content-Disposition": f'attachment; filename="{paper.name}.{form}"'}
    return Response(how.write(paper), media_type=how.media_type, headers=UNKEPT | name)


def handout_of(assistant: Assistant, questions: str, *, last: bool) -> Paper:
    """The handout of a conversation, or of its last answer alone. Raises AssistantError."""
    turns = read_turns(questions)
    shown = turns[-1:] if last else turns
    return handout(_answers(assistant, shown), datetime.now().astimezone())


def record_of(assistant: Assistant, notes: str) -> Paper:
    """The record of the notes. Raises AssistantError."""
    taken = read_jottings(notes)
    answers = iter(_answers(assistant, [note.questions for note in taken if note.questions]))
    return record(taken, [next(answers) if note.questions else None for note in taken], datetime.now().astimezone())


def _answers(assistant: Assistant, turns: Sequence[Sequence[str]], *, within: float = 30.0) -> list[Answer]:
    """The answer to the last question of each turn. Raises AssistantError when it takes more than so many seconds."""
    until, answers = time.monotonic() + within, []
    for turn in turns:
        if time.monotonic() > until:
            raise AssistantError("Request", "it asks for more than can be answered at once", "Choose fewer answers")
        answers.append(assistant.ask(turn[-1], turn[:-1]))
    return answers
