"""`python -m assistant serve`."""

import sys
from getpass import getpass
from typing import Annotated

import typer

from assistant.commands.options import Corpus, Data, settings_of
from corpus.errors import AssistantError

SHORTEST = 12  # characters of a passphrase
Host = Annotated[str | None, typer.Option(help="Address to serve on.")]
Port = Annotated[int | None, typer.Option(help="Port to serve on; 0 takes any free one.")]
Workers = Annotated[int | None, typer.Option(help="Processes that answer.")]


def serve(
    *, host: Host = None, port: Port = None, workers: Workers = None, corpus: Corpus = None, data: Data = None
) -> None:
    """Serve the chat page."""
    # Gradio takes seconds to import, which no other command should wait for.
    from assistant.pages.server import serve as serve_page

    serve_page(settings_of(corpus, data, host=host, port=port, workers=workers))


def passphrase() -> None:
    """Print what to set ASSISTANT_PASSPHRASE_HASH to, for a passphrase that is asked for."""
    from assistant.serving.sign_in import hashed

    words = (getpass("Passphrase: ") if sys.stdin.isatty() else sys.stdin.readline()).rstrip("\n")
    if len(words) < SHORTEST:
        raise AssistantError("Passphrase", f"it has {len(words)} characters", f"Take {SHORTEST} or more")
    print(hashed(words))
