"""The routes of the documents: the list, each one, and the doors by which more come in and go."""

from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

from assistant.desk import Desk
from assistant.pages.documents import Shelf, details_html, document_html, documents_html, preview_html, updated_html
from assistant.pages.edition_routes import edition_routes
from assistant.pages.files import UNKEPT
from assistant.pages.html import at
from assistant.pages.routes import in_turn
from assistant.pages.turnstile import Turnstile
from assistant.settings import Settings
from assistant.updating import Told, govuk_of, pages_to_ask, places_with_pages, update
from assistant.upkeep import Upkeep
from corpus.catalogue import Entry, shown_name
from corpus.collection import Collection
from corpus.errors import AssistantError
from corpus.formats.reading import NotReadableError
from corpus.parcel import packed, unpack

Name = Annotated[str, Query(max_length=1000)]
Word = Annotated[str, Form(max_length=1000)]
_LIST = "/documents"


def document_routes(settings: Settings, desk: Desk, turnstile: Turnstile) -> APIRouter:
    """All of them for this desk; nothing is added or removed where the settings close the doors.

    Files are read in turn. That a request comes from a page of ours is seen to by the guard.
    """
    router = APIRouter()
    collection = Collection(settings.data)
    upkeep = Upkeep(desk, collection, settings.data)

    def open_to() -> None:
        if not settings.documents_open:
            raise HTTPException(403, "Documents cannot be changed on this page. Ask whoever runs the assistant.")

    doors = [Depends(open_to)]
    router.include_router(edition_routes(settings, desk, upkeep, doors))

    def changed(work: Callable[[], object], *, for_good: bool = False) -> Response:
        """Does the work, tells the upkeep, and shows the list again; or says in one line what is wrong."""
        try:
            work()
        except AssistantError as error:
            return PlainTextResponse(str(error), status_code=400, headers=UNKEPT)
        upkeep.changed(for_good=for_good)
        return RedirectResponse(at(_LIST), status_code=303)

    @router.get(_LIST, response_class=HTMLResponse)
    def documents() -> str:
        places = tuple(places_with_pages(desk.library.notes).values())
        shelf = Shelf(collection.catalogue, collection.undoable, settings.documents_open, settings.network, places)
        return documents_html(desk.library, shelf)

    @router.get("/documents/{id:path}", response_class=HTMLResponse)
    def document(id: str, start: int = 0, end: int = 0) -> str:
        if not (found := desk.library.document(id)):
            raise HTTPException(404, "There is no such document here.")
        entry = _entry(collection, id)
        return document_html(found, start, end, pdf=_file_address(id) if entry and entry.suffix == ".pdf" else "")

    @router.get("/collection/file/{id:path}")
    def file(id: str) -> FileResponse:
        entry = _entry(collection, id)
        if not entry or not collection.original(entry).is_file():
            raise HTTPException(404, "There is no such file here.")
        return _sent(collection, entry)

    @router.get("/collection/details/{id:path}", response_class=HTMLResponse, dependencies=doors)
    def details(id: str) -> str:
        found = desk.library.document(id)
        if not found or not _entry(collection, id):
            raise HTTPException(404, "There is no such document here.")
        return details_html(found, desk.library)

    @router.get("/collection/state")
    def state() -> JSONResponse:
        gauge = desk.gauge
        values = {"busy": upkeep.busy, "done": gauge.done, "total": gauge.total, "fault": upkeep.fault}
        return JSONResponse(values, headers=UNKEPT)

    @router.post("/collection/read", dependencies=doors)
    async def read(request: Request, name: Name = "file") -> Response:
        content = await request.body()
        return await in_turn(turnstile, request, lambda: preview(name, content))

    def preview(name: str, content: bytes) -> Response:
        try:
            staged = collection.stage(name, content)
        except NotReadableError as error:
            raise AssistantError(shown_name(name), error.fault, error.mend) from error
        return HTMLResponse(preview_html(staged, desk.library), headers=UNKEPT)

    @router.post("/collection/keep", dependencies=doors)
    def keep(known: Annotated[dict[str, str], Depends(_known)], digest: Word, name: Word) -> Response:
        def work() -> None:
            kept = collection.keep([(collection.waiting(name, digest), known)], desk.library.own)
            if kept.faults:
                raise kept.faults[0]

        return changed(work)

    @router.post("/collection/update", dependencies=doors)
    def fetch(also: Annotated[list[str], Form()] = []) -> Response:  # noqa: B006 (FastAPI copies it)
        held = places_with_pages(desk.library.notes)
        addresses = [page.url for name in also if name in held for page in held[name].pages]
        try:
            pages = pages_to_ask(desk.library, collection, addresses)
            told = update(pages, collection, desk.library.own, govuk_of(settings))
        except AssistantError as error:
            told = (Told(str(error), fault=True),)
        upkeep.changed()
        failed = all(each.fault for each in told)
        return HTMLResponse(updated_html(told), status_code=400 if failed else 200, headers=UNKEPT)

    @router.get("/collection/export", dependencies=doors)
    async def export(request: Request) -> Response:
        attached = {"Content-Disposition": 'attachment; filename="documents.zip"'}
        headers = {**UNKEPT, **attached}
        return await in_turn(turnstile, request, lambda: _zip(packed(collection)[0], headers))

    @router.post("/collection/import", dependencies=doors)
    async def import_(request: Request, name: Name = "documents.zip") -> Response:
        content = await request.body()
        return await in_turn(turnstile, request, lambda: taken_in(name, content))

    def taken_in(name: str, content: bytes) -> Response:
        kept, faults = unpack(collection, shown_name(name), content, desk.library.own)
        upkeep.changed()
        told = {"added": len(kept.entries), "faults": [str(each) for each in (*faults, *kept.faults)]}
        return JSONResponse(told, headers=UNKEPT)

    @router.post("/collection/drop", dependencies=doors)
    def drop(digest: Word) -> Response:
        return changed(lambda: collection.drop(digest))

    @router.post("/collection/describe", dependencies=doors)
    def describe(known: Annotated[dict[str, str], Depends(_known)], id: Word) -> Response:
        return changed(lambda: collection.describe(id, known, desk.library.own))

    @router.post("/collection/remove", dependencies=doors)
    def remove(id: Word, for_good: Word = "") -> Response:
        return changed(lambda: collection.remove([id]), for_good=bool(for_good))

    @router.post("/collection/undo", dependencies=doors)
    def undo() -> Response:
        return changed(collection.undo)

    return router


