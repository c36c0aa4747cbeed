"""The door for other assistants: `ask`, `search` and `documents` as tools of the Model Context Protocol, at `/mcp`."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount

from assistant.answering.conversation import Assistant
from assistant.answering.wording import source_in_words, status_in_words
from assistant.output.json import VERSION, Json, answer_json, document_json, ranking_json
from assistant.output.text import as_text
from assistant.serving.api import LARGEST, client_of
from assistant.serving.asked import text, texts
from assistant.serving.line import Door, Line, Place, TurnedAwayError
from assistant.version import version
from corpus.errors import AssistantError

MOST_PASSAGES = 50
LONGEST_LINE = 100_000  # characters: a quote that is broken into lines would be passed on so
Said = tuple[str, Json]  # in words, and as JSON

_TOLD = (
    "What the guidance on Ofsted inspections says, word for word. Pass on quotes unchanged, with their document, and "
    "whether it is superseded. Where the outcome is not_covered, say so and answer nothing yourself."
)
_QUESTION = {"type": "string", "maxLength": 1000, "description": "A question or a situation, in anybody's words."}
_EARLIER = {"type": "array", "items": {"type": "string"}, "description": "The questions before it, oldest first."}
_LIMIT = {"type": "integer", "minimum": 1, "maximum": MOST_PASSAGES, "default": 10}
_TOOLS: dict[str, tuple[str, Json]] = {
    "ask": ("Answers a question with quotes, or says that the texts do not cover it.",
            {"question": _QUESTION, "earlier": _EARLIER}),
    "search": ("Ranks passages for a question, whatever the answer would be.",
               {"question": _QUESTION, "limit": _LIMIT}),
    "documents": ("Lists the documents that are answered from, and whether each is still in force.", {}),
}  # fmt: skip


def tools(line: Line) -> Starlette:
    """The application, open while its lifespan lasts. Stateless: any of several workers may take a call."""

    async def list_tools(_: ServerRequestContext, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_tool(*each) for each in _TOOLS.items()])

    async def call_tool(context: ServerRequestContext, params: CallToolRequestParams) -> CallToolResult:
        client = client_of(context.request) if isinstance(context.request, Request) else ""
        try:
            work, outcome = _work(params.name, params.arguments or {})
            words, values = await line.take(Place(Door.MCP, client), work, outcome)
        except (AssistantError, TurnedAwayError) as error:
            return CallToolResult(content=[TextContent(type="text", text=str(error))], is_error=True)
        return CallToolResult(content=[TextContent(type="text", text=words)], structured_content=values)

    server: Server = Server(
        "inspection-assistant", version=version(), instructions=_TOLD, on_list_tools=list_tools, on_call_tool=call_tool
    )
    manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True, max_request_body_size=LARGEST)

    @asynccontextmanager
    async def open_(_: Starlette) -> AsyncIterator[None]:
        async with manager.run():
            yield

    return Starlette(routes=[Mount("/", manager.handle_request)], lifespan=open_)


def _tool(name: str, told: tuple[str, Json]) -> Tool:
    properties = told[1]
    needed = ["question"] if "question" in properties else []
    schema = {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
    changes_nothing = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return Tool(name=name, description=told[0], input_schema=schema, annotations=changes_nothing)


def _work(name: str, sent: Json) -> tuple[Callable[[Assistant], Said], Callable[[Said], str]]:
    """What a call asks of the assistant, and the outcome to count it by. Raises AssistantError."""
    if name not in _TOOLS:
        raise AssistantError("Tool", f"“{name[:40]}” is not known here", f"There are {', '.join(_TOOLS)}")
    if unknown := sorted(sent.keys() - _TOOLS[name][1].keys()):
        raise AssistantError("Tool", f"{name} does not know “{unknown[0][:40]}”", "Look at its description")
    if name == "documents":
        return _documents, lambda _: "documents"
    question = text(sent.get("question"))
    if name == "search":
        limit = _limit(sent.get("limit", _LIMIT["default"]))
        return lambda assistant: _searched(assistant, question, limit), lambda _: "searched"
    earlier = texts(sent.get("earlier"))
    return lambda assistant: _asked(assistant, question, earlier), lambda said: str(said[1]["outcome"])


def _asked(assistant: Assistant, question: str, earlier: list[str]) -> Said:
    answer = assistant.ask(question, earlier)
    return as_text(answer, width=LONGEST_LINE), answer_json(answer)


def _searched(assistant: Assistant, question: str, limit: int) -> Said:
    ranking = assistant.search(question)
    lines = [f"{hit.score:.2f}  {hit.passage.statement} ({source_in_words(hit.passage)})" for hit in ranking.hits]
    return "\n".join(lines[:limit]), ranking_json(ranking, limit)


def _documents(assistant: Assistant) -> Said:
    documents = assistant.library.opinion_last
    lines = [f"{each.title} - {each.publisher} - {each.dated} - {status_in_words(each)}" for each in documents]
    known = [document_json(each, Path()) for each in documents]
    for each in known:
        del each["text"]  # where that lies on this machine is nobody's business
    return "\n".join(lines), {"version": VERSION, "documents": known}


def _limit(value: Any) -> int:
    if isinstance(value, int) and 1 <= value <= MOST_PASSAGES:
        return value
    raise AssistantError("limit", "it is no number of passages", f"Send 1 to {MOST_PASSAGES}")
