"""Crisis lines: whom to ring when somebody may be in danger, read from one dated file."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from corpus import safe_yaml
from corpus.errors import AssistantError
from corpus.paths import OUR_CRISIS_LINES

EVERYONE = "everyone"
_ONLY_KNOWN_KEYS = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class CrisisLine:
    """A service that helps at once, and how to reach it: by calling or by sending a text message."""

    __pydantic_config__: ClassVar[ConfigDict] = _ONLY_KNOWN_KEYS

    id: str
    name: str
    when: str
    for_whom: str
    source: str  # the address of the page that states the number
    call: str = ""
    text_word: str = ""
    text_to: str = ""
    then: str = ""  # what to do once the call is taken
    says: str = ""  # the line as it is shown, with {how} where it says how; told from its parts where this is empty
    beside: bool = False  # on the short list that stands with an answer

    def __post_init__(self) -> None:
        if bool(self.call) == bool(self.text_to) or bool(self.text_word) != bool(self.text_to):
            raise ValueError(f"{self.id}: a line is called, or sent one word to one number")

    @property
    def how(self) -> str:
        """How to reach it, such as “call 116 123”."""
        reach = f"call {self.call}" if self.call else f"text {self.text_word} to {self.text_to}"
        return f"{reach} and {self.then}" if self.then else reach

    @property
    def words(self) -> str:
        """The whole line as it is shown."""
        whom = "" if self.for_whom == EVERYONE else f", for {self.for_whom}"
        return self.says.format(how=self.how) if self.says else f"{self.name}: {self.how}, {self.when}{whom}."


@dataclass(frozen=True)
class CrisisLines:
    """All lines, the one for a danger to life apart, and the day on which they were looked up."""

    __pydantic_config__: ClassVar[ConfigDict] = _ONLY_KNOWN_KEYS

    checked_on: date
    emergency: CrisisLine
    lines: tuple[CrisisLine, ...]
    inspection_can_wait: str

    @property
    def all(self) -> tuple[CrisisLine, ...]:
        """Every line, the one for a danger to life first."""
        return (self.emergency, *self.lines)

    @property
    def beside(self) -> tuple[CrisisLine, ...]:
        """The short list, the line for a danger to life last."""
        return (*(line for line in self.lines if line.beside), self.emergency)


def read_crisis_lines(path: Path) -> CrisisLines:
    """The lines in this file. Raises AssistantError when it cannot be read or is not of this shape."""
    try:
        return TypeAdapter(CrisisLines).validate_python(safe_yaml.load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(key) for key in first["loc"])
        raise AssistantError(path, f"{place}: {first['msg']}", "Mend the file of crisis lines") from error
    except (OSError, ValueError) as error:
        raise AssistantError(path, f"it cannot be read ({error})", "Mend the file of crisis lines") from error


@cache
def crisis_lines() -> CrisisLines:
    """Our own lines, read once. Raises AssistantError."""
    return read_crisis_lines(OUR_CRISIS_LINES)
