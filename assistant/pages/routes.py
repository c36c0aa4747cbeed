"""The routes of everything that is not a Gradio page."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse

from assistant.answering.conversation import MOST_EARLIER
from assistant.desk import Desk
from assistant.pages.card import card_html
from assistant.pages.files import UNKEPT, handout_of, record_of, sent
from assistant.pages.frame import ABOUT, ASK, NOTES, plain_page
from assistant.pages.kept import kept_pages
from assistant.pages.looks import LOOKS
from assistant.pages.plain import plain_answer
from assistant.pages.qr import qr_code
from assistant.pages.turnstile import BusyError, Turnstile
from assistant.paper.handout import quick_card
from corpus.crisis import crisis_lines
from corpus.errors import AssistantError

PaperForm = Literal["html", "pdf", "docx", "md"]
Sent = Annotated[str, Form(max_length=1_000_000)]  # 200 notes of 2,000 characters, and what was asked
Typed = Annotated[str, Form(max_length=100_000)]  # what is too long is told in words
Earlier = Annotated[tuple[str, ...], Form(max_length=MOST_EARLIER)]


def routes(desk: Desk, turnstile: Turnstile) -> APIRouter:
    """All of them for this desk; what is costly to make goes through the turnstile."""
    router = APIRouter()

    @router.get("/manifest.json")
    def manifest() -> FileResponse:
        return FileResponse(LOOKS["manifest.json"], media_type="application/manifest+json")

    @router.get("/worker.js")
    def worker() -> FileResponse:
        # At the root, since a service worker looks after the addresses below its own.
        return FileResponse(LOOKS["worker.js"], media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    @router.get("/kept.json")
    def kept() -> dict[str, str | list[str]]:
        return kept_pages(desk.library)

    @router.get("/offline", response_class=HTMLResponse)
    def offline() -> str:
        return plain_page("offline.html", ASK)

    @router.get("/about", response_class=HTMLResponse)
    def about() -> str:
        return plain_page("about.html", ABOUT, documents=desk.library.opinion_last, crisis=crisis_lines())

    @router.get("/card", response_class=HTMLResponse)
    def card() -> str:
        return card_html(desk.library)

    @router.get("/card/{form}")
    async def card_file(request: Request, form: PaperForm) -> Response:
        return await in_turn(turnstile, request, lambda: sent(quick_card(desk.library), form))

    @router.post("/answer")
    async def answer(request: Request, question: Typed = "", earlier: Earlier = ()) -> Response:
        return await in_turn(
            turnstile, request, lambda: HTMLResponse(plain_answer(desk, question, earlier), headers=UNKEPT)
        )

    @router.post("/qr")
    def qr(link: Annotated[str, Form(max_length=2000)]) -> Response:
        try:
            return Response(qr_code(link), media_type="image/svg+xml", headers=UNKEPT)
        except AssistantError as error:
            return PlainTextResponse(str(error), status_code=400)

    @router.get("/notes", response_class=HTMLResponse)
    def notes() -> str:
        return plain_page("notes.html", NOTES)

    @router.post("/handout/{form}")
    async def handout(
        request: Request, form: PaperForm, questions: Sent, last: Annotated[str, Form()] = ""
    ) -> Response:
        return await in_turn(
            turnstile, request, lambda: sent(handout_of(desk.assistant, questions, last=bool(last)), form)
        )

    @router.post("/record/{form}")
    async def record(request: Request, form: PaperForm, notes: Sent) -> Response:
        return await in_turn(turnstile, request, lambda: sent(record_of(desk.assistant, notes), form))

    return router


async def in_turn(turnstile: Turnstile, request: Request, work: Callable[[], Response]) -> Response:
    """What the work gives, once it is its turn; else in one line why not."""
    try:
        return await turnstile.run(request.client.host if request.client else "", work)
    except AssistantError as error:
        return PlainTextResponse(str(error), status_code=400)
    except BusyError as busy:
        return PlainTextResponse(str(busy), status_code=busy.status, headers={"Retry-After": "60"})
