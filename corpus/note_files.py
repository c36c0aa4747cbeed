"""What stands in a file of notes, checked before it is used."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.document import Binds
from corpus.errors import AssistantError

_MEND = "Mend the file of notes"
# Written in C where PyYAML was built with it: ten times as fast, which every start of the program feels.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoteEntry(_Strict):
    """One note on the passage that holds `quote`."""

    quote: str = Field(min_length=1)
    plain: str = Field(min_length=1)
    asked_as: tuple[str, ...]
    binds: Binds = Binds.NONE
    topics: tuple[str, ...] = ()
    say: str = ""


class NotesFile(_Strict):
    """The notes on one document."""

    document: str
    notes: tuple[NoteEntry, ...]


class Place(_Strict):
    """Where something is answered that our documents do not answer."""

    id: str
    name: str
    detail: str = ""


class TopicEntry(_Strict):
    """What is asked and answered in other places, named by their ids."""

    topic: str
    places: tuple[str, ...] = Field(min_length=1)
    asked_as: tuple[str, ...]


class OffTopicEntry(_Strict):
    """What is asked and has nothing to do with inspections."""

    topic: str
    asked_as: tuple[str, ...]


class ElsewhereFile(_Strict):
    """The topics that our documents do not answer."""

    places: tuple[Place, ...]
    topics: tuple[TopicEntry, ...]
    off_topic: tuple[OffTopicEntry, ...] = ()


class DistressFile(_Strict):
    """Cries for help, what may be one, and what only sounds like one."""

    distress: tuple[str, ...]
    struggling: tuple[str, ...] = ()
    everyday: tuple[str, ...]


_File = TypeVar("_File", bound=_Strict)


def load(path: Path, shape: type[_File]) -> _File:
    """The content of this file. Raises AssistantError, with the line, when it is not of this shape."""
    try:
        return shape.model_validate(yaml.load(path.read_text(encoding="utf-8"), _LOADER))  # noqa: S506 (it is safe)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(key) for key in first["loc"]) or "the file"
        raise fault(path, first["loc"], f"{place}: {_lower(first['msg'])}") from error
    except (OSError, yaml.YAMLError, ValueError, RecursionError) as error:
        raise AssistantError(path, f"it cannot be read ({str(error)[:200]})", _MEND) from error


def fault(path: Path, keys: Sequence[str | int], what: str, mend: str = _MEND) -> AssistantError:
    """The error that says what is wrong with what stands under these keys, and on which line."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    for key in keys:
        inner = _under(node, key)
        if inner is None:  # what is missing is reported where it should stand
            break
        node = inner
    line = node.start_mark.line + 1 if node else 1
    return AssistantError(f"{path}:{line}", what, mend)


def _under(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item: yaml.Node = node.value[key]
        return item
    return None


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
