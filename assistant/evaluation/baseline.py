"""Comparison with a baseline: what broke since an earlier run, what was mended, and what chance would do."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.evaluation.case import content_of, entry_of
from assistant.evaluation.metric import Metric, paired
from assistant.evaluation.run import FORMAT, Run
from assistant.evaluation.scores import Scores, scores_of
from assistant.evaluation.scoring import CaseResult
from corpus.errors import AssistantError

_MEND = "Name a file that an earlier run wrote with --json"
_CHANCE = 0.05  # a difference that chance makes more often than this says nothing


@dataclass(frozen=True)
class EarlierCase:
    """What is kept of a case of an earlier run."""

    id: str
    content: str  # all that it asks and expects
    passed: bool
    outcome: str
    text: str  # the answer as it was read
    scores: Scores


@dataclass(frozen=True)
class Earlier:
    """What is kept of an earlier run: its cases, and its numbers."""

    cases: tuple[EarlierCase, ...]
    metrics: Mapping[str, float | None]
    tested: Mapping[str, Any]

    def twin(self, result: CaseResult) -> EarlierCase | None:
        """The case that asked and expected the very same; of several, the one with the same id."""
        same = self._by_content.get(content_of(entry_of(result.case)), ())
        return next((case for case in same if case.id == result.case.id), same[0] if same else None)

    @cached_property
    def _by_content(self) -> dict[str, list[EarlierCase]]:
        found: dict[str, list[EarlierCase]] = {}
        for case in self.cases:
            found.setdefault(case.content, []).append(case)
        return found


@dataclass(frozen=True)
class Change:
    """A metric that differs between two runs of the same cases."""

    title: str
    was: str
    now: str
    p: float | None = None  # how often chance makes such a difference; none where no test can tell

    @property
    def verdict(self) -> str:
        """What the difference is worth, in words."""
        return "" if self.p is None else in_words(self.p)


@dataclass(frozen=True)
class Comparison:
    """Cases by what became of them since the earlier run; those that were rewritten are named and left out."""

    pairs: Mapping[str, EarlierCase]  # the earlier twin of each case that is compared, by the id it has now
    broken: tuple[str, ...]
    mended: tuple[str, ...]
    still_failing: tuple[str, ...]
    rewritten: tuple[str, ...]  # the same id, and something else is asked or expected
    new: tuple[str, ...]  # not in the earlier run
    gone: tuple[str, ...]  # only in the earlier run
    changes: tuple[Change, ...]  # metrics over the cases that are compared
    differs: tuple[str, ...]  # what else than the answers is different: build, corpus ...

    @property
    def left_out(self) -> bool:
        """True when the two runs are not of the very same cases."""
        return bool(self.rewritten or self.new or self.gone)

    @property
    def verdict(self) -> str:
        """Whether more broke or was mended than chance would do, in words."""
        turned = len(self.broken) + len(self.mended)
        told = f"{len(self.pairs)} cases are compared: {len(self.broken)} broke, {len(self.mended)} were mended."
        if not turned:
            return told
        # Exact McNemar: under chance a case that turned is as likely to have broken as to have been mended.
        from scipy.stats import binomtest  # takes a second or two, which no page should wait for

        p = float(binomtest(len(self.broken), turned).pvalue)
        return f"{told} {in_words(p).capitalize()} (McNemar's exact test)."


def in_words(p: float) -> str:
    """What a p-value says of a difference."""
    return f"{'chance would do as much' if p > _CHANCE else 'more than chance'}, p = {p:.3f}"


def read_earlier(path: Path) -> Earlier:
    """The earlier run of a JSON file. Raises AssistantError when it is none."""
    try:
        return earlier_of(path.read_text(encoding="utf-8"), path)
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(path, f"it cannot be read ({error})", _MEND) from error


def earlier_of(text: str, path: Path) -> Earlier:
    """The earlier run in a text; the path only names it. Raises AssistantError when it is none."""
    try:
        values = json.loads(text)
        if values["format"] != FORMAT:
            raise AssistantError(
                path, f"it is of format {values['format']} and not {FORMAT}", "Run the earlier one anew"
            )
        metrics = {name: metric["value"] for name, metric in values["metrics"].items()}
        return Earlier(tuple(_case(case) for case in values["cases"]), metrics, dict(values["tested"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AssistantError(path, "it is not the JSON of a run", _MEND) from error


def _case(case: dict[str, Any]) -> EarlierCase:
    outcome, scores = case["answer"]["outcome"], case["scores"]
    rows = {str(name): [float(value) for value in values] for name, values in scores.items()}
    return EarlierCase(str(case["id"]), content_of(case), bool(case["passed"]), str(outcome), str(case["text"]), rows)


def compared(run: Run, earlier: Earlier) -> Comparison:
    """What changed from the earlier run to this one; a case counts only if it asks and expects what it did then."""
    twins = {result.case.id: twin for result in run.results if (twin := earlier.twin(result))}
    both = [result for result in run.results if result.case.id in twins]
    before, paired_ids = {case.id for case in earlier.cases}, {twin.id for twin in twins.values()}
    alone = [result.case.id for result in run.results if result.case.id not in twins]
    return Comparison(
        pairs=twins,
        broken=tuple(r.case.id for r in both if twins[r.case.id].passed and not r.passed),
        mended=tuple(r.case.id for r in both if r.passed and not twins[r.case.id].passed),
        still_failing=tuple(r.case.id for r in both if not r.passed and not twins[r.case.id].passed),
        rewritten=tuple(case for case in alone if case in before),
        new=tuple(case for case in alone if case not in before),
        gone=tuple(case.id for case in earlier.cases if case.id not in {*paired_ids, *alone}),
        changes=tuple(_changes(run, earlier, [(twins[result.case.id], result) for result in both])),
        differs=tuple(_differs(run, earlier)),
    )


def _changes(run: Run, earlier: Earlier, pairs: Sequence[tuple[EarlierCase, CaseResult]]) -> Iterator[Change]:
    rows = [(was.scores, scores_of(now)) for was, now in pairs]
    same_cases = len(pairs) == len(run.results) == len(earlier.cases)
    for metric in run.metrics:
        was, now = ([row[side].get(metric.name, ()) for row in rows] for side in (0, 1))
        if found := paired(was, now):
            first, second = (replace(metric, value=value).shown for value in (found.was, found.now))
            if first != second:
                yield Change(metric.title, first, second, found.p)
        elif same_cases:
            yield from _change_of_total(metric, earlier)


def _change_of_total(metric: Metric, earlier: Earlier) -> Iterator[Change]:
    was = earlier.metrics.get(metric.name)
    if was is not None and metric.shown != (shown := replace(metric, value=was).shown):
        yield Change(metric.title, shown, metric.shown)


def _differs(run: Run, earlier: Earlier) -> list[str]:
    now: dict[str, Any] = {"build": run.tested.build, "encoder": run.tested.encoder, "corpus": run.tested.corpus}
    now |= {"settings": dict(run.tested.settings)}
    return [name for name, value in now.items() if earlier.tested.get(name) != value]
