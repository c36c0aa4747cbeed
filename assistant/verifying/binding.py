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
        if one and other and not one & other:
            tokens = aligned.claim.tokens
            return f"binding: “{tokens[first].text}” and “{tokens[second].text}” stand apart in the sources"
    return ""
