"""What a program or a page sends as a question, checked to be texts."""

from corpus.errors import AssistantError


def text(value: object) -> str:
    """The value, when it is a text. Raises AssistantError otherwise."""
    if not isinstance(value, str):
        raise AssistantError("Question", "it is not a text", "Type it in words")
    return value


def texts(values: object) -> list[str]:
    """The values, when they are a list of texts; none at all counts as an empty one. Raises AssistantError."""
    if values is None:
        return []
    if not isinstance(values, list):
        raise AssistantError("Earlier questions", "they are not a list of texts", "Send a list")
    return [text(value) for value in values]
