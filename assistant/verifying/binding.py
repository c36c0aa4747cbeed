"""Binding: neighbouring words of a claim come from one sentence of the sources, and are not stitched together."""

from itertools import pairwise

from assistant.verifying.alignment import Alignment
from assistant.verifying.coverage import chunk


def stitched(aligned: Alignment) -> str:
    """Two words that stand together here and in different sentences of the sources, or nothing."""
    for first, second in pairwise(aligned.claim.contents):
        if second not in chunk(aligned.claim.tokens, first):
            continue
        one = {place.unit for place in aligned.matches[first]}
        other = {place.unit for place in aligned.matches[second]}
        if one and other and not one & other and not _adjacent(aligned, one, other):
            tokens = aligned.claim.tokens
            return f"binding: “{tokens[first].text}” and “{tokens[second].text}” stand apart in the sources"
    return ""


def _adjacent(aligned: Alignment, one: set[int], other: set[int]) -> bool:
    """Whether two units follow each other in one source, where “it” or “they” may lead back."""
    return any(abs(a - b) == 1 and aligned.units[a].source == aligned.units[b].source for a in one for b in other)
