"""The routes of the scenarios."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.concurrency import run_in_threadpool

from assistant.desk import Desk
from assistant.pages.files import UNKEPT, sent
from assistant.pages.routes import PaperForm, or_fault
from assistant.pages.scenarios import Wanted, answer_html, list_html, own_html, part_html, play_html
from assistant.paper.scenario import participants_sheet, trainers_sheet
from assistant.scenarios.check import check
from assistant.scenarios.files import LONGEST, our_scenarios, read_own
from assistant.scenarios.scenario import Scenario
from assistant.scenarios.upload import LARGEST, read_upload
from corpus.library import Library

Text = Annotated[str, Form(max_length=LONGEST)]
Short = Annotated[str, Query(max_length=40)]
Audience = Literal["participants", "trainer"]
SHEETS = {"participants": participants_sheet, "trainer": trainers_sheet}


def scenario_routes(desk: Desk) -> APIRouter:
    """All of them for this desk. Nothing that a trainer adds is kept here: it comes with each request."""
    router = APIRouter(prefix="/scenarios")

    @router.get("", response_class=HTMLResponse)
    def choose(remit: Short = "", moment: Short = "", minutes: Short = "") -> str:
        wanted = Wanted(remit, moment, int(minutes) if minutes.isdecimal() else 0)
        return list_html(our_scenarios().scenarios, desk.library, wanted)

    @router.post("/answer")
    def answer(question: Text, turn: Annotated[str, Form(pattern="^answer_[a-z0-9-]{1,60}$")]) -> Response:
        return or_fault(lambda: HTMLResponse(answer_html(desk.assistant, question, turn), headers=UNKEPT))

    @router.post("/read")
    async def read(request: Request, name: Annotated[str, Query(max_length=200)] = "file") -> Response:
        content = await _body(request)
        return JSONResponse(await run_in_threadpool(_read, desk, name, content), headers=UNKEPT)

    @router.get("/own", response_class=HTMLResponse)
    def own() -> str:
        return own_html()

    @router.post("/own/part")
    def own_part(scenario: Text, practice: Annotated[str, Form()] = "") -> Response:
        return or_fault(lambda: _part(read_own(scenario), desk.library, practice=bool(practice)))

    @router.post("/own/{audience}/{form}")
    def own_sheet(audience: Audience, form: PaperForm, scenario: Text) -> Response:
        return or_fault(lambda: _sheet(desk, read_own(scenario), audience, form))

    @router.get("/{id}", response_class=HTMLResponse)
    def play(id: str, practice: str = "") -> str:
        return play_html(_ours(id), desk.library, practice=bool(practice))

    @router.get("/{id}/{audience}/{form}")
    def sheet(id: str, audience: Audience, form: PaperForm) -> Response:
        return or_fault(lambda: _sheet(desk, _ours(id), audience, form))

    return router


async def _body(request: Request) -> bytes:
    """What is sent, up to a byte more than may be: the rest is not even read."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST:
            break
    return bytes(content[: LARGEST + 1])


def _read(desk: Desk, name: str, content: bytes) -> dict[str, Any]:
    """What the browser is told of a file: the scenarios it may keep, and what is wrong, in words."""
    read = read_upload(name, content)
    assistant = desk.assistant
    checked = [check(each, assistant, assistant.library) for each in read.scenarios]
    warnings = [str(fault) for each in checked for fault in each.faults]
    return {
        "scenarios": [_listed(each.scenario) for each in checked],
        "faults": [str(fault) for fault in read.faults],
        "warnings": warnings,
    }


def _listed(scenario: Scenario) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "title": scenario.title,
        "facts": f"{scenario.remit.in_words}. {scenario.moment.in_words}. {scenario.minutes} minutes.",
        "text": scenario.text,
    }


def _part(scenario: Scenario, library: Library, *, practice: bool) -> Response:
    return HTMLResponse(part_html(scenario, library, practice=practice, own=True), headers=UNKEPT)


def _sheet(desk: Desk, scenario: Scenario, audience: Audience, form: PaperForm) -> Response:
    answers = [desk.ask(step.ask) if step.ask else None for step in scenario.steps]
    return sent(SHEETS[audience](scenario, answers, datetime.now().astimezone()), form)


def _ours(id: str) -> Scenario:
    if found := our_scenarios().find(id):
        return found
    raise HTTPException(404, "There is no such scenario here.")
