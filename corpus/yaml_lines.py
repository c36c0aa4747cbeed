"""YAML with the line that each of its values stands on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from corpus.characters import cleaned
from corpus.safe_yaml import BadYamlError, Limits, bad, check

Place = tuple[str | int, ...]  # keys and positions down to a value


@dataclass(frozen=True)
class LinedYaml:
    """The values of a YAML text and where each of them stands."""

    values: Any
    lines: Mapping[Place, int]
    repeated: tuple[tuple[int, str], ...]  # lines and names of keys that stand twice in one mapping

    def line(self, place: Place) -> int:
        """The line a place stands on, or the nearest above it that is there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


# What stands in such a file is there to be read, so nothing in it stands for something else.
_PLAIN = Limits(aliases=0)


def read_lined(text: str) -> LinedYaml:
    """The values and lines of a YAML text. Raises BadYamlError."""
    check(text, _PLAIN)
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        raise bad(error) from error
    except (yaml.YAMLError, ValueError) as error:
        raise BadYamlError(1, str(error).partition("\n")[0]) from error
    lines = dict(_lines(node, ())) if node else {}
    return LinedYaml(cleaned(values), lines, tuple(_repeated(node)) if node else ())


def _lines(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield from _lines(child, (*place, number))
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            below = (*place, str(key.value))
            yield from _lines(child, below)
            # A value that is a list starts a line below its key: the key is what a writer looks for.
            yield below, key.start_mark.line + 1


def _repeated(node: yaml.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated(child)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, str(key.value)
            seen.add(str(key.value))
            yield from _repeated(child)
