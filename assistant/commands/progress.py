"""Progress on standard error: a bar on a terminal, elsewhere a line every ten seconds."""

import sys
import time
from collections.abc import Iterable, Iterator
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")


class Telling:
    """Says what is being done and how far it is; nothing of what is over before the first line is due."""

    def __init__(self, first: str, *, every: float = 10.0) -> None:
        """`first` is what is done until a step is named; `every` is how many seconds lie between two lines."""
        self._what, self._done, self._total = first, 0, 0
        self._every, self._begun, self._over = every, time.monotonic(), Event()
        self._bar = _bar() if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        """Begins to tell."""
        if self._bar:
            self._task = self._bar.add_task(self._what, total=None)
            self._bar.start()
        else:
            self._thread = Thread(target=self._tell, name="progress", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Leaves the terminal as it was."""
        self._over.set()
        if self._bar:
            self._bar.stop()
        else:
            self._thread.join()

    def step(self, what: str, done: int = 0, total: int = 0) -> None:
        """What is done now, and how much of it; a total of 0 is one that is not known."""
        self._what, self._done, self._total = what, done, total
        if self._bar:
            self._bar.update(self._task, description=what, completed=done, total=total or None)

    def each(self, what: str, items: Iterable[Item], total: int) -> Iterator[Item]:
        """The items, counted as they come."""
        self.step(what, 0, total)
        for done, item in enumerate(items, 1):
            yield item
            self.step(what, done, total)

    def _tell(self) -> None:
        while not self._over.wait(self._every):
            far = f" {self._done} of {self._total}," if self._total else ""
            print(f"{self._what}:{far} {time.monotonic() - self._begun:.0f} s so far", file=sys.stderr, flush=True)


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
