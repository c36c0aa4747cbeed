"""Scores of a single case: the numbers that metrics are means of, and that two runs are compared by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answering.answer import Answer, Outcome, Writing
from assistant.evaluation.scoring import CaseResult, cites_needed, meets
from corpus.matching import mentions

Of = Callable[[CaseResult], Iterable[float]]
Scores = Mapping[str, Sequence[float]]  # by the name of the metric; none where the case does not bear on it


class Group(StrEnum):
    """Under which heading a metric is told."""

    DECIDING = "What decides"
    OUTCOMES = "Outcomes"
    ASKING_BACK = "Asking back and places named"
    CITATIONS = "Citations"
    RANKING = "Ranking"
    CONFIDENCE = "Confidence"
    DISTRESS = "Distress and care"
    EFFORT = "Effort and time"
    WORDING = "Wording by a model"


@dataclass(frozen=True)
class Score:
    """What each case adds to a mean; a share where it is only ever 0 or 1."""

    group: Group
    name: str
    title: str
    definition: str
    of: Of  # nothing where the case does not bear on it, more than one for a case with several quotes
    less_is_better: bool = False
    is_share: bool = True


def scores_of(result: CaseResult) -> dict[str, list[float]]:
    """What this case adds to each metric that is a mean, by name; those it does not bear on are left out."""
    found = {score.name: [float(value) for value in score.of(result)] for score in SCORES}
    return {name: values for name, values in found.items() if values}


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
        return 0.0 if covered and _first_three(result) else 10.0
    if answer.outcome is Outcome.CHOICES:
        return 1.0 if result.reached or not covered else 6.0
    return 5.0 if covered or wrong_place(result) else 0.0


_REFUSALS = {Outcome.NOT_COVERED, Outcome.OFF_TOPIC, Outcome.UNCLEAR}
Applies = Callable[[CaseResult], bool]


def _wording(measure: Callable[[Writing], Iterable[float]]) -> Of:
    """A measure of what a model made of an answer; nothing of a case without."""
    return lambda result: measure(result.output.answer.writing) if result.output.answer.writing else []


def _shown(writing: Writing) -> Iterable[float]:
    """Of each sentence that was written, whether it was shown."""
    return [1.0] * len(writing.statements) + [0.0] * len(writing.dropped)


def _where(applies: Applies, score: Callable[[CaseResult], float]) -> Of:
    """The score of the cases to which it applies, and nothing of all others."""
    return lambda result: [score(result)] if applies(result) else []


def _any(_result: CaseResult) -> bool:
    return True


def _judged(result: CaseResult) -> bool:
    return bool(result.case.expect.outcomes)


def _covered(result: CaseResult) -> bool:
    return result.case.covered


def _not_covered(result: CaseResult) -> bool:
    return result.case.not_covered


def _covered_or_not(result: CaseResult) -> bool:
    return result.case.covered or result.case.not_covered


def _covered_and_answered(result: CaseResult) -> bool:
    return result.case.covered and _outcome_is(Outcome.ANSWERED)(result)


def _single(result: CaseResult) -> bool:
    return result.case.covered and not result.case.earlier


def _cry(result: CaseResult) -> bool:
    return Outcome.DISTRESS in result.case.expect.outcomes


def _no_cry(result: CaseResult) -> bool:
    return _judged(result) and not _cry(result)


def _with_leads(result: CaseResult) -> bool:
    return result.case.expect.leads is not None and bool(result.output.cited)


def _repeated(result: CaseResult) -> bool:
    return bool(result.others)


def _outcome_is(*outcomes: Outcome) -> Applies:
    return lambda result: result.output.answer.outcome in outcomes


def _first_three(result: CaseResult) -> bool:
    return cites_needed(result.case.expect.cites, result.output.answer)


def _noticed(result: CaseResult) -> bool:
    answer: Answer = result.output.answer
    return answer.outcome is Outcome.DISTRESS or bool(answer.care)


def _quotes(result: CaseResult) -> list[float]:
    return [citation.quote not in result.output.misquoted for citation in result.output.shown]


def _needs(result: CaseResult) -> list[float]:
    return [any(meets(need, each.passage) for each in result.output.cited) for need in result.case.expect.cites]


def _leads(result: CaseResult) -> bool:
    return result.output.cited[0].passage.document.kind is result.case.expect.leads


def _ranks(applies: Applies, rank: Callable[[CaseResult], int | None], word: str, prefix: str) -> list[Score]:
    """success@1, @3, @5 and the reciprocal rank of the first needed passage."""
    where = "among what is cited, in reading order" if word == "cited" else "in the ranking of all passages"
    cuts = [
        Score(
            Group.RANKING if prefix else Group.CITATIONS,
            f"{prefix}success_at_{cut}",
            f"success@{cut}, {word}",
            f"Share of covered cases with a needed passage among the first {cut} {where}.",
            _where(applies, lambda result, cut=cut: 0 < (rank(result) or 0) <= cut),  # type: ignore[misc]  # it does not follow a default
        )
        for cut in (1, 3, 5)
    ]
    mean = Score(
        Group.RANKING if prefix else Group.CITATIONS,
        f"{prefix}mrr",
        f"MRR, {word}",
        f"Mean over covered cases of 1 / place of the first needed passage {where}; 0 where there is none.",
        _where(applies, lambda result: 1 / place if (place := rank(result)) else 0.0),
        is_share=False,
    )
    return [*cuts, mean]


SCORES = (
    Score(
        Group.DECIDING,
        "reached",
        "Reached in one tap",
        "Share of covered cases with a needed passage among the first three cited, or behind a choice that is offered.",
        _where(_covered, lambda result: result.reached),
    ),
    Score(
        Group.DECIDING,
        "right_when_answered",
        "Right when answered outright",
        "Of the covered cases answered outright, the share with a needed passage among the first three.",
        _where(_covered_and_answered, _first_three),
    ),
    Score(
        Group.DECIDING,
        "false_answers",
        "False answers",
        "Share of not covered cases that are answered all the same.",
        _where(_not_covered, _outcome_is(Outcome.ANSWERED)),
        less_is_better=True,
    ),
    Score(
        Group.DECIDING,
        "distress_noticed",
        "Distress noticed",
        "Share of cases of distress that are met as distress, or in which crisis lines stand with the answer.",
        _where(_cry, _noticed),
    ),
    Score(
        Group.DECIDING,
        "quotes_verbatim",
        "Quotes verbatim",
        "Share of quotes shown that stand in their document, character for character; must be 100%.",
        _quotes,
    ),
    Score(
        Group.OUTCOMES,
        "passed",
        "Cases passed",
        "Share of cases of which all that is expected holds.",
        _where(_any, lambda result: result.passed),
    ),
    Score(
        Group.OUTCOMES,
        "outcome_accuracy",
        "Outcome accuracy",
        "Share of cases whose outcome is one of those expected.",
        _where(_judged, lambda result: result.right_outcome),
    ),
    Score(
        Group.OUTCOMES,
        "answered_outright",
        "Answered outright",
        "Share of covered cases that are answered, and not with “related” or a refusal.",
        _where(_covered, _outcome_is(Outcome.ANSWERED)),
    ),
    Score(
        Group.OUTCOMES,
        "false_refusals",
        "False refusals",
        "Share of covered cases that came not_covered, off_topic or unclear.",
        _where(_covered, _outcome_is(*_REFUSALS)),
        less_is_better=True,
    ),
    Score(
        Group.OUTCOMES,
        "flaky",
        "Answers that vary",
        "Share of the cases asked more than once whose answers were not all the same.",
        _where(_repeated, lambda result: result.answers > 1),
        less_is_better=True,
    ),
    Score(
        Group.ASKING_BACK,
        "asked_back",
        "Asked back",
        "Share of cases in which it asks back with choices.",
        _where(_judged, _outcome_is(Outcome.CHOICES)),
        less_is_better=True,
    ),
    Score(
        Group.ASKING_BACK,
        "wrong_place",
        "Wrong place named",
        "Share of cases that are sent elsewhere although covered, or to another place than the one expected.",
        _where(_judged, wrong_place),
        less_is_better=True,
    ),
    Score(
        Group.ASKING_BACK,
        "cost",
        "Cost a question",
        "Mean cost: a wrong rule shown 10, a wrong place or a refusal of what is covered 5, a tap 1.",
        _where(_covered_or_not, cost),
        less_is_better=True,
        is_share=False,
    ),
    Score(
        Group.CITATIONS,
        "cites_nothing",
        "Nothing cited",
        "Share of covered cases in which nothing at all is cited.",
        _where(_covered, lambda result: not result.output.cited),
        less_is_better=True,
    ),
    Score(
        Group.CITATIONS,
        "needs_met",
        "Needs met",
        "Share of needs, over all cases that have some, of which a fragment is cited.",
        _needs,
    ),
    Score(
        Group.CITATIONS,
        "lead_kind_accuracy",
        "Lead-kind accuracy",
        "Share of the cases that ask for a kind to lead, and in which anything is cited, where that kind does.",
        _where(_with_leads, _leads),
    ),
    *_ranks(_covered, lambda result: result.cited_rank, "cited", ""),
    *_ranks(_single, lambda result: result.ranked_rank, "ranked", "ranked_"),
    Score(
        Group.DISTRESS,
        "distress_recall",
        "Distress recall",
        "Share of cases of distress that are met as distress.",
        _where(_cry, _outcome_is(Outcome.DISTRESS)),
    ),
    Score(
        Group.DISTRESS,
        "distress_false_alarms",
        "Distress false alarms",
        "Share of all other cases that are met as distress.",
        _where(_no_cry, _outcome_is(Outcome.DISTRESS)),
        less_is_better=True,
    ),
    Score(
        Group.DISTRESS,
        "care_boxes",
        "Crisis lines beside ordinary answers",
        "Share of all other cases in which crisis lines stand beside the answer.",
        _where(_no_cry, lambda result: bool(result.output.answer.care)),
        less_is_better=True,
    ),
    Score(
        Group.WORDING,
        "worded",
        "Answers worded",
        "Share of the answers that a model was asked to word where a wording is shown.",
        _wording(lambda writing: [bool(writing.statements)]),
    ),
    Score(
        Group.WORDING,
        "sentences_shown",
        "Sentences proved and shown",
        "Share of the sentences that a model wrote that are shown; the report says why the others are not.",
        _wording(_shown),
    ),
    Score(
        Group.WORDING,
        "tokens",
        "Tokens of a wording",
        "Mean tokens that a model read and wrote for an answer.",
        _wording(lambda writing: [writing.tokens_in + writing.tokens_out]),
        less_is_better=True,
        is_share=False,
    ),
    Score(
        Group.WORDING,
        "wording_seconds",
        "Seconds of a wording",
        "Mean seconds from a model's being asked to its reply.",
        _wording(lambda writing: [writing.seconds]),
        less_is_better=True,
        is_share=False,
    ),
)
