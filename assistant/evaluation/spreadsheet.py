"""Cases as CSV, for people who live in spreadsheets: one row a case, out and back without loss."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.case import Case, Entry, entry_of
from assistant.evaluation.scoring import CaseResult
from corpus.errors import Fault

_LISTS = ("turns", "tags", "outcome", "says", "never_says", "never_cites", "look_in")
_WORDS = ("leads", "grain", "section", "document")
_EXPECTED = ("outcome", "cites", *_WORDS, "says", "never_says", "never_cites", "look_in", "follow_up")
COLUMNS = ("id", "question", "turns", "asker", "tags", *_EXPECTED)
RESULT_COLUMNS = ("half", "passed", "came", "cited", "why")  # written after a run, and not read back

_BETWEEN = " | "
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def cases_csv(cases: Iterable[Case]) -> str:
    """The cases as CSV."""
    return _written(COLUMNS, [_row(entry_of(case)) for case in cases])


def results_csv(results: Iterable[CaseResult]) -> str:
    """The cases as CSV, with what came of each."""
    rows = [{**_row(entry_of(result.case)), **_outcome(result)} for result in results]
    return _written(COLUMNS + RESULT_COLUMNS, rows)


def read_rows(text: str, path: Path) -> Iterator[tuple[int, Entry | Fault]]:
    """Each row's line and entry, in the shape of a YAML case; faults of the table itself among them."""
    opening = text.partition("\n")[0]
    # Spreadsheets of much of Europe write semicolons and still call it CSV.
    delimiter = ";" if opening.count(";") > opening.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        unknown = [str(name) for name in reader.fieldnames or () if name not in COLUMNS + RESULT_COLUMNS]
        if unknown or not reader.fieldnames:
            fault = f"“{', '.join(unknown)}” is no column" if unknown else "the file is empty"
            yield 1, Fault(path, 1, fault, f"Name the columns {', '.join(COLUMNS)}")
            return
        line = reader.line_num + 1
        for row in reader:
            if None in row:
                yield (
                    line,
                    Fault(path, line, "the row has more cells than the heading", "Quote cells with commas in them"),
                )
            elif any(row.values()):
                yield line, _entry({key: _bare(cell or "") for key, cell in row.items()})
            line = reader.line_num + 1
    except csv.Error as error:
        yield reader.line_num, Fault(path, reader.line_num, f"it is not CSV ({error})", "Save it as CSV again")


def _written(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _guarded(cell) for column, cell in row.items()} for row in rows)
    return out.getvalue()


def _outcome(result: CaseResult) -> dict[str, str]:
    return {
        "half": str(result.case.split),
        "passed": "true" if result.passed else "false",
        "came": str(result.output.answer.outcome),
        "cited": "\n".join(citation.quote for citation in result.output.cited),
        "why": "\n".join(f"{failure.check}: {failure.why}" for failure in result.failures),
    }


def _row(entry: Entry) -> dict[str, str]:
    values = {**entry, **entry["expect"]}
    row = {key: str(values[key]) for key in ("id", "question", "asker", *_WORDS) if key in values}
    row |= {key: _joined(values[key]) for key in _LISTS if key in values}
    if "cites" in values:
        row["cites"] = "\n".join(_joined(need["any"]) for need in values["cites"])
    if "follow_up" in values:
        row["follow_up"] = "true" if values["follow_up"] else "false"
    return row


def _entry(row: dict[str, str]) -> Entry:
    """A cell that cannot be parsed stays as it is: the schema reports it."""
    values: dict[str, Any] = {key: row[key] for key in COLUMNS if row.get(key, "") != ""}
    values |= {key: _parts(values[key]) for key in _LISTS if key in values}
    if "cites" in values:
        values["cites"] = [{"any": _parts(line)} for line in re.split(r"\r?\n", values["cites"])]
    if "follow_up" in values:
        values["follow_up"] = {"true": True, "false": False}.get(values["follow_up"].lower(), values["follow_up"])
    expect = {key: values.pop(key) for key in _EXPECTED if key in values}
    return {**values, "expect": expect}


def _joined(parts: Iterable[str]) -> str:
    marks = {"\\": r"\\", "|": r"\|", "\n": r"\n", "\r": r"\r"}
    return _BETWEEN.join(re.sub(r"[\\|\n\r]", lambda mark: marks[mark.group()], part) for part in parts)


def _parts(cell: str) -> list[str]:
    letters = {"n": "\n", "r": "\r"}
    found = re.split(r"(?<!\\)((?:\\\\)*) ?\| ?", cell)
    # The split keeps the pairs of backslashes before a bar: they belong to the part before it.
    parts = [part + (found[n + 1] if n + 1 < len(found) else "") for n, part in enumerate(found) if n % 2 == 0]
    return [re.sub(r"\\(.)", lambda mark: letters.get(mark.group(1), mark.group(1)), part) for part in parts]


def _guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run as a formula."""
    formula = cell.startswith(_FORMULA[:-1]) or (cell[:1] == "'" and cell[1:].startswith(_FORMULA))
    return f"'{cell}" if formula else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
