"""A ParsedDocument as plain JSON and back, to pass between processes that do not trust each other."""

from typing import Any

from corpus.document import Block, Section, Span
from corpus.formats.reading import ParsedDocument

Wire = dict[str, Any]


def to_wire(reading: ParsedDocument) -> Wire:
    """The reading as values of JSON; a block is its start and end, listed or not, and its lead-in's start and end."""
    return {
        "text": reading.text,
        "sections": [
            (each.title, each.parents, [_numbers(block) for block in each.blocks]) for each in reading.sections
        ],
        "known": dict(reading.known),
        "warnings": reading.warnings,
        "dropped": dict(reading.dropped),
        "pages": reading.pages,
    }


def from_wire(wire: Wire) -> ParsedDocument:
    """The reading. Raises ValueError, TypeError or KeyError when these are not the values of one."""
    text = str(wire["text"])
    return ParsedDocument(
        text=text,
        sections=tuple(
            Section(str(title), tuple(map(str, parents)), tuple(_block(numbers, len(text)) for numbers in blocks))
            for title, parents, blocks in wire["sections"]
        ),
        known={str(key): str(value) for key, value in wire["known"].items()},
        warnings=tuple(map(str, wire["warnings"])),
        dropped={str(key): int(value) for key, value in wire["dropped"].items()},
        pages=tuple(map(int, wire["pages"])),
    )


def _numbers(block: Block) -> tuple[int, ...]:
    lead_in = (block.lead_in.start, block.lead_in.end) if block.lead_in else ()
    return (block.span.start, block.span.end, int(block.listed), *lead_in)


def _block(numbers: list[int], length: int) -> Block:
    start, end, listed, *lead_in = map(int, numbers)
    if max(end, *lead_in, 0) > length:
        raise ValueError("a block ends after the text does")
    return Block(Span(start, end), bool(listed), Span(*lead_in) if lead_in else None)
