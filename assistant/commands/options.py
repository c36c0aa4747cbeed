"""What the commands share: the options that name folders, an assistant with a bar while its index is built."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.answering.conversation import Assistant
from assistant.opening import open_assistant, read_our_library
from assistant.settings import Settings, read_settings
from corpus.errors import Fault
from index import build as builds

Corpus = Annotated[Path | None, typer.Option(help="Folder of documents to answer from.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Data = Annotated[Path | None, typer.Option(help="Folder that holds the built indexes.")]


def settings_of(corpus: Path | None, data: Path | None) -> Settings:
    """The settings, with the folders that a command was given. Raises AssistantError."""
    given: dict[str, Any] = {"corpus": corpus, "data": data}
    return read_settings(**{name: value for name, value in given.items() if value is not None})


def opened(corpus: Path | None, data: Path | None) -> Assistant:
    """The assistant over these folders. Raises AssistantError."""
    with building() as progress:
        settings = settings_of(corpus, data)
        library = read_our_library(settings)
        print_faults(library.faults)
        return open_assistant(settings, library, progress=progress)


def print_faults(faults: Iterable[Fault]) -> None:
    """Each fault on a line of standard error."""
    for fault in faults:
        print(fault, file=sys.stderr)


@contextmanager
def building() -> Iterator[builds.Progress]:
    """A bar on standard error while a build runs; nothing where none has to."""
    columns = (TextColumn("Building the index"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("build", total=None)

    def progress(done: int, total: int) -> None:
        bar.start()  # not before: where no terminal is, a bar that has nothing to show still leaves an empty line
        bar.update(task, completed=done, total=total)

    try:
        yield progress
    finally:
        if bar.live.is_started:
            bar.stop()