def _known(
    title: Word = "",
    kind: Word = "",
    publisher: Word = "",
    author: Word = "",
    dated: Word = "",
    url: Word = "",
    licence: Word = "",
    supersedes: Word = "",
    valid_from: Word = "",
    checked_on: Word = "",
) -> dict[str, str]:
    """What a form says is known of a document; what is left empty is not known."""
    return {
        "title": title,
        "kind": kind,
        "publisher": publisher,
        "author": author,
        "dated": dated,
        "url": url,
        "licence": licence,
        "supersedes": supersedes,
        "valid_from": valid_from,
        "checked_on": checked_on,
    }


def _zip(content: bytes, headers: Mapping[str, str]) -> Response:
    return Response(content, media_type="application/zip", headers=headers)


def _entry(collection: Collection, id: str) -> Entry | None:
    return next((entry for entry in collection.catalogue.entries if entry.id == id), None)


def _file_address(id: str) -> str:
    return f"/collection/file/{quote(id)}"


def _sent(collection: Collection, entry: Entry) -> FileResponse:
    """The file as it was added: a PDF to be looked at, any other to be saved, as a page of others could run scripts."""
    inline = entry.suffix == ".pdf"
    return FileResponse(
        collection.original(entry),
        filename=entry.name,
        media_type="application/pdf" if inline else "application/octet-stream",
        content_disposition_type="inline" if inline else "attachment",
    )
