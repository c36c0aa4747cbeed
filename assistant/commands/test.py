"""`python -m assistant test`: the options of a run of answer tests."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.options import Corpus, Data, settings_of


def run_tests(
    paths: Annotated[list[Path], typer.Argument(help="Case files, or folders of them.")],
    *,
    tag: Annotated[list[str] | None, typer.Option(help="Only cases with this tag; again for another.")] = None,
    text: Annotated[str, typer.Option("-k", help="Only cases with this in their id, question or tags.")] = "",
    split: Annotated[str | None, typer.Option(help="Only the half “dev” or “test”.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the run as JSON.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report to read in a browser.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the cases and what came as CSV.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the metrics as a Markdown table.")] = None,
    inspect: Annotated[Path | None, typer.Option(help="Write a log for Inspect; name it to end in .json.")] = None,
    promptfoo: Annotated[Path | None, typer.Option(help="Write results for promptfoo.")] = None,
    trec: Annotated[Path | None, typer.Option(help="Write TREC runs and qrels into this folder.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="JSON of an earlier run to compare with.")] = None,
    history: Annotated[Path | None, typer.Option(help="Keep the run in this folder and show trends.")] = None,
    repeat: Annotated[int, typer.Option(min=1, help="Ask each case this often; it passes if it always does.")] = 1,
    fail_under: Annotated[list[str] | None, typer.Option(help="METRIC=X: fail when it is worse.")] = None,
    details: Annotated[bool, typer.Option("--details", help="Name failing cases of the test half too.")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Run answer tests; exit code 0 only if all that is asked holds."""
    # Takes a second to import, which no other command should wait for.
    from assistant.commands.evaluation import Wanted, run_command
    from assistant.evaluation.selection import Selection

    files = {"json": json, "html": html, "junit": junit, "csv": csv, "markdown": markdown}
    files |= {"inspect": inspect, "promptfoo": promptfoo, "trec": trec}
    asked = {name: path for name, path in files.items() if path}
    wanted = Wanted(asked, baseline, history, tuple(fail_under or ()), repeat)
    choice = Selection.read(tag or (), text, split, details=details)
    raise SystemExit(0 if run_command(paths, settings_of(corpus, data), choice, wanted) else 1)
