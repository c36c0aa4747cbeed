"""The files that pages are shown with: style, scripts, icons."""

from pathlib import Path

LOOK = Path(__file__).parent / "look"
LOOKS = {file.name: file for file in LOOK.iterdir()}
