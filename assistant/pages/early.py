"""The front page before Gradio can draw it: it takes questions, and then becomes the whole page."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from assistant.pages.frame import ASK, plain_page
from assistant.pages.looks import LOOKS
from assistant.pages.shown import Shown
from assistant.pages.suggestions import SUGGESTIONS
from assistant.serving.api import client_of
from assistant.serving.late import Meanwhile
from assistant.serving.line import Door, Place
from assistant.writing.chat import Chat

UNKEPT = {"Cache-Control": "no-store"}


def early_page(chat: Chat | None = None) -> Meanwhile:
    """The page, for requests that ask for the front page and nothing else; `chat` words what is quoted."""
    page = HTMLResponse(plain_page("early.html", ASK, suggestions=SUGGESTIONS, chat=chat), headers=UNKEPT)

    def answered(scope: Scope) -> ASGIApp | None:
        asked = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and scope["path"] == ASK.address
        return page if asked else None

    return answered


def early_routes(shown: Shown) -> list[Route]:
    """What this page asks for: its look, the turn of a question, and those of an earlier visit."""

    async def look(request: Request) -> Response:
        file = LOOKS.get(request.path_params["name"])
        return (
            FileResponse(file, headers={"Cache-Control": "no-cache"}) if file else PlainTextResponse("Not found", 404)
        )

    async def turn(request: Request) -> Response:
        sent, place = _read(await request.body()), Place(Door.PAGE, client_of(request))
        made = await shown.turn(place, sent.get("question"), sent.get("earlier"), str(sent.get("turn")))
        return JSONResponse(made, headers=UNKEPT)

    async def turns(request: Request) -> Response:
        sent, place = _read(await request.body()), Place(Door.RESTORED, client_of(request))
        return JSONResponse(await shown.again(place, sent), headers=UNKEPT)

    return [
        Route("/look/{name}", look),
        Route("/turn", turn, methods=["POST"]),
        Route("/turns", turns, methods=["POST"]),
    ]


def _read(body: bytes) -> dict[str, Any]:
    """What was sent; nothing where it is no JSON object, and then there is no question in it."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}
