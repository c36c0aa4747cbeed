"""The routes of voting: a trainer opens a room, and phones of the same network vote in it."""

import ipaddress
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from assistant.pages.files import UNKEPT
from assistant.pages.html import render
from assistant.scenarios.rooms import LONGEST, MOST_CHOICES, Rooms
from corpus.errors import AssistantError

Code = Annotated[str, Form(pattern="^[a-z0-9]{6}$")]
Key = Annotated[str, Form(max_length=40)]
Short = Annotated[str, Form(max_length=LONGEST)]


def vote_routes(rooms: Rooms, workers: int = 1) -> APIRouter:
    """All of them for these rooms, which one worker alone knows: with several, none is opened."""
    router = APIRouter(prefix="/vote")

    @router.post("/open")
    def open_room(request: Request) -> Response:
        return _or_fault(lambda: _told(_opened(request, rooms, workers)))

    @router.post("/close")
    def close(code: Code, key: Key) -> Response:
        return _or_fault(lambda: _done(partial(rooms.close, code, key)))

    @router.post("/ask")
    def ask(
        code: Code, key: Key, step: Short, question: Short = "", choices: Annotated[tuple[str, ...], Form()] = ()
    ) -> Response:
        return _or_fault(lambda: _done(partial(rooms.ask, code, key, step, question, choices)))

    @router.post("/hands")
    def hands(code: Code, key: Key) -> Response:
        return _or_fault(lambda: _told({"hands": rooms.hands(code, key)}))

    @router.get("/{code}", response_class=HTMLResponse)
    def phone(request: Request, code: str) -> Response:
        return _or_fault(lambda: _phone(request, rooms, code))

    @router.get("/{code}/now")
    def now(request: Request, code: str) -> Response:
        return _or_fault(lambda: _told(_now(request, rooms, code)))

    @router.post("/{code}")
    def vote(
        request: Request,
        code: str,
        phone: Annotated[str, Form(pattern="^[a-z0-9-]{8,40}$")],
        step: Short,
        number: Annotated[int, Form(ge=0, lt=MOST_CHOICES)],
    ) -> Response:
        return _or_fault(lambda: _voted(request, rooms, code, (phone, step, number)))

    return router


def _or_fault(work: Callable[[], Response]) -> Response:
    """What the work gives; what is wrong with the request, in one line, where it cannot be used."""
    try:
        return work()
    except AssistantError as error:
        return PlainTextResponse(str(error), status_code=400)


def _done(work: Callable[[], None]) -> Response:
    work()
    return _told({"done": True})


def _told(values: dict[str, Any]) -> Response:
    return JSONResponse(values, headers=UNKEPT)


def _opened(request: Request, rooms: Rooms, workers: int) -> dict[str, Any]:
    _near(request)
    if workers > 1:
        # A phone's request goes to any of them, and the room is in the memory of the one that opened it.
        raise AssistantError("Voting", f"it needs one worker, and {workers} are running", "Start it with --workers 1")
    host = request.url.hostname or ""
    if host in ("localhost", "127.0.0.1", "::1"):
        raise AssistantError(
            "Voting",
            f"phones cannot reach this page at “{host}”",
            "Start it with ASSISTANT_HOST=0.0.0.0 and open it at this machine's address in the network",
        )
    room = rooms.open()
    address = f"{request.url.scheme}://{request.url.netloc}/vote/{room.code}"
    qr = segno.make(address, error="m").svg_inline(scale=8, border=2, dark="#000", light="#fff")
    return {"code": room.code, "key": room.key, "address": address, "qr": qr}


def _phone(request: Request, rooms: Rooms, code: str) -> Response:
    _near(request)
    rooms.seen_by_phone(code)
    return HTMLResponse(render("vote.html", code=code), headers=UNKEPT)


def _now(request: Request, rooms: Rooms, code: str) -> dict[str, Any]:
    _near(request)
    step, question, choices = rooms.seen_by_phone(code)
    return {"step": step, "question": question, "choices": choices}


def _voted(request: Request, rooms: Rooms, code: str, vote: tuple[str, str, int]) -> Response:
    _near(request)
    rooms.vote(code, *vote)
    return _told({"voted": vote[2]})


def _near(request: Request) -> None:
    """Raises AssistantError for whoever is not on this machine or in its own network."""
    host = request.client.host if request.client else ""
    try:
        near = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        near = None
    if near is None or not (near.is_private or near.is_loopback or near.is_link_local):
        raise AssistantError("Voting", "it is for the local network only", "Join the network of the room")
