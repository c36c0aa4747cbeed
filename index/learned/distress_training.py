"""Training of the distress model: ridge regression in the dual, then multinomial calibration.

It is calibrated on scores of messages that were held out in whole groups of near-alike ones, since
a message whose twin was learned from is no test. The same messages give the same model.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from index.encoder import ToneEncoder, Vectors
from index.learned.distress import (
    BUCKETS,
    DistressModel,
    Examples,
    Weights,
    calibrated,
    fingerprint,
    hashed,
    pairs,
    plain_letters,
    side_by_side,
    tfidf,
)

EVERYDAY = "everyday"
Labels = NDArray[np.intp]


@dataclass(frozen=True)
class Messages:
    """Messages with the features and the class of each."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    meaning: Vectors
    tone: Vectors
    labels: Labels

    def only(self, rows: Labels) -> "Messages":
        """Some of them."""
        texts = tuple(self.texts[row] for row in rows)
        return replace(self, texts=texts, meaning=self.meaning[rows], tone=self.tone[rows], labels=self.labels[rows])


@dataclass(frozen=True)
class Recipe:
    """Numbers of the training; each stands in a range in which results hardly change."""

    rank: int = 192  # of the quadratic features
    of_rows: float = 3.0  # the weight of meaning and tone beside that of n-grams
    ridge: float = 1.0


def some(asked: Sequence[str], *, at_most: int = 4000) -> list[str]:
    """Enough ways of asking to show what an ordinary question looks like; few change when others are written."""
    return sorted(set(asked), key=lambda way: hashlib.sha256(way.encode()).digest())[:at_most]


def train_distress(
    encoder: ToneEncoder, examples: Examples, asked: Sequence[str], *, recipe: Recipe = Recipe()
) -> DistressModel:
    """The calibrated model of these examples; of the ways of asking from our notes, some are everyday messages too."""
    messages = gathered(encoder, examples, asked)
    model = fitted(messages, fingerprint(encoder.name, examples), recipe)
    calibration = calibration_of(held_out_scores(messages, recipe=recipe), messages.labels)
    return replace(model, weights=replace(model.weights, calibration=calibration))


def gathered(encoder: ToneEncoder, examples: Examples, asked: Sequence[str]) -> Messages:
    """The messages to learn from, each once."""
    names = tuple(sorted(examples))
    label = {plain_letters(text): names.index(EVERYDAY) for text in some(asked)}
    label |= {plain_letters(text): names.index(name) for name in names for text in examples[name]}
    meaning, tone = encoder.encode_with_tone(list(label))
    return Messages(names, tuple(label), meaning, tone, np.array(list(label.values())))


def held_out_scores(messages: Messages, *, folds: int = 5, recipe: Recipe = Recipe()) -> Vectors:
    """The scores of each message by a model that saw neither it nor one like it."""
    fold = folds_of(messages, folds)
    scores = np.zeros((len(fold), len(messages.names)), np.float32)
    for number in range(folds):
        held = np.flatnonzero(fold == number)
        model = fitted(messages.only(np.flatnonzero(fold != number)), "", recipe)
        part = messages.only(held)
        scores[held] = model.scores(part.texts, part.meaning, part.tone)
    return scores


def folds_of(messages: Messages, folds: int, *, alike: float = 0.6) -> Labels:
    """The fold of each message; those whose mean similarity is `alike` or more share one."""
    groups = fcluster(linkage(messages.meaning, "average", metric="cosine"), 1 - alike, "distance")
    first = dict(zip(reversed(groups), reversed(messages.texts), strict=True))
    digests = [hashlib.sha256(first[group].encode()).hexdigest() for group in groups]
    return np.array([int(digest, 16) % folds for digest in digests])


def calibration_of(scores: Vectors, labels: Labels) -> Vectors:
    """The weights that make probabilities of scores."""
    found = LogisticRegression(C=10, max_iter=1000).fit(scores, labels)
    return np.vstack([found.coef_.T, found.intercept_]).astype(np.float32)


