"""A run as one HTML page that opens offline and asks for nothing from elsewhere."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from assistant.answering.answer import Outcome, Writing
from assistant.answering.wording import source_in_words
from assistant.evaluation.baseline import Comparison
from assistant.evaluation.exports.charts import (
    confusion_table,
    groups,
    latency_chart,
    rank_chart,
    risk_chart,
    trend_chart,
)
from assistant.evaluation.history import Trend
from assistant.evaluation.metric import Metric
from assistant.evaluation.run import Run
from assistant.evaluation.scoring import CaseResult, is_needed
from corpus.matching import places

REPORT = Path(__file__).with_name("report.html.jinja")
_RANKING = 5  # passages of each ranking are shown
_FEW = 5  # cases: a chart of fewer shows less than the table of cases does


def report_html(run: Run, comparison: Comparison | None = None, trends: Sequence[Trend] = ()) -> str:
    """The report: what failed first, then the metrics; cases that are told in totals only are not named."""
    may_be_named = {result.case.id for result in run.named}
    return _template().render(
        run=run,
        written=_written(run),
        named=lambda ids: [case for case in ids if case in may_be_named],
        comparison=comparison,
        trends=trends,
        unnamed=len(run.failed) - sum(not result.passed for result in run.named),
        metric_groups=_grouped(run.metrics),
        over_none=[metric.title for metric in run.metrics if metric.value is None],
        kinds=groups(run.results, lambda result: [str(result.case.expect.leads)] if result.case.expect.leads else []),
        outcomes=groups(run.results, lambda result: map(str, result.case.expect.outcomes[:1])),
        tags=groups(run.results, lambda result: result.case.tags),
        came=sorted({str(result.output.answer.outcome) for result in run.named}),
        confusion=confusion_table(run.results),
        charts=_charts(run),
        trend_chart=trend_chart,
        marked=_marked,
        needed=_needed,
        source=source_in_words,
        turned=_turned,
        differences=_differences,
        ranking=_RANKING,
        distress=Outcome.DISTRESS,
    )


@dataclass(frozen=True)
class _Written:
    """What a model wrote beside the answers of a run; the cases are those that may be named."""

    writings: tuple[Writing, ...]
    named: tuple[CaseResult, ...]

    @property
    def asked(self) -> int:
        return len(self.writings)

    @property
    def worded(self) -> int:
        return sum(bool(writing.statements) for writing in self.writings)

    @property
    def shown(self) -> int:
        return sum(len(writing.statements) for writing in self.writings)

    @property
    def sentences(self) -> int:
        return self.shown + sum(len(writing.dropped) for writing in self.writings)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        checks = (dropped.why.partition(":")[0] for writing in self.writings for dropped in writing.dropped)
        return Counter(checks).most_common()

    @property
    def faults(self) -> list[tuple[str, int]]:
        return Counter(writing.fault.rstrip(".") for writing in self.writings if writing.fault).most_common()


def _written(run: Run) -> _Written:
    writings = (result.output.answer.writing for result in run.results)
    named = (result for result in run.named if result.output.answer.writing)
    return _Written(tuple(filter(None, writings)), tuple(named))


@cache
def _template() -> Template:
    here = FileSystemLoader(REPORT.parent)
    jinja = Environment(loader=here, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return jinja.get_template(REPORT.name)


def _grouped(metrics: Iterable[Metric]) -> list[tuple[str, list[Metric]]]:
    counted = [metric for metric in metrics if metric.value is not None]
    return [(group, list(of)) for group, of in groupby(counted, key=lambda metric: metric.group)]


def _charts(run: Run) -> list[tuple[str, Markup, str]]:
    """Title, chart and what it is of; none over fewer cases than it takes to see anything."""
    covered = [result for result in run.results if result.case.covered]
    single = [result for result in covered if not result.case.earlier]
    judged = [result for result in run.results if result.case.covered or result.case.not_covered]
    made: tuple[tuple[Sequence[CaseResult], str, Callable[[], Markup], str], ...] = (
        (
            covered,
            "Cited: place of the first needed passage",
            lambda: rank_chart("Places of needed passages among those cited", [each.cited_rank for each in covered]),
            "Covered cases. “none”: no needed passage is cited.",
        ),
        (
            single,
            "Ranked: place of the first needed passage",
            lambda: rank_chart("Places of needed passages in the ranking", [each.ranked_rank for each in single]),
            "Covered cases with a single question; the ranking before anything is chosen.",
        ),
        (
            judged,
            "Risk and coverage",
            lambda: risk_chart(run.results),
            "Surest cases first. The dashed line is the share that is answered now.",
        ),
        (
            run.results,
            "Latency",
            lambda: latency_chart(run.results),
            "Answers by how long they took; the last step holds all above.",
        ),
    )
    return [(title, chart(), of) for cases, title, chart, of in made if len(cases) >= _FEW]


def _marked(text: str, result: CaseResult) -> Markup:
    """The text, escaped, with the needed words marked."""
    fragments = [fragment for need in result.case.expect.cites for fragment in need.fragments]
    parts, done = [], 0
    for start, end in places(text, fragments):
        parts += [escape(text[done:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def _needed(result: CaseResult) -> list[bool]:
    """Of each passage that is ranked, whether it is needed."""
    return [is_needed(result.case.expect.cites, hit.passage) for hit in result.output.hits[:_RANKING]]


def _turned(result: CaseResult, comparison: Comparison | None) -> str:
    """What became of a case since the earlier run, if anything did."""
    if comparison is None:
        return ""
    named = {"broke": comparison.broken, "mended": comparison.mended, "rewritten": comparison.rewritten}
    return next((word for word, ids in named.items() if result.case.id in ids), "")


def _differences(was: str, now: str) -> tuple[Markup, Markup]:
    """Both texts, escaped, with the words marked that are in one of them only."""
    before, after = (re.findall(r"\s+|\S+", text) for text in (was, now))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    first = _joined((kind, before[start:end]) for kind, start, end, _, _ in steps)
    return first, _joined((kind, after[start:end]) for kind, _, _, start, end in steps)


def _joined(parts: Iterator[tuple[str, list[str]]]) -> Markup:
    return Markup("").join(
        escape("".join(words)) if kind == "equal" or not words else Markup("<mark>{}</mark>").format("".join(words))
        for kind, words in parts
    )
