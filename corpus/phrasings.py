"""Ways of asking: one a line in a text file, which is read when they are first wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.errors import AssistantError

_COMMENT = "#"
_MEND = "Write “# ” and the words they lead to on its first line, and below it a way of asking on each line"


@dataclass(frozen=True)
class Phrasing:
    """One way of asking, and where it stands."""

    text: str
    path: Path
    line: int


@dataclass(frozen=True)
class PhrasingFile:
    """A text file of ways of asking; lines that begin with `#` are comments, blank ones mean nothing.

    Its first line is a comment: the words of what they lead to. What is wrong with the file is raised
    as an AssistantError when it is first read, and not before.
    """

    path: Path

    @property
    def texts(self) -> tuple[str, ...]:
        """The ways of asking, in the order of the file."""
        return tuple(phrasing.text for phrasing in self.phrasings)

    @cached_property
    def phrasings(self) -> tuple[Phrasing, ...]:
        """The ways of asking with their lines."""
        told = ((line, number) for line, number in self._numbered() if line and not line.startswith(_COMMENT))
        return tuple(Phrasing(line, self.path, number) for line, number in told)

    @property
    def opening(self) -> str:
        """The words that its first line says they lead to; empty where it says none."""
        first = self._lines[0].strip()
        return first.removeprefix(_COMMENT).strip() if first.startswith(_COMMENT) else ""

    def _numbered(self) -> Iterator[tuple[str, int]]:
        for number, line in enumerate(self._lines, 1):
            yield " ".join(line.split()), number

    @cached_property
    def _lines(self) -> list[str]:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError as error:
            raise AssistantError(self.path, "there is no such file of ways of asking", _MEND) from error
        except OSError as error:
            raise AssistantError(self.path, f"it cannot be read ({error.strerror})", "Make it a text file") from error
        return _decoded(raw, self.path).replace("\r\n", "\n").split("\n")


def _decoded(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise AssistantError(f"{path}:{line}", "it is not in UTF-8", "Save the file as a text in UTF-8") from error
