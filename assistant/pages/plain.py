"""An answer on a page of its own, for browsers in which no scripts run."""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.answering.conversation import MOST_EARLIER
from assistant.desk import Desk
from assistant.pages.frame import ASK, plain_page
from assistant.pages.turn import problem_html, turn_html
from corpus.errors import AssistantError


def plain_answer(desk: Desk, question: str, earlier: Sequence[str]) -> str:
    """The page; what cannot be asked is told on it, and stays in its box."""
    try:
        shown, typed = turn_html(desk.ask(question, earlier), turn="answer", alone=True), ""
        earlier = [*earlier, question][-MOST_EARLIER:]
    except AssistantError as error:
        shown, typed = problem_html(str(error)), question
    return plain_page("answer.html", ASK, shown=Markup(shown), typed=typed, earlier=earlier)  # noqa: S704 (a template wrote it)
