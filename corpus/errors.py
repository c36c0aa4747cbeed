"""Errors and faults for the user's eyes, one line each."""

from dataclasses import dataclass
from pathlib import Path


class AssistantError(Exception):
    """A fault for the user's eyes: one line that names the place, the fault and what to do."""

    def __init__(self, place: str | Path, fault: str, mend: str) -> None:
        self.place, self.fault, self.mend = str(place), fault, mend
        super().__init__(_on_a_line(f"{place}: {fault}. {mend}."))


class UnreadableError(AssistantError):
    """The model, or what was learned, cannot be read: until it is mended, words are all there is to go by."""


@dataclass(frozen=True)
class Fault:
    """A fault of one file that does not stop the others from being used."""

    path: Path
    line: int | None
    fault: str
    mend: str

    @property
    def place(self) -> str:
        """The file, and the line where it is known."""
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    def __str__(self) -> str:
        return _on_a_line(f"{self.place}: {self.fault}. {self.mend}.")


def _on_a_line(text: str) -> str:
    # A name or value that is told may hold whatever steers a terminal.
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
