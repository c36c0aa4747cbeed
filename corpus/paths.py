"""Where things stand in a checkout of this project."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUR_DOCUMENTS = ROOT / "corpus" / "documents"
OUR_NOTES = ROOT / "corpus" / "notes"
OUR_SCENARIOS = ROOT / "corpus" / "scenarios"
OUR_CRISIS_LINES = ROOT / "corpus" / "crisis-lines.yaml"
OUR_ANSWER_TESTS = ROOT / "tests" / "answers"
