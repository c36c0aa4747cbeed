"""Which of the cases are run."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from assistant.answer_tests.case import Case, Split
from corpus.errors import AssistantError


@dataclass(frozen=True)
class Choice:
    """A choice by tag, by a text in id, question or tags, and by half; what is left out chooses all."""

    tags: tuple[str, ...] = ()  # any one of them
    text: str = ""
    split: Split | None = None

    @classmethod
    def read(cls, tags: Iterable[str], text: str, split: str | None) -> Self:
        """The choice in these words. Raises AssistantError for an unknown half."""
        if split not in (None, *Split):
            raise AssistantError(f"--split {split}", "there is no such half", f"Write {' or '.join(Split)}")
        return cls(tuple(tags), text, Split(split) if split else None)

    def of(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        """The cases chosen, in their order."""
        return tuple(case for case in cases if self._takes(case))

    @property
    def in_words(self) -> str:
        """What is chosen, for a reader."""
        parts = [f"half {self.split}"] if self.split else []
        parts += [f"tag {' or '.join(self.tags)}"] if self.tags else []
        parts += [f"“{self.text}”"] if self.text else []
        return ", ".join(parts) or "all"

    def _takes(self, case: Case) -> bool:
        searched = " ".join((case.id, *case.turns, *case.tags)).casefold()
        return (
            (not self.tags or bool(set(self.tags) & set(case.tags)))
            and self.text.casefold() in searched
            and self.split in (None, case.split)
        )
