"""What a run must at least reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer_tests.metric import Metric
from corpus.errors import AssistantError


@dataclass(frozen=True)
class Threshold:
    """A limit that a metric must not be worse than."""

    name: str
    limit: float

    def verdict(self, metrics: Iterable[Metric]) -> str:
        """Why it is missed, or nothing where it holds."""
        metric = next(metric for metric in metrics if metric.name == self.name)
        if metric.holds(self.limit):
            return ""
        most = "at most" if metric.less_is_better else "at least"
        return f"{metric.name}: {metric.in_words}, and {most} {self.limit:g} was asked for"


def read_thresholds(texts: Sequence[str], metrics: Sequence[Metric]) -> tuple[Threshold, ...]:
    """The thresholds in texts such as `mrr=0.6`. Raises AssistantError for what is no metric or no number."""
    return tuple(_threshold(text, [metric.name for metric in metrics]) for text in texts)


def _threshold(text: str, names: list[str]) -> Threshold:
    name, equals, number = (part.strip() for part in text.partition("="))
    if name not in names or not equals:
        raise AssistantError(
            f"--fail-under {text}", f"“{name}” is no metric", f"Write METRIC=X with {', '.join(names)}"
        )
    try:
        return Threshold(name, float(number))
    except ValueError as error:
        fault = f"“{number}” is no number"
        raise AssistantError(f"--fail-under {text}", fault, "Write a share as 0.9, not 90%") from error
