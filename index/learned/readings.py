"""Reading model: a calibrated kernel classifier of messages over passages, topics and other readings.

Kernel ridge regression on all known phrasings. The kernel is a sum of similarities of two texts: of
meaning (a Gaussian of their embeddings), of words (runs of up to three, which tell who did it to whom,
and stems), and of runs of letters, which bear typos. It is fitted by a command (index/learned/train.py)
and kept small: the Gaussian part as a regression on some of the texts, its landmarks, the linear parts
as one weight an n-gram and class in steps of a seventh of the largest. A softmax of the scores, their
logarithms and the sums over each side of the inspection, fitted to phrasings that were held out in
groups, makes them probabilities.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.errors import AssistantError
from index.encoder import Vectors
from index.learned.artefacts import read_learned, to_train, write_npz
from index.words import letter_runs, stems, words

FORMAT = 1
FITTED = Path(__file__).with_name("readings.npz")
# What is kept in 16 bits.
_HALVES = ("landmarks", "gaussian", "step", "mean")
# What is counted of a text, and how much its similarity weighs beside that of meaning, which weighs 1.
BLOCKS = {"words": 1.0, "stems": 0.5, "letters": 0.5}


@dataclass(frozen=True)
class Ngrams:
    """The n-grams of one block that occur in several training texts, known by their hash."""

    hashes: NDArray[np.uint32]  # ascending
    idf: Vectors  # (n-grams,)

    def weighed(self, hashed: NDArray[np.uint32]) -> tuple[NDArray[np.intp], Vectors]:
        """The rows of a text's n-grams and their sublinear tf-idf, a vector of length 1."""
        found, counts = np.unique(hashed, return_counts=True)
        at = np.minimum(np.searchsorted(self.hashes, found), len(self.hashes) - 1)
        known = self.hashes[at] == found
        weights = (1 + np.log(counts[known])) * self.idf[at[known]]
        return at[known], np.asarray(weights / max(float(np.linalg.norm(weights)), 1e-6), np.float32)


def hashed_ngrams(text: str) -> dict[str, NDArray[np.uint32]]:
    """For each block the CRC-32 of a text's n-grams.

    Runs of 1 to 3 words, of 1 to 2 stems, and of 3 to 5 letters within a word and its edges.
    """
    said, stemmed = words(text), stems(text)
    return {
        "words": _hashed("w", _runs(said, (1, 2, 3))),
        "stems": _hashed("s", _runs(stemmed, (1, 2))),
        "letters": _hashed("c", letter_runs(said)),
    }


def _runs(tokens: Sequence[str], lengths: Iterable[int]) -> list[bytes]:
    encoded = [token.encode() for token in tokens]
    return [b" ".join(encoded[at : at + n]) for n in lengths for at in range(len(encoded) - n + 1)]


def _hashed(kind: str, terms: Sequence[bytes]) -> NDArray[np.uint32]:
    start = crc32(kind.encode())
    return np.array([crc32(term, start) for term in terms], dtype=np.uint32)


@dataclass(frozen=True)
class Calibration:
    """The weights of what makes scores probabilities, each by the name of its feature."""

    log_score: float
    score: float
    side_sum: float

    def logits(self, scores: Vectors, sides: NDArray[np.intp]) -> Vectors:
        """Before the softmax; `scores` of shape (texts, classes), `sides` the side number of each class."""
        of_side = (scores @ (sides[:, None] == np.arange(sides.max() + 1)))[:, sides]
        logs = np.log(np.maximum(scores, 1e-3))
        return np.asarray(self.log_score * logs + self.score * scores + self.side_sum * of_side, np.float32)


