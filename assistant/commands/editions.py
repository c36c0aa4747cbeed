"""`python -m assistant editions`: what a newer edition says anew, and pairs made by hand."""

from collections.abc import Iterator
from typing import Annotated

import typer

from assistant.commands.options import Corpus, Data, settings_of
from corpus.document import Passage
from corpus.editions import Change, Correction, Edition, Pair, Relation, joined, parted
from corpus.errors import AssistantError

_MARKS = {Change.KEPT: "{}", Change.EARLIER: "[-{}-]", Change.PRESENT: "{{+{}+}}"}
_NO_NUMBER = -1


def editions(
    newer: Annotated[str, typer.Argument(help="The id of the newer document; all of them if left out.")] = "",
    *,
    confirm: Annotated[
        int, typer.Option(metavar="NUMBER", help="This pair is right: what we say of the earlier wording holds.")
    ] = _NO_NUMBER,
    part: Annotated[
        int, typer.Option(metavar="NUMBER", help="This pair is wrong: nothing says the earlier statement anew.")
    ] = _NO_NUMBER,
    join: Annotated[
        tuple[int, int], typer.Option(metavar="GONE NEW", help="These two, one gone and one new, belong together.")
    ] = (_NO_NUMBER, _NO_NUMBER),
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Show what a newer edition keeps, rewords, adds and drops, and correct what belongs together."""
    from assistant.libraries import read_our_library
    from corpus.edition_files import read_corrections, write_corrections
    from index.editions import editions_of
    from index.packaged import open_encoder

    settings = settings_of(corpus, data)
    library, encoder = read_our_library(settings), open_encoder(settings.encoder)
    corrections = read_corrections(settings.data)
    found = [each for each in editions_of(library, encoder, corrections).all if newer in {"", each.newer.id}]
    if not found:
        raise AssistantError(newer or "documents", "none of them supersedes another", "Add one with --supersedes ID")
    pairs = [pair for each in found for pair in each.pairs]
    said = _corrected(corrections, pairs, confirm, part, join)
    if said != corrections:
        write_corrections(settings.data, said)
        found = [
            each
            for each in editions_of(library, encoder, read_corrections(settings.data)).all
            if newer in {"", each.newer.id}
        ]
    number = 0
    for each in found:
        print(_summary(each))
        for pair in each.pairs:
            print("\n".join(_lines(number, pair)))
            number += 1


def _corrected(
    corrections: tuple[Correction, ...], pairs: list[Pair], confirm: int, part: int, join: tuple[int, int]
) -> tuple[Correction, ...]:
    """The corrections with what the options say."""
    if confirm != _NO_NUMBER:
        corrections = joined(corrections, *_sides(confirm, confirm, pairs))
    if part != _NO_NUMBER:
        corrections = parted(corrections, _numbered(pairs, part), pairs)
    if join != (_NO_NUMBER, _NO_NUMBER):
        corrections = joined(corrections, *_sides(*join, pairs))
    return corrections


def _sides(gone: int, new: int, pairs: list[Pair]) -> tuple[Passage, Passage]:
    older, newer = _numbered(pairs, gone).older, _numbered(pairs, new).newer
    if not older or not newer:
        raise AssistantError(str(gone), "these are no earlier and no present statement", "Name GONE and then NEW")
    return older, newer


def _numbered(pairs: list[Pair], number: int) -> Pair:
    if not 0 <= number < len(pairs):
        raise AssistantError(str(number), f"there are pairs 0 to {len(pairs) - 1}", "Name one of them")
    return pairs[number]


def _summary(edition: Edition) -> str:
    counts = ", ".join(f"{edition.count(relation)} {relation}" for relation in Relation)
    return f"“{edition.newer.title}” supersedes “{edition.older.title}”: {counts}"


def _lines(number: int, pair: Pair) -> Iterator[str]:
    by_hand = ", by hand" if pair.by_hand else ""
    alike = f", {pair.similarity:.2f} alike{by_hand}" if pair.older and pair.newer else by_hand
    yield f"{number:4} {pair.relation}{alike}"
    if pair.relation is Relation.REWORDED:
        yield "     " + " ".join(_MARKS[words.change].format(words.text) for words in pair.difference)
    elif passage := pair.newer or pair.older:
        yield f"     {' '.join(passage.quote.split())}"
