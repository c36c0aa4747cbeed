"""Embeddings of one question: an encoder that embeds no text of it twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from index.encoder import ToneEncoder, Vectors


class OnceEncoder:
    """An encoder that remembers what it embedded for the thread that says so; nothing of a text is kept after that."""

    def __init__(self, encoder: ToneEncoder) -> None:
        self.name = encoder.name
        self._encoder, self._of_thread = encoder, threading.local()

    @contextmanager
    def once(self) -> Iterator[None]:
        """Within it, in this thread, no text is embedded twice."""
        outer: dict[str, tuple[Vectors, Vectors]] | None = getattr(self._of_thread, "known", None)
        self._of_thread.known = {} if outer is None else outer
        try:
            yield
        finally:
            self._of_thread.known = outer

    def encode(self, texts: list[str]) -> Vectors:
        """One row a text, in order; shape (texts, dimensions)."""
        return self.encode_with_tone(texts)[0]

    def encode_with_tone(self, texts: list[str]) -> tuple[Vectors, Vectors]:
        """The embeddings and the tones, one row a text each."""
        known: dict[str, tuple[Vectors, Vectors]] | None = getattr(self._of_thread, "known", None)
        if known is None or not texts:
            return self._encoder.encode_with_tone(texts)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, zip(*self._encoder.encode_with_tone(new), strict=True), strict=True))
        meaning, tone = zip(*(known[text] for text in texts), strict=True)
        return np.stack(meaning), np.stack(tone)
