"""Tables that a browser took for mere layout and printed without tags of a table: told by where their words stand.

Chromium tags a table without borders or names of columns as groups within groups, all of no kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.formats.pdf_text import Piece
from corpus.formats.pdf_tree import Event

_GROUP = "/NonStruct"  # a tag that means nothing
_WITHIN = {_GROUP, "/Span", "/Link", "/Em", "/Strong", "/P"}  # what a cell may hold

Places = Mapping[tuple[int, int], Piece]  # the first piece of each page and mark


@dataclass
class _Group:
    """A tag, where it opens and closes among the events, what is in it, and where its first words stand."""

    name: str
    opens: int
    closes: int = 0
    inner: list["_Group"] = field(default_factory=list)
    first: tuple[int, float, float] | None = None  # page, from the left, from above
    plain: bool = True  # whether all within it may stand in a cell


def with_rows(events: Iterable[Event], places: Places) -> Sequence[Event]:
    """The events, those of groups that stand as the rows and cells of a table named so."""
    named = list(events)
    stack = [_Group("", 0)]
    for number, event in enumerate(tuple(named)):
        if event.mark is not None:
            _begin(stack, event.page, places.get((event.page, event.mark)))
        elif not event.closes:
            stack.append(_Group(event.name, number))
        elif len(stack) > 1:
            _close(stack, number, named)
    return named


def _begin(stack: Sequence[_Group], page: int, piece: Piece | None) -> None:
    """Notes where words stand for all open tags that have none yet, which are the innermost ones."""
    for group in reversed(stack):
        if group.first or piece is None:
            return
        group.first = page, piece.x, -piece.y


def _close(stack: list[_Group], number: int, named: list[Event]) -> None:
    """Ends the innermost tag; where it is a table, its events get the names of one."""
    done = stack.pop()
    done.closes = number
    rows = _is_table(done)
    if rows:
        _name(done, "/Table", named)
        for row in done.inner:
            _name(row, "/TR", named)
            for cell in row.inner:
                _name(cell, "/TD", named)
    outer = stack[-1]
    outer.inner.append(done)
    outer.plain = outer.plain and done.plain and done.name in _WITHIN and not rows


def _name(group: _Group, name: str, named: list[Event]) -> None:
    for number in (group.opens, group.closes):
        named[number] = replace(named[number], name=name)


def _is_table(group: _Group, *, fewest: int = 2) -> bool:
    """Whether what is in it are rows of as many cells, each to the right of the one before, one row below the other."""
    rows = group.inner
    if group.name != _GROUP or len(rows) < fewest or not group.plain:
        return False
    widths = {len(row.inner) for row in rows}
    alike = len(widths) == 1 and min(widths) >= fewest
    return alike and all(map(_is_row, rows)) and _follow(rows)


def _is_row(group: _Group) -> bool:
    """Whether groups stand in it from left to right."""
    if any(each.name != _GROUP for each in (group, *group.inner)):
        return False
    left = [cell.first[1] for cell in group.inner if cell.first]
    return len(left) > 1 and all(one < other for one, other in pairwise(left))


def _follow(rows: Sequence[_Group]) -> bool:
    """Whether each row stands below the one before or on a later page."""
    tops = [min((cell.first[0], cell.first[2]) for cell in row.inner if cell.first) for row in rows]
    return all(one < other for one, other in pairwise(tops))
