"""Newer wording: which statements of current guidance say anew what superseded guidance says.

Our notes belong to the texts we hold, which are superseded. Where a reader adds the guidance in force,
its statements take over from the older ones that they replace, so that the present wording comes
first for every way of asking that leads to the older.
"""

import numpy as np
from numpy.typing import NDArray

from corpus.document import Kind, Passage, Status
from index.build import Build
from index.entries import Target


def predecessors(build: Build, *, at_least: float = 0.15, clear: float = 1.5) -> dict[int, int]:
    """For each target that is newer wording, the number of the older target it takes over from.

    What was learned from the notes tells which older statement a new one is; only where it is sure of
    one, at least `at_least` and `clear` times the next, because a wrong pair would show the wrong rule.
    """
    older = _of_status(build, Status.SUPERSEDED)
    newer = _of_status(build, Status.CURRENT)
    if build.kernel is None or len(older) < 2:
        return {}
    found: dict[int, int] = {}
    for number in newer:
        row = build.first_rows[number]
        shares = build.kernel.scores(build.entries[row].text, build.vectors @ build.vectors[row])[older]
        first, second = np.argsort(-shares)[:2]
        if shares[first] >= max(at_least, clear * shares[second]):
            found[number] = int(older[first])
    return found


def _of_status(build: Build, status: Status) -> NDArray[np.intp]:
    return np.array([n for n, target in enumerate(build.targets) if _is_guidance(target, status)], dtype=np.intp)


def _is_guidance(target: Target, status: Status) -> bool:
    return isinstance(target, Passage) and (target.document.kind, target.document.status) == (Kind.GUIDANCE, status)
