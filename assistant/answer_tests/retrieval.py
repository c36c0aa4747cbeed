"""How high the needed passages stand, in what is cited and in the whole ranking: measured by ir-measures."""

from collections.abc import Iterator, Sequence

import ir_measures
from ir_measures import RR, Success

from assistant.answer_tests.metric import Metric, average, share
from assistant.answer_tests.result import CaseResult, is_needed
from corpus.document import Passage

_CUTS = (1, 3, 5)
_Qrels = dict[str, dict[str, int]]
_Run = dict[str, dict[str, float]]


def retrieval_metrics(results: Sequence[CaseResult]) -> Iterator[Metric]:
    """success@1, @3, @5 and mean reciprocal rank over the cited order, then over the ranking."""
    covered = [result for result in results if result.case.covered]
    cited = {result.case.id: [citation.passage for citation in result.came.cited] for result in covered}
    yield from _measured(covered, cited, "", "cited", "among what is cited, in reading order")
    single = [result for result in covered if not result.case.earlier]
    ranked = {result.case.id: [hit.passage for hit in result.came.hits] for result in single}
    yield from _measured(single, ranked, "ranked_", "ranked", "in the ranking of all passages")


def _measured(
    results: Sequence[CaseResult], lists: dict[str, list[Passage]], prefix: str, word: str, where: str
) -> Iterator[Metric]:
    qrels: _Qrels = {result.case.id: _judged(result, lists[result.case.id]) for result in results}
    # The order is the score: the tool sorts by score, and ties would be its own choice.
    run: _Run = {case: {p.key: 1.0 / n for n, p in enumerate(found, 1)} for case, found in lists.items()}
    measures = [*(Success @ cut for cut in _CUTS), RR]
    rows: dict[str, dict[str, float]] = {str(measure): {} for measure in measures}
    for found in ir_measures.iter_calc(measures, qrels, run) if qrels else ():
        rows[str(found.measure)][found.query_id] = found.value
    for cut in _CUTS:
        hits = [value > 0 for value in rows[f"Success@{cut}"].values()]
        definition = f"Share of covered cases with a needed passage among the first {cut} {where}."
        yield share(f"{prefix}success_at_{cut}", f"success@{cut}, {word}", definition, hits)
    definition = f"Mean over covered cases of 1 / place of the first needed passage {where}; 0 where there is none."
    yield average(f"{prefix}mrr", f"MRR, {word}", definition, list(rows["RR"].values()))


def _judged(result: CaseResult, found: Sequence[Passage]) -> dict[str, int]:
    """The needed passages; a stand-in where none was found, so that the case counts as a miss."""
    needed = {p.key: 1 for p in found if is_needed(result.case.expect.cites, p)}
    return needed or {"needed and not found": 1}
