"""`python -m assistant update`: the present editions from GOV.UK."""

import sys
from typing import Annotated

import typer

from assistant.commands.collection import indexed
from assistant.commands.options import Corpus, Data, settings_of
from corpus.errors import AssistantError


def update(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only tell what has changed; keep nothing.")] = False,
    also: Annotated[
        list[str] | None, typer.Option("--also", metavar="PLACE", help="Get the pages of a place too; see --places.")
    ] = None,
    places: Annotated[bool, typer.Option("--places", help="Only list the places whose pages can be had.")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Get the present edition of superseded guidance from GOV.UK, and anew what was fetched before.

    With `add https://…` the only command that uses the network. Nothing of yours is sent: pages are asked for by
    their addresses.
    """
    from assistant.libraries import read_our_library
    from assistant.updating import govuk_of, pages_to_ask, places_with_pages
    from assistant.updating import update as update_pages
    from corpus.collection import Collection

    settings = settings_of(corpus, data)
    library, collection = read_our_library(settings), Collection(settings.data)
    held = places_with_pages(library.notes)
    if places:
        for place in held.values():
            print(f"{place.id}\n  {place.name}")
            for page in place.pages:
                print(f"  {page.of}: {page.url}")
        return
    if unknown := [name for name in also or () if name not in held]:
        raise AssistantError(unknown[0], "there is no such place with pages", f"Name one of {', '.join(held)}")
    addresses = [page.url for name in also or () for page in held[name].pages]
    govuk, pages = govuk_of(settings), pages_to_ask(library, collection, addresses)
    if not pages:
        print("Nothing held here names a page of GOV.UK to ask for.")
        return
    count = "one page" if len(pages) == 1 else f"{len(pages)} pages"
    print(f"Asking {settings.govuk} for {count} …")
    told = update_pages(pages, collection, library.own, govuk, check=check)
    for each in told:
        print(each.line, file=sys.stderr if each.fault else sys.stdout)
    if not check and not all(each.fault for each in told):
        indexed(settings)
    if any(each.fault for each in told):
        raise typer.Exit(1)
