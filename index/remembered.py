"""Embedding cache: an encoder that embeds only what was not embedded before."""

from collections.abc import Mapping

import numpy as np

from index.encoder import Encoder, Vectors


class RememberingEncoder:
    """An encoder, and embeddings that it made before by their texts."""

    def __init__(self, encoder: Encoder, known: Mapping[str, Vectors]) -> None:
        self.name = encoder.name
        self._encoder, self._known = encoder, known

    def encode(self, texts: list[str]) -> Vectors:
        """One row a text, in order; shape (texts, dimensions)."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        rows = dict(zip(new, self._encoder.encode(new), strict=True)) if new else {}
        return np.asarray([rows[text] if text in rows else self._known[text] for text in texts], dtype=np.float32)
