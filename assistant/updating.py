"""The present editions from GOV.UK: what is asked for, what has changed since, and what of it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.settings import Settings
from corpus.catalogue import Entry
from corpus.collection import Collection, Staged, Wanted
from corpus.document import Document, Status
from corpus.errors import AssistantError
from corpus.formats.files import read_bytes
from corpus.formats.reading import NotReadableError
from corpus.govuk import GovUk, Page
from corpus.library import Library
from corpus.notes import Notes, Place
from corpus.paths import GOVUK

# What the page says anew each time; all else that is known of a document may be somebody's own words.
_FRESH = ("title", "dated", "url", "status")


@dataclass(frozen=True)
class Asked:
    """A page to ask for, and the id of the document that it supersedes, if any."""

    address: str
    supersedes: str = ""


@dataclass(frozen=True)
class Told:
    """What became of one page, in one line."""

    line: str
    fault: bool = False
    changed: bool = False


def govuk_of(settings: Settings) -> GovUk:
    """GOV.UK as the settings name it. Raises AssistantError where they say that nothing may be fetched."""
    if not settings.network:
        raise AssistantError("ASSISTANT_NETWORK", "it is off, so nothing is fetched", "Set it to on, or add a file")
    return GovUk(settings.govuk)


def places_with_pages(notes: Notes) -> dict[str, Place]:
    """By its id each place of a topic answered elsewhere that has pages to ask for."""
    return {place.id: place for topic in notes.topics for place in topic.places if place.pages}


def pages_to_ask(library: Library, collection: Collection, also: Sequence[str] = ()) -> tuple[Asked, ...]:
    """Where superseded guidance is published, each page that was fetched before, and those asked for `also`."""
    entries = collection.catalogue.entries
    added = {entry.id for entry in entries}
    before = [Asked(each.source, each.known.get("supersedes", "")) for each in entries if each.source.startswith(GOVUK)]
    ours = [document for document in library.documents if document.id not in added]
    old = [Asked(each.url, each.id) for each in ours if _is_old(each)]
    unique = {each.address: each for each in (*map(Asked, also), *before, *old)}
    return tuple(reversed(unique.values()))


def update(
    pages: Sequence[Asked], collection: Collection, beside: Sequence[Document], govuk: GovUk, *, check: bool = False
) -> tuple[Told, ...]:
    """Asks for each page and keeps those that came, in one change; `check` only tells.

    A page that cannot be had is told, and what is held of it stays. Raises AssistantError where the data folder cannot
    be written.
    """
    told: list[Told] = []
    wanted: list[Wanted] = []
    held = {entry.source: entry for entry in collection.catalogue.entries}
    for asked in pages:
        try:
            for page in fetched(govuk, asked.address):
                if not check:
                    wanted.append(_wanted(page, asked, collection))
                told.append(_compared(page, held.get(page.asked), collection))
        except AssistantError as error:
            told.append(Told(str(error), fault=True))
    if wanted:
        kept = collection.keep(wanted, beside)
        told += (Told(_held(entry, beside), changed=True) for entry in kept.entries)
        told += (Told(str(error), fault=True) for error in kept.faults)
    return tuple(told)


def fetched(govuk: GovUk, address: str) -> Iterator[Page]:
    """The page at this address or, where it only lists documents, each of those. Raises AssistantError."""
    page = govuk.page(address)
    if page.withdrawn:
        raise AssistantError(page.asked, f"the page was {page.withdrawn}", "Add what replaced it; what is held stays")
    if not page.documents:
        yield page
    for document in page.documents:
        yield govuk.page(document)


def staged(page: Page, collection: Collection) -> Staged:
    """A page put aside in the collection. Raises AssistantError."""
    try:
        return collection.stage(page.file_name, page.raw, source=page.asked)
    except NotReadableError as error:
        raise AssistantError(page.asked, error.fault, error.mend) from error


def _wanted(page: Page, asked: Asked, collection: Collection) -> Wanted:
    put = staged(page, collection)
    fresh = {name: put.guesses[name] for name in _FRESH if put.guesses.get(name)}
    known = {**fresh, "checked_on": date.today().isoformat()}
    return put, {**known, "supersedes": asked.supersedes} if asked.supersedes else known


def _compared(page: Page, held: Entry | None, collection: Collection) -> Told:
    """Whether the words of a page differ from those that are held."""
    name = f"“{page.title}”" + (f" (updated {page.updated})" if page.updated else "")
    moved = "" if page.address == page.asked else f", now at {page.address}"
    if held is None:
        return Told(f"{name}: not held before{moved}.", changed=True)
    try:
        same = read_bytes(page.raw, ".json", foreign=True).text == collection.reading(held).text
    except NotReadableError as error:
        raise AssistantError(page.asked, error.fault, error.mend) from error
    since = _since(held.known)
    return Told(f"{name}: {'unchanged' if same else 'its words have changed'}{since}{moved}.", changed=not same)


def _held(entry: Entry, beside: Sequence[Document]) -> str:
    """That a page is held now, and in whose place."""
    older = next((each.title for each in beside if each.id == entry.known.get("supersedes")), "")
    place = f"It supersedes “{older}”, which is now shown as earlier wording." if older else ""
    return f"Kept “{entry.title}” as {entry.id}. {place}".strip()


def _since(known: Mapping[str, str]) -> str:
    return f" since it was last checked on {known['checked_on']}" if known.get("checked_on") else ""


def _is_old(document: Document) -> bool:
    return document.status is Status.SUPERSEDED and document.url.startswith(f"{GOVUK}/")
