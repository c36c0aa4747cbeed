"""`python -m assistant ask` and `search`."""

import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.commands.options import AsJson, Corpus, Data, opened, settings_of
from corpus.errors import AssistantError

Batch = Annotated[
    Path | None,
    typer.Option(help='File of JSON Lines, {"id": ..., "turns": ["..."]} each; - reads standard input.'),
]


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
    from assistant.commands.batch import answer_lines
    from assistant.opening import with_model
    from assistant.output.json import answer_json, line
    from assistant.output.text import as_text

    if batch:
        _print_lines(answer_lines(assistant, _lines_of(batch)))
        return
    answer = with_model(assistant, settings_of(corpus, data)).ask(question or "", earlier or ())
    print(line(answer_json(answer)) if as_json else as_text(answer))


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
    from assistant.answering.wording import source_in_words
    from assistant.commands.batch import search_lines
    from assistant.output.json import line, ranking_json

    if batch:
        _print_lines(search_lines(assistant, _lines_of(batch), limit))
        return
    ranking = assistant.search(question or "")
    if as_json:
        print(line(ranking_json(ranking, limit)))
        return
    for rank, hit in enumerate(ranking.hits[:limit], 1):
        print(f"{rank:3}  {hit.score:6.2f}  {hit.passage.statement}\n{'':13}{source_in_words(hit.passage)}")


def _print_lines(records: Iterable[dict[str, Any]]) -> None:
    from assistant.output.json import line

    failed = False
    for record in records:
        failed |= "error" in record
        print(line(record), flush=True)
    if failed:
        raise SystemExit(1)


def _lines_of(batch: Path) -> Iterator[str]:
    # UTF-8 with or without a byte order mark, whatever the locale would have standard input read as. A byte that is
    # none makes its own line unreadable, and no other.
    try:
        opened = sys.stdin.buffer if str(batch) == "-" else batch.open("rb")
        with TextIOWrapper(opened, encoding="utf-8-sig", errors="surrogateescape") as file:
            yield from file
    except OSError as error:
        raise AssistantError(batch, f"it cannot be read ({error})", "Name a file of JSON Lines in UTF-8") from error
