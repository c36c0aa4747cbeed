"""A run's metrics as a Markdown table, for docs/quality.md."""

from collections.abc import Iterator, Sequence

from assistant.evaluation.case import Split
from assistant.evaluation.metric import Metric
from assistant.evaluation.metrics import metrics_of
from assistant.evaluation.run import Run


def metrics_markdown(run: Run) -> str:
    """What was tested, then each metric with its interval and cases: for all cases, and for each half."""
    tested = run.tested
    return "\n".join(
        [
            f"{len(run.results)} cases ({run.selection.in_words}), {tested.begun[:10]}. Build `{tested.build}`, "
            f"encoder `{tested.encoder[:21]}`, corpus `{tested.corpus[:12]}`, cases `{tested.cases[:12]}`. "
            f"{tested.machine}.",
            "",
            *_table(run),
            "",
        ]
    )


def _table(run: Run) -> Iterator[str]:
    halves = {
        str(split): metrics_of([result for result in run.results if result.case.split is split]) for split in Split
    }
    columns: dict[str, Sequence[Metric]] = {"all": run.metrics, **halves}
    yield f"| Metric | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for row in zip(*columns.values(), strict=True):
        yield f"| {row[0].title} | {' | '.join(metric.in_words for metric in row)} |"
