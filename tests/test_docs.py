"""README and docs: every setting is told, every link leads somewhere, and the commands do what they say."""

import json
import re
import shlex
from pathlib import Path

import pytest

from assistant.output.json import SCHEMA
from assistant.settings import Settings
from assistant.version import version
from corpus.paths import ROOT

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
RUNNABLE = [
    pytest.param(kind, body, id=f"{page.name}-{kind}-{number}")
    for page in PAGES
    for number, (kind, body) in enumerate(
        re.findall(r"^```(sh|python) runnable\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    )
]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_told_with_its_default_and_meaning(name):
    field = Settings.model_fields[name]
    default = field.default.relative_to(ROOT).as_posix() if isinstance(field.default, Path) else field.default
    shown = "none" if default is None else f"`{default}`"
    row = f"| `ASSISTANT_{name.upper()}` | {shown} | {field.description} |"
    assert row in read("docs/settings.md").splitlines()


def test_no_setting_is_told_that_is_not_there():
    told = set(re.findall(r"^\| `ASSISTANT_(\w+)`", read("docs/settings.md"), re.MULTILINE))
    assert told == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_that_are_there(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text) + re.findall(r'src="([^"]+)"', text)
    assert [link for link in links if not (page.parent / link).exists()] == []


def _anchors(page):
    """The addresses of a page's headings, as GitHub makes them: small letters, hyphens for spaces, no punctuation."""
    prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_into_pages_lead_to_headings_that_are_there(page):
    links = re.findall(r"\]\((?!https?://)([^)#\s]*)#([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert [(to, at) for to, at in links if at not in _anchors((page.parent / to) if to else page)] == []


def test_every_key_of_the_contract_is_told():
    values = json.loads(SCHEMA.read_text(encoding="utf-8"))
    objects = (values, *values["$defs"].values())
    told = read("docs/json.md")
    assert [key for found in objects for key in found["properties"] if f"`{key}`" not in told] == []


@pytest.mark.parametrize(
    "target", ["run", "test", "check", "setup", "lock", "train", "bench", "bench-quality", "distress", "gallery"]
)
def test_the_targets_that_are_named_are_in_the_makefile(target):
    assert re.search(rf"^{target}:", read("Makefile"), re.MULTILINE)
    assert f"make {target}" in "".join(page.read_text(encoding="utf-8") for page in PAGES)


def test_the_rooms_of_the_map_are_there():
    rooms = re.findall(
        r"^\| `([\w./]+)` \|", read("README.md").partition("## Map")[2].partition("\n## ")[0], re.MULTILINE
    )
    assert len(rooms) > 8
    assert [room for room in rooms if room != ".data/" and not (ROOT / room).exists()] == []


def test_every_target_of_the_makefile_is_told():
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)[1].split()
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [target for target in phony if f"make {target}" not in told] == []


def test_the_version_stands_in_one_place_and_heads_the_changelog():
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", read("CHANGELOG.md"), re.MULTILINE)
    assert released[0] == version()
    assert released[-1] == "0.1.0"


def _to_fill_in(name):
    return re.search(r"/(?:DOCUMENT|NOTE|ID)\b", name)


def test_the_places_that_contributing_names_are_there():
    named = re.findall(r"`((?:assistant|corpus|index|tests|docs|\.github)/[\w./-]+)`", read("CONTRIBUTING.md"))
    fixed = [name for name in named if not _to_fill_in(name)]
    assert len(fixed) > 10
    assert [name for name in fixed if not (ROOT / name).exists()] == []


def test_a_public_host_runs_the_command_that_everybody_runs():
    assert "run: .ci/run" in read(".github/workflows/check.yml")
    assert (ROOT / ".ci" / "run").exists()


@pytest.mark.usefixtures("assistant")  # which has made the index by now
@pytest.mark.parametrize(("kind", "body"), RUNNABLE)
def test_what_is_marked_runnable_runs(kind, body, command, capsys):
    if kind == "python":
        exec(compile(body, "documentation", "exec"), {"__name__": "__main__"})  # noqa: S102 (our own lines)
        assert capsys.readouterr().out
        return
    for line in body.splitlines():
        given, _, asked = line.rpartition(" | ")
        stdin = shlex.split(given)[1] if given else ""  # of: echo '...' | python -m assistant ...
        words = shlex.split(asked)
        assert words[:3] == ["python", "-m", "assistant"]
        done = command(*words[3:], stdin=stdin)
        assert done.returncode == 0, done.stderr
        assert done.stdout
