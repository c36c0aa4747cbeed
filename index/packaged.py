"""The packaged model becomes an encoder without torch: tokenizers and onnxruntime.

sentence-transformers stays the reference, and runs every other model. Here the same weights run in
a graph of onnx_graph.py: there is no export, and the weights are mapped from the package itself.
Passages are embedded and all is learned with them as they are; questions with weights rounded to
eight bits, which takes three fifths of the time. docs/serving.md tells what that changes.
"""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnreadableError
from index.encoder import (
    PACKAGED,
    PACKAGED_SHA256,
    REINSTALL,
    SentenceEncoder,
    ToneEncoder,
    Vectors,
    encoder_name,
    model_digest,
    packaged_folder,
)
from index.onnx_graph import sentence_graph

Pieces = list[int]


def open_encoder(model: str = PACKAGED) -> ToneEncoder:
    """The encoder that the settings name. Raises AssistantError."""
    return PackagedEncoder() if model == PACKAGED else SentenceEncoder(model)


def for_questions(encoder: ToneEncoder) -> ToneEncoder:
    """What embeds questions where this encoder embeds passages: the same, in less time where there is a way."""
    return encoder.in_eight_bits() if isinstance(encoder, PackagedEncoder) else encoder


class PackagedEncoder:
    """The packaged model; any number of threads may ask at once, each question in its own thread."""

    def __init__(self) -> None:
        """Opens the model. Raises AssistantError when it is not here or is not the known one."""
        folder = packaged_folder()
        # The digest needs no lock of Python's, and is done before the libraries are there.
        with ThreadPoolExecutor(1) as aside:
            digest = aside.submit(model_digest, folder)
            _load_libraries()
        if digest.result() != PACKAGED_SHA256:
            raise UnreadableError(folder, "the packaged model is not the known one", REINSTALL)
        self.name = encoder_name()
        self._weights = _map_weights(folder / "model.safetensors")  # kept: the session points into them
        self._config = _read(folder / "config.json")
        self._tokenizer = _tokenizer(folder)
        self._width = self._weights["embeddings.LayerNorm.weight"].size

    def in_eight_bits(self) -> "PackagedEncoder":
        """The same model with rounded numbers. Cosines of its embeddings with those of this one: 0.98 and more."""
        other = copy(self)
        other.name = f"{self.name}, rounded to 8 bits"
        other._weights = self._weights | _rounded(self._weights)
        other._session = _session(other._weights, self._config)  # at once, where a question is not kept waiting by it
        return other

    @cached_property
    def _session(self) -> Any:
        """Made when something is embedded: where the index is there already, nothing is but questions."""
        return _session(self._weights, self._config)

    def encode(self, texts: list[str]) -> Vectors:
        """One row of length 1 a text, in order."""
        return self.encode_with_tone(texts)[0]

    def encode_with_tone(self, texts: list[str]) -> tuple[Vectors, Vectors]:
        """Rows of length 1 for what the texts mean, and the means of a middle layer for how they are said.

        A single batch, such as a question, is made in this thread; of many, one a processor at a time.
        """
        # One by one: the tokenizer's own threads do not survive a fork, and say so on the terminal.
        pieces = [self._tokenizer.encode(text).ids for text in texts]
        meaning, tone = np.empty((2, len(texts), self._width), np.float32)

        def fill(rows: Sequence[int]) -> None:
            meaning[rows], tone[rows] = self._session.run(["meaning", "tone"], _in_a_row([pieces[row] for row in rows]))

        batches = list(_batches([len(each) for each in pieces]))
        if len(batches) < 2:
            for rows in batches:
                fill(rows)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as workers:
                list(workers.map(fill, batches))
        return meaning, tone


def _batches(lengths: Sequence[int], *, most: int = 256) -> Iterator[list[int]]:
    """As many texts together as stay below `most` word pieces, each of which is compared with all of them."""
    batch: list[int] = []
    pieces = 0
    for row, length in enumerate(lengths):
        if batch and pieces + length > most:
            yield batch
            batch, pieces = [], 0
        batch.append(row)
        pieces += length
    if batch:
        yield batch


def _in_a_row(pieces: Sequence[Pieces]) -> dict[str, NDArray[Any]]:
    """The inputs of the graph for these texts."""
    lengths = [len(each) for each in pieces]
    of = np.repeat(np.arange(len(pieces)), lengths)  # the text of each piece
    own = np.arange(len(pieces))[:, None] == of
    return {
        "ids": np.fromiter(chain.from_iterable(pieces), np.int64, len(of)),
        "places": np.concatenate([np.arange(length) for length in lengths]),
        "apart": np.where(of[:, None] == of, np.float32(0), np.float32(-1e9))[None, None],
        "shares": own / np.array(lengths, np.float32)[:, None],
    }


def _load_libraries() -> None:
    """What is imported when a model is made, as it takes a quarter of a second."""
    # Of its own accord it begins a session of telemetry as it is imported, also on Linux, and keeps its number on disk.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime
        import tokenizers  # noqa: F401
    except ImportError as error:
        raise UnreadableError("onnxruntime", f"cannot be loaded ({error})", REINSTALL) from error
    onnxruntime.disable_telemetry_events()


def _session(weights: dict[str, Vectors], config: dict[str, Any]) -> Any:
    """The graph with its weights in place: they are not copied, save those that are packed for the processor."""
    from onnxruntime import InferenceSession, OrtValue, SessionOptions

    layers = config["num_hidden_layers"]
    shapes = {name: weight.shape for name, weight in weights.items()}
    tone_after = (layers + 1) * 2 // 3  # the embeddings count as a layer, as in SentenceEncoder
    heads, rounded = config["num_attention_heads"], any(name.endswith(".rounded") for name in weights)
    graph, used = sentence_graph(shapes, layers=layers, heads=heads, tone_after=tone_after, in_eight_bits=rounded)
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_mem_pattern = False  # it remembers every shape it has seen
    options.add_external_initializers(used, [OrtValue.ortvalue_from_numpy(weights[name]) for name in used])
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _rounded(weights: dict[str, Vectors]) -> dict[str, NDArray[Any]]:
    """Of each linear layer's weights the nearest steps of a 63rd of the largest of their output, for `in_eight_bits`.

    Seven bits and not eight: processors without instructions of their own for it add two products in 16 bits, which
    with eight would be cut off, so that machines would differ.
    """
    found: dict[str, NDArray[Any]] = {}
    for name, weight in weights.items():
        if name.startswith("encoder.") and weight.ndim > 1:
            steps = np.abs(weight).max(axis=1) / np.float32(63)
            whole = np.rint(weight / steps[:, None]).astype(np.int8)
            found |= {f"{name}.rounded": np.ascontiguousarray(whole.T), f"{name}.steps": steps}
            found[f"{name}.sums"] = whole.sum(axis=1, dtype=np.float32) * steps
    return found


def _tokenizer(folder: Path) -> Any:
    """Cuts texts into as many word pieces as the model was made for."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_read(folder / "sentence_bert_config.json")["max_seq_length"])
    tokenizer.no_padding()
    return tokenizer


def _map_weights(path: Path) -> dict[str, Vectors]:
    """Every tensor of floats in a safetensors file, by name, without reading it."""
    content = np.memmap(path, np.uint8, "r")
    begin = 8 + int.from_bytes(content[:8].tobytes(), "little")
    entries = json.loads(content[8:begin].tobytes())
    return {
        name: content[begin + entry["data_offsets"][0] : begin + entry["data_offsets"][1]]
        .view(np.float32)
        .reshape(entry["shape"])
        for name, entry in entries.items()
        if entry.get("dtype") == "F32"
    }


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
