"""What the commands share: the options that name folders, an assistant with progress while it is opened.

The models' libraries take seconds to import, so a command imports what it uses when it runs: `--help` uses none.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.commands.progress import Telling
from corpus.errors import Fault

if TYPE_CHECKING:
    from assistant.answering.conversation import Assistant
    from assistant.settings import Settings
    from index.build import Progress

Corpus = Annotated[Path | None, typer.Option(help="Folder of documents to answer from.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Data = Annotated[Path | None, typer.Option(help="Folder that holds added documents and the built indexes.")]


def settings_of(corpus: Path | None, data: Path | None, **more: Any) -> "Settings":
    """The settings, with what a command was given in place of theirs. Raises AssistantError."""
    from assistant.settings import read_settings

    given: dict[str, Any] = {"corpus": corpus, "data": data, **more}
    return read_settings(**{name: value for name, value in given.items() if value is not None})


def opened(corpus: Path | None, data: Path | None) -> "Assistant":
    """The assistant over these folders. Raises AssistantError."""
    with building() as progress:
        from assistant.libraries import read_our_library
        from assistant.opening import open_at_least_by_words

        settings = settings_of(corpus, data)
        library = read_our_library(settings)
        print_faults(library.faults)
        return open_at_least_by_words(settings, library, progress=progress)


def print_faults(faults: Iterable[Fault]) -> None:
    """Each fault on a line of standard error."""
    for fault in faults:
        print(fault, file=sys.stderr)


@contextmanager
def building() -> Iterator["Progress"]:
    """Tells how far a build is, and until then that the models are loaded."""
    with Telling("Loading the models") as told:
        yield lambda done, total: told.step("Building the index", done, total)
