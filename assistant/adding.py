"""Files, folders and addresses become documents of the collection; one bad file never stops the rest."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.collection import Collection, Kept, Staged, Wanted
from corpus.document import Document
from corpus.errors import AssistantError, Fault
from corpus.formats.files import bytes_of, fault_of
from corpus.formats.reading import NotReadableError
from corpus.library import files_in, leads_out

if TYPE_CHECKING:
    from corpus.govuk import GovUk

ADDRESS = ("https://", "http://")


def add(
    collection: Collection,
    places: Sequence[str],
    known: Mapping[str, str],
    beside: Sequence[Document] = (),
    govuk: "GovUk | None" = None,
) -> tuple[Kept, tuple[Fault | AssistantError, ...]]:
    """Adds what can be read of these files, folders and pages of `govuk`, with what is `known` of each, in one change.

    Gives what was kept, and the faults of what could not be read. Raises AssistantError where the data folder cannot
    be written.
    """
    wanted: list[Wanted] = []
    faults: list[Fault | AssistantError] = []
    for each in (found for place in places for found in _read(collection, place, govuk)):
        if isinstance(each, Fault | AssistantError):
            faults.append(each)
        else:
            wanted.append((each, {**_seen_today(each), **known}))
    if len(wanted) > 1 and known.get("title"):
        raise AssistantError("--title", f"there are {len(wanted)} files", "Add them one by one to give each its title")
    return collection.keep(wanted, beside), tuple(faults)


def forget(collection: Collection, data: Path, documents: Sequence[Document]) -> None:
    """Deletes every trace of what was taken out; `documents` are those that are in. Raises AssistantError."""
    from assistant.output.texts import forget_texts
    from index.build import forget_unused

    collection.forget()
    forget_unused(data)
    forget_texts(documents, data)


def read_file_into(collection: Collection, path: Path) -> Staged | Fault:
    """A file put aside in the collection, or its fault. Raises AssistantError."""
    try:
        return collection.stage(path.name, bytes_of(path), source=str(path.resolve()))
    except NotReadableError as error:
        return fault_of(path, error)


def _read(collection: Collection, place: str, govuk: "GovUk | None") -> Iterator[Staged | Fault | AssistantError]:
    if place.startswith(ADDRESS):
        yield from _fetched(collection, place, govuk)
        return
    path = Path(place)
    if not path.is_dir():
        yield read_file_into(collection, path)
        return
    root = path.resolve()
    for file in files_in(path):
        yield leads_out(file, root) or read_file_into(collection, file)


def _fetched(collection: Collection, address: str, govuk: "GovUk | None") -> Iterator[Staged | AssistantError]:
    """The page at an address of GOV.UK or the documents that it lists, put aside in the collection, or the fault."""
    from assistant.updating import fetched, staged  # with the network's library, which takes a quarter of a second

    if govuk is None:
        yield AssistantError(address, "nothing is fetched here", "Set ASSISTANT_NETWORK to on, or add its file")
        return
    try:
        for page in fetched(govuk, address):
            yield staged(page, collection)
    except AssistantError as error:
        yield error


def _seen_today(staged: Staged) -> dict[str, str]:
    """What was taken from its publisher today is known to be the present edition today."""
    return {"checked_on": date.today().isoformat()} if staged.source.startswith(ADDRESS) else {}
