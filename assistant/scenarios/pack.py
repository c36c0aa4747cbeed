"""The scenarios that come with this project."""

from functools import cache

from assistant.scenarios.scenario_files import ScenarioFiles, read_scenarios
from index.settings import ROOT

OUR_SCENARIOS = ROOT / "corpus" / "scenarios"


@cache
def our_scenarios() -> ScenarioFiles:
    """All of them, as they stand when they are first asked for."""
    return read_scenarios([OUR_SCENARIOS])
