"""A run for the terminal."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.evaluation.baseline import Comparison
from assistant.evaluation.history import Trend
from assistant.evaluation.metric import Metric
from assistant.evaluation.run import Run
from assistant.evaluation.scores import Group
from assistant.evaluation.scoring import CaseResult

_POINTS = 6  # of a trend are printed


def print_run(console: Console, run: Run) -> None:
    """The failing cases that may be named, and then the metrics, group by group."""
    failed = [result for result in run.named if not result.passed]
    for result in failed:
        _print_failure(console, result)
    if unnamed := len(run.failed) - len(failed):
        console.print(
            f"{unnamed} more failed in the test half, which is told in totals so that nobody tunes to it; "
            "--details names them.\n",
            highlight=False,
        )
    _print_varying(console, run)
    console.print(metrics_table(run.metrics))
    tested = run.tested
    console.print(
        f"\n{len(run.results)} cases ({run.selection.in_words}) in {run.seconds:.1f} s: "
        f"{len(run.results) - len(run.failed)} passed, {len(run.failed)} failed. "
        f"Build {tested.build}, corpus {tested.corpus[:12]}.",
        highlight=False,
    )


def metrics_table(metrics: Sequence[Metric]) -> Table:
    """Each metric with its interval and the cases it is over; those over none in one line at the end."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Metric", "", "95% interval", "Cases"):
        table.add_column(heading, justify="left" if heading == "Metric" else "right")
    group = ""
    for metric in metrics:
        if metric.value is None:
            continue
        if metric.group != group:
            group = metric.group
            table.add_row(Text(group, style="bold"))
        table.add_row(f"  {metric.title}", metric.shown, metric.interval, metric.counts)
    if none := [metric.title for metric in metrics if metric.value is None]:
        table.caption, table.caption_justify = f"Over no cases: {', '.join(none)}.", "left"
    return table


def print_comparison(console: Console, run: Run, comparison: Comparison) -> None:
    """What broke first, since that is what one looks for."""
    groups = {
        "Newly broken": comparison.broken,
        "Newly mended": comparison.mended,
        "Still failing": comparison.still_failing,
        "Rewritten since, and left out": comparison.rewritten,
    }
    named = {result.case.id for result in run.named}
    console.print(f"\nCompared with the earlier run: {comparison.verdict}", highlight=False)
    for name, ids in groups.items():
        console.print(f"  {name}: {len(ids)}", highlight=False)
        for case in ids:
            if case in named:
                console.print(f"    {case}", highlight=False, markup=False)
    if comparison.new or comparison.gone:
        console.print(f"  Left out, too: {len(comparison.new)} new, {len(comparison.gone)} gone", highlight=False)
    for change in comparison.changes:
        verdict = f"  ({change.verdict})" if change.verdict else ""
        console.print(f"  {change.title}: {change.was} -> {change.now}{verdict}", highlight=False)
    if comparison.differs:
        console.print(f"  Different besides: {', '.join(comparison.differs)}")


def print_trends(console: Console, trends: Iterable[Trend]) -> None:
    """The metrics that decide, over the runs that were kept; the report has them all."""
    lines = list(_trend_lines(trends))
    if lines:
        console.print("\nOver the runs that were kept, the oldest first")
    for line in lines:
        console.print(line, highlight=False)


def _trend_lines(trends: Iterable[Trend]) -> Iterator[str]:
    for trend in trends:
        if trend.metric.group == Group.DECIDING or trend.metric.name == "passed":
            values = trend.in_words[-_POINTS:]
            yield f"  {trend.metric.title}: {' -> '.join(values)}"


def _print_varying(console: Console, run: Run) -> None:
    varying = [result for result in run.named if result.answers > 1]
    for result in varying:
        console.print(f"VARIES {result.case.id}: {result.answers} answers, passed {result.passes}", highlight=False)
    if varying:
        console.print()


def _print_failure(console: Console, result: CaseResult) -> None:
    case = result.case
    console.print(Text.assemble(("FAILED ", "bold red"), (case.id, "bold"), f"  {case.path}:{case.line}"))
    for turn in case.turns:
        console.print(Text(f"  asked: {turn}"))
    for failure in result.failures:
        console.print(Text(f"  {failure.check}: {failure.why}"))
    console.print()
