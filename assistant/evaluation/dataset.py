"""Datasets: files and folders of cases are read, and every mistake in them is told with its line."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from jsonschema.protocols import Validator

from assistant.evaluation.case import Case, Entry, case_of, cites_nothing
from assistant.evaluation.promptfoo import read_tests
from assistant.evaluation.spreadsheet import read_rows
from corpus.characters import lines
from corpus.errors import AssistantError, Fault
from corpus.safe_yaml import BadYamlError
from corpus.schema import Mistake, SchemaValidator, Whole, mistakes
from corpus.yaml_lines import LinedYaml, Place, read_lined

SUFFIXES = (".yaml", ".yml", ".csv")
SCHEMA = Path(__file__).with_name("case.schema.json")
_CASE = Whole("case", "Write “- id: …” and the other keys below it", "case", "docs/answer-tests.md")
SEALED = "sealed"  # a folder of this name is read only where it is named itself: it is kept for the very end
Line = Callable[[Place], int]
ReadScenario = Callable[[Path, str], Iterator[Case | Fault]]


@dataclass(frozen=True)
class CaseFiles:
    """The cases that can be used and the faults of those that cannot."""

    cases: tuple[Case, ...]
    faults: tuple[Fault, ...] = ()


def no_scenario(path: Path, _text: str) -> Iterator[Case | Fault]:
    """What a file with steps is where nothing reads scenarios."""
    yield Fault(path, 1, "it is not a list of cases", "Write “- id: …” for each case")


def read_cases(paths: Sequence[Path], scenario: ReadScenario = no_scenario) -> CaseFiles:
    """The cases of these files, and of every case file below these folders, in the order of their paths.

    A scenario is a set of cases too, read by `scenario`: what each of its steps asks, and what the answer must bring.
    Raises AssistantError when a path does not exist or a folder holds no case file.
    """
    files = dict.fromkeys(file for given in paths for file in _files(given))
    return _gathered(item for path in files for item in _of_file(path, scenario))


def read_case_text(path: Path, text: str, scenario: ReadScenario = no_scenario) -> CaseFiles:
    """The cases in a text; the path only names it."""
    return _gathered(_of_text(path, text, scenario))


def _gathered(items: Iterable[Case | Fault]) -> CaseFiles:
    cases: dict[str, Case] = {}
    faults: list[Fault] = []
    for item in items:
        if isinstance(item, Fault):
            faults.append(item)
        elif twin := cases.get(item.id):
            fault = f"the id “{item.id}” is that of {twin.path.name}:{twin.line}"
            faults.append(Fault(item.path, item.line, fault, "Give it another"))
        else:
            cases[item.id] = item
    return CaseFiles(tuple(cases.values()), tuple(faults))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(file for file in path.rglob("*") if _is_case_file(path, file)) if path.is_dir() else []
    if not found:
        why = "it holds no case file" if path.is_dir() else "there is no such file or folder"
        raise AssistantError(path, why, f"Name a file that ends in {', '.join(SUFFIXES)}, or a folder of them")
    return found


def _is_case_file(folder: Path, file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES and SEALED not in file.relative_to(folder).parts


def _of_file(path: Path, scenario: ReadScenario) -> Iterator[Case | Fault]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        yield Fault(path, None, f"it cannot be read ({error})", "Save it as a text in UTF-8")
        return
    yield from _of_text(path, text, scenario)


def _of_text(path: Path, text: str, scenario: ReadScenario) -> Iterator[Case | Fault]:
    if path.suffix.lower() == ".csv":
        for line, entry in read_rows(lines(text), path):
            yield from [entry] if isinstance(entry, Fault) else _checked(path, entry, partial(_same, line))
        return
    yield from _of_yaml(path, text, scenario)


def _of_yaml(path: Path, text: str, scenario: ReadScenario) -> Iterator[Case | Fault]:
    try:
        read = read_lined(text)
    except BadYamlError as error:
        mend = (
            "Put a text that holds “: ”, “#”, a quotation mark or a star in quotation marks, and indent by two spaces"
        )
        yield Fault(path, error.line, f"it is not YAML ({error.reason})", mend)
        return
    if isinstance(read.values, dict) and "steps" in read.values:
        yield from scenario(path, text)
        return
    if isinstance(read.values, dict) and "tests" in read.values:
        for line, entry in read_tests(read, path):
            yield from [entry] if isinstance(entry, Fault) else _checked(path, entry, partial(_same, line))
        return
    for line, key in read.repeated:
        yield Fault(path, line, f"“{key}” stands here twice", "Leave one of them out")
    if not isinstance(read.values, list) or not read.values:
        yield Fault(path, 1, "it is not a list of cases", "Write “- id: …” for each case")
        return
    for number, entry in enumerate(read.values):
        yield from _checked(path, entry, partial(_within, read, number))


def _same(line: int, _place: Place) -> int:
    """A row of a table, or a test of another program, is told by its first line."""
    return line


def _within(read: LinedYaml, number: int, place: Place) -> int:
    return read.line((number, *place))


def _checked(path: Path, entry: Any, line: Line) -> Iterator[Case | Fault]:
    """The case of an entry, or all that is wrong with it."""
    whose = f" (case “{entry['id']}”)" if isinstance(entry, dict) and "id" in entry else ""
    faults = [Fault(path, line(mistake.place), mistake.fault + whose, mistake.mend) for mistake in mistakes_in(entry)]
    faults = faults or [
        Fault(path, line(("expect", key)), fault + whose, mend) for key, fault, mend in _contradictions(entry)
    ]
    yield from faults
    if not faults:
        yield case_of(entry, path, line(("id",)))


def mistakes_in(entry: Any) -> Iterator[Mistake]:
    """The mistakes of one case by its schema, in the order they stand in."""
    return mistakes(entry, _validator(), _CASE)


@cache
def _validator() -> Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return SchemaValidator({"$ref": "#/$defs/case", "$defs": schema["$defs"]})


def _contradictions(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """What could never hold, or would hold of any answer: the key, the fault and the mend."""
    yield from cites_nothing(entry["expect"])
    if "follow_up" in entry["expect"] and "turns" not in entry:
        yield "follow_up", "a single question follows nothing", "Write the conversation under “turns:”"
