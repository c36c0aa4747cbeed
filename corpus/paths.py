"""Where things stand: in a checkout of this project, and what is looked up elsewhere."""

from pathlib import Path

from corpus.errors import AssistantError

ROOT = Path(__file__).resolve().parent.parent
OUR_DOCUMENTS = ROOT / "corpus" / "documents"
OUR_NOTES = ROOT / "corpus" / "notes"
OUR_SCENARIOS = ROOT / "corpus" / "scenarios"
OUR_CRISIS_LINES = ROOT / "corpus" / "crisis-lines.yaml"
OUR_ANSWER_TESTS = ROOT / "tests" / "answers"

GOVUK = "https://www.gov.uk"


def need_folder(folder: Path) -> None:
    """Raises AssistantError when there is no such folder of documents."""
    if not folder.is_dir():
        raise AssistantError(folder, "there is no such folder of documents", "Name one with --corpus")
