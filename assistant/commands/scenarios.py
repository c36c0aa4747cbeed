"""`python -m assistant scenario new|check|play`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.options import Corpus, Data, opened, print_faults
from corpus.errors import AssistantError

scenario = typer.Typer(help="Write, check and play scenarios for training.", no_args_is_help=True)


@scenario.command()
def new(file: Annotated[Path, typer.Argument(help="The file to write, such as my-scenario.yaml.")]) -> None:
    """Write a scenario to start from, each key explained; it can be played as it is."""
    from assistant.scenarios.starter import write_starter

    write_starter(file)
    print(f'{file} is written. Change it, then: python -m assistant scenario check "{file}"')


@scenario.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Scenario files, or folders of them.")],
    *,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Tell mistakes with their lines, and steps that today's documents no longer bear out; exit code 0 if none."""
    from assistant.scenarios.check import check as checked
    from assistant.scenarios.check import unheld_words
    from assistant.scenarios.files import read_scenarios

    read = read_scenarios(paths)
    print_faults(read.faults)
    failed = bool(read.faults)
    assistant = opened(corpus, data)
    for path in dict.fromkeys(fault.path for fault in read.faults):
        print_faults(unheld_words(path, path.read_text(encoding="utf-8-sig", errors="replace"), assistant.library))
    for each in read.scenarios:
        found = checked(each, assistant, assistant.library, assistant.composer.editions).faults
        print_faults(found)
        failed |= bool(found)
        if not found:
            print(f"{each.path}: “{each.title}” can be played. Steps that ask and are answered: {len(each.cases)}.")
    if failed:
        raise SystemExit(1)


@scenario.command()
def play(
    file: Annotated[Path, typer.Argument(help="The scenario's file.")],
    *,
    notes: Annotated[bool, typer.Option("--notes", help="Show the trainer's notes as well.")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Play a scenario here: Enter goes on, a number chooses, b goes back, q stops."""
    from assistant.scenarios.files import read_scenarios
    from assistant.scenarios.terminal import play as play_here

    if file.is_dir():
        raise AssistantError(file, "it is a folder", "Name one scenario's file in it")
    read = read_scenarios([file])
    print_faults(read.faults)
    if read.faults:
        raise SystemExit(1)
    play_here(read.scenarios[0], opened(corpus, data), sys.stdin, notes=notes)
