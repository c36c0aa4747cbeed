"""Rankings: every passage once, best first, the same each time."""

import pytest
from tiny import DOORS, tiny_library, tiny_searcher

from corpus.document import Kind
from index.search import rest_beside


def searcher_of(folder, encoder, **options):
    return tiny_searcher(tiny_library(folder, **options), encoder, folder / "data")


@pytest.fixture(scope="module", params=[True, False], ids=["with notes", "without notes"])
def searcher(request, tmp_path_factory, encoder):
    return searcher_of(tmp_path_factory.mktemp("search"), encoder, with_notes=request.param)


QUESTIONS = ["must they knock?", "zebra quantum", "", "😀", "and the of", "word " * 500]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_passage_is_ranked_once_best_first(searcher, question):
    hits = searcher.search(question).hits
    assert sorted(hit.passage.key for hit in hits) == sorted(p.key for p in searcher.build.library.passages)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_gets_the_same_ranking(searcher, question):
    assert searcher.search(question) == searcher.search(question)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("do they have to knock before they come in", "knock before they enter"),
        ("can I bring a colleague to the meeting?", "Leaders can bring a colleague to the meeting."),
    ],
)
def test_what_answers_comes_first(searcher, question, quote):
    assert searcher.search(question).hits[0].passage.quote == quote


def test_unknown_words_match_no_word(searcher):
    assert not any(hit.words for hit in searcher.search("zebra quantum").hits)


def test_similarity_is_a_cosine_and_the_score_a_probability(searcher):
    ranking = searcher.search("knock")
    assert all(-1.001 <= hit.similarity <= 1.001 and 0 <= hit.score <= 1 for hit in ranking.hits)
    assert 0 <= ranking.covered <= 1


@pytest.mark.parametrize("text", ["Knock first.", "And so on and so on.", "?!"])
def test_a_corpus_of_one_short_text_can_be_searched(tmp_path, encoder, text):
    from corpus.library import read_library

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text(text, encoding="utf-8")
    searcher = tiny_searcher(read_library(tmp_path / "corpus"), encoder, tmp_path / "data")
    (hit,) = searcher.search("must they knock").hits
    assert hit.passage.quote == text


def test_without_notes_the_titles_above_a_passage_help_to_find_it(tmp_path, encoder):
    twins = {"boats": "# Boats\n\nWear a vest at all times.", "trams": "# Trams\n\nHold the rail at all times."}
    search = searcher_of(tmp_path, encoder, **twins).search
    assert [search(f"{name} at all times").hits[0].passage.document.id for name in twins] == list(twins)


@pytest.mark.parametrize(
    ("likeliest", "ruled", "rest"),
    [
        ({}, 0.9, 1.0),
        ({Kind.GUIDANCE: 0.7}, 0.9, 0.3),  # one rule takes from the others what it is likely
        ({Kind.OTHER: 0.7}, 0.9, 1.0),  # a stray match of one's own takes nothing where the rules are likelier
        ({Kind.OTHER: 0.7}, 0.2, 0.5),
        ({Kind.OTHER: 0.7}, 0.0, 0.3),  # what no rule is about is left to one's own documents
        ({Kind.COMMENTARY: 0.7}, 0.0, 1.0),
        ({Kind.GUIDANCE: 0.2, Kind.OTHER: 0.9, Kind.COMMENTARY: 1.0}, 0.3, 0.4),
    ],
)
def test_what_documents_without_notes_leave_depends_on_who_speaks_in_them(likeliest, ruled, rest):
    assert rest_beside(likeliest, ruled) == pytest.approx(rest)


def test_a_local_document_takes_less_from_the_rules_than_another_rule_would(tmp_path, encoder):
    rules = "---\nkind: guidance\n---\n"

    def likely(walks):
        folder = tmp_path / str(len(walks))
        library = tiny_library(folder, with_notes=True, doors=rules + DOORS, walks=walks)
        hits = tiny_searcher(library, encoder, folder / "data").search("can they just walk in").hits
        return {hit.passage.quote: hit.score for hit in hits}["knock before they enter"]

    walks = "# Walks\n\nThey can walk just round the pond."
    assert likely(walks) > likely(rules + walks)
