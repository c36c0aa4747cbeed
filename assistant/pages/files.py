"""Papers in the form that is asked for: a page to print, a PDF, a Word or a Markdown file."""

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
from assistant.paper.pdf import pdf
from assistant.paper.word import word


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
    return handout([assistant.ask(turn[-1], turn[:-1]) for turn in shown], datetime.now().astimezone())


def record_of(assistant: Assistant, notes: str) -> Paper:
    """The record of the notes. Raises AssistantError."""
    taken = read_jottings(notes)
    answers = [_last_answer(assistant, note.questions) for note in taken]
    return record(taken, answers, datetime.now().astimezone())


def _last_answer(assistant: Assistant, questions: Sequence[str]) -> Answer | None:
    return assistant.ask(questions[-1], questions[:-1]) if questions else None
