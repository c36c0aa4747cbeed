"""The commands of `python -m assistant`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from assistant.batch import answer_lines, search_lines
from assistant.contract import Json, answer_json, document_json, line, ranking_json
from assistant.parts import our_build, read_our_library
from assistant.render import as_text
from assistant.scenarios.commands import scenario
from assistant.terminal import Corpus, Data, building, opened, settings_of, tell
from assistant.wording import source_in_words
from corpus.errors import AssistantError
from index.encoder import SentenceEncoder
from index.texts import text_file

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Batch = Annotated[
    Path | None,
    typer.Option(help='File of JSON Lines, {"id": ..., "turns": ["..."]} each; - reads standard input.'),
]

app = typer.Typer(
    help="What the guidance on Ofsted inspections says, word for word.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(scenario, name="scenario")


def main() -> None:
    """Runs a command; what goes wrong is told in one line, and the exit code is 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except AssistantError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(1) from None


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    *,
    earlier: Annotated[list[str] | None, typer.Option(help="A question asked before this one; oldest first.")] = None,
    as_json: AsJson = False,
    batch: Batch = None,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Answer a question with cited passages."""
    if (question is None) == (batch is None):
        raise AssistantError("ask", "it needs a question or --batch, and not both", 'Try: ask "who do I tell?"')
    assistant = opened(corpus, data)
    if batch:
        _print_lines(answer_lines(assistant, _lines_of(batch)))
        return
    answer = assistant.ask(question or "", earlier or ())
    print(line(answer_json(answer)) if as_json else as_text(answer))


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many passages to show.")] = 20,
    as_json: AsJson = False,
    batch: Batch = None,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Rank the passages for a question, whatever the answer would be."""
    if (question is None) == (batch is None):
        raise AssistantError("search", "it needs a question or --batch, and not both", 'Try: search "stress"')
    assistant = opened(corpus, data)
    if batch:
        _print_lines(search_lines(assistant, _lines_of(batch), limit))
        return
    ranking = assistant.search(question or "")
    if as_json:
        print(line(ranking_json(ranking, limit)))
        return
    for rank, hit in enumerate(ranking.hits[:limit], 1):
        print(f"{rank:3}  {hit.score:6.2f}  {hit.passage.statement}\n{'':13}{source_in_words(hit.passage)}")


@app.command()
def documents(*, as_json: AsJson = False, corpus: Corpus = None, data: Data = None) -> None:
    """List the documents that are in."""
    settings = settings_of(corpus, data)
    library = read_our_library(settings)
    tell(library.faults)
    if as_json:
        print(line([document_json(document, text_file(document, settings.data)) for document in library.documents]))
        return
    for document in library.documents:
        print(f"{document.id}\n  {document.title} - {document.kind} - {document.dated} - {document.status}")


@app.command()
def index(
    *,
    rebuild: Annotated[bool, typer.Option(help="Build anew even where nothing has changed.")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Build the index where it is missing or the documents have changed."""
    settings = settings_of(corpus, data)
    library = read_our_library(settings)
    tell(library.faults)
    encoder = SentenceEncoder(settings.encoder)
    with building() as progress:
        build = our_build(settings, library, encoder, rebuild=rebuild, progress=progress)
    print(
        f"Index {build.manifest.stamp}: {len(library.documents)} documents, {len(library.passages)} passages, "
        f"{build.manifest.entries} entries, built {build.manifest.built}."
    )


@app.command("test")
def run_tests(
    paths: Annotated[list[Path], typer.Argument(help="Case files, or folders of them.")],
    *,
    tag: Annotated[list[str] | None, typer.Option(help="Only cases with this tag; again for another.")] = None,
    text: Annotated[str, typer.Option("-k", help="Only cases with this in their id, question or tags.")] = "",
    split: Annotated[str | None, typer.Option(help="Only the half “develop” or “check”.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the run as JSON.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report to read in a browser.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the cases and what came as CSV.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the metrics as a Markdown table.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="JSON of an earlier run to compare with.")] = None,
    fail_under: Annotated[list[str] | None, typer.Option(help="METRIC=X: fail when it is worse.")] = None,
    details: Annotated[bool, typer.Option("--details", help="Name failing cases of the check half too.")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Run answer tests; exit code 0 only if all that is asked holds."""
    # Takes a second to import, which no other command should wait for.
    from assistant.answer_tests.choice import Choice
    from assistant.answer_tests.command import Wanted, run_command

    files = {"json": json, "html": html, "junit": junit, "csv": csv, "markdown": markdown}
    wanted = Wanted({name: path for name, path in files.items() if path}, baseline, tuple(fail_under or ()), details)
    choice = Choice.read(tag or (), text, split)
    raise SystemExit(0 if run_command(paths, settings_of(corpus, data), choice, wanted) else 1)


@app.command()
def serve(*, corpus: Corpus = None, data: Data = None) -> None:
    """Serve the chat page."""
    # Gradio takes seconds to import, which no other command should wait for.
    from assistant.server import serve as serve_page

    serve_page(settings_of(corpus, data))


def _print_lines(records: Iterable[Json]) -> None:
    failed = False
    for record in records:
        failed |= "error" in record
        print(line(record), flush=True)
    if failed:
        raise SystemExit(1)


def _lines_of(batch: Path) -> Iterator[str]:
    if str(batch) == "-":
        yield from sys.stdin
        return
    try:
        with batch.open(encoding="utf-8") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(batch, f"it cannot be read ({error})", "Name a file of JSON Lines in UTF-8") from error
