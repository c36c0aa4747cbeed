"""`python -m assistant serve`."""

from assistant.commands.options import Corpus, Data, settings_of


def serve(*, corpus: Corpus = None, data: Data = None) -> None:
    """Serve the chat page."""
    # Gradio takes seconds to import, which no other command should wait for.
    from assistant.pages.server import serve as serve_page

    serve_page(settings_of(corpus, data))
