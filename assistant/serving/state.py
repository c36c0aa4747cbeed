"""What machines ask of the program: is it alive, can it answer, how much has it answered."""

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import JSONResponse

from assistant.answering.by_words import ByWords
from assistant.desk import Desk
from assistant.output.json import Json
from assistant.serving.metrics import CONTENT_TYPE, Metrics
from corpus.library import Library


def state_routes(desk: Desk, metrics: Metrics, *, open_metrics: bool) -> APIRouter:
    """`/health`, `/ready` and, where it is opened, `/metrics`."""
    router = APIRouter()

    @router.api_route("/health", methods=["GET", "HEAD"])
    def health() -> dict[str, str]:
        return {"status": "ready" if desk.ready else "getting ready"}

    @router.api_route("/ready", methods=["GET", "HEAD"])
    def ready() -> JSONResponse:
        return JSONResponse(readiness(desk), 200 if desk.ready else 503, headers={"Cache-Control": "no-store"})

    @router.get("/metrics")
    def counts() -> Response:
        if not open_metrics:
            raise HTTPException(404)
        return Response(metrics.text(desk), media_type=CONTENT_TYPE)

    return router


def readiness(desk: Desk) -> Json:
    """What is open of what is needed, and which documents are not in and why."""
    known: Json = {"ready": desk.ready, "fault": str(desk.fault) if desk.fault else ""}
    if desk.ready:
        assistant = desk.assistant
        manifest = assistant.build.manifest
        known["by_words"] = assistant.why if isinstance(assistant, ByWords) else ""
        known |= {"index": manifest.fingerprint, "built": manifest.built, "encoder": manifest.encoder}
    library = desk.library
    counts = {"documents": len(library.documents), "passages": len(library.passages)}
    return known | counts | {"unread": [*_unread(library)]}


def _unread(library: Library) -> list[Json]:
    # Below the folder of documents: where that lies on the machine is nobody's business.
    root = library.folder.resolve()
    return [
        {
            "file": str(fault.path.resolve().relative_to(root)) if fault.path.resolve().is_relative_to(root) else "",
            "line": fault.line,
            "fault": fault.fault,
            "mend": fault.mend,
        }
        for fault in library.faults
    ]
