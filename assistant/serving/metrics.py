"""Counts for Prometheus: questions by outcome and how long they took. Never a question, never a client."""

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from assistant.desk import Desk
from assistant.version import version

CONTENT_TYPE = CONTENT_TYPE_LATEST
# Set before this module is imported, it makes the library sum up the counts of all workers.
SHARED_BY_WORKERS = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """The counts of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._asked = Counter(
            "assistant_questions", "Questions by where they came in and what became of them.", ["door", "outcome"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "assistant_answer_seconds", "From a question's arrival to its answer, waiting included.",
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._inside = Gauge(
            "assistant_questions_inside", "Questions that wait or are worked on.",
            registry=self._registry, multiprocess_mode="livesum",
        )  # fmt: skip
        self._build = Gauge(
            "assistant_build", "1, labelled with what it answers from.", ["version", "index", "encoder"],
            registry=self._registry, multiprocess_mode="livemax",
        )  # fmt: skip

    def asked(self, door: str, outcome: str, seconds: float) -> None:
        """Counts one question."""
        self._asked.labels(str(door), outcome).inc()
        self._seconds.observe(seconds)

    def inside(self, count: int) -> None:
        """So many more questions are inside, or fewer."""
        self._inside.inc(count)

    def text(self, desk: Desk) -> bytes:
        """All counts in the text format of Prometheus; with several workers, those of all."""
        if desk.ready:
            manifest = desk.assistant.build.manifest
            self._build.labels(version(), manifest.fingerprint, manifest.encoder).set(1)
        return generate_latest(self._of_all_workers() if os.environ.get(SHARED_BY_WORKERS) else self._registry)

    def _of_all_workers(self) -> CollectorRegistry:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry


def forget_process(id: int | None) -> None:
    """Takes what a worker that has ended had inside out of the counts of all."""
    if os.environ.get(SHARED_BY_WORKERS):
        mark_process_dead(id)  # type: ignore[no-untyped-call]
