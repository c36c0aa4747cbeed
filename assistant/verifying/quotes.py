"""Exact quotes: each occurs in a source, character for character but for line breaks and the shape of apostrophes."""

import re
from collections.abc import Sequence

_QUOTE = re.compile(r"“([^”]*)”|\"([^\"]*)\"|‘([^’]*(?:’\w[^’]*)*)’(?!\w)")


def misquoted(statement: str, sources: Sequence[str]) -> str:
    """Why a quote is none, or nothing."""
    if statement.count("“") != statement.count("”") or statement.count('"') % 2:
        return "quote: one is opened and not closed"
    texts = [_plain(source) for source in sources]
    for match in _QUOTE.finditer(statement):
        quote = _plain(next(group for group in match.groups() if group is not None)).rstrip(".,;:!? ")
        if not quote or not any(_holds(text, quote) for text in texts):
            return f"quote: “{quote}” is in no source"
    return ""


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').split())


def _holds(text: str, quote: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text) is not None
