"""Mounts the Gradio pages in the web application, with all features off that are not needed."""

from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.responses import RedirectResponse
from starlette.routing import Mount

from assistant.desk import Desk
from assistant.pages.answer_tests import answer_tests_page
from assistant.pages.ask import ask_page
from assistant.pages.bodies import unusable
from assistant.pages.frame import ANSWER_TESTS, ASK, part_of_frame, plain_page
from assistant.pages.head import Head
from assistant.pages.suggestions import SUGGESTIONS
from assistant.settings import Settings
from corpus.paths import ROOT

_FONT = ["system-ui", "Arial", "sans-serif"]


def mount_pages(app: FastAPI, settings: Settings, desk: Desk) -> None:
    """Adds the Gradio pages below all routes that the application has by now; the front page last, at `/`."""
    front = plain_page("front.html", ASK, suggestions=SUGGESTIONS, earlier=(), typed="")
    app.add_middleware(Head, words=part_of_frame("links") + part_of_frame("scripts"), front=front)
    tests = answer_tests_page(lambda: desk.assistant, ROOT / "tests" / "answers")
    # Gradio answers below its path only with the slash at the end.
    app.add_route(ANSWER_TESTS.address, lambda _: RedirectResponse(f"{ANSWER_TESTS.address}/"))
    _mount(app, settings, tests, ANSWER_TESTS.address)
    _mount(app, settings, ask_page(desk), "/")


def _mount(app: FastAPI, settings: Settings, blocks: gr.Blocks, path: str) -> None:
    blocks.queue(max_size=settings.waiting, default_concurrency_limit=settings.at_once)
    check = blocks.validate_inputs

    def checked(block_fn: Any, inputs: list[Any]) -> None:
        try:
            check(block_fn, inputs)
        except ValueError:  # Gradio would print what was sent
            raise gr.Error("Request: it holds too few values.", print_exception=False) from None

    blocks.validate_inputs = checked  # type: ignore[method-assign]
    gr.mount_gradio_app(
        app,
        blocks,
        path=path,
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
