"""`python -m assistant add`, `remove`, `undo`, `export`, `import` and `watch`: documents of your own come in and go."""

import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import Corpus, Data, building, settings_of
from assistant.commands.progress import Telling
from corpus.document import KINDS
from corpus.errors import AssistantError, Fault

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus.collection import Kept
    from corpus.govuk import GovUk
    from corpus.library import Library

KindOf = StrEnum("KindOf", {name: name for name in KINDS})  # type: ignore[misc]  # it wants the names written out
Places = Annotated[list[str], typer.Argument(help="Files, folders, or addresses of pages on www.gov.uk.")]
Ids = Annotated[list[str], typer.Argument(help="Ids of added documents, as `documents` lists them.")]


def add_documents(
    places: Places,
    *,
    kind: Annotated[KindOf | None, typer.Option(help="Official guidance, commentary, or a local document.")] = None,
    title: Annotated[str, typer.Option(help="The title to show.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    author: Annotated[str, typer.Option(help="Who wrote it.")] = "",
    dated: Annotated[str, typer.Option(help="The date on it, in words.")] = "",
    url: Annotated[str, typer.Option(help="The address that it was published at.")] = "",
    licence: Annotated[str, typer.Option(help="The licence of its text.")] = "",
    supersedes: Annotated[str, typer.Option(help="The id of the document that it replaces.")] = "",
    valid_from: Annotated[str, typer.Option(help="The day from which it holds.")] = "",
    checked_on: Annotated[str, typer.Option(help="The day on which it was last seen to be in force.")] = "",
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Add documents of your own: files, all files of a folder, or pages of GOV.UK."""
    from assistant.adding import ADDRESS, add
    from assistant.libraries import load_store_aside, read_our_library
    from corpus.collection import Collection

    settings = settings_of(corpus, data)
    load_store_aside()
    collection = Collection(settings.data)
    given = {
        "kind": str(KINDS[kind]) if kind else "",
        "title": title,
        "publisher": publisher,
        "author": author,
        "dated": dated,
        "url": url,
        "licence": licence,
        "supersedes": supersedes,
        "valid_from": valid_from,
        "checked_on": checked_on,
    }
    known = {name: words for name, words in given.items() if words}
    online = _govuk(settings) if any(place.startswith(ADDRESS) for place in places) else None
    with Telling("Reading what is added"):
        kept, faults = add(collection, places, known, read_our_library(settings).own, online)
    _tell(settings, kept, faults)


def _govuk(settings: "Settings") -> "GovUk | None":
    from assistant.updating import govuk_of

    return govuk_of(settings) if settings.network else None


def remove(
    ids: Ids,
    *,
    for_good: Annotated[bool, typer.Option("--for-good", help="Keep nothing of it; it cannot be undone.")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Take added documents out again."""
    from assistant.adding import forget
    from corpus.collection import Collection

    settings = settings_of(corpus, data)
    collection = Collection(settings.data)
    gone = collection.remove(ids)
    library = indexed(settings)
    if for_good:
        forget(collection, settings.data, library.documents)
    for entry in gone:
        print(f"Removed “{entry.title}”." if for_good else f"Removed “{entry.title}”. “undo” brings it back.")


def undo(*, corpus: Corpus = None, data: Data = None) -> None:
    """Take back the last change to the added documents."""
    from corpus.collection import Collection

    settings = settings_of(corpus, data)
    said = Collection(settings.data).undo()
    indexed(settings)
    print(f"{said[:1].upper()}{said[1:]}.")


def export(
    file: Annotated[Path, typer.Argument(help="The zip to write, such as documents.zip.")], *, data: Data = None
) -> None:
    """Write all added documents to one zip, to be imported elsewhere."""
    from corpus import parcel
    from corpus.collection import Collection

    count = parcel.export(Collection(settings_of(None, data).data), file)
    print(f"{file} is written: {count} document{'' if count == 1 else 's'}.")


def import_documents(
    file: Annotated[Path, typer.Argument(help="A zip that was exported.")], *, corpus: Corpus = None, data: Data = None
) -> None:
    """Add the documents of a zip that was exported."""
    from assistant.libraries import read_our_library
    from corpus import parcel
    from corpus.collection import Collection
    from corpus.formats.files import bytes_of
    from corpus.formats.reading import NotReadableError

    settings = settings_of(corpus, data)
    collection = Collection(settings.data)
    try:
        content = bytes_of(file)
    except NotReadableError as error:
        raise AssistantError(file, error.fault, error.mend) from error
    kept, faults = parcel.unpack(collection, file.name, content, read_our_library(settings).own)
    _tell(settings, kept, faults)


def watch(
    folder: Annotated[Path, typer.Argument(help="The folder to keep up with.")],
    *,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Keep up with a folder: what comes into it is added, what changes is read anew, what goes is removed."""
    from assistant.libraries import read_our_library
    from assistant.watching import changes, follow
    from corpus.collection import Collection

    settings = settings_of(corpus, data)
    collection = Collection(settings.data)
    for _ in changes(folder):
        kept, gone, faults = follow(collection, folder, read_our_library(settings).own)
        for entry in gone:
            print(f"Removed “{entry.title}”, whose file has gone.", flush=True)
        _tell_all(settings, kept, faults, again=bool(gone))


def _tell(settings: "Settings", kept: "Kept", faults: Sequence[Fault | AssistantError]) -> None:
    """Says what came in and what did not; the exit code is 1 where something did not."""
    _tell_all(settings, kept, faults)
    if faults or kept.faults:
        raise typer.Exit(1)


def _tell_all(
    settings: "Settings", kept: "Kept", faults: Sequence[Fault | AssistantError], *, again: bool = False
) -> None:
    _print_faults((*faults, *kept.faults))
    for entry in kept.unchanged:
        print(f"“{entry.title}” is in already as {entry.id}, unchanged.")
    if kept.entries or again:
        library = indexed(settings)
        for entry in kept.entries:
            _print_added(library, entry.id)


def indexed(settings: "Settings") -> "Library":
    """The library as it is now, its index made."""
    with building() as progress:
        from assistant.libraries import load_store_aside, our_build, read_our_library
        from index.packaged import open_encoder

        load_store_aside()
        library = read_our_library(settings)
        our_build(settings, library, open_encoder(settings.encoder), progress=progress)
    return library


def _print_added(library: "Library", id: str) -> None:
    from assistant.answering.wording import kind_in_words
    from corpus.passages import passages_of

    if not (document := library.document(id)):
        return  # its fault was told with the library's
    passages = len(passages_of(document))
    sections = sum(bool(section.title) for section in document.sections)
    what = f"{kind_in_words(document).lower()}, {_counted(sections, 'section')}, {_counted(passages, 'passage')}"
    print(f"Added “{document.title}” as {id}: {what}.")
    for warning in document.warnings:
        print(f"  ! {warning}")


def _print_faults(faults: Iterable[Fault | AssistantError]) -> None:
    for fault in faults:
        print(fault, file=sys.stderr)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
