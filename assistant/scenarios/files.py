"""Files and folders of scenarios are read, and every mistake in them is told with its line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.evaluation.case import Case, cites_nothing, expectation_of
from assistant.scenarios.paths import faults_in_paths
from assistant.scenarios.scenario import Choice, Moment, Remit, Scenario, Step
from assistant.scenarios.shape import mistakes_in
from corpus.errors import AssistantError, Fault
from corpus.paths import ROOT
from corpus.safe_yaml import BadYamlError
from corpus.yaml_lines import LinedYaml, Place, read_lined

SUFFIXES = (".yaml", ".yml")
LONGEST = 100_000  # characters of a file: ten times the longest of ours
_QUOTE = "Put a text that holds “: ”, “#”, a quotation mark or a star in quotation marks, and indent by two spaces"


@dataclass(frozen=True)
class ScenarioFiles:
    """The scenarios that can be played and the faults of those that cannot."""

    scenarios: tuple[Scenario, ...]
    faults: tuple[Fault, ...] = ()

    def find(self, id: str) -> Scenario | None:
        """The scenario of this id, if it is in."""
        return next((scenario for scenario in self.scenarios if scenario.id == id), None)


def read_scenarios(paths: Sequence[Path]) -> ScenarioFiles:
    """The scenarios of these files, and of every YAML file below these folders, in the order of their paths.

    Raises AssistantError when a path does not exist or a folder holds no YAML file.
    """
    scenarios: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for path in dict.fromkeys(file for given in paths for file in _files(given)):
        read = _of_file(path)
        faults += read.faults
        for scenario in read.scenarios:
            if twin := scenarios.get(scenario.id):
                fault = f"the id “{scenario.id}” is that of {twin.path.name}"
                faults.append(Fault(path, scenario.line(("id",)), fault, "Give it another"))
            else:
                scenarios[scenario.id] = scenario
    return ScenarioFiles(tuple(scenarios.values()), tuple(faults))


def read_scenario(path: Path, text: str) -> ScenarioFiles:
    """The scenario in a text, or all that is wrong with it; the path only names it."""
    if len(text) > LONGEST:
        return _faulty(Fault(path, None, f"it is over {LONGEST:,} characters", "Leave some of it out"))
    try:
        read = read_lined(text)
    except BadYamlError as error:
        return _faulty(Fault(path, error.line, f"it is not YAML ({error.reason})", _QUOTE))
    faults = tuple(_faults_in(path, read))
    return ScenarioFiles((), faults) if faults else ScenarioFiles((_scenario(path, text, read),))


def cases_of(path: Path, text: str) -> Iterator[Case | Fault]:
    """The answer tests in a scenario's text: what each of its steps asks, and what the answer must bring."""
    read = read_scenario(path, text)
    yield from read.faults
    for scenario in read.scenarios:
        yield from scenario.cases


def read_own(text: str) -> Scenario:
    """The scenario in a text that comes from a browser. Raises AssistantError with the first of its faults."""
    read = read_scenario(Path("your scenario"), text)
    if read.faults:
        first = read.faults[0]
        place = f"{first.path}:{first.line}" if first.line else first.path
        raise AssistantError(place, first.fault, first.mend)
    return read.scenarios[0]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES) if path.is_dir() else []
    if not found:
        why = "it holds no scenario" if path.is_dir() else "there is no such file or folder"
        raise AssistantError(path, why, f"Name a file that ends in {' or '.join(SUFFIXES)}, or a folder of them")
    return found


def _of_file(path: Path) -> ScenarioFiles:
    try:
        return read_scenario(path, path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        return _faulty(Fault(path, None, f"it cannot be read ({error})", "Save it as a text in UTF-8"))


def _faulty(fault: Fault) -> ScenarioFiles:
    return ScenarioFiles((), (fault,))


def _faults_in(path: Path, read: LinedYaml) -> Iterator[Fault]:
    for line, key in read.repeated:
        yield Fault(path, line, f"“{key}” stands here twice", "Leave one of them out")
    found = [Fault(path, read.line(each.place), each.fault, each.mend) for each in mistakes_in(read.values)]
    if _has_sound_steps(read.values):
        told = (*_expectations_in(read.values), *faults_in_paths(read.values))
        found += [Fault(path, read.line(place), fault, mend) for place, fault, mend in told]
    yield from sorted(found, key=lambda fault: fault.line or 0)


def _has_sound_steps(values: Any) -> bool:
    """Whether ways and expectations can be followed, whatever else is wrong."""
    return not any("steps" in mistake.place[:1] for mistake in mistakes_in(values)) and bool(
        isinstance(values, dict) and values.get("steps")
    )


def _expectations_in(values: Any) -> Iterator[tuple[Place, str, str]]:
    for number, step in enumerate(values["steps"]):
        at = ("steps", number, "expect")
        for key, fault, mend in cites_nothing(step.get("expect", {})):
            yield (*at, key), fault, mend
        if "follow_up" in step.get("expect", {}):
            yield (*at, "follow_up"), "each step asks a question of its own", "Leave “follow_up” out"


def _scenario(path: Path, text: str, read: LinedYaml) -> Scenario:
    values = read.values
    return Scenario(
        id=values["id"],
        title=values["title"],
        remit=Remit(values["remit"]),
        moment=Moment(values["moment"]),
        minutes=values["minutes"],
        summary=values["summary"],
        aims=tuple(values["aims"]),
        people=tuple(values.get("people", ())),
        steps=tuple(map(_step, values["steps"])),
        debrief=tuple(values["debrief"]),
        further_reading=tuple(values.get("further_reading", ())),
        path=path,
        lines=read.lines,
        text=text,
    )


_LISTS = ("could_say", "talking_points", "red_flags", "meets", "misses")


def _step(values: dict[str, Any]) -> Step:
    made = {
        "choices": tuple(Choice(**_tuples(choice)) for choice in values.get("choices", ())),
        "expect": expectation_of(values.get("expect", {})),
    }
    return Step(**(_tuples(values) | made))


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if key in _LISTS else value for key, value in values.items()}


OUR_SCENARIOS = ROOT / "corpus" / "scenarios"


@cache
def our_scenarios() -> ScenarioFiles:
    """All of them, as they stand when they are first asked for."""
    return read_scenarios([OUR_SCENARIOS])
