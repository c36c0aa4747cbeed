"""What a question needs is embedded once, and is forgotten after."""

import numpy as np
from tiny import CountingEncoder

from index.once import OnceEncoder

TEXTS = ["Who is it?", "May she talk to my staff without me?", "Who is it?"]


class Counting(CountingEncoder):
    """Counts what is embedded with its tone, too."""

    def encode_with_tone(self, texts):
        self.asked += texts
        return self._encoder.encode_with_tone(texts)


def test_what_is_asked_for_again_is_embedded_once_and_is_the_same(encoder):
    counting = Counting(encoder)
    kept = OnceEncoder(counting)
    with kept.once():
        first = kept.encode_with_tone(TEXTS)
        found = [kept.encode_with_tone([text]) for text in TEXTS]
        others = kept.encode(["And then?", TEXTS[0]])
    assert counting.asked == [*TEXTS[:2], "And then?"]
    for row, (meaning, tone) in enumerate(found):
        assert np.array_equal(meaning[0], first[0][row])
        assert np.array_equal(tone[0], first[1][row])
    assert np.abs(first[0] - encoder.encode(TEXTS)).max() < 1e-5
    assert others.shape == (2, 384)


def test_nothing_is_known_after(encoder):
    counting = Counting(encoder)
    kept = OnceEncoder(counting)
    with kept.once(), kept.once():
        kept.encode(TEXTS)
    assert counting.asked == TEXTS[:2]
    assert not vars(kept._of_thread).get("known")
    assert kept.encode([]).shape == (0, 384)
    kept.encode(TEXTS[:1])
    assert counting.asked == [*TEXTS[:2], TEXTS[0]]
