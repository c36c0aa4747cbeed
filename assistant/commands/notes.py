"""`python -m assistant notes check`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import Corpus, print_faults, settings_of
from corpus.errors import AssistantError
from corpus.paths import OUR_ANSWER_TESTS, OUR_NOTES

if TYPE_CHECKING:
    from corpus.library import Library

notes = typer.Typer(help="Check notes and the ways of asking for them.", no_args_is_help=True)


@notes.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="Folder of notes; left out: the one in use.")] = None,
    *,
    corpus: Corpus = None,
) -> None:
    """Tell all that is wrong in a folder of notes, with file and line; exit code 0 if nothing is."""
    from corpus.library import read_library
    from corpus.note_check import faults_in_notes

    settings = settings_of(corpus, None)
    folder = folder or settings.notes_folder
    if folder is None or not folder.is_dir():
        raise AssistantError(
            folder or "notes check", "there is no such folder of notes", "Name one: notes check FOLDER"
        )
    library = read_library(settings.corpus, folder)
    print_faults(library.faults)
    faults = list(faults_in_notes(folder, library, tested_in(OUR_ANSWER_TESTS)))
    print_faults(faults)
    if faults:
        raise SystemExit(1)
    noted = library.notes
    print(
        f"{folder}: {len(noted.of_passages)} notes, {len(noted.topics)} topics, {len(noted.readings)} readings, "
        f"{len(noted.asked)} ways of asking for notes and topics. There is nothing to mend."
    )
    if folder.resolve() == OUR_NOTES and training_is_due(library):
        print("What is learned was fitted to other notes: run “make train”, and commit what it writes with the notes.")


def training_is_due(library: "Library") -> bool:
    """Whether what is learned was fitted to other notes than these, so that the program would not start with them."""
    from corpus.note_reader import read_cries_for_help
    from index.encoder import encoder_name
    from index.learned import readings
    from index.learned.distress import load_distress
    from index.learned.examples import examples_of

    encoder = encoder_name()
    try:
        readings.load(readings.FITTED, encoder, examples_of(library.notes).fingerprint(encoder))
        load_distress(encoder, read_cries_for_help(library.notes_folder or OUR_NOTES))
    except AssistantError:
        return True
    return False


def tested_in(folder: Path) -> list[str]:
    """All that answer tests ask, those of the sealed set too; nothing where they are not there."""
    from assistant.evaluation.dataset import read_cases

    found = sorted(folder.rglob("*.yaml"))
    return [turn for case in read_cases(found).cases for turn in case.turns] if found else []
