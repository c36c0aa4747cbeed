"""JSON Schemas of the YAML files of notes, made from their models; `python -m corpus.note_schemas` writes them anew."""

import json
from pathlib import Path

from pydantic import BaseModel

from corpus.note_files import ElsewhereFile, NotesFile, ReadingsFile
from corpus.paths import OUR_NOTES

SHAPES: dict[str, type[BaseModel]] = {
    "notes.schema.json": NotesFile,
    "elsewhere.schema.json": ElsewhereFile,
    "readings.schema.json": ReadingsFile,
}


def schema_of(shape: type[BaseModel]) -> str:
    """The schema as it stands in its file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Writes each schema into a folder, where an editor finds it beside the files that name it."""
    for name, shape in SHAPES.items():
        (folder / name).write_text(schema_of(shape), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(OUR_NOTES)
