"""A folder of notes is checked whole: quotes, ids and labels, and ways of asking that stand twice or were taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from corpus.errors import AssistantError, Fault
from corpus.library import Library
from corpus.near_duplicates import NearDuplicates, words_of
from corpus.note_reader import ASKED, cries_files, survey_notes
from corpus.notes import Notes
from corpus.phrasings import Phrasing, PhrasingFile


def faults_in_notes(folder: Path, library: Library, tested: Sequence[str]) -> Iterator[Fault]:
    """All that is wrong in a folder of notes on these documents; `tested` is what answer tests ask."""
    read = survey_notes(folder, library.documents, library.passages)
    yield from read.faults
    sources = dict(_sources(folder, read.notes))
    found = [PhrasingFile(path) for path in sorted((folder / ASKED).rglob("*.txt"))]
    if not read.faults:  # else the text file of a faulty note would seem to belong to nothing
        yield from _strays(folder, found, sources, read.left_out)
    unreadable = {file: fault for file in dict.fromkeys([*found, *sources]) for fault in _unreadable(file)}
    yield from unreadable.values()
    yield from _misnamed({file: words for file, words in sources.items() if file not in unreadable})
    readable = [file for file in found if file not in unreadable]
    yield from _doubled(folder, readable)
    yield from taken_from(tested, (phrasing for file in readable for phrasing in file.phrasings))


def taken_from(tested: Sequence[str], phrasings: Iterable[Phrasing]) -> Iterator[Fault]:
    """Each way of asking that an answer test asks in the same or nearly the same words; neither is told."""
    same, near = {words_of(turn) for turn in tested}, NearDuplicates(tested)
    for phrasing in phrasings:
        # “Hello” and “ok” are said alike by everybody: two words give nothing of a test away.
        if len(phrasing.text.split()) > 2 and (words_of(phrasing.text) in same or phrasing.text in near):
            yield _fault(phrasing, "an answer test asks this or nearly this", "Leave it out: a test must be unseen")


def _sources(folder: Path, notes: Notes) -> Iterator[tuple[PhrasingFile, str]]:
    """The text files that have to be there, and the text whose words stand on their first lines."""
    for each in notes.all:
        yield each.asked_in, each.source
    cries = cries_files(folder).values()
    if any(file.path.exists() for file in cries):
        yield from ((file, "") for file in cries)


def _strays(
    folder: Path, found: Iterable[PhrasingFile], sources: Mapping[PhrasingFile, str], left_out: Sequence[str]
) -> Iterator[Fault]:
    """Text files that are of nothing; those of a document that is not in are let be."""
    others = {folder / ASKED / document for document in left_out}
    for file in found:
        if file not in sources and not others & set(file.path.parents):
            yield Fault(file.path, 1, "nothing has this id", "Name the file after the id of its note or topic")


def _unreadable(file: PhrasingFile) -> Iterator[Fault]:
    try:
        if not file.phrasings:
            yield Fault(file.path, 1, "it holds no way of asking", "Write one on each line")
    except AssistantError as error:
        yield Fault(Path(error.place), None, error.fault, error.mend)


def _misnamed(sources: Mapping[PhrasingFile, str]) -> Iterator[Fault]:
    """Files whose first line does not say what they lead to, as when its wording has changed since."""
    for file, text in sources.items():
        if not file.opening or (text and file.opening not in " ".join(text.split())):
            yield Fault(file.path, 1, "its first line is not “# ” and the words it leads to", f"Write “# {text[:80]}”")


def _doubled(folder: Path, files: Sequence[PhrasingFile]) -> Iterator[Fault]:
    """Ways of asking that stand twice, in one file also nearly.

    What is asked about and how it is said are told apart on their own: an ordinary question that only
    sounds alarming stands among the notes and among the everyday messages.
    """
    cries = folder / ASKED / "distress"
    for of_cries in (False, True):
        first: dict[tuple[str, ...], Phrasing] = {}
        for file in (file for file in files if (file.path.parent == cries) is of_cries):
            yield from _standing_twice(file.phrasings, first)
            yield from _nearly_twice(file.phrasings)


def _standing_twice(phrasings: Sequence[Phrasing], first: dict[tuple[str, ...], Phrasing]) -> Iterator[Fault]:
    """Those that are among the first ones by their words; the others are put there."""
    for phrasing in phrasings:
        twin = first.setdefault(words_of(phrasing.text), phrasing)
        if twin is phrasing:
            continue
        if twin.path == phrasing.path:
            yield _fault(phrasing, f"“{phrasing.text}” stands on line {twin.line} already", "Leave one of them out")
        else:
            place = f"{twin.path.parent.name}/{twin.path.name}:{twin.line}"
            yield _fault(phrasing, f"“{phrasing.text}” also stands in {place}", "Leave it where it belongs")


def _nearly_twice(phrasings: Sequence[Phrasing]) -> Iterator[Fault]:
    near = NearDuplicates([phrasing.text for phrasing in phrasings])
    for number, phrasing in enumerate(phrasings):
        twins = (phrasings[other] for other in near.of(phrasing.text) if other < number)
        twin = next((each for each in twins if words_of(each.text) != words_of(phrasing.text)), None)
        if twin:
            told = f"“{phrasing.text}” is nearly “{twin.text}” on line {twin.line}"
            yield _fault(phrasing, told, "Leave one of them out")


def _fault(phrasing: Phrasing, fault: str, mend: str) -> Fault:
    return Fault(phrasing.path, phrasing.line, fault, mend)
