"""A row of the table of `make attack`: how often something was tried, and what failed."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Try = tuple[str, Callable[[], str]]  # what is tried, and what says what is wrong with it, or nothing


@dataclass(frozen=True)
class Row:
    """One kind of attack: how often it was tried, what failed, and the longest that anything took."""

    kind: str
    tried: int
    failed: tuple[str, ...]
    seconds: float

    @property
    def cells(self) -> tuple[str, ...]:
        """As a row of the table."""
        return self.kind, f"{self.tried:,}", str(len(self.failed)), f"{self.seconds:.2f}"


def counted(kind: str, tries: Iterator[Try], took: Sequence[float] = ()) -> Row:
    """Runs all tries; `took` are the seconds of each, where it is not this that they are to be counted by.

    Where the row itself breaks off, that has failed, and the next row goes on.
    """
    begun = time.monotonic()
    tried, longest, failed = 0, 0.0, []
    for name, attempt in _to_the_end(tries):
        fault, seconds = _tried(attempt)
        longest = max(longest, seconds)
        tried += 1
        if fault:
            failed.append(f"{name}: {fault[:200]}")
    told = f"{kind}: {len(failed)} of {tried:,} failed, in {time.monotonic() - begun:.0f} s"
    print(told, *failed[:10], sep="\n  ", flush=True)
    return Row(kind, tried, tuple(failed), max(took, default=longest))


def _to_the_end(tries: Iterator[Try]) -> Iterator[Try]:
    try:
        yield from tries
    except Exception as error:  # noqa: BLE001 - as below
        fault = f"{type(error).__name__}: {error}"
        yield "the row itself", lambda: fault


def _tried(attempt: Callable[[], str]) -> tuple[str, float]:
    begun = time.perf_counter()
    try:
        fault = attempt()
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
        fault = f"{type(error).__name__}: {error}"
    return fault, time.perf_counter() - begun
