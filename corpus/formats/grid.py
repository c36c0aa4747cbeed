"""Table grid: cells that span rows and columns are put into the columns that they stand in."""

from collections.abc import Mapping

_MOST = 100  # columns or rows of one cell: a page may claim millions


class Grid:
    """A table that is being read, cell by cell; a cell over several rows stands in the first of them."""

    def __init__(self) -> None:
        self.in_head = False
        self._cells: list[str] = []
        self._names: list[bool] = []  # which cells of the row name a column or row
        self._taken: dict[int, int] = {}  # by column, how many more rows are taken by a cell above
        self._reaching: dict[int, int] = {}  # the same for what begins in this row

    @property
    def begun(self) -> bool:
        """Whether the row that is open has cells."""
        return bool(self._names)

    def cell(self, words: str, given: Mapping[str, str], *, name: bool) -> None:
        """Puts a cell into the row; `given` are its colspan and rowspan, `name` whether it is a heading."""
        self._pass_taken()
        width, height = _number(given.get("colspan", "1")), _number(given.get("rowspan", "1"))
        for column in range(len(self._cells), len(self._cells) + width):
            self._reaching[column] = height - 1
        self._cells += [words, *[""] * (width - 1)]
        self._names.append(name)

    def end_row(self) -> tuple[list[str], bool]:
        """The cells of the row, and whether they are the names of columns."""
        self._pass_taken()
        cells, header = self._cells, bool(self._names) and (self.in_head or all(self._names))
        left = {column: rows - 1 for column, rows in self._taken.items()} | self._reaching
        self._taken = {column: rows for column, rows in left.items() if rows > 0}
        self._cells, self._names, self._reaching = [], [], {}
        return cells, header

    def _pass_taken(self) -> None:
        while len(self._cells) in self._taken:
            self._cells.append("")


def _number(written: str) -> int:
    return min(max(int(written), 1), _MOST) if written.isascii() and written.isdigit() and len(written) < 9 else 1
