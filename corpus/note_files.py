"""The YAML files of notes: their shape, and every fault in one with its line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus import safe_yaml
from corpus.document import Binds
from corpus.errors import Fault
from corpus.safe_yaml import BadYamlError
from corpus.yaml_lines import Place, read_lined

_MEND = "Mend the file of notes"
_MENDS = {
    "id": "Use small letters, digits and single hyphens",
    "label": "Name it in 2 to 7 words, with single spaces",
    "asked_as": "Write them one a line in their text file below “asked”, as docs/notes.md tells",
}
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
Id = Annotated[str, Field(pattern=f"^{_SLUG}$", description="Its name: small letters, digits and single hyphens.")]
ReadingId = Annotated[str, Field(pattern=f"^{_SLUG}(/{_SLUG})?$", description="Its name, as section/inspectors.")]
Label = Annotated[
    str, Field(pattern=r"^\S+( \S+){1,6}$", description="The words on its button: 2 to 7, like no other's.")
]
Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoteEntry(_Strict):
    """One note on the passage that holds `quote`."""

    id: Id
    label: Label
    quote: Text = Field(description="Words of the document that stand in one passage only.")
    plain: Text = Field(description="What the passage means, in plain words.")
    binds: Binds = Field(default=Binds.NONE, description="Whom the rule binds.")
    topics: tuple[str, ...] = Field(default=(), description="What it is about, in a few words each.")
    say: str = Field(default="", description="A sentence for the leader; what stands in “ ” is of the passage.")


class NotesFile(_Strict):
    """The notes on one document."""

    document: Text = Field(description="The document's id.")
    notes: tuple[NoteEntry, ...]


class PageEntry(_Strict):
    """A page of a place on GOV.UK."""

    of: Text = Field(description="What or whom it is for, in a few words.")
    url: str = Field(pattern=r"^https://www\.gov\.uk/\S+$", description="Its address.")
    checked_on: str = Field(
        default="", pattern=r"^(\d{4}-\d\d-\d\d)?$", description="The day it was last seen there; empty: never."
    )


class PlaceEntry(_Strict):
    """Where something is answered that our documents do not answer."""

    id: Id
    name: Text
    detail: str = ""
    pages: tuple[PageEntry, ...] = Field(default=(), description="Its pages on GOV.UK.")


class TopicEntry(_Strict):
    """What is asked and answered in other places, named by their ids."""

    id: Id
    label: Label
    topic: Text = Field(description="What is asked about, as it stands within a sentence.")
    places: tuple[str, ...] = Field(min_length=1, description="Ids of the places that answer it.")


class OffTopicEntry(_Strict):
    """What is asked and has nothing to do with inspections."""

    id: Id
    label: Label
    topic: Text


class ElsewhereFile(_Strict):
    """The topics that our documents do not answer."""

    places: tuple[PlaceEntry, ...]
    topics: tuple[TopicEntry, ...]
    off_topic: tuple[OffTopicEntry, ...] = ()


class ReadingEntry(_Strict):
    """What a message may ask for that is no passage and no topic."""

    id: ReadingId
    label: Label
    what: Text = Field(description="What it is that is asked for.")
    shows: tuple[Id, ...] = Field((), description="Ids of the notes whose passages are shown for it.")
    says: str = Field("", description="The headline above them, in our words.")


class ReadingsFile(_Strict):
    """The readings of a message."""

    readings: tuple[ReadingEntry, ...]


_File = TypeVar("_File", bound=_Strict)


def load(path: Path, shape: type[_File]) -> _File | tuple[Fault, ...]:
    """The content of this file, or all that departs from its shape."""
    try:
        return shape.model_validate(safe_yaml.load(path.read_text(encoding="utf-8-sig")))
    except ValidationError as error:
        return tuple(_departures(path, error))
    except BadYamlError as error:
        return (Fault(path, error.line, f"it cannot be read ({error.reason})", _MEND),)
    except (OSError, ValueError) as error:
        return (Fault(path, 1, f"it cannot be read ({str(error)[:200]})", _MEND),)


def _departures(path: Path, error: ValidationError) -> Iterator[Fault]:
    lines = Lines(path)
    for each in error.errors():
        place, key = each["loc"], each["loc"][-1] if each["loc"] else ""
        named = ".".join(map(str, place)) or "the file"
        yield lines.fault(place, f"{named}: {_lower(each['msg'])}", _MENDS.get(str(key), _MEND))


class Lines:
    """Where the values of a YAML file stand; made only when a fault is told, as it takes longer than reading."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._read: Any = read_lined(path.read_text(encoding="utf-8-sig"))
        except BadYamlError:  # what one loader reads and the other refuses, such as an alias
            self._read = read_lined("")

    def fault(self, place: Place, what: str, mend: str) -> Fault:
        """The fault of what stands in this place, with its line."""
        return Fault(self._path, self._read.line(place), what, mend)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
