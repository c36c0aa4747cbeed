"""The same words, written in every format, are read as the same headings, lists, tables and paragraphs."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import same_words as made

from corpus.document import Document, number_at, page_at
from corpus.formats.files import read_bytes
from corpus.formats.registry import FORMATS, SUFFIXES
from corpus.passages import passages_of

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"


def printed(html, folder):
    """The bytes of the PDF that a browser prints."""
    (folder / "page.html").write_text(html, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={folder / 'page.pdf'}"]
    subprocess.run([CHROMIUM, *options, f"file://{folder / 'page.html'}"], check=True, capture_output=True, timeout=120)
    return (folder / "page.pdf").read_bytes()


def content(suffix, folder):
    if suffix == "printed.pdf":
        if not Path(CHROMIUM).exists():
            pytest.skip(f"no browser to print with: {CHROMIUM}")
        return printed(made.HTML.replace("<nav>", "<nav hidden>").replace("<footer>", "<footer hidden>"), folder)
    contents = {".md": made.MARKDOWN, ".txt": made.TEXT, ".html": made.HTML, ".docx": made.word, ".pdf": made.paper}
    found = contents[suffix]
    return found.encode() if isinstance(found, str) else found()


WITHOUT_TABLES = {".txt"}
ALL = [".md", ".txt", ".html", ".docx", ".pdf", "printed.pdf"]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("printed")
    return cache(lambda suffix: read_bytes(content(suffix, folder), "." + suffix.rpartition(".")[2]))


def quoted(reading):
    return [(each.quote, each.lead_in) for each in passages_of(Document("d", "T", reading.text, reading.sections))]


@pytest.mark.parametrize("suffix", ALL)
def test_headings_are_sections(read, suffix):
    paths = [section.path for section in read(suffix).sections if section.blocks]
    assert paths == [made.SECTION if suffix == ".docx" else f"{made.TITLE} › {made.SECTION}"]


@pytest.mark.parametrize("suffix", ALL)
def test_a_list_item_is_led_into_and_a_row_has_its_column_names(read, suffix):
    found = quoted(read(suffix))
    assert [(item, made.LEAD) in found for item in made.ITEMS] == [True, True]
    if suffix not in WITHOUT_TABLES:
        assert (" | ".join(made.ROW), " | ".join(made.COLUMNS)) in found


@pytest.mark.parametrize("suffix", ALL)
def test_a_paragraph_is_whole_and_a_numbered_one_keeps_its_number(read, suffix):
    reading = read(suffix)
    words = [block.span.of(reading.text) for section in reading.sections for block in section.blocks]
    assert made.LONG in words
    spans = [block.span for section in reading.sections for block in section.blocks]
    assert number_at(reading.text, spans[-1].start) == made.NUMBERED[0]
    assert reading.text.endswith(" ".join(made.NUMBERED))


@pytest.mark.parametrize("suffix", ALL)
def test_not_a_word_is_added_lost_or_changed(read, suffix):
    expected = made.TEXT if suffix in WITHOUT_TABLES else made.MARKDOWN
    marks = {"#", "##", "-", "|", "---", "•"}

    def words(text):
        return [word for word in text.split() if word not in marks]

    assert words(read(suffix).text) == words(expected)


@pytest.mark.parametrize(("suffix", "furniture"), [(".html", "navigation"), (".docx", "running header")])
def test_what_stands_around_the_text_is_dropped_and_counted(read, suffix, furniture):
    assert read(suffix).dropped[furniture] == 1


@pytest.mark.parametrize("suffix", [".pdf", "printed.pdf"])
def test_the_words_of_a_pdf_know_their_page(read, suffix):
    reading = read(suffix)
    assert {page_at(reading.pages, block.span.start) for section in reading.sections for block in section.blocks} == {1}
    assert page_at(read(".docx").pages, reading.sections[-1].blocks[0].span.start) is None


def test_every_format_has_its_own_file_and_names_end_in_one_way():
    assert len({each.module for each in FORMATS}) == len(FORMATS)
    assert len(SUFFIXES) == sum(len(each.suffixes) for each in FORMATS)
    assert all((ROOT / each.module.replace(".", "/")).with_suffix(".py").is_file() for each in FORMATS)


INVENTED = '''"""A format of paragraphs and nothing else."""

from corpus.formats.reading import ParsedDocument
from corpus.typeset import Typesetter


def read(raw: bytes) -> ParsedDocument:
    """The paragraphs of the text."""
    setter = Typesetter()
    for paragraph in raw.decode().split("\\n\\n"):
        setter.block(" ".join(paragraph.split()))
    return ParsedDocument(setter.text, setter.sections())
'''
ADDED = """
import pathlib, sys
from corpus.library import read_library
print([passage.quote for passage in read_library(pathlib.Path(sys.argv[1])).passages])
"""


def test_a_format_is_added_by_one_file_and_one_line(tmp_path):
    shutil.copytree(ROOT / "corpus", tmp_path / "code" / "corpus", ignore=shutil.ignore_patterns("__pycache__"))
    formats = tmp_path / "code" / "corpus" / "formats"
    (formats / "invented.py").write_text(INVENTED, encoding="utf-8")
    registry = (formats / "registry.py").read_text(encoding="utf-8")
    line = '    Format("invented", (".invented",), "corpus.formats.invented"),\n'
    (formats / "registry.py").write_text(registry.replace("FORMATS = (\n", f"FORMATS = (\n{line}", 1), encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.invented").write_text(
        "Inspectors must\nknock first.\n\nThen they wait.\n", encoding="utf-8"
    )
    command = [sys.executable, "-c", ADDED, str(tmp_path / "texts")]
    done = subprocess.run(command, cwd=tmp_path / "code", capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("['Inspectors must knock first.', 'Then they wait.']\n", "")
