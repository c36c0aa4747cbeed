"""What machines ask of the program: is it alive, can it answer, how much has it answered."""

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant.desk import Desk
from assistant.serving.metrics import CONTENT_TYPE, Metrics

if TYPE_CHECKING:
    from corpus.library import Library

Json = dict[str, Any]


def state_routes(desk: Desk, metrics: Metrics, *, open_metrics: bool) -> list[Route]:
    """`/health`, `/ready` and, where it is opened, `/metrics`."""

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ready" if desk.ready else "getting ready"})

    def ready(_: Request) -> Response:
        return JSONResponse(readiness(desk), 200 if desk.ready else 503, headers={"Cache-Control": "no-store"})

    def counts(_: Request) -> Response:
        if not open_metrics:
            raise HTTPException(404)
        return Response(metrics.text(desk), media_type=CONTENT_TYPE)

    return [Route("/health", health), Route("/ready", ready), Route("/metrics", counts)]


def readiness(desk: Desk) -> Json:
    """What is open of what is needed, and which documents are not in and why."""
    known: Json = {"ready": desk.ready, "fault": str(desk.fault) if desk.fault else ""}
    if desk.ready:
        from assistant.answering.by_words import ByWords  # there by now; the server listens before it is imported

        assistant = desk.assistant
        manifest = assistant.build.manifest
        known["by_words"] = assistant.why if isinstance(assistant, ByWords) else ""
        known |= {"index": manifest.fingerprint, "built": manifest.built, "encoder": manifest.encoder}
    library = desk.library
    counts = {"documents": len(library.documents), "passages": len(library.passages)}
    return known | counts | {"unread": [*_unread(library)]}


def _unread(library: "Library") -> list[Json]:
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
