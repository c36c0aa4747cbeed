"""What a model adds to an answer that is shown already: asked for by the page, once the quotes are there."""

import asyncio
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from assistant.answering.answer import Answer, Statement
from assistant.answering.conversation import MOST_EARLIER
from assistant.answering.wording import worded_by
from assistant.desk import Desk
from assistant.pages.files import UNKEPT
from assistant.pages.html import render
from assistant.pages.turn import by_heading
from assistant.serving.api import client_of
from assistant.serving.line import Door, Line, Place, TurnedAwayError
from assistant.serving.rate import RateLimit
from assistant.writing.chat import Chat, begin
from assistant.writing.worded import Worded
from corpus.document import Document, Status
from corpus.errors import AssistantError

Typed = Annotated[str, Form(max_length=100_000)]
Earlier = Annotated[tuple[str, ...], Form(max_length=MOST_EARLIER)]


class Wordings:
    """Asks the model for so many wordings at once. To be used on one event loop."""

    def __init__(self, desk: Desk, chat: Chat, line: Line, *, at_once: int = 4) -> None:
        self._desk, self._chat, self._line = desk, chat, line
        self._free = asyncio.Semaphore(at_once)

    async def added(self, request: Request, question: str, earlier: tuple[str, ...]) -> Answer:
        """The answer with what the model adds; given up where the reader has gone. Raises as `Line.ask` does."""
        answer = await self._line.ask(Place(Door.WORDING, client_of(request)), question, earlier)
        async with self._free:
            worded = Worded(self._desk.assistant, self._chat)
            work = asyncio.wrap_future(begin(worded.added(answer, earlier)))
            while not work.done():
                await asyncio.wait({work}, timeout=0.2)
                if await request.is_disconnected():
                    work.cancel()
        return await work


def wording_routes(desk: Desk, chat: Chat, line: Line, rate: RateLimit | None = None) -> APIRouter:
    """The address; a limit for each client counts wordings apart from questions."""
    router = APIRouter()
    wordings = Wordings(desk, chat, line)

    @router.post("/wording")
    async def wording(request: Request, question: Typed, turn: Typed, earlier: Earlier = ()) -> Response:
        if rate and (wait := rate.wait_for(client_of(request))):
            return _refused(f"That was many questions in a short time. It can be worded in {wait} seconds.")
        try:
            answer = await wordings.added(request, question, earlier)
        except (AssistantError, TurnedAwayError) as error:
            return _refused(str(error))
        except asyncio.CancelledError:
            return _refused("It was given up.")
        return HTMLResponse(wording_html(answer, turn), headers=UNKEPT)

    return router


def wording_html(answer: Answer, turn: str) -> str:
    """What a model added to the answer of this turn; nothing where it added nothing."""
    statements = answer.writing.statements if answer.writing else ()
    return render(
        "wording.html",
        answer=answer,
        turn=turn,
        groups=by_heading(statements),
        worded_by=worded_by,
        superseded=_superseded(statements),
    )


def _superseded(statements: Iterable[Statement]) -> list[Document]:
    used = (citation.passage.document for statement in statements for citation in statement.citations)
    return list(dict.fromkeys(document for document in used if document.status is Status.SUPERSEDED))


def _refused(words: str) -> Response:
    return PlainTextResponse(words, status_code=503, headers=UNKEPT)
