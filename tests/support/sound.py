"""Fixtures for tests of scenarios: one without a fault, and how it is read."""

from pathlib import Path

from assistant.scenarios.files import ScenarioFiles, read_scenario

SOUND = """\
id: at-the-door
title: At the door
remit: early-years
moment: arrival
minutes: 20
summary: She rings early.
aims: [Be kind]
steps:
  - id: bell
    says: May I come in?
    speaker: Mrs Bond
    room: May she?
    choices:
      - text: Later
        because: It is early.
        misses: ["enable inspectors to carry out their visit"]
        go_to: wait
      - text: “Yes”
    ask: Do inspectors have to respond to reasonable requests?
    expect:
      outcome: [answered, related]
      cites:
        - any: ["respond appropriately to reasonable requests"]
    go_to: debrief
  - id: wait
    happens: She waits.
debrief: [What next]
"""


def read(text: str) -> ScenarioFiles:
    """The scenario in a text, or its faults, under the name of mine.yaml."""
    return read_scenario(Path("mine.yaml"), text)
