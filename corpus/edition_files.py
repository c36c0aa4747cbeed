"""Corrections of paired editions: a small YAML file, a line for each, that people write."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from corpus.editions import Correction
from corpus.errors import AssistantError
from corpus.files import write_whole
from corpus.safe_yaml import BadYamlError, load

FILE = "editions.yaml"
_HEAD = (
    "# Statements of two editions that belong together: words of each. `older` alone is gone, `newer` alone is new.\n"
)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    older: str = ""
    newer: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.older and not self.newer:
            raise ValueError("an entry names neither an older nor a newer statement")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    pairs: tuple[_Entry, ...] = ()


def read_corrections(data: Path) -> tuple[Correction, ...]:
    """What somebody said of pairs, kept in a data folder; none where there is no file. Raises AssistantError."""
    path = data / FILE
    try:
        found = _File.model_validate(load(path.read_text(encoding="utf-8-sig")) or {})
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, BadYamlError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error).splitlines()[0]
        raise AssistantError(path, f"it cannot be read ({reason[:200]})", "Mend it, or remove it") from error
    return tuple(Correction(each.older, each.newer) for each in found.pairs)


def write_corrections(data: Path, corrections: Iterable[Correction]) -> None:
    """Keeps them. Raises AssistantError."""
    sides = ({"older": each.older, "newer": each.newer} for each in dict.fromkeys(corrections))
    pairs = [{side: words for side, words in each.items() if words} for each in sides]
    content = _HEAD + yaml.safe_dump({"pairs": pairs}, allow_unicode=True, sort_keys=False, width=1000)
    try:
        write_whole(data / FILE, content.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise AssistantError(data / FILE, f"it cannot be written ({reason})", "Choose another with --data") from error
