"""When wording counts as the same: white space and the shape of quotation marks do not matter."""

_MARKS = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-"})


def normal(text: str) -> str:
    """The text with single spaces and straight marks."""
    return " ".join(text.translate(_MARKS).split())


def holds(text: str, fragment: str) -> bool:
    """Whether the fragment stands in the text, letter for letter."""
    return normal(fragment) in normal(text)


def mentions(text: str, words: str) -> bool:
    """Whether the words stand in the text, in capitals or not."""
    return normal(words).casefold() in normal(text).casefold()
