"""The routes of editions: what has changed, and the doors by which pairs of statements are corrected."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Query, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from assistant.desk import Desk
from assistant.pages.editions import choice_html, editions_html
from assistant.pages.files import UNKEPT
from assistant.pages.html import editions_address
from assistant.settings import Settings
from assistant.upkeep import Upkeep
from corpus.edition_files import read_corrections, write_corrections
from corpus.editions import Correction, Edition, Pair, joined, parted, taken_back
from corpus.errors import AssistantError

Key = Annotated[str, Query(max_length=1000)]
Sent = Annotated[str, Form(max_length=1000)]
_AGAIN = "Open “What has changed” anew"


def edition_routes(settings: Settings, desk: Desk, upkeep: Upkeep, doors: Sequence[Any]) -> APIRouter:
    """All of them for this desk; `doors` are passed before anything is changed."""
    router = APIRouter()

    def edition(id: str) -> Edition:
        if found := desk.assistant.composer.editions.of(id):
            return found
        raise HTTPException(404, "There is no such document here, or it supersedes none.")

    @router.get("/editions/{id:path}", response_class=HTMLResponse)
    def changed(id: str) -> str:
        return editions_html(edition(id), correctable=settings.documents_open)

    @router.get("/collection/pair/{id:path}", response_class=HTMLResponse, dependencies=doors)
    def choose(id: str, of: Key) -> str:
        found = edition(id)
        try:
            return choice_html(found, _alone(found, of))
        except AssistantError as error:
            raise HTTPException(404, str(error)) from error

    @router.post("/collection/pair", dependencies=doors)
    def pair(
        id: Sent, say: Annotated[Literal["join", "part", "back"], Form()], older: Sent = "", newer: Sent = ""
    ) -> Response:
        try:
            said = _said(read_corrections(settings.data), edition(id), say, older, newer)
            write_corrections(settings.data, said)
        except AssistantError as error:
            return PlainTextResponse(str(error), status_code=400, headers=UNKEPT)
        upkeep.changed()
        upkeep.settle()
        return RedirectResponse(f"{editions_address(id)}#{quote(newer or older)}", status_code=303)

    return router


def _said(
    corrections: tuple[Correction, ...], edition: Edition, say: str, older: str, newer: str
) -> tuple[Correction, ...]:
    """The corrections once this is said too. Raises AssistantError."""
    if say == "join":
        first = next((pair.older for pair in edition.pairs if pair.older and pair.older.key == older), None)
        second = next((pair.newer for pair in edition.pairs if pair.newer and pair.newer.key == newer), None)
        if not first or not second:
            raise AssistantError("Editions", "one of the two statements is not there any more", _AGAIN)
        return joined(corrections, first, second)
    pair = _pair(edition, older, newer)
    if say == "part":
        return parted(corrections, pair, edition.pairs)
    left = taken_back(corrections, pair)
    if left == corrections:
        raise AssistantError("editions.yaml", "this was written there by hand", "Take it out there")
    return left


def _pair(edition: Edition, older: str, newer: str) -> Pair:
    for pair in edition.pairs:
        if (pair.older.key if pair.older else "", pair.newer.key if pair.newer else "") == (older, newer):
            return pair
    raise AssistantError("Editions", "this pair is not there any more", _AGAIN)


def _alone(edition: Edition, key: str) -> Pair:
    """The statement of this key, which has no other. Raises AssistantError."""
    try:
        return _pair(edition, key, "")
    except AssistantError:
        return _pair(edition, "", key)
