"""Training of the reading model: kernel ridge regression, made small, calibrated on groups that are held out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.linalg import cho_factor, cho_solve, solve
from scipy.linalg.lapack import spotri
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from index.encoder import Vectors
from index.learned.examples import Examples
from index.learned.readings import (
    BLOCKS,
    Calibration,
    Ngrams,
    ReadingModel,
    gaussian_kernel,
    hashed_ngrams,
    softmax,
)

FOLDS = 4


@dataclass(frozen=True)
class Bin:
    """Phrasings whose likeliest reading was said to be about as likely."""

    count: int
    said: float  # how likely it was said to be, on average
    right: float  # the share for which it was


@dataclass(frozen=True)
class Reliability:
    """What the probabilities are worth on phrasings held out in groups, which the calibration was not fitted to."""

    bins: tuple[Bin, ...]

    @property
    def count(self) -> int:
        """How many phrasings."""
        return sum(each.count for each in self.bins)

    @property
    def right(self) -> float:
        """The share whose likeliest reading is the right one."""
        return sum(each.count * each.right for each in self.bins) / self.count

    @property
    def error(self) -> float:
        """Expected calibration error: how far what is said is from what is right, on average."""
        return sum(each.count * abs(each.said - each.right) for each in self.bins) / self.count


@dataclass(frozen=True)
class Fitted:
    """A model and what its probabilities are worth."""

    model: ReadingModel
    reliability: Reliability


def fit(examples: Examples, meaning: Vectors, encoder: str, *, ridge: float = 1.0) -> Fitted:
    """The model of these examples, whose embeddings are `meaning`.

    Takes minutes, and memory for the square of their number: a gigabyte for 16,000.
    """
    blocks = {block: _counted(examples.texts, block) for block in BLOCKS}
    kernel = _kernel(meaning, [rows for _, rows in blocks.values()])
    kernel[np.diag_indices_from(kernel)] += ridge
    wanted = np.eye(len(examples.names), dtype=np.float32)[examples.classes]
    factor = cho_factor(kernel.T, lower=True, overwrite_a=True)  # symmetric, and so in the order that it wants
    dual = cho_solve(factor, wanted).astype(np.float32)
    held_out = _held_out(factor, dual, wanted, _folds(examples.classes, meaning))
    landmarks, gaussian = _on_landmarks(examples, meaning, dual)
    weights = [np.float32(BLOCKS[block]) * (rows.T @ dual) for block, (_, rows) in blocks.items()]
    calibration = _calibrated(examples, held_out)
    model = ReadingModel(
        examples.names,
        examples.sides,
        encoder,
        examples.fingerprint(encoder),
        calibration,
        landmarks,
        gaussian,
        {block: ngrams for block, (ngrams, _) in blocks.items()},
        *_in_steps(np.vstack(weights)),
    )
    return Fitted(model, _reliability(examples, held_out, calibration))


def _counted(texts: Sequence[str], block: str, *, fewest: int = 2) -> tuple[Ngrams, csr_matrix]:
    """The n-grams that occur in at least `fewest` texts, and each text's weights of them, rows of length 1."""
    hashed = [hashed_ngrams(text)[block] for text in texts]
    found, counts = np.unique(np.concatenate([np.unique(each) for each in hashed]), return_counts=True)
    kept = counts >= fewest
    idf = np.log((1 + len(texts)) / (1 + counts[kept])) + 1  # as scikit-learn's TfidfTransformer smooths it
    ngrams = Ngrams(found[kept], idf.astype(np.float32))
    rows = [ngrams.weighed(each) for each in hashed]
    ends = np.cumsum([0, *(len(at) for at, _ in rows)])
    values, columns = np.concatenate([v for _, v in rows]), np.concatenate([at for at, _ in rows])
    return ngrams, csr_matrix((values, columns, ends), shape=(len(texts), len(ngrams.hashes)))


def _kernel(meaning: Vectors, blocks: Sequence[csr_matrix]) -> Vectors:
    """The kernel of every text with every other, some rows at a time to spare memory."""
    kernel = np.empty((len(meaning), len(meaning)), dtype=np.float32)
    for part in _parts(len(meaning)):
        kernel[part] = gaussian_kernel(meaning[part], meaning)
        for block, weight in zip(blocks, BLOCKS.values(), strict=True):
            kernel[part] += np.float32(weight) * (block[part] @ block.T).toarray()
    return kernel


