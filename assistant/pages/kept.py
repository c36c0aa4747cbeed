"""What a browser keeps to open without the program: the pages that are the same for everybody, and their look."""

from functools import lru_cache
from hashlib import sha256

from assistant.pages.html import TEMPLATES, at, document_address
from assistant.pages.looks import LOOK
from assistant.scenarios.files import our_scenarios
from corpus.library import Library

_PAGES = ("/offline", "/notes", "/card", "/documents", "/scenarios", "/scenarios/own", "/about")
_MOST = 200  # documents; of a larger library the first ones
_UNWANTED = {"worker.js", "manifest.json"}


def kept_pages(library: Library) -> dict[str, str | list[str]]:
    """The addresses, and a version that changes when anything that stands in them does."""
    scenarios = [f"/scenarios/{scenario.id}" for scenario in our_scenarios().scenarios]
    documents = [document_address(document.id) for document in library.documents[:_MOST]]
    look = sorted(f"/look/{file.name}" for file in LOOK.iterdir() if file.name not in _UNWANTED)
    return {"version": _version(library), "addresses": [*documents, *map(at, (*_PAGES, *scenarios, *look))]}


@lru_cache(maxsize=2)  # asked at each visit of a page
def _version(library: Library) -> str:
    ours = sha256()
    for file in sorted([*LOOK.iterdir(), *TEMPLATES.iterdir()]):
        ours.update(file.read_bytes())
    for known in (*library.documents, *library.notes.of_passages, *our_scenarios().scenarios):
        ours.update(repr(known).encode())
    for document in library.documents:
        ours.update(document.text.encode())
    return ours.hexdigest()[:16]
