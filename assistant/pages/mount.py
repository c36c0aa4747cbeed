"""The Gradio pages are put into the web application, every door of theirs that is not needed shut."""

import gradio as gr
from fastapi import FastAPI

from assistant.opening import Opening
from assistant.pages.ask import ask_page
from assistant.pages.frame import part_of_frame
from assistant.settings import Settings

_FONT = ["system-ui", "Arial", "sans-serif"]


def mount_pages(app: FastAPI, settings: Settings, opening: Opening) -> None:
    """Adds the front page at `/`, below all routes that the application has by now."""
    blocks = ask_page(opening)
    blocks.queue(max_size=settings.waiting, default_concurrency_limit=settings.at_once)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,  # byte: nothing is uploaded
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=gr.themes.Base(font=_FONT, font_mono=["monospace"]),
        head=part_of_frame("links") + '<script src="/look/notes.js"></script><script src="/look/page.js"></script>',
    )
