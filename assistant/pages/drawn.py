"""Our HTML on a page that Gradio draws."""

import gradio as gr


def fixed(html: str) -> gr.HTML:
    """HTML that stays as it is, in our own look and without Gradio's."""
    return gr.HTML(html, apply_default_css=False, js_on_load=None)
