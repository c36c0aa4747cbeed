"""What is learned from our notes, second part: comparing a question with every way of asking at once.

Kernel ridge regression. Its kernel is a sum of likenesses of two texts: of meaning (a Gaussian of
their embeddings), of words (those that carry meaning by their stems, and runs of all words, which
tell who did it to whom), and of runs of letters, which bear typos. It ranks better than the
logistic regression in learn.py, which in turn tells better whether a question is covered at all;
docs/quality.md has the figures of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.sparse import csc_matrix, csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize

from corpus.errors import AssistantError
from index.encoder import Vectors
from index.words import stems, words

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Terms:
    """The terms of all texts, weighted so that rare ones count more; rows of length 1."""

    rows: csc_matrix  # (texts, terms); by columns, since a question has few terms
    rarity: Scores  # (terms,)

    def likeness(self, counts: csr_matrix) -> Scores:
        """The cosine of each text with one question's counted terms."""
        asked = _weighted(counts, self.rarity)
        return np.asarray(self.rows[:, asked.indices] @ asked.data, dtype=np.float32)


@dataclass(frozen=True)
class KernelClassifier:
    """Tells which class a question belongs to by its likeness to every known text."""

    terms: tuple[Terms, ...]  # one for each of the counters below
    shares: NDArray[np.float32]  # (texts, classes)

    def scores(self, question: str, likeness: Scores) -> Scores:
        """A score for each class; `likeness` is the cosine of the question's embedding with each text's."""
        counted = [counter.transform([question]) for counter, _ in _counters()]
        alike = [terms.likeness(counts) for terms, counts in zip(self.terms, counted, strict=True)]
        return np.asarray(_kernel(likeness, alike) @ self.shares, dtype=np.float32)


def fit(texts: Sequence[str], vectors: Vectors, classes: NDArray[np.intp], *, ridge: float = 1.0) -> KernelClassifier:
    """The classifier of these texts, whose embeddings are `vectors`. Memory grows with the square of their number."""
    terms = tuple(_terms(counter, texts) for counter, _ in _counters())
    kernel = _among(vectors, [each.rows for each in terms])
    kernel[np.diag_indices_from(kernel)] += ridge
    wanted = np.eye(classes.max() + 1, dtype=np.float32)[classes]
    shares = solve(kernel, wanted, assume_a="pos", overwrite_a=True, overwrite_b=True)
    return KernelClassifier(terms, shares.astype(np.float32))


def save(classifier: KernelClassifier, path: Path | BytesIO) -> None:
    """Keeps it in one file."""
    parts = {"shares": classifier.shares}
    for number, terms in enumerate(classifier.terms):
        rows = terms.rows
        parts |= {f"{number}_{part}": getattr(rows, part) for part in ("data", "indices", "indptr")}
        parts |= {f"{number}_shape": np.array(rows.shape), f"{number}_rarity": terms.rarity}
    np.savez(path, allow_pickle=False, **parts)


def load(path: Path) -> KernelClassifier:
    """The classifier kept in this file. Raises AssistantError when it is not readable."""
    try:
        with np.load(path, allow_pickle=False) as found:
            parts = {name: found[name] for name in found.files}
        terms = tuple(_kept(parts, number) for number, _ in enumerate(_counters()))
        return KernelClassifier(terms, parts["shares"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise AssistantError(path, "what was learned cannot be read", "Build the index again") from error


def _kept(parts: dict[str, NDArray[np.float32]], number: int) -> Terms:
    data, indices, indptr = (parts[f"{number}_{part}"] for part in ("data", "indices", "indptr"))
    return Terms(csc_matrix((data, indices, indptr), shape=tuple(parts[f"{number}_shape"])), parts[f"{number}_rarity"])


def _kernel(meaning: Scores, alike: Sequence[Scores], *, sharpness: float = 1.0) -> Scores:
    kernel: Scores = np.exp(2 * sharpness * (meaning - 1))
    for (_, weight), likeness in zip(_counters(), alike, strict=True):
        kernel += np.float32(weight) * likeness
    return kernel


def _among(vectors: Vectors, terms: Sequence[csc_matrix], *, block: int = 512) -> Scores:
    """The kernel of every text with every other, a block of rows at a time to spare memory."""
    kernel = np.empty((len(vectors), len(vectors)), dtype=np.float32)
    by_row = [csr_matrix(rows) for rows in terms]
    for start in range(0, len(vectors), block):
        part = slice(start, start + block)
        kernel[part] = _kernel(vectors[part] @ vectors.T, [(rows[part] @ rows.T).toarray() for rows in by_row])
    return kernel


def _terms(counter: HashingVectorizer, texts: Sequence[str]) -> Terms:
    counts = counter.transform(texts)
    rarity = TfidfTransformer().fit(counts).idf_.astype(np.float32)
    return Terms(csc_matrix(_weighted(counts, rarity)), rarity)


def _weighted(counts: csr_matrix, rarity: Scores) -> csr_matrix:
    weighted = counts.astype(np.float32)
    weighted.data = (1 + np.log(weighted.data)) * rarity[weighted.indices]
    return csr_matrix(normalize(weighted))


@cache
def _counters() -> tuple[tuple[HashingVectorizer, float], ...]:
    """What is counted of a text, and how much it weighs; by hashing, so that no vocabulary has to be kept.

    The embeddings weigh 1. Each weight is the middle of a flat optimum.
    """
    common = {"n_features": 2**17, "alternate_sign": False, "norm": None}
    return (
        (HashingVectorizer(tokenizer=stems, token_pattern=None, ngram_range=(1, 2), **common), 0.5),
        (HashingVectorizer(tokenizer=words, token_pattern=None, ngram_range=(1, 3), **common), 1.0),
        (HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), **common), 0.5),
    )
