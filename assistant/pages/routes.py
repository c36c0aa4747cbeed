"""The addresses of everything that is not a Gradio page."""

from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, HTMLResponse

from assistant.opening import Opening
from assistant.pages.documents import document_html, documents_html
from assistant.pages.frame import ABOUT, plain_page
from corpus.library import Library

LOOK = Path(__file__).parent / "look"
LOOKS = {file.name: file for file in LOOK.iterdir()}


def routes(opening: Opening, library: Library) -> APIRouter:
    """All of them for this library."""
    router = APIRouter()

    @router.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ready" if opening.ready else "getting ready"}

    @router.get("/look/{name}")
    def look(name: str) -> FileResponse:
        if name not in LOOKS:
            raise HTTPException(404)
        return FileResponse(LOOKS[name], headers={"Cache-Control": "no-cache"})

    @router.get("/manifest.json")
    def manifest() -> FileResponse:
        return FileResponse(LOOKS["manifest.json"], media_type="application/manifest+json")

    @router.get("/documents", response_class=HTMLResponse)
    def documents() -> str:
        return documents_html(library)

    @router.get("/documents/{id:path}", response_class=HTMLResponse)
    def document(id: str, start: int = 0, end: int = 0) -> str:
        if found := library.document(id):
            return document_html(found, start, end)
        raise HTTPException(404, "There is no such document here.")

    @router.get("/about", response_class=HTMLResponse)
    def about() -> str:
        return plain_page("about.html", ABOUT, documents=library.documents)

    return router
