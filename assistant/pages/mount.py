"""Mounts the Gradio pages in the web application, with all features off that are not needed."""

from zlib import crc32

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.responses import RedirectResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.desk import Desk
from assistant.pages.answer_tests import answer_tests_page
from assistant.pages.ask import ask_page
from assistant.pages.bodies import unusable
from assistant.pages.calls import Calls, path_below
from assistant.pages.frame import ANSWER_TESTS, ASK, part_of_frame, plain_page
from assistant.pages.head import Head
from assistant.pages.html import at
from assistant.pages.suggestions import SUGGESTIONS
from assistant.serving.line import Line
from assistant.settings import Settings
from assistant.version import version
from corpus.paths import ROOT

_FONT = ["system-ui", "Arial", "sans-serif"]


def mount_pages(app: FastAPI, settings: Settings, desk: Desk, line: Line) -> None:
    """Adds the Gradio pages below all routes that the application has by now; the front page last, at `/`."""
    front = plain_page("front.html", ASK, suggestions=SUGGESTIONS, earlier=(), typed="")
    app.add_middleware(
        Head, words=part_of_frame("links") + part_of_frame("scripts", desk.chat is not None), front=front
    )
    tests = answer_tests_page(lambda: desk.assistant, ROOT / "tests" / "answers")
    # Gradio answers below its path only with the slash at the end.
    app.add_route(ANSWER_TESTS.address, lambda _: RedirectResponse(at(f"{ANSWER_TESTS.address}/")))
    _mount(app, settings, tests, ANSWER_TESTS.address)
    _mount(app, settings, ask_page(line, desk.chat), "/")


def _mount(app: FastAPI, settings: Settings, blocks: gr.Blocks, path: str) -> None:
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
