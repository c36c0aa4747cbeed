"""The structure tree of a tagged PDF as events: what opens, speaks and closes, in the order of reading."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

_MOST = 2_000_000  # elements: a file may let its tags hold each other
_SPANS = {"/ColSpan": "colspan", "/RowSpan": "rowspan"}


@dataclass(frozen=True)
class Event:
    """One event of the tree: a tag that opens or closes, or words of a page."""

    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False
    page: int = 0
    mark: int | None = None
    alt: str = ""


def events_of(reader: PdfReader, *, known: Container[str]) -> Iterator[Event]:
    """The events of its tree; names that the file gave its tags are followed to one that is `known`."""
    return _Tree(reader, known).events()


class _Tree:
    """The tree of tags, walked depth first and without recursion: a file may nest or tie it in rings."""

    def __init__(self, reader: PdfReader, known: Container[str]) -> None:
        self._known = known
        self._root = _dictionary(reader.root_object.get("/StructTreeRoot"))
        self._roles = _dictionary(self._root.get("/RoleMap"))
        self._pages = {page.indirect_reference: number for number, page in enumerate(reader.pages, 1)}
        self._seen: set[int] = set()
        self._waiting: list[tuple[Any, int]] = [(_raw(self._root, "/K"), 0)]

    def events(self) -> Iterator[Event]:
        """What opens, speaks and closes, in the order of reading."""
        for _ in range(_MOST):
            if not self._waiting:
                return
            node, page = self._waiting.pop()
            if isinstance(node, Event):
                yield node
            elif isinstance(node, int):
                yield Event(page=page, mark=int(node))
            elif isinstance(node, list):
                self._waiting.extend((each, page) for each in reversed(node))
            elif isinstance(node, IndirectObject):
                self._follow(node, page)
            elif isinstance(node, DictionaryObject):
                yield from self._enter(node, page)

    def _follow(self, reference: IndirectObject, page: int) -> None:
        if reference.idnum not in self._seen:
            self._seen.add(reference.idnum)
            self._waiting.append((reference.get_object(), page))

    def _enter(self, node: DictionaryObject, page: int) -> Iterator[Event]:
        page = self._pages.get(_raw(node, "/Pg"), page)
        mark = node.get("/MCID")
        if isinstance(mark, int):
            yield Event(page=page, mark=mark)
            return
        name = self._role(str(node.get("/S", "")))
        yield Event(name, _attributes(node), alt=str(node.get("/Alt", "")) if name == "/Figure" else "")
        self._waiting += [(Event(name, closes=True), page), (_raw(node, "/K"), page)]

    def _role(self, name: str) -> str:
        """The standard name of a tag that the file named in its own way."""
        for _ in range(5):
            if name in self._known or name not in self._roles:
                break
            name = str(self._roles[name])
        return name


def _attributes(node: DictionaryObject) -> dict[str, str]:
    given = node.get("/A")
    each = given if isinstance(given, list) else [given]
    spans: dict[str, str] = {}
    for one in map(_dictionary, each):
        spans |= {html: str(one[name]) for name, html in _SPANS.items() if name in one}
    return spans


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _raw(node: DictionaryObject, key: str) -> Any:
    """The value as it stands: a reference stays one."""
    return node.raw_get(key) if key in node else None
