"""Two editions side by side: what is the same, reworded, new and gone."""

from assistant.pages.frame import DOCUMENTS, plain_page
from corpus.editions import Edition, Pair, Relation

_NAMES = {
    Relation.REWORDED: "Reworded",
    Relation.NEW: "New: nothing earlier was found that says this",
    Relation.GONE: "Gone: nothing present was found that says this",
    Relation.SAME: "The same words",
}


def editions_html(edition: Edition, *, correctable: bool = False) -> str:
    """The page of a document and the one that it supersedes, what has changed first; `correctable`: with forms."""
    groups = [(name, [pair for pair in edition.pairs if pair.relation is each]) for each, name in _NAMES.items()]
    return plain_page("editions.html", DOCUMENTS, edition=edition, groups=groups, correctable=correctable)


def choice_html(edition: Edition, alone: Pair) -> str:
    """The page on which a statement that has no other is given one: those first that have none either."""
    gone = alone.older is not None
    alone_first = sorted(edition.pairs, key=lambda pair: bool(pair.older and pair.newer))
    others = dict.fromkeys(pair.newer if gone else pair.older for pair in alone_first)
    others.pop(None, None)
    return plain_page("pairing.html", DOCUMENTS, edition=edition, alone=alone, gone=gone, others=list(others))
