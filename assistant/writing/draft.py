"""The draft: the statements that a model was asked for, with the passages and quotes it gives for each."""

import json
import re
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class DraftStatement(BaseModel):
    """One sentence and what the model says that it rests on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    passages: list[int] = Field(default_factory=list, json_schema_extra={"minItems": 1})
    quotes: list[str] = Field(default_factory=list)
    text: str  # last: a weak model words better what it has just copied


class Draft(BaseModel):
    """All that a model wrote."""

    model_config = ConfigDict(extra="forbid", strict=True)

    statements: list[DraftStatement]


class Picked(BaseModel):
    """Which of the numbered choices is meant; 0 for none."""

    model_config = ConfigDict(extra="forbid", strict=True)

    choice: int


class Rewritten(BaseModel):
    """A follow-up that stands alone."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str


_Shape = TypeVar("_Shape", bound=BaseModel)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


def read(shape: type[_Shape], text: str) -> _Shape | None:
    """The reply in this shape; nothing where it is not, or only beside other JSON."""
    text = _THOUGHT.sub("", text)
    body = text[text.find("{") : text.rfind("}") + 1]
    try:
        return shape.model_validate_json(body)
    except ValidationError:
        return None


def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a shape, as strict providers want it: every key required, none inside another place."""
    schema = shape.model_json_schema()
    inner = schema.pop("$defs", {})
    text = json.dumps(schema)
    for name, definition in inner.items():
        text = text.replace(json.dumps({"$ref": f"#/$defs/{name}"}), json.dumps(definition))
    whole: dict[str, Any] = json.loads(text)
    _require_all(whole)
    return whole


def _require_all(part: Any) -> None:
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            part["required"] = list(part["properties"])
        part.pop("default", None)
        for inner in part.values():
            _require_all(inner)
