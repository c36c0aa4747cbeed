"""Ablations: our search without one of its parts at a time."""

from collections.abc import Callable, Iterator

from peers import Ours

from assistant.answering.extractive import Composer
from corpus.document import Passage
from corpus.notes import Notes
from index.build import Build
from index.entries import Entry
from index.learned.answerability import read_cover
from index.learned.calibrate import KnownTexts, only


def ours(build: Build, encoder: KnownTexts, **weights: float) -> Ours:
    """The search and answers of a build, as they are put together for it."""
    notes = build.library.notes if build.classifier else Notes()
    composer = Composer(notes, read_cover(with_notes=build.classifier is not None))
    return Ours(build, composer, encoder, **weights)


def with_notes(build: Build, encoder: KnownTexts) -> Iterator[tuple[str, Ours]]:
    """Everything, and then without each part; coverage keeps the weights it was fitted with."""
    yield "everything", ours(build, encoder)
    yield "without telling the sides apart", ours(build, encoder, side_weight=0)
    yield "without kernel regression and sides", ours(build, encoder, kernel_weight=0, side_weight=0)
    yield "without logistic regression", ours(build, encoder, learned_weight=0)
    yield "without both", ours(build, encoder, kernel_weight=0, side_weight=0, learned_weight=0)
    yield "without word matches", ours(build, encoder, words_weight=0)
    bare = _part(build, lambda entry: isinstance(entry.target, Passage), learned=True)
    yield "without topics answered elsewhere", ours(bare, encoder)


def without_notes(build: Build, encoder: KnownTexts) -> Iterator[tuple[str, Ours]]:
    """The bare statements, and then without each part of what ranks them."""
    bare = _part(build, lambda entry: "#" not in entry.key, learned=False)
    yield "without notes (and so without all that is learned)", ours(bare, encoder)
    yield "without notes and word matches", ours(bare, encoder, words_weight=0)


def _part(build: Build, kept: Callable[[Entry], bool], *, learned: bool) -> Build:
    return only(build, [n for n, entry in enumerate(build.entries) if kept(entry)], learned=learned)
