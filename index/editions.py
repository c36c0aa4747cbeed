"""Similarity of the statements of two editions: the mean of what their words and their embeddings have in common."""

from collections.abc import Iterator, Sequence

import numpy as np

from corpus.document import Document
from corpus.editions import Candidate, Correction, Edition, Editions, editions_among, paired
from corpus.library import Library
from index.encoder import Encoder
from index.words import WordIndex, stems


def editions_of(
    library: Library, encoder: Encoder, corrections: Sequence[Correction] = (), *, alike_from: float = 0.53
) -> Editions:
    """Each document that supersedes another of this library, its statements paired with the other's.

    Of the pairs that were looked at, the right ones were alike by 0.56 or more and wrong ones of the same side by 0.50
    or less; `alike_from` lies between. Two whose words are the same are alike by 1.
    """
    return Editions(
        tuple(
            _edition(library, older, newer, encoder, corrections, alike_from)
            for older, newer in editions_among(library.documents)
        )
    )


def _edition(
    library: Library,
    older: Document,
    newer: Document,
    encoder: Encoder,
    corrections: Sequence[Correction],
    alike_from: float,
) -> Edition:
    before = [passage for passage in library.passages if passage.document == older]
    after = [passage for passage in library.passages if passage.document == newer]
    likely = _candidates([p.quote for p in before], [p.quote for p in after], encoder, alike_from)
    return Edition(older, newer, paired(before, after, likely, corrections))


def _candidates(older: list[str], newer: list[str], encoder: Encoder, alike_from: float) -> Iterator[Candidate]:
    """The pairs that are alike enough, with how much."""
    if not older or not newer:
        return
    cosine = encoder.encode(older) @ encoder.encode(newer).T
    similarity = (np.clip(cosine, 0.0, 1.0) + _shared(older, newer)) / 2
    for old, new in zip(*np.nonzero(similarity >= alike_from), strict=True):
        yield float(similarity[old, new]), int(old), int(new)


def _shared(older: list[str], newer: list[str]) -> np.ndarray:
    """The Dice coefficient of the stems of each two texts, each stem weighed by its idf."""
    index = WordIndex([*older, *newer])
    weights: dict[str, float] = {}
    for text in (*older, *newer):
        weights.update((stem, index.weight(stem)) for stem in stems(text))
    sets = [[set(stems(text)) for text in side] for side in (older, newer)]
    masses = [[sum(weights[stem] for stem in found) for found in side] for side in sets]
    shared = np.zeros((len(older), len(newer)))
    for row, first in enumerate(sets[0]):
        for column, second in enumerate(sets[1]):
            both = masses[0][row] + masses[1][column]
            shared[row, column] = 2 * sum(weights[stem] for stem in first & second) / both if both else 0.0
    return shared
