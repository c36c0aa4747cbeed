"""Fixtures for tests of builds: a small corpus, and encoders that record or stall."""

from pathlib import Path

from corpus.library import Library, read_library
from index.encoder import Encoder, Vectors
from index.learned.answerability import read_answerability
from index.learned.examples import examples_of
from index.learned.fit_readings import fit
from index.packaged import open_encoder
from index.search import Searcher

DOORS = """\
# Doors

Inspectors will:

- knock before they enter
- wait outside in the rain

Providers must open the door.
"""
STAFF = "Inspectors may talk to staff without a manager. Leaders can bring a colleague to the meeting.\n"
NOTES = """\
document: doors
notes:
  - {id: knock, label: They knock first, quote: knock before they enter, plain: They knock.}
  - {id: wait, label: They stay outside, quote: wait outside, plain: They stay out.}
"""
ASKED = {
    "knock": "# knock before they enter\ncan they just walk in\nbarge in\n",
    "wait": "# wait outside\nmust they wait\n",
}


class CountingEncoder:
    """A real encoder that keeps what it was asked to embed."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Vectors:
        self.asked += texts
        return self._encoder.encode(texts)


class StallingEncoder(CountingEncoder):
    """A real encoder that stops for good at its n-th call, once it has said so in a file."""

    def __init__(self, encoder: Encoder, call: int, sign: Path) -> None:
        super().__init__(encoder)
        self._calls, self._sign = call, sign

    def encode(self, texts: list[str]) -> Vectors:
        import time

        self._calls -= 1
        if not self._calls:
            self._sign.touch()
            time.sleep(600)
        return super().encode(texts)


def tiny_library(folder: Path, *, with_notes: bool = False, **more: str) -> Library:
    """Two short documents, and more by their names; written anew."""
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    for name, text in {"doors": DOORS, "staff": STAFF, **more}.items():
        (folder / "corpus" / f"{name}.md").write_text(text, encoding="utf-8")
    if with_notes:
        asked = folder / "notes" / "asked" / "doors"
        asked.mkdir(parents=True, exist_ok=True)
        (folder / "notes" / "doors.yaml").write_text(NOTES, encoding="utf-8")
        for name, text in ASKED.items():
            (asked / f"{name}.txt").write_text(text, encoding="utf-8")
    return read_library(folder / "corpus", folder / "notes" if with_notes else None)


def build_until_killed(folder: Path, call: int) -> None:
    """For a process of its own: builds in `folder`, and stalls at the n-th call of its encoder."""
    from index.build import open_build

    encoder = StallingEncoder(open_encoder(), call, folder / "stalled")
    open_build(read_library(folder / "corpus"), encoder, folder / "data")


def tiny_searcher(library: Library, encoder: Encoder, data: Path) -> Searcher:
    """A search over this library, with a model fitted to its few notes where it has some."""
    from index.build import open_build

    model = None
    if library.notes.of_passages:
        examples = examples_of(library.notes)
        model = fit(examples, encoder.encode(list(examples.texts)), encoder.name).model
    weights = read_answerability(encoder.name)
    return Searcher(open_build(library, encoder, data), encoder, model, weights, library.notes)
