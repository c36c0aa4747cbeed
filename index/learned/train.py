"""`python -m index.learned.train`: fits to our notes what the repository keeps of them, into this folder.

The reading model, the answerability of passages without notes, and the model of distress.

Run it after a note, a way of asking or the encoder has changed, and commit the files that it writes.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpus.document import Passage
from corpus.library import Library, read_library
from corpus.note_reader import read_cries_for_help
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES
from index.encoder import PACKAGED, Encoder
from index.learned import answerability, fit_readings, readings
from index.learned.answerability import Answerability, Scores, best_elsewhere, numbered, wording
from index.learned.distress import save_distress
from index.learned.distress_training import train_distress
from index.learned.examples import examples_of
from index.packaged import open_encoder
from index.words import WordIndex, stems_and_pairs


def main() -> None:
    """Fits everything and tells what it is worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", default=PACKAGED)
    parser.add_argument("--readings", type=Path, default=readings.FITTED, help="file to write the reading model to")
    given = parser.parse_args()
    begun = time.process_time()
    library, encoder = read_library(OUR_DOCUMENTS, OUR_NOTES), open_encoder(given.encoder)
    train_readings(library, encoder, given.readings)
    answerability.write_answerability(train_answerability(library, encoder))
    save_distress(train_distress(encoder, read_cries_for_help(OUR_NOTES), library.notes.asked))
    print(f"Everything took {time.process_time() - begun:.0f} s of processor time.")


def train_readings(library: Library, encoder: Encoder, path: Path) -> None:
    """Fits the reading model to the notes of a library and keeps it in this file, whole or not at all."""
    examples = examples_of(library.notes)
    print(f"{len(examples.texts):,} texts of {len(examples.names)} readings")
    fitted = fit_readings.fit(examples, encoder.encode(list(examples.texts)), encoder.name)
    readings.save(fitted.model, path)
    told = fitted.reliability
    print(
        f"{told.count} phrasings held out in groups: {told.right:.1%} right first, calibration error {told.error:.3f}"
    )
    for each in told.bins:
        print(f"  {each.count:5} said to be right with {each.said:.2f}, were right in {each.right:.2f}")
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def train_answerability(library: Library, encoder: Encoder) -> Answerability:
    """Fits the weights for passages without notes.

    The plain meaning of each statement is asked of all bare statements, where it is answered, and of all but that
    one and its near twins' section, where it is not.
    """
    passages, notes = library.passages, library.notes.of_passages
    vectors = encoder.encode([passage.statement for passage in passages])
    asked = encoder.encode([note.plain for note in notes])
    number = {passage.key: n for n, passage in enumerate(passages)}
    values, covered = [], []
    for note, embedding in zip(notes, asked, strict=True):
        for out in (False, True):
            kept = [n for n in range(len(passages)) if not (out and n == number[note.passage.key])]
            values.append(_features([passages[n] for n in kept], vectors[kept] @ embedding, note.plain))
            covered.append(not out)
    model = LogisticRegression(C=10.0).fit(values, covered)
    odds = model.predict_proba(values)[:, 1]
    print(f"Answerability without notes: AUROC {roc_auc_score(covered, odds):.3f} on what it was fitted to")
    similarity, overlap, margin = map(float, model.coef_[0])
    return Answerability(encoder.name, float(model.intercept_[0]), similarity, overlap, margin)


def _features(passages: Sequence[Passage], similarity: Scores, question: str) -> tuple[float, float, float]:
    """Similarity, share of the question's idf and margin of the passage that matches best."""
    words = WordIndex([wording(passage) for passage in passages], terms=stems_and_pairs)
    matched = similarity + Answerability.words_weight * words.scores(question) / words.most(question)
    sections = numbered((passage.document.id, passage.section.path) for passage in passages)
    best = int(np.argmax(matched))
    margin = matched - best_elsewhere(matched, sections)
    return float(similarity[best]), float(words.idf_overlap(question)[best]), float(margin[best])


if __name__ == "__main__":
    main()
