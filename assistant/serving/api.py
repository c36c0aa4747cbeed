"""The door for programs: `POST /api/ask` answers one question in the JSON of docs/json.md, `GET /api` describes it."""

import json
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from assistant.output.json import SCHEMA, Json, answer_json
from assistant.serving.asked import text, texts
from assistant.serving.line import Door, Line, Place, TurnedAwayError
from assistant.version import version
from corpus.errors import AssistantError

LARGEST = 100_000  # bytes of a request
# Nothing of a conversation is left in a cache between us and the reader.
_UNKEPT = {"Cache-Control": "no-store"}


class _RefusedError(Exception):
    def __init__(self, status: HTTPStatus, words: str) -> None:
        self.status = status
        super().__init__(words)


def api_routes(line: Line) -> list[Route]:
    """Both addresses. Nothing is kept between two requests."""

    def description(_: Request) -> JSONResponse:
        return JSONResponse(openapi())

    async def ask(request: Request) -> JSONResponse:
        try:
            sent = read(await request.body())
            place = Place(Door.API, client_of(request))
            answer = await line.ask(place, text(sent.get("question")), texts(sent.get("earlier")))
        except _RefusedError as refused:
            return _fault(refused.status, str(refused))
        except TurnedAwayError as away:
            return turned_away(away)
        except AssistantError as error:
            return _fault(HTTPStatus.BAD_REQUEST, str(error))
        return JSONResponse(answer_json(answer), headers=_UNKEPT)

    return [Route("/api", description), Route("/api/ask", ask, methods=["POST"])]


def client_of(request: Request) -> str:
    """The address a request came from, as the nearest trusted proxy tells it."""
    return request.client.host if request.client else ""


def read(body: bytes) -> Json:
    """The JSON object that was sent."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):  # of JSON, of UTF-8, or of brackets without end
        sent = None
    if not isinstance(sent, dict):
        words = 'Request: it is no JSON object. Send {"question": "...", "earlier": ["..."]}.'
        raise _RefusedError(HTTPStatus.BAD_REQUEST, words)
    if unknown := sorted(sent.keys() - {"question", "earlier"}):
        words = f"Request: “{unknown[0][:40]}” is not known here. Send “question” and “earlier”."
        raise _RefusedError(HTTPStatus.BAD_REQUEST, words)
    return sent


def turned_away(away: TurnedAwayError) -> JSONResponse:
    """Too many questions of one client, or of all together: when to ask again, in words, in JSON and as a header."""
    status = HTTPStatus.TOO_MANY_REQUESTS if away.reason == "limited" else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(
        {"error": str(away), "again_in": away.again_in}, status, headers=_UNKEPT | {"Retry-After": str(away.again_in)}
    )


def openapi() -> Json:
    """The OpenAPI 3.1 description of this door."""
    answer = json.loads(SCHEMA.read_text(encoding="utf-8"))
    answer = _moved({name: value for name, value in answer.items() if name != "$schema"})
    parts = answer.pop("$defs", {})
    again = {"again_in": {"type": "integer", "description": "Seconds after which to ask again; not for each error."}}
    error = {"type": "object", "properties": {"error": {"type": "string"}} | again, "required": ["error"]}
    question = {"type": "string", "maxLength": 1000, "description": "What to ask."}
    earlier = {"type": "array", "items": question, "description": "The questions before it, oldest first."}
    sent = {"type": "object", "properties": {"question": question, "earlier": earlier},
            "required": ["question"], "additionalProperties": False}  # fmt: skip
    refused = {
        HTTPStatus.BAD_REQUEST: "It cannot be read or asked.",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: f"It is over {LARGEST:,} bytes.",
        HTTPStatus.TOO_MANY_REQUESTS: "Too many questions of one client.",
        HTTPStatus.SERVICE_UNAVAILABLE: "Too many questions of all together, or the program is being stopped.",
    }
    responses = {"200": _described("The answer.", "Answer")} | {
        str(int(status)): _described(words, "Error") for status, words in refused.items()
    }
    operation = {
        "operationId": "ask", "summary": "Answers a question with citations. Stateless.",
        "requestBody": {"required": True, "content": _json("Question")}, "responses": responses,
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Inspection Assistant", "version": version()},
        "paths": {"/api/ask": {"post": operation}},
        "components": {"schemas": {"Question": sent, "Answer": answer, "Error": error} | parts},
    }


def _described(words: str, name: str) -> Json:
    return {"description": words, "content": _json(name)}


def _json(name: str) -> Json:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _moved(value: Any) -> Any:
    """A schema whose references lead to the components of an OpenAPI document."""
    if isinstance(value, dict):
        return {name: _moved(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner) for inner in value]
    if isinstance(value, str) and value.startswith("#/$defs/"):
        return value.replace("#/$defs/", "#/components/schemas/", 1)
    return value


def _fault(status: HTTPStatus, words: str) -> JSONResponse:
    return JSONResponse({"error": words}, status, headers=_UNKEPT)
