"""Reading takes time linear in the text, and starting takes little."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.formats import html, markdown, text
from corpus.passages import passages_of

ROOT = Path(__file__).parents[2]
SHORT = "This is a short paragraph of the text."
SHAPES = {
    "paragraphs": (markdown.read, lambda n: f"{SHORT}\n\n" * n),
    "items": (markdown.read, lambda n: "They will:\n\n" + f"- {SHORT}\n" * n),
    "items after a long lead-in": (markdown.read, lambda n: f"{SHORT} " * n + "\n\n" + f"- {SHORT}\n" * n),
    "headings": (markdown.read, lambda n: f"## Head\n\n{SHORT}\n\n" * n),
    "rows": (markdown.read, lambda n: "a | b\n--- | ---\n" + "This is | a row of it\n" * n),
    "sentences": (markdown.read, lambda n: f"{SHORT} " * n),
    "brackets": (markdown.read, lambda n: "[" * 10 * n),
    "plain text": (text.read, lambda n: f"{SHORT}\n\n" * n),
    "a page": (html.read, lambda n: f"<p>{SHORT}</p>" * n),
    "a table of a page": (html.read, lambda n: "<table>" + "<tr><td>This is<td>a row" * n),
}


def calls(shape, n):
    """How many functions are called to read it: the same on every machine, however busy."""
    read, written = SHAPES[shape]
    raw, counted = written(n).encode(), itertools.count()

    def count(_frame, event, _value):
        if event in ("call", "c_call"):
            next(counted)

    sys.setprofile(count)
    try:
        reading = read(raw)
        passages_of(Document("d", "T", reading.text, reading.sections))
    finally:
        sys.setprofile(None)
    return next(counted)


@pytest.mark.parametrize("shape", SHAPES)
def test_eight_times_the_text_takes_at_most_about_eight_times_the_steps(shape):
    calls(shape, 10)  # what is made once
    assert calls(shape, 800) < 10 * calls(shape, 100)  # 64 times, were it quadratic


def test_reading_markdown_loads_no_parser_of_other_formats():
    code = "import corpus.library, sys; print({'pypdf', 'mammoth', 'nh3'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
