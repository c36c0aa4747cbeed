"""The routes of the scenarios."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Annotated, Literal
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Form, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from assistant.answering.answer import Answer
from assistant.desk import Desk
from assistant.output.json import Json
from assistant.pages.files import UNKEPT, pdf, sent
from assistant.pages.routes import PaperForm, in_turn
from assistant.pages.scenario_form import form_html
from assistant.pages.scenarios import Wanted, answer_html, list_html, own_html, part_html, play_html, slides_html
from assistant.pages.turnstile import Turnstile
from assistant.paper import Paper
from assistant.paper.scenario import participants_sheet, trainers_sheet
from assistant.scenarios.check import Checked, check
from assistant.scenarios.fields import places_by_line, written
from assistant.scenarios.files import LONGEST, our_scenarios, read_own
from assistant.scenarios.scenario import Scenario
from assistant.scenarios.starter import starter
from assistant.scenarios.upload import read_upload
from assistant.scenarios.way import LONGEST as LONGEST_WAY
from assistant.scenarios.way import chosen_in_words
from corpus.errors import Fault
from corpus.library import Library

MOST_ASKED = 150  # questions of what is sent at once: ours ask four each
Text = Annotated[str, Form(max_length=LONGEST)]
Short = Annotated[str, Query(max_length=40)]
Audience = Literal["participants", "trainer"]
Way = Annotated[str, Query(max_length=LONGEST_WAY)]


def scenario_routes(desk: Desk, turnstile: Turnstile) -> APIRouter:
    """All of them for this desk; what is costly to make goes through the turnstile.

    Nothing that a trainer adds is kept here: it comes with each request.
    """
    router = APIRouter(prefix="/scenarios")

    @router.get("", response_class=HTMLResponse)
    def choose(remit: Short = "", moment: Short = "", minutes: Short = "") -> str:
        wanted = Wanted(remit, moment, int(minutes) if minutes.isdecimal() else 0)
        return list_html(our_scenarios().scenarios, desk.library, wanted)

    @router.post("/answer")
    async def answer(
        request: Request, question: Text, turn: Annotated[str, Form(pattern="^answer_[a-z0-9-]{1,60}$")]
    ) -> Response:
        return await in_turn(
            turnstile, request, lambda: HTMLResponse(answer_html(desk.assistant, question, turn), headers=UNKEPT)
        )

    @router.post("/read")
    async def read(request: Request, name: Annotated[str, Query(max_length=200)] = "file") -> Response:
        content = await request.body()
        return await in_turn(turnstile, request, lambda: JSONResponse(_read(desk, name, content), headers=UNKEPT))

    @router.post("/form")
    async def form(request: Request, scenario: Text) -> Response:
        return await in_turn(
            turnstile, request, lambda: HTMLResponse(form_html(scenario, desk.library), headers=UNKEPT)
        )

    @router.post("/write")
    async def write(request: Request, values: Text) -> Response:
        return await in_turn(turnstile, request, lambda: PlainTextResponse(written(values), headers=UNKEPT))

    @router.get("/starter.yaml", response_class=PlainTextResponse)
    def starter_text() -> str:
        return starter("my-scenario")

    @router.get("/own", response_class=HTMLResponse)
    def own() -> str:
        return own_html()

    @router.post("/own/part")
    async def own_part(request: Request, scenario: Text, practice: Annotated[str, Form()] = "") -> Response:
        return await in_turn(
            turnstile, request, lambda: _part(read_own(scenario), desk.library, practice=bool(practice))
        )

    @router.post("/own/slides")
    async def own_slides(request: Request, scenario: Text) -> Response:
        return await in_turn(turnstile, request, lambda: _slides(desk, read_own(scenario)))

    @router.post("/own/{audience}/{form}")
    async def own_sheet(
        request: Request,
        audience: Audience,
        form: PaperForm,
        scenario: Text,
        way: Annotated[str, Form(max_length=LONGEST_WAY)] = "",
    ) -> Response:
        return await in_turn(turnstile, request, lambda: sent(_sheet(desk, read_own(scenario), audience, way), form))

    @router.get("/all/{audience}.zip")
    async def sheets(request: Request, audience: Audience) -> Response:
        return await in_turn(turnstile, request, lambda: _pack(desk, audience))

    @router.get("/{id}", response_class=HTMLResponse)
    def play(id: str, practice: str = "") -> str:
        return play_html(_ours(id), desk.library, practice=bool(practice))

    @router.get("/{id}/slides")
    async def slides(request: Request, id: str) -> Response:
        scenario = _ours(id)
        return await in_turn(turnstile, request, lambda: _slides(desk, scenario))

    @router.get("/{id}/{audience}/{form}")
    async def sheet(request: Request, id: str, audience: Audience, form: PaperForm, way: Way = "") -> Response:
        scenario = _ours(id)
        return await in_turn(turnstile, request, lambda: sent(_sheet(desk, scenario, audience, way), form))

    return router


def _read(desk: Desk, name: str, content: bytes) -> Json:
    """What the browser is told of a file: the scenarios it may keep, and what is wrong, in words."""
    read = read_upload(name, content)
    assistant = desk.assistant
    left, checked = MOST_ASKED, []
    for each in read.scenarios:
        left -= len(each.cases)
        checked.append(check(each, assistant, assistant.library) if left >= 0 else Checked(each))
    warnings = [str(fault) for each in checked for fault in each.faults]
    if left < 0:
        warnings.append(f"{name}: more than {MOST_ASKED} questions: the last were not tried. Add fewer at a time.")
    faults = (*read.faults, *(fault for each in checked for fault in each.faults))
    return {
        "scenarios": [_listed(each.scenario) for each in checked],
        "faults": [str(fault) for fault in read.faults],
        "warnings": warnings,
        "places": _places(content, faults),
    }


def _places(content: bytes, faults: Sequence[Fault]) -> Json:
    """Where each fault stands, by the keys that lead there, so that its field can be shown."""
    standing = [(str(fault), fault.line) for fault in faults if fault.line]
    by_line = places_by_line(content.decode("utf-8", "replace")) if standing else {}
    return {words: list(by_line[line]) for words, line in standing if line in by_line}


def _listed(scenario: Scenario) -> Json:
    return {
        "id": scenario.id,
        "title": scenario.title,
        "facts": f"{scenario.remit.in_words}. {scenario.moment.in_words}. {scenario.minutes} minutes.",
        "text": scenario.text,
    }


def _part(scenario: Scenario, library: Library, *, practice: bool) -> Response:
    return HTMLResponse(part_html(scenario, library, practice=practice, own=True), headers=UNKEPT)


def _sheet(desk: Desk, scenario: Scenario, audience: Audience, way: str) -> Paper:
    now, chosen = datetime.now().astimezone(), chosen_in_words(scenario, way)
    if audience == "participants":
        return participants_sheet(scenario, now, chosen)
    return trainers_sheet(scenario, _answers(desk, scenario), now, chosen)


def _answers(desk: Desk, scenario: Scenario) -> list[Answer | None]:
    return [desk.ask(step.ask) if step.ask else None for step in scenario.steps]


def _slides(desk: Desk, scenario: Scenario) -> Response:
    return HTMLResponse(slides_html(scenario, _answers(desk, scenario)), headers=UNKEPT)


def _pack(desk: Desk, audience: Audience) -> Response:
    """The sheets of all that come with the project, as PDFs in a zip."""
    parcel = BytesIO()
    with ZipFile(parcel, "w", ZIP_DEFLATED) as file:
        for scenario in our_scenarios().scenarios:
            paper = _sheet(desk, scenario, audience, "")
            file.writestr(f"{paper.name}.pdf", pdf(paper))
    name = {"Content-Disposition": f'attachment; filename="scenarios-{audience}.zip"'}
    return Response(parcel.getvalue(), media_type="application/zip", headers=UNKEPT | name)


def _ours(id: str) -> Scenario:
    if found := our_scenarios().find(id):
        return found
    raise HTTPException(404, "There is no such scenario here.")
