"""A run for the terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.evaluation.baseline import Comparison
from assistant.evaluation.metric import Metric
from assistant.evaluation.run import Run
from assistant.evaluation.scoring import CaseResult


def print_run(console: Console, run: Run, *, details: bool) -> None:
    """The failing cases, where `details` are asked for, and then the metrics."""
    if details:
        for result in run.failed:
            _print_failure(console, result)
    elif run.failed:
        console.print("The cases of the test half are not named, so that nobody tunes to them; --details names them.\n")
    console.print(metrics_table(run.metrics))
    tested = run.tested
    failed = len(run.failed)
    console.print(
        f"\n{len(run.results)} cases ({run.selection}) in {run.seconds:.1f} s: {len(run.results) - failed} passed, "
        f"{failed} failed. Build {tested.build}, corpus {tested.corpus[:12]}.",
        highlight=False,
    )


def metrics_table(metrics: Iterable[Metric]) -> Table:
    """Each metric with its interval and the cases it is over."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Metric", "", "95% interval", "Cases"):
        table.add_column(heading, justify="left" if heading == "Metric" else "right")
    for metric in metrics:
        table.add_row(metric.title, metric.shown, metric.interval, metric.counts)
    return table


def print_comparison(console: Console, comparison: Comparison, *, details: bool) -> None:
    """What broke first, since that is what one looks for."""
    groups = {
        "Newly broken": comparison.broken,
        "Newly mended": comparison.mended,
        "Still failing": comparison.still_failing,
    }
    console.print("\nCompared with the earlier run")
    for name, ids in groups.items():
        console.print(f"  {name}: {len(ids)}", highlight=False)
        for case in ids if details else ():
            console.print(f"    {case}", highlight=False, markup=False)
    if comparison.new or comparison.gone:
        console.print(
            f"  {len(comparison.new)} cases are new and {len(comparison.gone)} are not in this run: "
            "the metrics of the two are not compared.",
            highlight=False,
        )
    for change in comparison.changes:
        console.print(f"  {change.title}: {change.was} -> {change.now}", highlight=False)
    if comparison.differs:
        console.print(f"  Different besides: {', '.join(comparison.differs)}")


def _print_failure(console: Console, result: CaseResult) -> None:
    case = result.case
    console.print(Text.assemble(("FAILED ", "bold red"), (case.id, "bold"), f"  {case.path}:{case.line}"))
    for turn in case.turns:
        console.print(Text(f"  asked: {turn}"))
    for failure in result.failures:
        console.print(Text(f"  {failure.check}: {failure.why}"))
    console.print()
