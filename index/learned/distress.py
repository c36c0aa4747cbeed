"""Distress model: kernel ridge regression, calibrated: is a message a cry for help, an emergency or none.

The kernel is a polynomial of degree two of how alike two messages are in meaning (embedding) and in
tone (mean of a middle layer), plus the cosine of their n-grams of words and of letters, which bear
negation and typos. Both have few enough features to keep the weights of the features instead of
the examples. distress_training.py fits it by a command; here it is applied, with numpy alone.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.errors import AssistantError
from index.encoder import Vectors
from index.learned.artefacts import read_learned, to_train, write_npz
from index.words import letter_runs

FORMAT = 1
ARTEFACT = Path(__file__).with_suffix(".npz")
BUCKETS = 2**15  # that n-grams are hashed into
TONE_SHARE = 0.67  # of the similarity of two messages; the rest is meaning

Examples = Mapping[str, Sequence[str]]  # messages by the name of their class

_WORD = re.compile(r"\w+(?:'\w+)?")
_LEET = str.maketrans("013457@$", "oieastas")
_INSIDE = re.compile(r"(?<=[a-z])[013457@$]+(?=[a-z])")


@dataclass(frozen=True)
class Weights:
    """What is learned. Scores are a sum over three kinds of features; see `DistressModel.scores`."""

    mean: Vectors  # (width,) of the middle layer
    deviation: Vectors  # (width,)
    linear: Vectors  # (2 width + 1, classes): meaning, tone and a constant
    projection: Vectors  # (2 width, rank): the main directions of meaning and tone
    quadratic: Vectors  # (rank (rank + 1) / 2, classes): products of two directions
    idf: Vectors  # (buckets,)
    ngrams: Vectors  # (buckets, classes)
    calibration: Vectors  # (classes + 1, classes): scores and a constant become log-probabilities


@dataclass(frozen=True)
class DistressModel:
    """Tells how likely each class of message is."""

    names: tuple[str, ...]  # of the classes
    fingerprint: str  # of the encoder and the examples
    weights: Weights

    def probabilities(self, text: str, meaning: Vectors, tone: Vectors) -> dict[str, float]:
        """By class name; `meaning` and `tone` are the message's rows from the encoder. They sum to 1."""
        found = calibrated(self.scores([text], meaning[None], tone[None]), self.weights.calibration)[0]
        return {name: float(value) for name, value in zip(self.names, found, strict=True)}

    def scores(self, texts: Sequence[str], meaning: Vectors, tone: Vectors) -> Vectors:
        """Before calibration; a row for each text, shape (texts, classes)."""
        of = self.weights
        rows = side_by_side(meaning, tone, of.mean, of.deviation)
        direct = rows @ of.linear[:-1] + of.linear[-1]
        squared = products(rows @ of.projection) @ of.quadratic
        return np.asarray(direct + squared + self._of_ngrams(texts), np.float32)

    def _of_ngrams(self, texts: Sequence[str]) -> Vectors:
        weighed = [tfidf(text, self.weights.idf) for text in texts]
        return np.stack([values @ self.weights.ngrams[buckets] for buckets, values in weighed])


def calibrated(scores: Vectors, calibration: Vectors) -> Vectors:
    """Multinomial logistic regression on the scores; rows sum to 1."""
    logits = scores @ calibration[:-1] + calibration[-1]
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), np.float32)


def side_by_side(meaning: Vectors, tone: Vectors, mean: Vectors, deviation: Vectors) -> Vectors:
    """Rows of length 1 whose products are the shared similarity of meaning and of standardised tone."""
    scaled = (tone - mean) / deviation
    length = np.maximum(np.linalg.norm(scaled, axis=1, keepdims=True), 1e-6)
    return np.hstack([meaning * np.sqrt(1 - TONE_SHARE), scaled / length * np.sqrt(TONE_SHARE)]).astype(np.float32)


def products(rows: Vectors) -> Vectors:
    """Of each two columns: what a quadratic form over the columns is linear in."""
    first, second = pairs(rows.shape[1])
    return rows[:, first] * rows[:, second]


@cache
def pairs(rank: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each two columns, once."""
    first, second = np.triu_indices(rank)
    return first, second


def plain_letters(text: str) -> str:
    """With ordinary letters for 𝗯𝗼𝗹𝗱 and other disguised ones (NFKC), as a question is read too."""
    return unicodedata.normalize("NFKC", text)


def readable(text: str) -> str:
    """Lower case without apostrophes, with plain letters, also for digits inside a word (k1ll)."""
    plain = re.sub(r"['’`´]", "", plain_letters(text).casefold())
    return _INSIDE.sub(lambda found: found[0].translate(_LEET), plain)


def hashed(text: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The buckets of its 1- to 3-grams of words, first and last word told apart, and of 3- to 5-grams of letters."""
    words = _WORD.findall(readable(text))
    runs = [" ".join(words[at : at + n]) for n in (1, 2, 3) for at in range(len(words) - n + 1)]
    ends = [f"^ {words[0]}", f"{words[-1]} $"] if words else []
    return _buckets([run.encode() for run in (*runs, *ends)], 1), _buckets(letter_runs(words), 2)


def _buckets(terms: Sequence[bytes], start: int) -> NDArray[np.intp]:
    return np.array([crc32(term, start) % BUCKETS for term in terms], dtype=np.intp)


def tfidf(
    text: str, idf: Vectors, *, of_words: float = 1.2, of_letters: float = 1.0
) -> tuple[NDArray[np.intp], Vectors]:
    """The buckets of a text and their weights; squares sum to `of_words` and to `of_letters`."""
    buckets, values = [], []
    for found, share in zip(hashed(text), (of_words, of_letters), strict=True):
        unique, counts = np.unique(found, return_counts=True)
        weighed = (1 + np.log(counts)) * idf[unique]
        buckets.append(unique)
        values.append(weighed * np.sqrt(share) / max(float(np.linalg.norm(weighed)), 1e-6))
    return np.concatenate(buckets), np.concatenate(values).astype(np.float32)


def fingerprint(encoder: str, examples: Examples) -> str:
    """16 hexadecimal digits of the encoder and the examples that a model is made of."""
    made_of = [FORMAT, encoder, sorted((name, sorted(texts)) for name, texts in examples.items())]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]


def save_distress(model: DistressModel, path: Path = ARTEFACT) -> None:
    """Keeps it in one file, in half precision."""
    halves = {name: value.astype(np.float16) for name, value in asdict(model.weights).items()}
    write_npz(path, names=np.array(model.names), fingerprint=np.array(model.fingerprint), **halves)


def load_distress(encoder: str, examples: Examples, path: Path = ARTEFACT) -> DistressModel:
    """The model for this encoder, made of these examples. Raises AssistantError when it is another, or unreadable."""
    model = read_learned(path, _model_in, "what was learned of distress cannot be read")
    if model.fingerprint != fingerprint(encoder, examples):
        what = "what was learned of distress is of another encoder or of other examples"
        raise AssistantError(path, what, to_train(encoder))
    return model


def _model_in(path: Path) -> DistressModel:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
        weights = Weights(**{name: found[name].astype(np.float32) for name in Weights.__dataclass_fields__})
        return DistressModel(tuple(found["names"].tolist()), str(found["fingerprint"]), weights)
