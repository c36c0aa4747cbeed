"""`make learning`: what more ways of asking add, and what a probability is worth. Takes some minutes.

The reading model is fitted anew to an eighth, a quarter and a half of the ways of asking of each reading; all of
them are what the model that comes with the project was fitted to. Each ranks questions that were written by people
who had not seen them. Prints both tables as Markdown, the second of the model of half of them, and draws
docs/learning-curve.svg and docs/calibration.svg.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.evaluation.case import Case
from assistant.evaluation.dataset import read_cases
from corpus.document import Passage
from corpus.library import Library, read_library
from corpus.paths import OUR_ANSWER_TESTS, OUR_DOCUMENTS, OUR_NOTES, ROOT
from index.encoder import Encoder, Vectors
from index.learned.examples import Examples, examples_of
from index.learned.fit_readings import Reliability, fit
from index.learned.readings import FITTED, ReadingModel, load
from index.packaged import open_encoder
from index.search import class_of

SHARES = (0.125, 0.25, 0.5)
UNSEEN = ("blind-*.yaml", "short-*.yaml")  # of tests/answers/dev: written without a look at notes or answers
_WIDE, _HIGH, _LEFT, _TOP = 480, 280, 60, 20


@dataclass(frozen=True)
class Learned:
    """What a share of the ways of asking is worth on unseen questions."""

    texts: int
    first: float  # the right reading is the likeliest, as a share of the questions
    among_three: float


def main() -> None:
    """Two tables and two pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, default=ROOT / "docs", help="folder to write them to")
    folder = parser.parse_args().pictures
    library, encoder = read_library(OUR_DOCUMENTS, OUR_NOTES), open_encoder()
    examples = examples_of(library.notes)
    meaning = encoder.encode(list(examples.texts))
    unseen = _unseen(library, examples)
    learned: list[Learned] = []
    for share in SHARES:
        rows = _some(examples, share)
        fitted = fit(_only(examples, rows), meaning[rows], encoder.name)
        learned.append(_worth(fitted.model, len(rows), unseen, encoder))
    whole = load(FITTED, encoder.name, examples.fingerprint(encoder.name))
    learned.append(_worth(whole, len(examples.texts), unseen, encoder))
    print(_table(learned, fitted.reliability, len(unseen)))
    (folder / "learning-curve.svg").write_text(_curve(learned), encoding="utf-8")
    (folder / "calibration.svg").write_text(_diagram(fitted.reliability), encoding="utf-8")


def _unseen(library: Library, examples: Examples) -> list[tuple[str, set[int]]]:
    """Questions of one turn whose answer is held, each with the numbers of the readings that answer it."""
    files = [path for pattern in UNSEEN for path in sorted((OUR_ANSWER_TESTS / "dev").glob(pattern))]
    cases = [case for case in read_cases(files).cases if len(case.turns) == 1 and case.expect.cites]
    numbers = {name: number for number, name in enumerate(examples.names)}
    right = ({numbers[class_of(each, library.notes)] for each in _cited(case, library)} for case in cases)
    return [(case.question, readings) for case, readings in zip(cases, right, strict=True) if readings]


def _cited(case: Case, library: Library) -> list[Passage]:
    wanted = [fragment for cite in case.expect.cites for fragment in cite.fragments]
    noted = (passage for passage in library.passages if class_of(passage, library.notes))
    return [passage for passage in noted if any(fragment in passage.quote for fragment in wanted)]


def _some(examples: Examples, share: float) -> np.ndarray:
    """The rows of that share of each reading's texts, drawn the same each time; two of each at least."""
    drawn = np.random.default_rng(0).permutation(len(examples.texts))
    of_each = (drawn[examples.classes[drawn] == number] for number in range(len(examples.names)))
    return np.sort(np.concatenate([rows[: max(2, round(share * len(rows)))] for rows in of_each]))


def _only(examples: Examples, rows: np.ndarray) -> Examples:
    return replace(examples, texts=tuple(examples.texts[row] for row in rows), classes=examples.classes[rows])


def _worth(model: ReadingModel, texts: int, unseen: Sequence[tuple[str, set[int]]], encoder: Encoder) -> Learned:
    questions = [question for question, _ in unseen]
    likely: Vectors = model.probabilities(questions, encoder.encode(questions))
    ranked = np.argsort(-likely, axis=1)[:, :3].tolist()
    first = np.mean([ranks[0] in right for ranks, (_, right) in zip(ranked, unseen, strict=True)])
    three = np.mean([bool(right.intersection(ranks)) for ranks, (_, right) in zip(ranked, unseen, strict=True)])
    return Learned(texts, float(first), float(three))


def _table(learned: Sequence[Learned], reliability: Reliability, questions: int) -> str:
    lines = [
        f"| texts learned from | right first, of {questions} unseen questions | among the first three |",
        "|---|---|---|",
    ]
    lines += [f"| {each.texts:,} | {each.first:.1%} | {each.among_three:.1%} |" for each in learned]
    lines += [
        "",
        f"Calibration error {reliability.error:.3f} on {reliability.count:,} ways of asking, held out in groups.",
        "",
    ]
    lines += ["| said to be right | were right | how many |", "|---|---|---|"]
    lines += [f"| {each.said:.0%} | {each.right:.0%} | {each.count:,} |" for each in reliability.bins]
    return "\n".join(lines)


def _curve(learned: Sequence[Learned]) -> str:
    """The share that is right first, and among the first three, by the number of texts, as SVG."""
    most = max(each.texts for each in learned)
    first = [(each.texts / most, each.first) for each in learned]
    three = [(each.texts / most, each.among_three) for each in learned]
    ticks = [(each.texts / most, f"{each.texts:,}") for each in learned]
    lines = [(first, "#1d5f8a", "right first"), (three, "#2f7d4f", "among the first three")]
    return _drawn("What more ways of asking add", "texts learned from", ticks, lines)


def _diagram(reliability: Reliability) -> str:
    """How often the likeliest reading was right, by how likely it was said to be, as SVG."""
    told = [(each.said, each.right) for each in reliability.bins]
    ticks = [(share, f"{share:.0%}") for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    lines = [([(0.0, 0.0), (1.0, 1.0)], "#999999", ""), (told, "#1d5f8a", "was right")]
    return _drawn("What a probability is worth", "said to be right", ticks, lines)


Line = tuple[Sequence[tuple[float, float]], str, str]  # points from 0 to 1, colour, name


def _drawn(title: str, below: str, ticks: Sequence[tuple[float, str]], lines: Sequence[Line]) -> str:
    """Lines over a grid of shares."""

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return _LEFT + _WIDE * point[0], _TOP + _HIGH * (1 - point[1])

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 150} {_TOP + _HIGH + 60}" '
        f'font-family="Arial, sans-serif" font-size="13" role="img" aria-label="{title}">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = at((0.0, share))
        parts.append(f'<path d="M{x:.0f} {y:.0f}h{_WIDE}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 8:.0f}" y="{y + 4:.0f}" text-anchor="end">{share:.0%}</text>')
    for share, words in ticks:
        x, y = at((share, 0.0))
        parts.append(f'<text x="{x:.0f}" y="{y + 20:.0f}" text-anchor="middle">{words}</text>')
    parts.append(f'<text x="{_LEFT + _WIDE / 2:.0f}" y="{_TOP + _HIGH + 46}" text-anchor="middle">{below}</text>')
    for points, colour, name in lines:
        placed = [at(point) for point in points]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in placed)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{colour}"/>' for x, y in placed if name]
        parts.append(f'<text x="{placed[-1][0] + 10:.0f}" y="{placed[-1][1] + 4:.0f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    main()
