"""Validation of a scenario's file against its JSON Schema."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from assistant.evaluation import dataset
from corpus.schema import Mistake, SchemaValidator, Whole, mistakes

SCHEMA = Path(__file__).with_name("scenario.schema.json")
# As the schema names it, so that an editor finds it beside the file.
_OF_ANSWER_TESTS = "../evaluation/case.schema.json"
_SCENARIO = Whole("scenario", "Begin with “python -m assistant scenario new FILE”", "step", "docs/scenarios.md")


def mistakes_in(values: Any) -> Iterator[Mistake]:
    """The mistakes of one scenario, in the order they stand in."""
    return mistakes(values, _validator(), _SCENARIO)


@cache
def _validator() -> Validator:
    expectations = DRAFT202012.create_resource(_read(dataset.SCHEMA))
    registry: Registry[Any] = Registry().with_resource(_OF_ANSWER_TESTS, expectations)
    return SchemaValidator(_read(SCHEMA), registry=registry)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
