"""The pages that Gradio draws, each an application of its own, with all features off that are not needed."""

from zlib import crc32

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.desk import Desk
from assistant.evaluation.exports.html import REPORT
from assistant.pages.answer_tests import answer_tests_page
from assistant.pages.ask import ask_page
from assistant.pages.bodies import unusable
from assistant.pages.calls import Calls, path_below
from assistant.pages.frame import ANSWER_TESTS, ASK, part_of_frame, plain_page
from assistant.pages.head import Head
from assistant.pages.shown import Shown
from assistant.pages.suggestions import SUGGESTIONS
from assistant.serving.line import Line
from assistant.settings import Settings
from assistant.version import version
from assistant.writing.chat import Chat
from corpus.paths import OUR_ANSWER_TESTS

_FONT = ["system-ui", "Arial", "sans-serif"]


def drawn_front(settings: Settings, line: Line, shown: Shown, chat: Chat | None) -> FastAPI:
    """The front page, at `/`."""
    front = plain_page("front.html", ASK, suggestions=SUGGESTIONS, earlier=(), typed="")
    return _drawn(settings, ask_page(line, shown, chat), ASK.address, scripts=chat is not None, front=front)


def drawn_answer_tests(settings: Settings, desk: Desk) -> FastAPI:
    """The page of answer tests, below its address."""
    page = answer_tests_page(lambda: desk.assistant, OUR_ANSWER_TESTS)
    return _drawn(settings, page, ANSWER_TESTS.address, within=REPORT.read_text(encoding="utf-8"))


def _drawn(
    settings: Settings, blocks: gr.Blocks, path: str, *, scripts: bool = False, front: str = "", within: str = ""
) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    words = part_of_frame("links") + part_of_frame("scripts", scripts)
    app.add_middleware(Head, words=words, front=front, within=within)
    # The same in each of several workers: a page that meets another of them must not take it for a new program.
    blocks.app_id = crc32(f"{version()}{path}".encode())
    blocks.queue(max_size=settings.waiting, default_concurrency_limit=settings.at_once, api_open=False)
    # Gradio remembers so many pages that were open; ours keep nothing there.
    blocks.state_session_capacity = 20
    gr.mount_gradio_app(
        app,
        blocks,
        path=path,
        # Where it is not told, Gradio takes it from headers that not every proxy sends.
        root_path=f"{settings.public_url.rstrip('/')}{path.rstrip('/')}" if settings.public_url else None,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,  # byte: nothing is uploaded
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=gr.themes.Base(font=_FONT, font_mono=["monospace"]),
    )
    below = app.routes[-1]
    if isinstance(below, Mount) and isinstance(below.app, FastAPI):
        below.app.add_exception_handler(RequestValidationError, unusable)
        below.app = Calls(below.app, blocks)
        if settings.public_url:
            below.app = _AtRoot(below.app)
    return app


class _AtRoot:
    """ASGI middleware for a mounted application: it meets paths below its own alone.

    Told its public address, Gradio expects each path to begin with it, and finds none of its routes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        path = path_below(scope)
        await self._app({**scope, "path": path, "raw_path": path.encode(), "root_path": ""}, receive, send)