def _held_out(factor: tuple[Vectors, bool], dual: Vectors, wanted: Vectors, folds: NDArray[np.intp]) -> Vectors:
    """The score of each text by a regression without its fold; the factor is used up.

    In closed form: with the inverse of the kernel, leaving rows out needs no new fit (Rifkin and Lippert 2007).
    """
    half, _ = spotri(factor[0], lower=True, overwrite_c=True)  # the inverse, of which only the lower half is right
    scores = np.empty_like(wanted)
    for fold in range(FOLDS):
        out = np.flatnonzero(folds == fold)
        below = np.tril(half[np.ix_(out, out)])
        inverse = below + np.tril(below, -1).T
        scores[out] = wanted[out] - solve(inverse, dual[out], assume_a="pos", overwrite_a=True)
    return scores


def _folds(classes: NDArray[np.intp], meaning: Vectors, *, alike: float = 0.6) -> NDArray[np.intp]:
    """A fold for each text; within a class, texts whose embeddings are alike (average linkage) share one."""
    folds = np.zeros(len(classes), dtype=np.intp)
    for number in range(classes.max() + 1):
        rows = np.flatnonzero(classes == number)
        groups = np.ones(len(rows))
        if len(rows) > 1:
            groups = fcluster(linkage(meaning[rows], "average", metric="cosine"), 1 - alike, "distance")
        load = np.zeros(FOLDS)
        for group in sorted(set(groups), key=lambda each: -np.count_nonzero(groups == each)):
            members = rows[groups == group]
            folds[members] = lightest = int(np.argmin(load))
            load[lightest] += len(members)
    return folds


def _calibrated(examples: Examples, held_out: Vectors) -> Calibration:
    """The weights under which what was held out is likeliest (negative log-likelihood, every second text)."""
    rows = np.arange(0, len(held_out), 2)
    classes = examples.classes[rows]

    def loss(weights: Vectors) -> float:
        shares = softmax(Calibration(*map(float, weights)).logits(held_out[rows], examples.sides))
        return float(-np.log(np.maximum(shares[np.arange(len(rows)), classes], 1e-9)).mean())

    found = minimize(loss, [1.5, 3.0, 3.0], method="Nelder-Mead", options={"maxiter": 150})
    return Calibration(*map(float, found.x))


def _reliability(examples: Examples, held_out: Vectors, calibration: Calibration, *, bins: int = 10) -> Reliability:
    """Of the texts that the calibration was not fitted to, in bins of equal width."""
    rows = np.arange(1, len(held_out), 2)
    shares = softmax(calibration.logits(held_out[rows], examples.sides))
    sure, right = shares.max(1), shares.argmax(1) == examples.classes[rows]
    number = np.minimum((sure * bins).astype(int), bins - 1)
    members = [number == n for n in range(bins)]
    return Reliability(
        tuple(Bin(int(of.sum()), float(sure[of].mean()), float(right[of].mean())) for of in members if of.any())
    )


def _landmarks(examples: Examples, count: int) -> NDArray[np.intp]:
    """So many texts, about as many of each class; the same ones each time."""
    shuffled = np.random.default_rng(0).permutation(len(examples.texts))
    seen = np.zeros(len(examples.names), dtype=np.intp)
    turn = np.empty(len(shuffled), dtype=np.intp)
    for row in shuffled:
        turn[row] = seen[examples.classes[row]]
        seen[examples.classes[row]] += 1
    return np.sort(np.argsort(turn, kind="stable")[:count])


def _on_landmarks(
    examples: Examples, meaning: Vectors, dual: Vectors, *, count: int = 2000, ridge: float = 0.1
) -> tuple[Vectors, Vectors]:
    """Landmarks and their coefficients: the least-squares fit to the values of the Gaussian part at all texts."""
    landmarks = meaning[_landmarks(examples, count)]
    kernel = gaussian_kernel(meaning, landmarks).astype(np.float64)
    inner = kernel.T @ kernel
    inner[np.diag_indices_from(inner)] += ridge
    wanted = np.concatenate([gaussian_kernel(meaning[part], meaning) @ dual for part in _parts(len(meaning))])
    return landmarks, np.linalg.solve(inner, kernel.T @ wanted).astype(np.float32)


def _parts(length: int, *, rows: int = 1024) -> list[slice]:
    return [slice(start, start + rows) for start in range(0, length, rows)]


def _in_steps(weights: Vectors, *, steps: int = 7) -> tuple[NDArray[np.int8], Vectors, Vectors]:
    """Each row in whole steps from its mean, so many either way: 15 values a row are as good as all, and pack well."""
    mean = weights.mean(axis=1)
    step = np.maximum(np.abs(weights - mean[:, None]).max(axis=1) / steps, 1e-9)
    table = np.round((weights - mean[:, None]) / step[:, None]).astype(np.int8)
    return table, step.astype(np.float32), mean.astype(np.float32)
