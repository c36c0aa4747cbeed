"""The benchmark of quality: its metrics, on a small corpus and without the other retrievers."""

import json
from functools import partial

import pytest
from compare import Table, made_peers, rule_texts
from peers import Ours, Text, WordsAlone
from quality import Asked, on_questions, read_rules
from tiny import tiny_library

from index.build import open_build

RULES = {
    "doors": "# Doors\n\nInspectors must knock before they enter.",
    "staff": "# Staff\n\nYou may bring a colleague to the meeting.",
    "lunch": "# Lunch\n\nBring your own sandwiches.",
}
QUESTIONS = {"must they knock before they enter": "doors", "may I bring a colleague to the meeting": "staff"}


def holds(words, unit):
    return words in unit.words


def sureness(retriever, question):
    return retriever.sureness(question, retriever.search(question, 4))


ASKED = [
    Asked("do they have to knock before they enter", True, partial(holds, "knock before")),
    Asked("can I bring a colleague", True, partial(holds, "bring a colleague")),
    Asked("how long is the report", False, partial(holds, "nothing")),
]


@pytest.fixture(scope="module")
def build(tmp_path_factory, encoder):
    folder = tmp_path_factory.mktemp("quality")
    return open_build(tiny_library(folder), encoder, folder / "data")


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    texts = [json.dumps({"id": name, "text": text}) for name, text in RULES.items()]
    questions = [json.dumps({"question": asked, "passage": name}) for asked, name in QUESTIONS.items()]
    (folder / "passages.jsonl").write_text("\n".join(texts), encoding="utf-8")
    (folder / "questions.jsonl").write_text("\n".join(questions), encoding="utf-8")
    return read_rules(folder)


def test_a_retriever_that_finds_everything_scores_full_marks(build, encoder):
    figures = on_questions(Ours(build, encoder), ASKED)
    assert (figures["success@1"], figures["MRR"], figures["AUROC"]) == ("100.0%", "1.000", "1.000")
    assert 20 < int(figures["characters @1"]) < int(figures["characters @3"])


def test_what_is_not_found_counts_as_a_miss(build, encoder):
    never = [Asked(each.question, each.covered, partial(holds, "zebra")) for each in ASKED]
    figures = on_questions(Ours(build, encoder), never)
    assert (figures["success@3"], figures["MRR"]) == ("0.0%", "0.000")


def test_a_text_that_is_taken_out_is_not_found_and_comes_back(build, encoder):
    passages = [Text(passage.document.id, passage.quote) for passage in build.library.passages]
    for retriever in (Ours(build, encoder), WordsAlone(passages)):
        before = retriever.search("must they knock", 10)
        with retriever.without("doors") as rest:
            assert {each.text.source for each in rest.search("must they knock", 10)} == {"staff"}
            assert sureness(rest, "must they knock") < sureness(retriever, "must they knock")
        assert retriever.search("must they knock", 10) == before


def test_rule_texts_are_measured_whole(rules, tmp_path, encoder):
    table = rule_texts(rules, tmp_path, encoder, only_ours=True)
    assert [row["MRR"] for row in table.rows] == ["1.000"]
    assert table.rows[0]["AUROC, text removed"] == "1.000"
    assert str(table).startswith("### Rule texts without notes: 3 texts, 2 questions\n\n|")


def test_peers_that_are_not_installed_are_named_and_left_out(build, encoder, capsys):
    texts = [Text(document.id, document.text) for document in build.library.documents]
    names = [peer.name for peer in made_peers(texts, build.library, encoder)]
    assert {"LangChain tutorial", "bm25s"} <= set(names)
    told = capsys.readouterr().out
    for name in {"LlamaIndex", "txtai hybrid"} - set(names):
        assert f"{name} is left out" in told


def test_a_table_is_markdown_that_can_be_read_as_it_is():
    table = Table("Title", ({"": "ours", "MRR": "0.5"}, {"": "another", "MRR": "0.25"}))
    assert str(table).splitlines()[2:] == [
        "|         | MRR  |",
        "| ------- | ---- |",
        "| ours    | 0.5  |",
        "| another | 0.25 |",
    ]
