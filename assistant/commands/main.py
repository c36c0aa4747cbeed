"""The commands of `python -m assistant`."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from assistant.commands.ask import ask, search
from assistant.commands.collection import add_documents, export, import_documents, remove, undo, watch
from assistant.commands.doctor import doctor
from assistant.commands.documents import documents, index
from assistant.commands.editions import editions
from assistant.commands.notes import notes
from assistant.commands.scenarios import scenario
from assistant.commands.serve import passphrase, serve
from assistant.commands.test import run_tests
from assistant.commands.update import update
from assistant.commands.verify import verify
from assistant.version import version
from corpus.errors import AssistantError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - as typer calls it
    if wanted:
        print(f"Inspection Assistant {version()}")
        raise typer.Exit


@app.callback()
def options(
    *,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """What the guidance on Ofsted inspections says, word for word."""


for command in (
    ask,
    search,
    documents,
    remove,
    undo,
    update,
    editions,
    watch,
    export,
    index,
    serve,
    passphrase,
    verify,
    doctor,
):
    app.command()(command)
app.command("add")(add_documents)
app.command("import")(import_documents)
app.command("test")(run_tests)
app.add_typer(scenario, name="scenario")
app.add_typer(notes, name="notes")


def main() -> None:
    """Runs a command; what goes wrong is told in one line, and the exit code is 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except AssistantError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(1) from None
