"""Two editions side by side: what is the same, reworded, new and gone."""

from assistant.pages.frame import DOCUMENTS, plain_page
from corpus.editions import Edition, Relation

_NAMES = {
    Relation.REWORDED: "Reworded",
    Relation.NEW: "New: nothing earlier was found that says this",
    Relation.GONE: "Gone: nothing present was found that says this",
    Relation.SAME: "The same words",
}


def editions_html(edition: Edition) -> str:
    """The page of a document and the one that it supersedes, what has changed first."""
    groups = [(name, [pair for pair in edition.pairs if pair.relation is each]) for each, name in _NAMES.items()]
    return plain_page("editions.html", DOCUMENTS, edition=edition, groups=groups)
