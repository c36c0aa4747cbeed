"""`python -m assistant doctor`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Annotated

import typer

from assistant.commands.options import AsJson, Corpus, Data, settings_of

ASKED = "Can they talk to my staff without me?"
_SIGNS = {"good": "✓", "look": "!", "stops": "✗"}
_CODES = {"good": 0, "look": 3, "stops": 1}


def doctor(
    *,
    timings: Annotated[bool, typer.Option(help="Start it, and tell where the time goes.")] = False,
    as_json: AsJson = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Tell whether all is there that it needs, and what to do.

    Exit code 0: all is well; 3: it answers, but look at what is marked !; 1: it cannot answer.
    """
    if timings:
        _start(corpus, data, as_json=as_json)
        return
    from assistant.checkup import findings
    from assistant.output.json import line

    found = []
    for finding in findings(settings_of(corpus, data)):
        found.append(finding)
        if not as_json:
            print(f"{_SIGNS[finding.state]} {finding.about}: {finding.told}", flush=True)
            if finding.mend:
                print(f"    {finding.mend}.")
    if as_json:
        print(line([asdict(finding) for finding in found]))
    raise SystemExit(max((_CODES[finding.state] for finding in found), key=lambda code: (code == 1, code)))


@dataclass
class _Steps:
    """The steps of a start, with seconds and the most memory that was held by then."""

    rows: list[tuple[str, float, float]] = field(default_factory=list)

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.rows.append((step, time.perf_counter() - begun, _most_memory()))


def _start(corpus: Corpus, data: Data, *, as_json: bool) -> None:
    """Starts the program as a server does, on no port, and prints how long each step took."""
    from assistant.offline import go_offline
    from assistant.output.json import line

    timed = _Steps()
    go_offline()
    settings = settings_of(corpus, data)
    timed.rows.append(("Python and the command", time.process_time(), _most_memory()))
    with timed("Server and plain front page"):
        from assistant.desk import Desk
        from assistant.pages.server import make_app

        app = make_app(settings, Desk(lambda: assistant.library, lambda _: assistant))
    with timed("Libraries of the search"):
        from assistant.opening import open_assistant
    assistant = open_assistant(settings, timed=timed)
    with timed("First answer"):
        assistant.ask(ASKED)
    with timed("Second answer"):
        assistant.ask(ASKED)
    with timed("Other pages"):
        app.state.others.make()
    with timed("Gradio and the whole front page"):
        app.state.front.make()
    if as_json:
        print(line([{"step": step, "seconds": round(s, 4), "megabytes": round(m)} for step, s, m in timed.rows]))
        return
    print("step                                       seconds   most memory by then, MB")
    for step, seconds, megabytes in [*timed.rows, ("together", sum(row[1] for row in timed.rows), _most_memory())]:
        print(f"{step:40}{seconds:10.2f}{megabytes:15.0f}")


def _most_memory() -> float:
    """Megabytes that this process held at most, where the system tells it."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)
