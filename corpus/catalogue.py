"""The catalogue of added documents: one JSON file that says which are in, replaced whole at each change."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from corpus.characters import on_one_line
from corpus.document import Kind, Status
from corpus.errors import AssistantError
from corpus.formats.reading import ParsedDocument

LONGEST = 500  # characters of one thing that is known of a document
GOVUK = "https://www.gov.uk/"
_CHOICES = {"kind": Kind, "status": Status}
TOLD = frozenset(
    "title kind publisher author dated status superseded_by applies_to licence attribution source_note url "
    "supersedes valid_from checked_on".split()
)


@dataclass(frozen=True)
class Entry:
    """A document that was added: its id, its file, where it came from and what is known of it."""

    id: str
    name: str  # of its file, to show
    digest: str  # SHA-256 of its file
    words: str  # SHA-256 of its text
    suffix: str
    source: str = ""  # the path or address that it was added from; empty where it was sent
    added: str = ""  # ISO 8601, UTC
    known: Mapping[str, str] = field(default_factory=dict)  # fields of a Document

    @property
    def title(self) -> str:
        """The name to show it by."""
        return self.known.get("title") or self.name


@dataclass(frozen=True)
class Catalogue:
    """Which documents are in, and the change that made it so, in words."""

    entries: tuple[Entry, ...] = ()
    change: str = ""

    def entry(self, id: str) -> Entry:
        """The document of this id. Raises AssistantError where it is not in."""
        for entry in self.entries:
            if entry.id == id:
                return entry
        known = ", ".join(entry.id for entry in self.entries) or "none"
        raise AssistantError(id[:100], f"no document of this id was added (there are: {known})", "Name one of them")

    @property
    def as_json(self) -> bytes:
        """The content of its file."""
        return _CATALOGUE.dump_json(self, indent=1)


_CATALOGUE = TypeAdapter(Catalogue)


def catalogue_of(content: bytes) -> Catalogue:
    """The catalogue in this JSON. Raises ValueError where it is none."""
    try:
        found = _CATALOGUE.validate_json(content)
    except ValidationError as error:
        raise ValueError(str(error.errors()[0]["msg"])) from error
    for entry in found.entries:
        # They become names of files.
        if not re.fullmatch("[0-9a-f]{64}", entry.digest) or not re.fullmatch(r"\.[a-z]{1,10}", entry.suffix):
            raise ValueError(f"“{entry.id[:100]}” names no file")
    return found


def guesses_of(reading: ParsedDocument, name: str) -> dict[str, str]:
    """What is probably known of a file, to be confirmed by whoever adds it; a page of GOV.UK is taken for official."""
    known = {key: words for key, words in reading.known.items() if key in TOLD and words}
    title = _heading_of_all(reading) or PurePosixPath(name).stem.replace("-", " ")
    guessed = {"title": title, "kind": str(Kind.OTHER)}
    if known.get("url", "").startswith(GOVUK):
        guessed |= {
            "kind": str(Kind.GUIDANCE),
            "status": str(Status.CURRENT),
            "licence": "Open Government Licence v3.0",
        }
    return {**guessed, **known}


def _heading_of_all(reading: ParsedDocument) -> str:
    """The first heading, unless it heads one part of several: text stands under it, and another beside it."""
    headed = [section for section in reading.sections if section.title]
    if not headed or (headed[0].blocks and any(each.parents == headed[0].parents for each in headed[1:])):
        return ""
    return headed[0].title


def checked_known(known: Mapping[str, str], place: str, ids: Iterable[str]) -> dict[str, str]:
    """What is known of a document, each on one line; `ids` are those that it may supersede. Raises AssistantError."""
    told = {key: on_one_line(str(words)) for key, words in known.items() if key in TOLD}
    told = {key: words for key, words in told.items() if words}
    for key, words in told.items():
        if len(words) > LONGEST:
            raise AssistantError(place, f"its {key} is over {LONGEST} characters", "Shorten it")
        if key in _CHOICES and words not in set(_CHOICES[key]):
            raise AssistantError(place, f"its {key} “{words}” is not known", f"Use {', '.join(_CHOICES[key])}")
    if not told.get("url", "https://").startswith(("https://", "http://")):
        raise AssistantError(place, f"“{told['url'][:80]}” is no address of a page", "Begin it with https://")
    if (older := told.get("supersedes", "")) and older not in (among := list(ids)):
        raise AssistantError(place, f"it cannot supersede “{older}”, which is not in", f"Use {', '.join(among)}")
    if told.get("supersedes"):
        told.setdefault("status", str(Status.CURRENT))
        if told["status"] == Status.UNKNOWN:
            told["status"] = str(Status.CURRENT)
    return told


def new_id(name: str, taken: Iterable[str]) -> str:
    """An id made of a file's name that no other document has."""
    stem = PurePosixPath(name).stem.casefold()
    readable = re.sub(r"[\W_]+", "-", stem).strip("-")[:60].strip("-") or "document"
    among = set(taken)
    numbers = (f"{readable}-{number}" for number in range(2, len(among) + 3))
    return next(each for each in (readable, *numbers) if each not in among)


def shown_name(name: str, *, longest: int = 120) -> str:
    """The last part of a file's name as it was given, fit to be shown; it is never used as a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    words = on_one_line(last).strip() or "file"
    if len(words) <= longest:
        return words
    suffix = Path(words).suffix[:11]
    return words[: longest - len(suffix) - 1] + "…" + suffix
