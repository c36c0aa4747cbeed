"""A folder of notes is read: YAML tells what each note is, text files beside it how it is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document, Passage
from corpus.errors import AssistantError, Fault
from corpus.note_files import ElsewhereFile, Lines, NoteEntry, NotesFile, PlaceEntry, ReadingsFile, load
from corpus.notes import Asked, Note, Notes, Place, PlacePage, Reading, Topic
from corpus.phrasings import PhrasingFile
from corpus.yaml_lines import Place as Keys

ELSEWHERE, READINGS = "elsewhere.yaml", "readings.yaml"
ASKED = "asked"  # the folder of text files
CRIES = ("distress", "emergency", "everyday", "grief", "struggling")


@dataclass(frozen=True)
class NotesRead:
    """The notes that can be used, what is wrong with the others, and documents that are not in but have notes."""

    notes: Notes
    faults: tuple[Fault, ...] = ()
    left_out: tuple[str, ...] = ()


def read_notes(folder: Path | None, documents: Sequence[Document], passages: Sequence[Passage]) -> Notes:
    """The notes on these passages, the topics answered elsewhere and the readings; no way of asking is read yet.

    Raises AssistantError when a file is not as it should be, or when a note's wording does not
    occur in exactly one passage: the document was changed, and what we say of it may be wrong.
    """
    read = survey_notes(folder, documents, passages)
    for fault in read.faults[:1]:
        raise AssistantError(fault.place, fault.fault, fault.mend)
    return read.notes


def survey_notes(folder: Path | None, documents: Sequence[Document], passages: Sequence[Passage]) -> NotesRead:
    """The same, with the faults of all YAML files in place of the first one raised."""
    if folder is None or not folder.is_dir():
        return NotesRead(Notes())
    known = {document.id for document in documents}
    items = list(_of_folder(folder, known, passages))
    entries = [item for item in items if isinstance(item, _Entry)]
    faults = (*(item for item in items if isinstance(item, Fault)), *_repeated(entries))
    left_out = tuple(dict.fromkeys(item for item in items if isinstance(item, str)))
    return NotesRead(_notes_of([entry.what for entry in entries]), faults, left_out)


def cries_files(folder: Path) -> dict[str, PhrasingFile]:
    """The text files of cries for help in a folder of notes, by their names."""
    return {name: PhrasingFile(folder / ASKED / "distress" / f"{name}.txt") for name in CRIES}


def read_cries_for_help(folder: Path) -> dict[str, tuple[str, ...]]:
    """What people write who may be in danger, or who are not, by what it is. Raises AssistantError."""
    return {name: file.texts for name, file in cries_files(folder).items()}


@dataclass(frozen=True)
class _Entry:
    """A note, topic or reading, and where in which file it stands."""

    what: Asked
    path: Path
    keys: Keys

    def fault(self, key: str, fault: str, mend: str) -> Fault:
        return Lines(self.path).fault((*self.keys, key), fault, mend)


def _of_folder(folder: Path, known: set[str], passages: Sequence[Passage]) -> Iterator[_Entry | Fault | str]:
    """What stands in the files, fault or not; of notes on a document that is not in, only that document's id."""
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in {ELSEWHERE, READINGS}:
            yield from _notes(path, known, passages)
    if (folder / ELSEWHERE).is_file():
        yield from _elsewhere(folder / ELSEWHERE)
    if (folder / READINGS).is_file():
        yield from _readings(folder / READINGS)


def _notes(path: Path, known: set[str], passages: Sequence[Passage]) -> Iterator[_Entry | Fault | str]:
    content = load(path, NotesFile)
    if isinstance(content, tuple):
        yield from content
    elif content.document not in known:
        yield content.document
    else:
        own = [passage for passage in passages if passage.document.id == content.document]
        for number, entry in enumerate(content.notes):
            yield from _note(path, ("notes", number), entry, _asked(path, content.document, entry.id), own)


def _note(
    path: Path, keys: Keys, entry: NoteEntry, asked: PhrasingFile, passages: Sequence[Passage]
) -> Iterator[_Entry | Fault]:
    found = [passage for passage in passages if entry.quote in passage.quote]
    if len(found) != 1:
        where = "in no passage" if not found else f"in {len(found)} passages"
        what = f"“{entry.quote}” stands {where} of its document"
        yield Lines(path).fault((*keys, "quote"), what, "Quote the document as it is now")
        return
    spoken = [piece.partition("”")[0] for piece in entry.say.split("“")[1:]]
    for words in spoken:
        if words not in found[0].quote:
            yield Lines(path).fault((*keys, "say"), f"say: “{words}” is not verbatim", "Quote the passage")
    plain, say = entry.plain.strip(), entry.say.strip()
    yield _Entry(Note(entry.id, entry.label, asked, found[0], plain, entry.binds, entry.topics, say), path, keys)


def _elsewhere(path: Path) -> Iterator[_Entry | Fault]:
    content = load(path, ElsewhereFile)
    if isinstance(content, tuple):
        yield from content
        return
    yield from _topics(path, content)
    for number, other in enumerate(content.off_topic):
        asked = _asked(path, "off-topic", other.id)
        yield _Entry(Topic(other.id, other.label, asked, other.topic, ()), path, ("off_topic", number))


def _topics(path: Path, content: ElsewhereFile) -> Iterator[_Entry | Fault]:
    places = {place.id: _place(place) for place in content.places}
    for number, topic in enumerate(content.topics):
        keys = ("topics", number)
        if unknown := [place for place in topic.places if place not in places]:
            what = f"topics.{number}.places: there is no place “{unknown[0]}”"
            yield Lines(path).fault((*keys, "places"), what, f"Name one of {', '.join(places)}")
            continue
        asked, look_in = _asked(path, "elsewhere", topic.id), tuple(places[place] for place in topic.places)
        yield _Entry(Topic(topic.id, topic.label, asked, topic.topic, look_in), path, keys)


def _place(entry: PlaceEntry) -> Place:
    pages = tuple(PlacePage(page.of, page.url, page.checked_on) for page in entry.pages)
    return Place(entry.id, entry.name, entry.detail, pages)


def _readings(path: Path) -> Iterator[_Entry | Fault]:
    content = load(path, ReadingsFile)
    if isinstance(content, tuple):
        yield from content
        return
    for number, each in enumerate(content.readings):
        asked = _asked(path, "readings", each.id)
        yield _Entry(Reading(each.id, each.label, asked, each.what, each.shows, each.says), path, ("readings", number))


def _asked(path: Path, folder: str, id: str) -> PhrasingFile:
    """The text file of what this YAML file calls so."""
    return PhrasingFile(path.parent / ASKED / folder / f"{id}.txt")


def _repeated(entries: Sequence[_Entry]) -> Iterator[Fault]:
    """Ids whose text files, and labels whose buttons, would be another's."""
    taken: set[object] = set()
    for entry in entries:
        named = {"id": entry.what.asked_in.path, "label": entry.what.label.casefold()}
        for key, name in named.items():
            if name in taken:
                yield entry.fault(key, f"the {key} “{getattr(entry.what, key)}” stands here twice", "Give it another")
        taken.update(named.values())


def _notes_of(found: Sequence[Asked]) -> Notes:
    return Notes(
        tuple(each for each in found if isinstance(each, Note)),
        tuple(each for each in found if isinstance(each, Topic)),
        tuple(each for each in found if isinstance(each, Reading)),
    )
