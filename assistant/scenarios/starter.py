"""The template of a new scenario, each key explained."""

import re
from pathlib import Path

from corpus.errors import AssistantError

STARTER = Path(__file__).with_name("starter.yaml")


def write_starter(path: Path) -> None:
    """Writes the starter under a name of its own. Raises AssistantError rather than write over a file."""
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise AssistantError(path, "its name does not end in .yaml", f"Write {path.with_suffix('.yaml').name}")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(starter(path.stem))
    except FileExistsError:
        raise AssistantError(path, "there is such a file already", "Choose another name") from None
    except OSError as error:
        raise AssistantError(path, f"it cannot be written ({error.strerror})", "Choose another folder") from error


def starter(name: str) -> str:
    """The starter's text, with an id made of this name."""
    own = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "my-scenario"
    return STARTER.read_text(encoding="utf-8").replace("id: my-scenario", f"id: {own}", 1)
