"""Of a large library only what is near is scored: the answers are those of scoring all."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.answering.extractive import Composer
from assistant.opening import our_readings
from corpus.editions import NO_EDITIONS
from corpus.library import read_library
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES
from corpus.reader import read_document
from index.build import Build, Manifest
from index.learned.answerability import read_answerability
from index.packaged import open_encoder
from index.remembered import RememberingEncoder
from index.search import Searcher
from index.stores.rows import ExactNeighbours

WHO = "Visitors", "Cleaners", "Drivers of the minibus", "Parents who help", "Students on placement", "Contractors"
WHAT = (
    "sign the book at the front desk before they go further",
    "leave their telephones in the grey lockers by the hall",
    "wear the orange badge until they hand it back",
    "park behind the gym and nowhere else",
    "are told where the nurse keeps the medicine cupboard key",
    "tell the caretaker when a window does not close",
    "bring their own lunch on Fridays",
)
ASKED = (
    "Can she talk to my staff without me?",
    "Where do contractors park?",
    "who keeps the key of the medicine cupboard",
    "do I have to give the inspector a badge",
    "Do parents who help have to leave their phones in the lockers?",
    "She came in without knocking. Can I ask for a colleague in the meeting?",
    "what may cleaners bring for lunch",
    "how long do I have to complain",
    "thanks",
)
NEAREST = 12  # by meaning, and as many by words, of 42


@pytest.fixture(scope="module")
def near_and_all(assistant, tmp_path_factory):
    """The assistant over our texts and 42 passages that no note is on: of which few are looked at, and all."""
    folder = tmp_path_factory.mktemp("large")
    parts = ("\n".join((f"## {who}", "", *(f"- {who} {what}." for what in WHAT))) for who in WHO)
    (folder / "visits.md").write_text("\n\n".join(("# Visits", *parts)), encoding="utf-8")
    library = read_library(OUR_DOCUMENTS, OUR_NOTES, [read_document(folder / "visits.md", "visits")])
    encoder = assistant.encoder
    known = dict(zip((p.statement for p in assistant.library.passages), assistant.build.vectors, strict=True))
    vectors = RememberingEncoder(encoder, known).encode([passage.statement for passage in library.passages])
    whole = Build(folder, Manifest("", encoder.name, len(vectors), "", {}), library, vectors)
    near = replace(whole, neighbours=ExactNeighbours(vectors))
    exact = open_encoder().name  # with which all was learned
    parts = encoder, our_readings(library, exact), read_answerability(exact), library.notes
    composer = Composer(library.notes, NO_EDITIONS)
    return [
        replace(assistant, searcher=Searcher(build, *parts, nearest=NEAREST), composer=composer)
        for build in (near, whole)
    ]


def told(answer):
    cited = [citation.passage.key for citation in (*answer.citations, *answer.nearest)]
    return answer.outcome, answer.headline, cited, [choice.id for choice in answer.choices]


def test_what_is_near_answers_as_all_do(near_and_all):
    near, whole = near_and_all
    for question in ASKED:
        assert told(near.ask(question)) == told(whole.ask(question))


def test_only_what_is_near_is_scored_and_as_it_is_among_all(near_and_all):
    near, whole = (each.search("how long do I have to complain") for each in near_and_all)
    bare = [sum(hit.alone for hit in ranking.hits) for ranking in (near, whole)]
    assert bare[0] <= 2 * NEAREST < bare[1] == len(WHO) * len(WHAT)
    scores = {hit.passage.key: hit.score for hit in whole.hits}
    assert np.allclose([hit.score for hit in near.hits], [scores[hit.passage.key] for hit in near.hits])
