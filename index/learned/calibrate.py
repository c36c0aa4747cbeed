"""`make train`: fits the weights of coverage anew, into index/learned/answerability.json.

With notes, the questions are ways of asking that are held out of the index they are asked of. Asked
of what we hold they are covered; asked of a topic answered elsewhere, or of a statement that is
taken out of the index, they are not. The develop half of the answer tests joins in. Without notes,
what each statement means in our words is asked of the bare statements, that one present or taken out.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpus.document import Kind, Passage
from corpus.files import write_whole
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES, ROOT
from index import learn
from index.build import Build, classes_of, open_build
from index.encoder import SentenceEncoder, Vectors
from index.entries import Entry
from index.learned import ranker as kernel
from index.learned.answerability import WEIGHTS, bare_features, features
from index.search import Hit, Ranking, Searcher

FOLDS = 4
Example = tuple[tuple[float, ...], bool, float]  # features, covered, weight


class KnownTexts:
    """An encoder that remembers embeddings of texts that were embedded before."""

    def __init__(self, encoder: SentenceEncoder, build: Build) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._rows = {entry.text: row for entry, row in zip(build.entries, build.vectors, strict=True)}

    def encode(self, texts: list[str]) -> Vectors:
        """The embeddings that are known, and those of the rest made."""
        unknown = [text for text in texts if text not in self._rows]
        if unknown:
            self._rows.update(zip(unknown, self._encoder.encode(unknown), strict=True))
        return np.stack([self._rows[text] for text in texts])


def share(text: str, parts: int) -> int:
    """Which of so many parts a text falls into, for good."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % parts


def only(build: Build, kept: list[int], *, learned: bool) -> Build:
    """The build with some of its rows, and with what they teach."""
    entries = tuple(build.entries[n] for n in kept)
    part = replace(build, entries=entries, vectors=build.vectors[kept], classifier=None, kernel=None)
    for name in ("targets", "first_rows", "texts_by_target"):
        part.__dict__.pop(name, None)
    if learned:
        classes = classes_of(entries)
        texts = [entry.text for entry in entries]
        part = replace(
            part, classifier=learn.fit(part.vectors, classes), kernel=kernel.fit(texts, part.vectors, classes)
        )
    return part


def leading(ranking: Ranking) -> Hit:
    """The hit that an answer would rest on, as the composer chooses it in the plain case."""
    official = [hit for hit in ranking.hits if hit.passage.document.kind is not Kind.COMMENTARY]
    return max((*official[:1], *ranking.hits[:1]), key=lambda hit: hit.score)


def held_out(build: Build, encoder: KnownTexts) -> Iterator[Example]:
    """Ways of asking, asked of an index that does not know them."""
    for fold in range(FOLDS):

        def gone(entry: Entry, fold: int = fold) -> bool:
            return share(_name(entry), 5) == fold

        def asked(entry: Entry, fold: int = fold) -> bool:
            return "#" in entry.key and share(entry.text, FOLDS) == fold

        kept = [n for n, entry in enumerate(build.entries) if not gone(entry) and not asked(entry)]
        searcher = Searcher(only(build, kept, learned=True), encoder)
        questions = [entry for entry in build.entries if asked(entry)]
        for entry in questions[::2]:
            ranking = searcher.search(entry.text)
            covered = isinstance(entry.target, Passage) and not gone(entry)
            yield features(ranking, leading(ranking)), covered, 1.0


def taken_out(build: Build, encoder: KnownTexts) -> Iterator[Example]:
    """The plain meaning of each statement, asked of all bare statements, and of all but that one."""
    bare = [n for n, entry in enumerate(build.entries) if "#" not in entry.key]
    whole = Searcher(only(build, bare, learned=False), encoder)
    for note in build.library.notes.of_passages:
        others = [n for n in bare if build.entries[n].target != note.passage]
        rest = Searcher(only(build, others, learned=False), encoder)
        for searcher in (whole, rest):
            ranking = searcher.search(note.plain)
            yield bare_features(ranking, ranking.hits[0]), searcher is whole, 1.0


def develop(build: Build, encoder: KnownTexts, folder: Path, *, weight: float = 5.0) -> Iterator[Example]:
    """The develop half of the answer tests, each worth several ways of asking: they were written apart."""
    searcher = Searcher(build, encoder)
    for path in sorted(folder.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            outcomes = case.get("expect", {}).get("outcome", []) if isinstance(case, dict) else []
            outcomes = [outcomes] if isinstance(outcomes, str) else outcomes
            if "question" not in case or share(case["id"], 2) or {"distress", "unclear"} & set(outcomes):
                continue
            ranking = searcher.search(case["question"])
            yield features(ranking, leading(ranking)), "answered" in outcomes, weight


def fitted(examples: list[Example], *, answered_from: float, related_from: float) -> dict[str, object]:
    """Weights and bands: answered from so much probability on, and related below it. Prints what they cost."""
    values = np.array([example[0] for example in examples])
    covered = np.array([example[1] for example in examples])
    counts = np.array([example[2] for example in examples])
    means, deviations = values.mean(axis=0), values.std(axis=0)
    deviations[deviations == 0] = 1.0
    scaled = (values - means) / deviations
    model = LogisticRegression(C=1.0, class_weight="balanced").fit(scaled, covered, sample_weight=counts)
    odds = model.predict_proba(scaled)[:, 1]
    print(f"{len(examples)} examples, {covered.sum()} covered; AUROC {roc_auc_score(covered, odds):.3f}")
    written = counts > 1
    if written.any():
        print(f"  of them the develop half: AUROC {roc_auc_score(covered[written], odds[written]):.3f}")
        odds, covered = odds[written], covered[written]
    print(
        f"  answered from {answered_from:.3f} ({(odds[covered] >= answered_from).mean():.0%} of the covered), ", end=""
    )
    print(
        f"related from {related_from:.3f} ({(odds[covered] < related_from).mean():.0%} of the covered and "
        f"{(odds[~covered] < related_from).mean():.0%} of the uncovered refused)"
    )
    rounded = {"means": means, "deviations": deviations, "weights": model.coef_[0]}
    return {
        **{name: [round(float(value), 4) for value in row] for name, row in rounded.items()},
        "bias": round(float(model.intercept_[0]), 4),
        "answered_from": round(answered_from, 3),
        "related_from": round(related_from, 3),
    }


def _name(entry: Entry) -> str:
    return entry.target.key if isinstance(entry.target, Passage) else entry.target.name


def main() -> None:
    """Fits both sets of weights."""
    encoder = SentenceEncoder()
    build = open_build(read_library(OUR_DOCUMENTS, OUR_NOTES), encoder, ROOT / ".data")
    known = KnownTexts(encoder, build)
    with_notes = [*held_out(build, known), *develop(build, known, ROOT / "tests" / "answers")]
    without = list(taken_out(build, known))
    weights = {
        "with_notes": fitted(with_notes, answered_from=0.4, related_from=0.25),
        # More careful: scores alone do not carry over from one set of texts to another.
        "without_notes": fitted(without, answered_from=0.6, related_from=0.3),
    }
    write_whole(WEIGHTS, (json.dumps(weights, indent=2) + "\n").encode())


if __name__ == "__main__":
    main()
