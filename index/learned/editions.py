"""Newer wording: which statements of current guidance say anew what superseded guidance says.

Our notes belong to the texts we hold, which are superseded. Where a reader adds the guidance in force,
its statements take over from the older ones that they replace, so that the present wording comes
first for every way of asking that leads to the older.
"""

import numpy as np

from corpus.document import Kind, Passage, Status
from corpus.library import Library
from index.encoder import Encoder
from index.learned.readings import ReadingModel


def predecessors(
    library: Library,
    encoder: Encoder,
    model: ReadingModel | None,
    classes: np.ndarray,
    *,
    at_least: float = 0.5,
    similar: float = 0.5,
) -> dict[int, int]:
    """For each passage that is newer wording, the number of the older passage it takes over from.

    The reading model tells which older statement a new one is; `classes` are its class numbers of all passages,
    -1 where there is none. Only where it is as sure as `at_least` and the two are as similar as `similar`, because a
    wrong pair would show the wrong rule.
    """
    newer = [n for n, passage in enumerate(library.passages) if _is_guidance(passage, Status.CURRENT)]
    older = [n for n, p in enumerate(library.passages) if _is_guidance(p, Status.SUPERSEDED) and classes[n] >= 0]
    if model is None or not newer or not older:
        return {}
    statements = [library.passages[n].statement for n in newer]
    shares = model.probabilities(statements, encoder.encode(statements))[:, classes[older]]
    best = shares.argmax(axis=1)
    embedded = encoder.encode([library.passages[n].statement for n in older])
    alike = (encoder.encode(statements) @ embedded.T)[np.arange(len(newer)), best]
    sure = (shares.max(axis=1) >= at_least) & (alike >= similar)
    return {newer[n]: older[best[n]] for n in np.flatnonzero(sure)}


def _is_guidance(passage: Passage, status: Status) -> bool:
    return (passage.document.kind, passage.document.status) == (Kind.GUIDANCE, status)
