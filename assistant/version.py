"""The version of the project, read from pyproject.toml: it is run from its checkout and not installed."""

import tomllib

from corpus.paths import ROOT


def version() -> str:
    """Such as 0.2.0."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
