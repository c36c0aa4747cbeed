"""Selective prediction: the AUROC of coverage, and the risk-coverage curve with its area (AURC)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.answer import Outcome
from assistant.evaluation.metric import Metric, Values, estimate
from assistant.evaluation.scoring import CaseResult, rank_of_needed

_FIRST = 3  # passages a shaken reader takes in


@dataclass(frozen=True)
class RiskCurve:
    """The share of wrong answers when only the surest share of cases is answered."""

    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    answered: float  # the coverage the assistant chooses: the share it answers outright


def selection_metrics(results: Sequence[CaseResult]) -> Iterator[Metric]:
    """AUROC of “is this covered” and the area under the risk-coverage curve."""
    judged = _judged(results)
    labels = np.asarray([[r.output.answer.coverage, float(r.case.covered)] for r in judged]).reshape(-1, 2)
    both = len(set(labels[:, 1])) == 2
    definition = "Chance that a covered case is given a higher coverage than one that is not; 0.5 is guessing."
    value, low, high = estimate(labels, _auroc) if both else (None, None, None)
    yield Metric("auroc", "AUROC of “is this covered”", definition, len(judged) if both else 0, value, low, high)
    definition = "Mean distance of coverage from the share that is covered, over ten equal bins of coverage."
    value, low, high = estimate(labels, expected_calibration_error)
    yield Metric("ece", "Calibration error of coverage", definition, len(judged), value, low, high, less_is_better=True)
    definition = (
        "Area under the risk-coverage curve: the mean, over every share of cases that could be answered, surest "
        "first, of the share of them that would be wrong. An answer is wrong when the case is not covered or no "
        f"needed passage is among the first {_FIRST} shown."
    )
    value, low, high = estimate(_sure_and_wrong(judged), lambda rows: float(_risks(rows).mean()))
    yield Metric("aurc", "AURC", definition, len(judged), value, low, high, less_is_better=True)


def risk_curve(results: Sequence[CaseResult]) -> RiskCurve:
    """The curve over the covered and the not covered cases; empty where there are none."""
    judged = _judged(results)
    if not judged:
        return RiskCurve((), (), 0.0)
    risks = _risks(_sure_and_wrong(judged))
    coverage = np.arange(1, len(judged) + 1) / len(judged)
    answered = np.mean([result.output.answer.outcome is Outcome.ANSWERED for result in judged])
    return RiskCurve(tuple(coverage.tolist()), tuple(risks.tolist()), float(answered))


def _judged(results: Sequence[CaseResult]) -> list[CaseResult]:
    return [result for result in results if result.case.covered or result.case.not_covered]


def _sure_and_wrong(results: Sequence[CaseResult]) -> Values:
    """A row a case: how sure the assistant is that it is covered, and whether answering it would be wrong."""
    rows = [[result.output.answer.coverage, float(_would_be_wrong(result))] for result in results]
    return np.asarray(rows, dtype=float).reshape(-1, 2)


def _would_be_wrong(result: CaseResult) -> bool:
    first = [citation.passage for citation in (result.output.cited or result.output.shown)[:_FIRST]]
    return not result.case.covered or rank_of_needed(result.case.expect.cites, first) is None


def _risks(rows: Values) -> Values:
    # Among equally sure cases the wrong ones count first: a tie must not flatter.
    wrong = rows[np.lexsort((-rows[:, 1], -rows[:, 0])), 1]
    return np.asarray(np.cumsum(wrong) / np.arange(1, len(wrong) + 1))


def expected_calibration_error(rows: Values, *, bins: int = 10) -> float:
    """ECE (Naeini, Cooper and Hauskrecht 2015) of rows of a probability and whether it came true."""
    number = np.minimum((rows[:, 0] * bins).astype(int), bins - 1)
    members = [rows[number == n] for n in range(bins)]
    return float(sum(len(of) * abs(of[:, 0].mean() - of[:, 1].mean()) for of in members if len(of)) / len(rows))


def _auroc(rows: Values) -> float:
    if len(set(rows[:, 1])) < 2:
        return float("nan")
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(rows[:, 1], rows[:, 0]))
