"""The rules of the house: imports point one way, heavy libraries stay in their module, importing is silent."""

import ast
import os
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

from corpus.paths import ROOT

ROOMS = ("corpus", "index", "assistant", "app")  # each may use itself and what stands before it
FILES = [*sorted(path for room in ROOMS[:3] for path in (ROOT / room).rglob("*.py")), ROOT / "app.py"]


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


def imports_of(path):
    """The modules that a file imports anywhere in it; `from a import b` counts as a.b where that is a module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & MODULES.keys()) or {node.module}
    return found


IMPORTS = {name: imports_of(path) for name, path in MODULES.items()}


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_one_way(name):
    above = ROOMS[ROOMS.index(name.split(".")[0]) + 1 :]
    assert not [other for other in IMPORTS[name] if other.split(".")[0] in (*above, "tests")]


def test_no_modules_import_each_other_in_a_ring():
    graph = {name: {other for other in found if other in MODULES and other != name} for name, found in IMPORTS.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


FOLDERS = sorted({parent for path in FILES for parent in path.parents if parent.is_relative_to(ROOT)})


def within(name, folder):
    """The file or folder right inside this folder that a module belongs to; nothing where it lies elsewhere."""
    path = MODULES[name]
    return path.relative_to(folder).parts[0] if path.is_relative_to(folder) else None


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_no_files_and_folders_side_by_side_import_each_other_in_a_ring(folder):
    graph = {}
    for name, found in IMPORTS.items():
        if here := within(name, folder):
            others = {within(other, folder) for other in found if other in MODULES}
            graph.setdefault(here, set()).update(others - {here, None, "__init__.py"})
    list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("chromadb", ("index.stores.chroma", "index.stores.served")),
        ("langchain_chroma", ("index.stores.chroma",)),
        ("sentence_transformers", ("index.encoder",)),
        ("onnxruntime", ("index.packaged",)),
        ("tokenizers", ("index.packaged",)),
        ("bm25s", ("index.words", "index.postings")),
        (
            "pypdf",
            ("corpus.formats.pdf", "corpus.formats.pdf_tags", "corpus.formats.pdf_text", "corpus.formats.pdf_tree"),
        ),
        ("mammoth", ("corpus.formats.docx",)),
        ("nh3", ("corpus.formats.html",)),
        ("watchfiles", ("assistant.watching",)),
        ("mcp", ("assistant.serving.tools",)),
        (
            "httpx",
            ("corpus.govuk", "index.stores.served", "assistant.writing.chat"),
        ),  # the latter two: what Chroma and models are spoken to with
        ("langchain", ("assistant.writing.chat",)),
        ("gradio", ("assistant.pages", "assistant.pages.server", "app")),
    ],
)
def test_a_heavy_library_is_met_in_its_module_only(library, homes):
    users = [name for name, found in IMPORTS.items() if any(other.split(".")[0] == library for other in found)]
    assert users
    assert all(any(name == home or name.startswith(f"{home}.") for home in homes) for name in users), users


def test_no_file_has_a_name_that_says_nothing():
    assert not {"utils", "helpers", "base", "manager", "core"} & {path.stem for path in FILES}


# A library below gradio binds ::1 for a moment to see whether there is IPv6; nothing can be sent so.
WATCHED = """
import importlib, sys
sending = {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"}
sys.addaudithook(lambda event, args: event in sending and sys.exit(f"{event} {args}"))
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


@pytest.mark.long
def test_importing_any_module_prints_nothing_and_asks_no_other_machine():
    names = [name for name in MODULES if not name.endswith("__main__")]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *names],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_server_listens_before_what_takes_seconds_is_imported():
    told = "import sys, assistant.pages.server; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"gradio", "fastapi", "onnxruntime", "bm25s", "scipy", "httpx", "docx", "mcp"} & set(done.stdout.split())
