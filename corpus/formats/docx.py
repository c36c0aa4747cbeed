"""Word documents: mammoth turns them into HTML, which is walked like a page.

What mammoth does not know is written into the document before: the numbers that Word counts, which
rows name columns, and which bold lines are headings. What Word does not show is taken out.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import mammoth

from corpus.characters import on_one_line
from corpus.formats.archive import check_xml, named, opened, part
from corpus.formats.reading import NotReadableError, ParsedDocument, told
from corpus.formats.sift import Sift
from corpus.formats.walk import HEADING, LABEL_END, LABEL_START, Walk
from corpus.formats.word_numbers import Numbering, W, numbering_of, value
from corpus.typeset import Sections, Typesetter

_BODY = "word/document.xml"
_STYLES = """p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Heading 7'] => h6:fresh"""
_BACK = re.compile(r'<a href="#[^"]{0,200}-ref-[^"]{0,200}">↑</a>')
_WHITE = {"FFFFFF", "white"}


def read(raw: bytes) -> ParsedDocument:
    """The words of a .docx, as if its tracked changes were accepted. Raises NotReadableError."""
    with opened(raw) as archive:
        parts = {
            name: part(archive, name) for name in named(archive, r"(?:word|docProps|_rels|\[Content).*\.(?:xml|rels)")
        }
    for content in parts.values():
        check_xml(content)
    if _BODY not in parts:
        raise NotReadableError("it holds no text of a Word document", "Open it in Word and save it as .docx")
    prepared = _Prepared(parts)
    page = mammoth.convert_to_html(
        _zipped(parts | {_BODY: prepared.body}), style_map=_STYLES, convert_image=mammoth.images.img_element(_described)
    )
    text, sections, sift = _walked(_BACK.sub("", page.value))
    return ParsedDocument(text, sections, _known(parts), (*prepared.warnings, *sift.warnings), prepared.dropped)


class _Prepared:
    """The document's XML, ready for mammoth, and what was left out of it."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.dropped: Counter[str] = Counter()
        self._unseen: list[str] = []
        self._faint: list[str] = []
        root = fromstring(parts[_BODY])  # noqa: S314 (it has no entities)
        numbers = numbering_of(_tree(parts, "word/numbering.xml"), _tree(parts, "word/styles.xml"))
        self._changed = next((True for kind in ("ins", "del") for _ in root.iter(f"{W}{kind}")), False)
        in_tables = {id(each) for table in root.iter(f"{W}tbl") for each in table.iter(f"{W}p")}
        for paragraph in list(root.iter(f"{W}p")):
            self._paragraph(paragraph, numbers, in_table=id(paragraph) in in_tables)
        for table in root.iter(f"{W}tbl"):
            _name_columns(table)
        self.dropped += _around(parts)
        self.body = tostring(root, encoding="utf-8", xml_declaration=True)

    @property
    def warnings(self) -> list[str]:
        """What a reader of the document should be told of it."""
        changes = ["it holds tracked changes: read as if all were accepted"] if self._changed else []
        left = told("hidden text was left out", self._unseen)
        return changes + left + told("white or tiny text was kept, see whether it belongs", self._faint)

    def _paragraph(self, paragraph: Element, numbers: Numbering, *, in_table: bool) -> None:
        for run in list(paragraph.iter(f"{W}r")):
            self._run(run)
        style = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        label = numbers.label(paragraph)
        if re.fullmatch(r"(?i)toc ?\d", style):
            self.dropped["line of a table of contents"] += 1
            paragraph[:] = []
        elif label:
            _begin(paragraph, f"{LABEL_START}{label}{LABEL_END}")
        elif not in_table and _is_bold_line(paragraph, style):
            _begin(paragraph, HEADING)

    def _run(self, run: Element) -> None:
        words = on_one_line(_words(run))
        if not words:
            return
        looks = run.find(f"{W}rPr")
        if looks is None:
            return
        size = value(looks.find(f"{W}sz"))
        if _is_on(looks.find(f"{W}vanish")):
            self._unseen.append(words)
            run[:] = []
        elif value(looks.find(f"{W}color")) in _WHITE or (size.isdigit() and int(size) <= 4):
            self._faint.append(words)


def _begin(paragraph: Element, words: str) -> None:
    """Puts words before all others of the paragraph."""
    run = Element(f"{W}r")
    SubElement(run, f"{W}t").text = words
    after = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
    paragraph.insert(after, run)


def _is_bold_line(paragraph: Element, style: str, *, most_words: int = 12) -> bool:
    """Whether this is a short line set in bold alone, as headings are where nobody uses Word's styles."""
    runs = [run for run in paragraph.iter(f"{W}r") if _words(run).strip()]
    words = "".join(_words(run) for run in runs).split()
    plain = style in {"", "Normal", "BodyText"} and paragraph.find(f"{W}pPr/{W}numPr") is None
    bold = all(_is_on(run.find(f"{W}rPr/{W}b")) for run in runs)
    return plain and bold and 0 < len(words) <= most_words and words[-1][-1] not in ".:;,"


def _name_columns(table: Element) -> None:
    """Marks the first row as one of column names where the table's look says so and no row is marked."""
    rows = table.findall(f"{W}tr")
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None or len(rows) < 2 or len(rows[0].findall(f"{W}tc")) < 2:
        return
    first = look.get(f"{W}firstRow") or str(int(bool(_hex(value(look)) & 0x20)))
    if first in {"1", "true", "on"} and not any(_is_on(row.find(f"{W}trPr/{W}tblHeader")) for row in rows):
        properties = rows[0].find(f"{W}trPr")
        if properties is None:
            properties = Element(f"{W}trPr")
            rows[0].insert(0, properties)
        SubElement(properties, f"{W}tblHeader")


def _around(parts: dict[str, bytes]) -> Counter[str]:
    """What stands around the text: page headers and footers, and comments, that say something."""
    kinds = {"header": "running header", "footer": "running footer", "comments": "comments"}
    found = ((kind, content) for name, content in parts.items() for kind in kinds if name.startswith(f"word/{kind}"))
    return Counter(kinds[kind] for kind, content in found if _words(fromstring(content)).strip())  # noqa: S314


def _walked(page: str) -> tuple[str, Sections, Sift]:
    setter = Typesetter()
    walk = Walk(setter)
    sift = Sift(walk)
    sift.feed(page)
    sift.close()
    walk.end()
    return setter.text, setter.sections(), sift


def _known(parts: dict[str, bytes]) -> dict[str, str]:
    core = _tree(parts, "docProps/core.xml")
    if core is None:
        return {}
    said = {each.tag.rpartition("}")[2]: on_one_line(each.text or "") for each in core}
    found = {"author": said.get("creator", ""), "saved": said.get("modified", "")}
    return {key: words for key, words in found.items() if words}


def _zipped(parts: dict[str, bytes]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made


def _described(_: object) -> dict[str, str]:
    """A picture leaves its description, which mammoth adds."""
    return {}


def _tree(parts: dict[str, bytes], name: str) -> Element | None:
    return fromstring(parts[name]) if name in parts else None  # noqa: S314 (it has no entities)


def _words(element: Element) -> str:
    return "".join(_texts(element))


def _texts(element: Element) -> Iterator[str]:
    for each in element.iter():
        if each.tag == f"{W}t":
            yield each.text or ""
        elif each.tag in {f"{W}tab", f"{W}br"}:
            yield " "


def _is_on(switch: Element | None) -> bool:
    return switch is not None and value(switch) not in {"0", "false", "off"}


def _hex(written: str) -> int:
    try:
        return int(written, 16)
    except ValueError:
        return 0