def held_out_probabilities(messages: Messages, *, folds: int = 5) -> Vectors:
    """As the held-out scores, calibrated on the other folds."""
    scores, fold = held_out_scores(messages, folds=folds), folds_of(messages, folds)
    found = np.zeros_like(scores)
    for number in range(folds):
        held = fold == number
        found[held] = calibrated(scores[held], calibration_of(scores[~held], messages.labels[~held]))
    return found


def fitted(messages: Messages, made_of: str, recipe: Recipe) -> DistressModel:
    """The model of these messages, not yet calibrated."""
    mean, deviation = messages.tone.mean(axis=0), messages.tone.std(axis=0) + np.float32(1e-4)
    rows = side_by_side(messages.meaning, messages.tone, mean, deviation)
    projection = _main_directions(rows, recipe.rank)
    idf = _idf(messages.texts)
    ngrams = _ngrams(messages.texts, idf)
    known = np.eye(len(messages.names), dtype=np.float32)[messages.labels]
    base = known.mean(axis=0)
    # The second-order expansion of exp(2 (similarity - 1)), which does as well as the whole series.
    share = np.float32(recipe.of_rows * np.exp(-2))
    duals = _solved(_kernel(rows, rows @ projection, ngrams, share), known - base, recipe.ridge)
    weights = Weights(
        mean=mean,
        deviation=deviation,
        linear=np.vstack([2 * share * rows.T @ duals, share * duals.sum(axis=0) + base]),
        projection=projection,
        quadratic=2 * share * _quadratic(rows @ projection, duals),
        idf=idf,
        ngrams=np.asarray(ngrams.T @ duals, np.float32),
        calibration=np.vstack([np.eye(len(base)), np.zeros(len(base))]).astype(np.float32),
    )
    return DistressModel(messages.names, made_of, weights)


def _main_directions(rows: Vectors, rank: int) -> Vectors:
    _, directions = np.linalg.eigh(rows.T @ rows)
    return np.ascontiguousarray(directions[:, ::-1][:, :rank], np.float32)


def _idf(texts: Sequence[str]) -> Vectors:
    counts = np.zeros(BUCKETS)
    for text in texts:
        counts[np.unique(np.concatenate(hashed(text)))] += 1
    return np.asarray(np.log((1 + len(texts)) / (1 + counts)) + 1, np.float32)


def _ngrams(texts: Sequence[str], idf: Vectors) -> csr_matrix:
    weighed = [tfidf(text, idf) for text in texts]
    starts = np.cumsum([0, *(len(buckets) for buckets, _ in weighed)])
    buckets, values = (np.concatenate(part) for part in zip(*weighed, strict=True))
    return csr_matrix((values, buckets, starts), shape=(len(texts), BUCKETS))


def _kernel(rows: Vectors, projected: Vectors, ngrams: csr_matrix, share: np.float32, *, block: int = 512) -> Vectors:
    kernel = np.empty((len(rows), len(rows)), np.float32)
    for start in range(0, len(rows), block):
        part = slice(start, start + block)
        similarity, square = rows[part] @ rows.T, (projected[part] @ projected.T) ** 2
        kernel[part] = share * (1 + 2 * similarity + 2 * square) + (ngrams[part] @ ngrams.T).toarray()
    return kernel


def _solved(kernel: Vectors, wanted: Vectors, ridge: float) -> Vectors:
    kernel[np.diag_indices_from(kernel)] += ridge
    return np.asarray(cho_solve(cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False), wanted))


def _quadratic(projected: Vectors, duals: Vectors) -> Vectors:
    """The quadratic form of each class, by pairs of columns."""
    first, second = pairs(projected.shape[1])
    twice = np.where(first == second, 1, 2)
    forms = [(projected.T * dual) @ projected for dual in duals.T]
    return np.stack([form[first, second] * twice for form in forms], axis=1).astype(np.float32)
