"""Embeddings made ahead are those that would be made, once each, and are forgotten after."""

import numpy as np
from tiny import CountingEncoder

from index.ahead import AheadEncoder

TEXTS = ["Who is it?", "May she talk to my staff without me?", "Who is it?"]


class Counting(CountingEncoder):
    """Counts what is embedded with its tone, too."""

    def encode_with_tone(self, texts):
        self.asked += texts
        return self._encoder.encode_with_tone(texts)


def test_what_is_asked_for_ahead_is_embedded_once_and_is_the_same(encoder):
    counting = Counting(encoder)
    ahead = AheadEncoder(counting)
    with ahead.ahead(TEXTS):
        found = [ahead.encode_with_tone([text]) for text in TEXTS]
        others = ahead.encode(["And then?", TEXTS[0]])
    assert counting.asked == [*TEXTS[:2], "And then?"]
    for (meaning, tone), text in zip(found, TEXTS, strict=True):
        alone = encoder.encode_with_tone([text])
        assert np.abs(meaning - alone[0]).max() < 1e-5
        assert np.abs(tone - alone[1]).max() < 1e-4
    assert others.shape == (2, 384)


def test_nothing_is_known_after_nor_in_between(encoder):
    counting = Counting(encoder)
    ahead = AheadEncoder(counting)
    with ahead.ahead(TEXTS[:1]), ahead.ahead(TEXTS[1:2]):
        ahead.encode(TEXTS)
    assert counting.asked == TEXTS[:2]
    assert not vars(ahead._of_thread).get("known")
    assert ahead.encode([]).shape == (0, 384)
    ahead.encode(TEXTS[:1])
    assert counting.asked == [*TEXTS[:2], TEXTS[0]]
