"""What is learned from our notes, second part: comparing a question with every way of asking at once.

Kernel ridge regression. Its kernel is the sum of three likenesses of two texts: of meaning (a
Gaussian of their embeddings), of words and pairs of words, and of runs of letters, which bear
typos. It ranks better than the logistic regression in learn.py, which in turn tells better
whether a question is covered at all; docs/quality.md has the figures of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize

from corpus.errors import AssistantError
from index.encoder import Vectors
from index.words import stems

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Terms:
    """The terms of all texts, weighted so that rare ones count more; rows of length 1."""

    rows: csr_matrix  # (texts, terms)
    rarity: Scores  # (terms,)

    def likeness(self, counts: csr_matrix) -> Scores:
        """The cosine of each text with one question's counted terms."""
        return np.asarray((self.rows @ _weighted(counts, self.rarity).T).todense(), dtype=np.float32).ravel()


@dataclass(frozen=True)
class KernelClassifier:
    """Tells which class a question belongs to by its likeness to every known text."""

    words: Terms
    letters: Terms
    shares: NDArray[np.float32]  # (texts, classes)

    def scores(self, question: str, likeness: Scores) -> Scores:
        """A score for each class; `likeness` is the cosine of the question's embedding with each text's."""
        kernel = _kernel(
            likeness,
            self.words.likeness(_word_counter().transform([question])),
            self.letters.likeness(_letter_counter().transform([question])),
        )
        return np.asarray(kernel @ self.shares, dtype=np.float32)


def fit(texts: Sequence[str], vectors: Vectors, classes: NDArray[np.intp], *, ridge: float = 1.0) -> KernelClassifier:
    """The classifier of these texts, whose embeddings are `vectors`. Memory grows with the square of their number."""
    words, letters = _terms(_word_counter(), texts), _terms(_letter_counter(), texts)
    kernel = _kernel(
        vectors @ vectors.T,
        np.asarray((words.rows @ words.rows.T).todense(), dtype=np.float32),
        np.asarray((letters.rows @ letters.rows.T).todense(), dtype=np.float32),
    )
    kernel[np.diag_indices_from(kernel)] += ridge
    wanted = np.eye(classes.max() + 1, dtype=np.float32)[classes]
    shares = solve(kernel, wanted, assume_a="pos", overwrite_a=True, overwrite_b=True)
    return KernelClassifier(words, letters, shares.astype(np.float32))


def save(classifier: KernelClassifier, path: Path) -> None:
    """Keeps it in one file."""
    parts = {"shares": classifier.shares}
    for name, terms in (("words", classifier.words), ("letters", classifier.letters)):
        rows = terms.rows
        parts |= {f"{name}_{part}": getattr(rows, part) for part in ("data", "indices", "indptr")}
        parts |= {f"{name}_shape": np.array(rows.shape), f"{name}_rarity": terms.rarity}
    np.savez(path, allow_pickle=False, **parts)


def load(path: Path) -> KernelClassifier:
    """The classifier kept in this file. Raises AssistantError when it is not readable."""
    try:
        with np.load(path, allow_pickle=False) as found:
            parts = {name: found[name] for name in found.files}
        words, letters = (
            Terms(
                csr_matrix(
                    (parts[f"{name}_data"], parts[f"{name}_indices"], parts[f"{name}_indptr"]),
                    shape=tuple(parts[f"{name}_shape"]),
                ),
                parts[f"{name}_rarity"],
            )
            for name in ("words", "letters")
        )
        return KernelClassifier(words, letters, parts["shares"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise AssistantError(path, "what was learned cannot be read", "Build the index again") from error


def _kernel(meaning: Scores, words: Scores, letters: Scores, *, sharpness: float = 1.0) -> Scores:
    """Meaning counts in full, words and letters by half each: the middle of a flat optimum."""
    return np.asarray(np.exp(2 * sharpness * (meaning - 1)) + 0.5 * words + 0.5 * letters, dtype=np.float32)


def _terms(counter: HashingVectorizer, texts: Sequence[str]) -> Terms:
    counts = counter.transform(texts)
    rarity = TfidfTransformer().fit(counts).idf_.astype(np.float32)
    return Terms(_weighted(counts, rarity), rarity)


def _weighted(counts: csr_matrix, rarity: Scores) -> csr_matrix:
    weighted = counts.astype(np.float32)
    weighted.data = (1 + np.log(weighted.data)) * rarity[weighted.indices]
    return csr_matrix(normalize(weighted))


# Counted by hashing: no vocabulary has to be kept.
@cache
def _word_counter() -> HashingVectorizer:
    return HashingVectorizer(
        n_features=2**17, tokenizer=stems, token_pattern=None, ngram_range=(1, 2), alternate_sign=False, norm=None
    )


@cache
def _letter_counter() -> HashingVectorizer:
    return HashingVectorizer(n_features=2**17, analyzer="char_wb", ngram_range=(3, 5), alternate_sign=False, norm=None)
