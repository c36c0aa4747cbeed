"""`python -m assistant documents` and `index`."""

from typing import Annotated

import typer

from assistant.commands.options import AsJson, Corpus, Data, building, print_faults, settings_of
from corpus.characters import on_one_line


def documents(*, as_json: AsJson = False, corpus: Corpus = None, data: Data = None) -> None:
    """List the documents that are in."""
    from assistant.answering.wording import status_in_words
    from assistant.libraries import read_our_library
    from assistant.output.json import document_json, line
    from assistant.output.texts import text_file
    from corpus.collection import Collection

    settings = settings_of(corpus, data)
    library = read_our_library(settings)
    print_faults(library.faults)
    if as_json:
        print(line([document_json(document, text_file(document, settings.data)) for document in library.opinion_last]))
        return
    added = {entry.id: entry for entry in Collection(settings.data).catalogue.entries}
    for document in library.opinion_last:
        what = f"{document.kind.called} - {document.dated} - {status_in_words(document)}"
        print(f"{document.id}\n  {document.title} - {what}")
        known = {
            "valid from": document.valid_from,
            "checked on": document.checked_on,
            "supersedes": document.supersedes,
        }
        if told := [f"{name}: {words}" for name, words in known.items() if words]:
            print(f"  {' - '.join(told)}")
        if entry := added.get(document.id):
            print(f"  added on {entry.added[:10]} from {on_one_line(entry.source or entry.name)}")
        for warning in document.warnings:
            print(f"  ! {warning}")


def index(
    *,
    rebuild: Annotated[bool, typer.Option(help="Build anew even where nothing has changed.")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Build the index where it is missing or the documents have changed."""
    with building() as progress:
        from assistant.libraries import our_build, read_our_library
        from index.packaged import open_encoder

        settings = settings_of(corpus, data)
        library = read_our_library(settings)
        print_faults(library.faults)
        encoder = open_encoder(settings.encoder)
        build = our_build(settings, library, encoder, rebuild=rebuild, progress=progress)
    print(
        f"Index {build.manifest.fingerprint}: {len(library.documents)} documents, {build.manifest.passages} passages, "
        f"built {build.manifest.built}."
    )
