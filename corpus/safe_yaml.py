"""Bounded YAML parsing: events are counted, one by one, before anything is built of them.

What is built of YAML can cost far more than its text: brackets in brackets overflow the stack of the
parser in C (the process dies), aliases of aliases multiply, long numbers take quadratic time. So the
events of the text are read first, without recursion, and reading stops at the first that is too much.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

# Written in C where PyYAML was built with it: ten times as fast.
SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"[-+]?[\d_:.]*\d[\d_:.]*(?:[eE][-+]?\d+)?|[-+]?0[xob][\da-fA-F_]+")


@dataclass(frozen=True)
class Limits:
    """What a YAML text may hold at most."""

    characters: int = 4_000_000
    depth: int = 32  # lists and mappings in one another; our own files use 5
    nodes: int = 400_000  # values and keys, those that aliases repeat counted each time
    aliases: int = 100
    digits: int = 100  # of one number
    seconds: float = 20.0  # of reading: what the other limits allow takes less on any machine that is not overrun


FRONT_MATTER = Limits(characters=20_000, depth=4, nodes=500, aliases=0)


class BadYamlError(ValueError):
    """A text that is not YAML, or more than the limits allow: the line, from 1, and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def load(text: str, limits: Limits = Limits()) -> Any:
    """The value of a YAML text: plain values only, within the limits. Raises BadYamlError."""
    check(text, limits)
    try:
        return yaml.load(text, SafeLoader)  # noqa: S506 (it is safe)
    except yaml.MarkedYAMLError as error:
        raise bad(error) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise BadYamlError(1, str(error).partition("\n")[0] or "it is not YAML") from error


def check(text: str, limits: Limits = Limits()) -> None:
    """Raises BadYamlError when the text is not YAML or breaks a limit; nothing is built of it."""
    if len(text) > limits.characters:
        raise BadYamlError(1, f"it has {len(text):,} characters, and at most {limits.characters:,} are read")
    tally = _Tally(limits)
    try:
        for event in _events(text):
            tally.take(event)
    except yaml.MarkedYAMLError as error:
        raise bad(error) from error
    except yaml.YAMLError as error:
        raise BadYamlError(1, str(error).partition("\n")[0]) from error


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=SafeLoader)


def bad(error: yaml.MarkedYAMLError) -> BadYamlError:
    """The same error with its line and reason alone."""
    mark = error.problem_mark or error.context_mark
    return BadYamlError(mark.line + 1 if mark else 1, error.problem or "it is not YAML")


class _Tally:
    """Counts what the events seen so far will build, with every alias written out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._until = time.monotonic() + limits.seconds
        self._nodes = 0
        self._aliases = 0
        self._open: list[tuple[str | None, int]] = []  # the anchor of each open list, and the count before it
        self._sizes: dict[str, int] = {}  # how many nodes stand under each anchor

    def take(self, event: yaml.Event) -> None:
        """Counts one event. Raises BadYamlError when it is one too many."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.AliasEvent():
                self._alias(event.anchor, line)
            case yaml.CollectionStartEvent():
                self._begin(event.anchor, line)
            case yaml.CollectionEndEvent():
                self._end()
            case yaml.ScalarEvent():
                self._scalar(event, line)
        if self._nodes > self._limits.nodes:
            raise BadYamlError(line, f"it holds more than {self._limits.nodes:,} values, its aliases written out")
        if time.monotonic() > self._until:
            raise BadYamlError(line, f"it could not be read in {self._limits.seconds:g} seconds")

    def _alias(self, anchor: str | None, line: int) -> None:
        self._aliases += 1
        if self._aliases > self._limits.aliases:
            most = self._limits.aliases
            mend = f"at most {most} aliases are read" if most else "quote the text it opens"
            raise BadYamlError(line, f"“*” refers to another place; {mend}")
        # An anchor that is still open stands in itself: no value can be written out.
        if anchor is None or anchor not in self._sizes:
            raise BadYamlError(line, f"“*{anchor}” refers to no place before it")
        self._nodes += self._sizes[anchor]

    def _begin(self, anchor: str | None, line: int) -> None:
        self._open.append((anchor, self._nodes))
        self._nodes += 1
        if len(self._open) > self._limits.depth:
            raise BadYamlError(line, f"it is nested more than {self._limits.depth} deep")

    def _end(self) -> None:
        anchor, before = self._open.pop()
        if anchor:
            self._sizes[anchor] = self._nodes - before

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        self._nodes += 1
        if event.anchor:
            self._sizes[event.anchor] = 1
        long = len(event.value) > self._limits.digits
        if long and not event.style and _NUMBER.fullmatch(event.value):
            raise BadYamlError(line, f"a number of {len(event.value):,} digits")
