"""List numbering of Word files: the numbers before paragraphs are counted anew, as Word keeps only how to count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from corpus.formats.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


@dataclass(frozen=True)
class _Level:
    pattern: str  # such as `%1.%2.`
    kind: str  # of numeral, or empty where it is a bullet
    start: int


@dataclass
class Numbering:
    """Counts the paragraphs of a document, list by list, from what `numbering.xml` and `styles.xml` say."""

    levels: Mapping[str, Mapping[int, _Level]]  # by the id of a numbering
    lists: Mapping[str, str]  # the list that each numbering continues
    styles: Mapping[str, tuple[str, int]]  # the numbering and level of a paragraph style
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def label(self, paragraph: Element) -> str:
        """The number shown before this paragraph, or nothing; to be asked of each paragraph once, in order."""
        number, depth = self._numbering(paragraph)
        level = self.levels.get(number, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self.lists.get(number, number), [])
        self._count(counts, depth, number)
        return self._written(level, counts, number) if level.kind else ""

    def _numbering(self, paragraph: Element) -> tuple[str, int]:
        style = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        inherited, depth = self.styles.get(style, ("", 0))
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is None:
            return inherited, depth
        given = value(own.find(f"{W}ilvl"))
        return value(own.find(f"{W}numId")) or inherited, int(given) if given.isdigit() else depth

    def _count(self, counts: list[int], depth: int, number: str) -> None:
        while len(counts) <= depth:
            level = self.levels[number].get(len(counts))
            counts.append((level.start if level else 1) - (1 if len(counts) == depth else 0))
        counts[depth] += 1
        del counts[depth + 1 :]

    def _written(self, level: _Level, counts: list[int], number: str) -> str:
        shown = level.pattern
        for place, count in enumerate(counts):
            inner = self.levels[number].get(place)
            shown = shown.replace(f"%{place + 1}", numeral(count, inner.kind if inner and inner.kind else "1"))
        return shown.strip()


def numbering_of(numbering: Element | None, styles: Element | None) -> Numbering:
    """How the paragraphs of a document are counted."""
    levels: dict[str, Mapping[int, _Level]] = {}
    lists: dict[str, str] = {}
    kinds = {}
    if numbering is not None:
        kinds = {each.get(f"{W}abstractNumId", ""): _levels(each) for each in numbering.iter(f"{W}abstractNum")}
        for each in numbering.iter(f"{W}num"):
            name, kind = each.get(f"{W}numId", ""), value(each.find(f"{W}abstractNumId"))
            restarts = each.find(f"{W}lvlOverride/{W}startOverride") is not None
            levels[name], lists[name] = kinds.get(kind, {}), name if restarts else f"kind {kind}"
    return Numbering(levels, lists, _styles(styles) if styles is not None else {})


def _levels(kind: Element) -> dict[int, _Level]:
    found = {}
    for level in kind.iter(f"{W}lvl"):
        start, depth = value(level.find(f"{W}start")), level.get(f"{W}ilvl", "")
        if depth.isdigit() and int(depth) < 10:
            pattern, form = value(level.find(f"{W}lvlText")), value(level.find(f"{W}numFmt"))
            first = int(start) if start.isdigit() and len(start) < 7 else 1
            found[int(depth)] = _Level(pattern, _KINDS.get(form, ""), first)
    return found


def _styles(styles: Element) -> dict[str, tuple[str, int]]:
    """The numbering of each style, or else of the style that it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name, numbering = style.get(f"{W}styleId", ""), style.find(f"{W}pPr/{W}numPr")
        based[name] = value(style.find(f"{W}basedOn"))
        if numbering is not None and (number := value(numbering.find(f"{W}numId"))):
            depth = value(numbering.find(f"{W}ilvl"))
            own[name] = (number, int(depth) if depth.isdigit() else 0)
    return {name: found for name in based if (found := _inherited(name, own, based))}


def _inherited(name: str, own: Mapping[str, tuple[str, int]], based: Mapping[str, str]) -> tuple[str, int] | None:
    for _ in range(20):  # a file may say that two styles are based on each other
        if name in own or name not in based:
            break
        name = based[name]
    return own.get(name)


def value(element: Element | None) -> str:
    """What most of Word's elements say, in their attribute `val`."""
    return element.get(f"{W}val", "") if element is not None else ""
