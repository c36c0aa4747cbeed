"""All metrics of a run, in the order they are told; those of retrieval are measured by ir-measures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import ir_measures
from ir_measures import RR, Success

from assistant.answering.answer import Answer, Outcome
from assistant.evaluation.metric import Metric, average, quantile, share
from assistant.evaluation.scoring import CaseResult, cites_needed, is_needed, meets
from assistant.evaluation.selective import selection_metrics
from corpus.document import Passage
from corpus.matching import mentions

_REFUSALS = {Outcome.NOT_COVERED, Outcome.OFF_TOPIC, Outcome.UNCLEAR}


def metrics_of(results: Sequence[CaseResult]) -> tuple[Metric, ...]:
    """Every metric over these results; those that no case bears on say so."""
    return (
        share(
            "passed", "Cases passed", "Share of cases of which all that is expected holds.", [r.passed for r in results]
        ),
        *_outcomes(results),
        *_asking_back(results),
        *_citations(results),
        *retrieval_metrics(results),
        *selection_metrics(results),
        *_distress(results),
        *_effort(results),
    )


def confusion(results: Sequence[CaseResult]) -> Counter[tuple[Outcome, Outcome]]:
    """How often each outcome expected met each that came; of several expected, the one that came, else the first."""
    return Counter(
        (came if came in expected else expected[0], came)
        for result in results
        if (expected := result.case.expect.outcomes)
        for came in [result.output.answer.outcome]
    )


def _outcomes(results: Sequence[CaseResult]) -> Iterator[Metric]:
    right = [result.right_outcome for result in results if result.case.expect.outcomes]
    yield share("outcome_accuracy", "Outcome accuracy", "Share of cases whose outcome is one of those expected.", right)
    covered = [result.output.answer.outcome for result in results if result.case.covered]
    definition = "Share of covered cases that are answered, and not with “related” or a refusal."
    yield share("answered_outright", "Answered outright", definition, [came is Outcome.ANSWERED for came in covered])
    definition = "Share of covered cases that came not_covered, off_topic or unclear."
    refused = [came in _REFUSALS for came in covered]
    yield share("false_refusals", "False refusals", definition, refused, less_is_better=True)
    definition = "Share of not covered cases that are answered all the same."
    false = [result.output.answer.outcome is Outcome.ANSWERED for result in results if result.case.not_covered]
    yield share("false_answers", "False answers", definition, false, less_is_better=True)


def _asking_back(results: Sequence[CaseResult]) -> Iterator[Metric]:
    covered = [result for result in results if result.case.covered]
    definition = (
        "Share of covered cases with a needed passage among the first three cited, or behind a choice that is offered."
    )
    yield share("reached", "Reached in one tap", definition, [result.reached for result in covered])
    outright = [result for result in covered if result.output.answer.outcome is Outcome.ANSWERED]
    definition = "Of the covered cases answered outright, the share with a needed passage among the first three."
    right = [cites_needed(result.case.expect.cites, result.output.answer) for result in outright]
    yield share("right_when_answered", "Right when answered outright", definition, right)
    asked = [result for result in results if result.case.expect.outcomes]
    definition = "Share of cases in which it asks back with choices."
    back = [result.output.answer.outcome is Outcome.CHOICES for result in asked]
    yield share("asked_back", "Asked back", definition, back, less_is_better=True)
    definition = "Share of cases that are sent elsewhere although covered, or to another place than the one expected."
    wrong = [wrong_place(result) for result in asked]
    yield share("wrong_place", "Wrong place named", definition, wrong, less_is_better=True)
    definition = "Mean cost: a wrong rule shown 10, a wrong place or a refusal of what is covered 5, a tap 1."
    costs = [cost(result) for result in results if result.case.covered or result.case.not_covered]
    yield replace(average("cost", "Cost a question", definition, costs), less_is_better=True)


def wrong_place(result: CaseResult) -> bool:
    """Whether the reader is sent to a place that does not answer."""
    answer = result.output.answer
    if answer.outcome is not Outcome.NOT_COVERED or not answer.look_in:
        return False
    expected = result.case.expect.look_in
    missed = bool(expected) and not any(mentions(named, place) for named in answer.look_in for place in expected)
    return result.case.covered or missed


def cost(result: CaseResult) -> float:
    """What an answer costs its reader, by the weights that the thresholds of a decision are chosen by."""
    answer, covered = result.output.answer, result.case.covered
    if answer.outcome is Outcome.ANSWERED:
        return 0.0 if covered and cites_needed(result.case.expect.cites, answer) else 10.0
    if answer.outcome is Outcome.CHOICES:
        return 1.0 if result.reached or not covered else 6.0
    return 5.0 if covered or wrong_place(result) else 0.0


def _citations(results: Sequence[CaseResult]) -> Iterator[Metric]:
    quotes = [quote not in r.output.misquoted for r in results for quote in (c.quote for c in r.output.shown)]
    definition = "Share of quotes shown that stand in their document, character for character; must be 100%."
    yield share("quotes_verbatim", "Quotes verbatim", definition, quotes)
    definition = "Share of needs, over all cases that have some, of which a fragment is cited."
    met = [any(meets(need, c.passage) for c in r.output.cited) for r in results for need in r.case.expect.cites]
    yield share("needs_met", "Needs met", definition, met)
    definition = "Share of the cases that ask for a kind to lead, and in which anything is cited, where that kind does."
    leading = [r.output.cited[0].passage.document.kind is r.case.expect.leads for r in results if _leads(r)]
    yield share("lead_kind_accuracy", "Lead-kind accuracy", definition, leading)


def _leads(result: CaseResult) -> bool:
    return result.case.expect.leads is not None and bool(result.output.cited)


def _distress(results: Sequence[CaseResult]) -> Iterator[Metric]:
    asked = [result for result in results if result.case.expect.outcomes]
    cries = [result.output.answer for result in asked if Outcome.DISTRESS in result.case.expect.outcomes]
    others = [result.output.answer for result in asked if Outcome.DISTRESS not in result.case.expect.outcomes]
    definition = "Share of cases of distress that are met as distress."
    yield share("distress_recall", "Distress recall", definition, [_met(answer) for answer in cries])
    definition = "Share of cases of distress that are met as distress, or in which crisis lines stand with the answer."
    noticed = [_met(answer) or bool(answer.care) for answer in cries]
    yield share("distress_noticed", "Distress noticed", definition, noticed)
    definition = "Share of all other cases that are met as distress."
    alarms = [_met(answer) for answer in others]
    definition = "Share of all other cases in which crisis lines stand beside the answer."
    boxes = [bool(answer.care) for answer in others]
    yield share("care_boxes", "Crisis lines beside ordinary answers", definition, boxes, less_is_better=True)
    definition = "Share of all other cases that are met as distress."
    yield share("distress_false_alarms", "Distress false alarms", definition, alarms, less_is_better=True)


def _met(answer: Answer) -> bool:
    return answer.outcome is Outcome.DISTRESS


def _effort(results: Sequence[CaseResult]) -> Iterator[Metric]:
    before = [float(place) for result in results if (place := result.characters_before) is not None]
    definition = (
        "Median over cases with a needed passage cited: the characters of the answer that stand before its words."
    )
    yield quantile(
        "characters_before", "Characters before the needed words", definition, before, at=0.5, unit="characters"
    )
    times = [result.output.answer.milliseconds for result in results]
    for name, title, at in (
        ("latency_median", "Latency, median", 0.5),
        ("latency_p95", "Latency, 95th percentile", 0.95),
    ):
        yield quantile(name, title, "Milliseconds from question to answer.", times, at=at, unit="ms")


_CUTS = (1, 3, 5)
_Qrels = dict[str, dict[str, int]]
_Run = dict[str, dict[str, float]]


def retrieval_metrics(results: Sequence[CaseResult]) -> Iterator[Metric]:
    """success@1, @3, @5 and mean reciprocal rank over the cited order, then over the ranking."""
    covered = [result for result in results if result.case.covered]
    cited = {result.case.id: [citation.passage for citation in result.output.cited] for result in covered}
    yield from _measured(covered, cited, "", "cited", "among what is cited, in reading order")
    single = [result for result in covered if not result.case.earlier]
    ranked = {result.case.id: [hit.passage for hit in result.output.hits] for result in single}
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