@dataclass(frozen=True)
class ReadingModel:
    """Tells how likely each reading of a message is."""

    names: tuple[str, ...]  # of the classes, such as statement/courtesy, place/how-much-notice, talk/thanks
    sides: NDArray[np.intp]  # (classes,)
    encoder: str  # whose embeddings it was fitted to
    fingerprint: str  # of the encoder and of all that was learned from
    calibration: Calibration
    landmarks: Vectors  # (landmarks, dimensions): embeddings
    gaussian: Vectors  # (landmarks, classes): dual coefficients
    ngrams: dict[str, Ngrams]  # by block
    table: NDArray[np.int8]  # (n-grams of all blocks, classes): weights, from `mean` on in steps of `step`
    step: Vectors  # (n-grams of all blocks,)
    mean: Vectors  # (n-grams of all blocks,)

    def probabilities(self, texts: Sequence[str], meaning: Vectors) -> Vectors:
        """A row a text and a column a class, each row summing to 1; `meaning` are the texts' embeddings."""
        return softmax(self.calibration.logits(self.scores(texts, meaning), self.sides))

    def scores(self, texts: Sequence[str], meaning: Vectors) -> Vectors:
        """The regression's values: about 1 for the class that fits, 0 for the others; shape (texts, classes)."""
        by_meaning = gaussian_kernel(meaning, self.landmarks) @ self.gaussian
        return np.asarray(by_meaning + np.stack([self._by_wording(text) for text in texts]), np.float32)

    def _by_wording(self, text: str) -> Vectors:
        """The linear parts of the regression for one text; shape (classes,)."""
        found, first = [], 0
        for block, hashed in hashed_ngrams(text).items():
            at, weights = self.ngrams[block].weighed(hashed)
            found.append((first + at, weights))
            first += len(self.ngrams[block].hashes)
        rows, shares = (np.concatenate(each) for each in zip(*found, strict=True))
        by_class = (shares * self.step[rows]) @ self.table[rows].astype(np.float32)
        return np.asarray(by_class + shares @ self.mean[rows], np.float32)


def gaussian_kernel(one: Vectors, other: Vectors) -> Vectors:
    """exp(-d²) of rows of length 1, which is exp(2 (cosine - 1)); shape (one, other)."""
    return np.asarray(np.exp(2 * (one @ other.T - 1)), np.float32)


def softmax(logits: Vectors) -> Vectors:
    """Along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), np.float32)


def save(model: ReadingModel, path: Path) -> None:
    """Keeps a model in one file, its numbers in 16 bits or fewer."""
    said = {
        "format": FORMAT,
        "names": model.names,
        "sides": model.sides.tolist(),
        "encoder": model.encoder,
        "fingerprint": model.fingerprint,
        "calibration": vars(model.calibration),
    }
    parts: dict[str, NDArray[Any]] = {"table": model.table}
    parts |= {name: getattr(model, name).astype(np.float16) for name in _HALVES}
    for block, ngrams in model.ngrams.items():
        parts |= {f"{block}_hashes": ngrams.hashes, f"{block}_idf": ngrams.idf.astype(np.float16)}
    write_npz(path, said=json.dumps(said), **parts)


def load(path: Path, encoder: str, fingerprint: str = "") -> ReadingModel:
    """The model in this file; `fingerprint` is that of the notes, where they are those it should be fitted to.

    Raises AssistantError where it cannot be read or was fitted to something else.
    """
    model = read_learned(path, _model_in, "what was learned from the notes cannot be read")
    if encoder != model.encoder or fingerprint not in ("", model.fingerprint):
        what = "it was fitted to other notes or another encoder than those in use"
        raise AssistantError(path, what, to_train(encoder))
    return model


def _model_in(path: Path) -> ReadingModel:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
        parts = {name: found[name] for name in found.files}
    return _model(json.loads(str(parts.pop("said"))), parts)


def _model(said: dict[str, Any], parts: dict[str, NDArray[Any]]) -> ReadingModel:
    if said["format"] != FORMAT:
        raise ValueError(said["format"])
    wide = {name: parts[name].astype(np.float32) for name in _HALVES}
    calibration = Calibration(**{field.name: said["calibration"][field.name] for field in fields(Calibration)})
    ngrams = {b: Ngrams(parts[f"{b}_hashes"], parts[f"{b}_idf"].astype(np.float32)) for b in BLOCKS}
    sides = np.array(said["sides"], dtype=np.intp)
    return ReadingModel(
        tuple(said["names"]),
        sides,
        said["encoder"],
        said["fingerprint"],
        calibration,
        ngrams=ngrams,
        table=parts["table"],
        **wide,
    )
