"""JSON for other programs: every answer fits answer.schema.json, and every place in it is exact."""

import copy
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from assistant.answering.answer import Answer, Choice, Fact, Grain, Heading, Outcome, Statement
from assistant.answering.distress import with_care
from assistant.answering.extractive import PRESENT
from assistant.output.json import PLACE, SCHEMA, SCORES, VERSION, answer_json, document_json, line, ranking_json
from assistant.output.texts import text_file
from corpus.crisis import crisis_lines
from corpus.document import Binds, Kind, Status

VALUES = json.loads(SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(VALUES)
ASKED = {
    Outcome.ANSWERED: "Can they talk to my staff without me?",
    Outcome.NOT_COVERED: "When does the report come out?",
    Outcome.UNCLEAR: "what do I do?",
    Outcome.OFF_TOPIC: "What is the capital of France?",
    Outcome.DISTRESS: "I can't do this any more. I don't feel safe.",
}


def _told(heading):
    """This part of docs/json.md."""
    text = (SCHEMA.parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def answers(assistant):
    """An answer of each outcome, real but for those that depend on fitted weights, which are made."""
    found = {outcome: assistant.ask(question) for outcome, question in ASKED.items()}
    nearest = found[Outcome.ANSWERED].citations
    reading = Choice("section/inspectors", "What inspectors are expected to do", Grain.SECTION)
    place = Choice("place/notice", "How much notice is given", None)
    found[Outcome.CHOICES] = Answer("conduct", Outcome.CHOICES, "Which do you mean?", choices=(reading, place))
    found[Outcome.TALK] = Answer("thanks", Outcome.TALK, "You are welcome.", grain=Grain.ASSISTANT)
    found[Outcome.RELATED] = Answer("Is that so?", Outcome.RELATED, PRESENT, nearest=nearest, coverage=0.5)
    return {outcome: answer_json(answer) for outcome, answer in found.items()}


@pytest.fixture(scope="module")
def texts(assistant, settings):
    """The text of each document, read from the file that `documents --json` names."""
    listed = [
        document_json(document, text_file(document, settings.data))
        for document in dict.fromkeys(hit.passage.document for hit in assistant.search("inspectors").hits)
    ]
    return {values["id"]: Path(values["text"]).read_bytes().decode("utf-8") for values in listed}


def test_the_schema_is_one():
    Draft202012Validator.check_schema(VALUES)


def test_every_key_is_described_and_no_other_is_let_in():
    def objects(value):
        if isinstance(value, dict):
            if value.get("type") == "object":
                yield value
            for inner in value.values():
                yield from objects(inner)

    for found in objects(VALUES):
        assert found["additionalProperties"] is False
        assert sorted(found["required"]) == sorted(found["properties"])
        assert [key for key, value in found["properties"].items() if not value.get("description")] == []


@pytest.mark.parametrize("outcome", Outcome)
def test_answers_of_every_outcome_fit(answers, outcome):
    answer = json.loads(line(answers[outcome]))
    assert answer["outcome"] == outcome
    assert list(VALIDATOR.iter_errors(answer)) == []


def test_the_schema_knows_the_words_that_the_types_know():
    properties, citation = VALUES["properties"], VALUES["$defs"]["citation"]["properties"]
    assert properties["outcome"]["enum"] == list(Outcome)
    assert properties["version"]["const"] == VERSION
    assert properties["grain"]["enum"] == list(Grain)
    assert VALUES["$defs"]["choice"]["properties"]["kind"]["enum"] == [*Grain, PLACE]
    statement = VALUES["$defs"]["statement"]["properties"]
    assert statement["heading"]["enum"] == list(Heading)
    assert statement["heading_id"]["enum"] == [heading.id for heading in Heading]
    assert citation["kind"]["enum"] == list(Kind)
    assert citation["binds"]["enum"] == list(Binds)
    assert citation["status"]["enum"] == list(Status)


def test_every_crisis_line_is_told_in_distress_and_none_travels_among_the_places_to_look(answers):
    answer = answers[Outcome.DISTRESS]
    assert [line["words"] for line in answer["crisis"]] == [line.words for line in crisis_lines().all]
    assert answer["advice"]
    assert answer["look_in"] == []
    assert all(bool(line["call"]) != bool(line["text_to"]) for line in answer["crisis"])


def test_the_short_list_of_crisis_lines_is_told_beside_the_sentence_of_care(assistant):
    answer = answer_json(with_care(assistant.ask(ASKED[Outcome.ANSWERED])))
    assert list(VALIDATOR.iter_errors(answer)) == []
    assert [line["id"] for line in answer["crisis"]] == [line.id for line in crisis_lines().beside]
    assert not VALIDATOR.is_valid(answer | {"crisis": []})


def test_what_is_known_of_a_document_fits_without_a_citation(assistant):
    document = assistant.library.documents[0]
    known = Statement(document.dated, Heading.DOCUMENT, facts=(Fact(document, "dated"),))
    answer = answer_json(Answer("how old is it", Outcome.ANSWERED, "It is old.", (known,), grain=Grain.DOCUMENT))
    assert list(VALIDATOR.iter_errors(answer)) == []
    told = answer["statements"][0]
    assert told["facts"] == [{"label": "Dated", "value": document.dated, "document": document.id}]
    assert told["heading_id"] == "document"
    told["facts"] = []
    assert not VALIDATOR.is_valid(answer)


def test_a_choice_says_what_it_leads_to(answers):
    assert [choice["kind"] for choice in answers[Outcome.CHOICES]["choices"]] == ["section", "place"]


def test_a_ranking_tells_the_scores_of_the_contract_and_no_others(assistant):
    values = ranking_json(assistant.search("who do I tell"), 1)
    citation = VALUES["$defs"]["citation"]["properties"].keys()
    assert values["version"] == VERSION
    assert values["passages"][0].keys() - citation == {"rank", *SCORES}
    told = _told("A ranking")
    assert set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE)) == set(SCORES)
    assert values.keys() | {"rank"} <= set(re.findall(r"`(\w+)`", told))


def test_a_document_has_the_keys_that_are_told_and_no_others(assistant, tmp_path):
    told = _told("Documents").replace("`start` and `end`", "")
    assert document_json(assistant.library.documents[0], tmp_path).keys() == set(re.findall(r"`(\w+)`", told))


def test_quotes_stand_in_the_text_file_where_the_answer_says(answers, texts):
    cited = [each for answer in answers.values() for each in (*answer["citations"], *answer["nearest"])]
    assert len(cited) >= 2
    for citation in cited:
        assert texts[citation["document"]][citation["start"] : citation["end"]] == citation["quote"]
        assert citation["lead_in"] in texts[citation["document"]]


def test_a_part_of_a_passage_is_found_where_it_stands(assistant, texts):
    statement = assistant.ask(ASKED[Outcome.ANSWERED]).statements[0]
    part = replace(statement.citations[0], quote=statement.citations[0].quote[10:40])
    assert texts[part.passage.document.id][part.start : part.end] == part.quote


def test_statements_name_citations_that_are_there(answers):
    for answer in answers.values():
        numbers = {citation["number"] for citation in answer["citations"]}
        assert {number for statement in answer["statements"] for number in statement["citations"]} == numbers


def test_a_ranking_holds_every_passage_once_with_its_place(assistant, texts):
    ranking = assistant.search("who do I tell")
    values = ranking_json(ranking, 10_000)
    assert [hit["rank"] for hit in values["passages"]] == list(range(1, len(ranking.hits) + 1))
    assert len({(hit["document"], hit["start"], hit["end"]) for hit in values["passages"]}) == len(ranking.hits)
    scores = [hit["score"] for hit in values["passages"]]
    assert scores == sorted(scores, reverse=True)
    assert all(texts[hit["document"]][hit["start"] : hit["end"]] == hit["quote"] for hit in values["passages"])
    assert len(ranking_json(ranking, 3)["passages"]) == 3


def _without_citations(answer):
    answer["citations"] = []


def _with_an_uncited_statement(answer):
    answer["statements"][0]["citations"] = []


def _without_statements(answer):
    answer["statements"] = []


def _without_a_notice_key(answer):
    del answer["notices"]


def _with_a_key_of_its_own(answer):
    answer["confidence"] = 1


def _of_another_version(answer):
    answer["version"] = 1


def _with_four_choices_though_it_answers(answer):
    answer["choices"] = [{"id": f"a/{n}", "text": "a?", "kind": "section"} for n in range(4)]


def _with_another_outcome(answer):
    answer["outcome"] = "maybe"


def _that_says_not_covered_and_answers(answer):
    answer["outcome"] = "not_covered"


def _with_an_empty_quote(answer):
    answer["citations"][0]["quote"] = ""


def _without_a_status(answer):
    del answer["citations"][0]["status"]


def _with_a_place_before_the_text(answer):
    answer["citations"][0]["start"] = -1


@pytest.mark.parametrize(
    "spoil",
    [
        _without_citations,
        _with_an_uncited_statement,
        _without_statements,
        _without_a_notice_key,
        _with_a_key_of_its_own,
        _of_another_version,
        _with_four_choices_though_it_answers,
        _with_another_outcome,
        _that_says_not_covered_and_answers,
        _with_an_empty_quote,
        _without_a_status,
        _with_a_place_before_the_text,
    ],
)
def test_the_schema_refuses_an_answer(answers, spoil):
    answer = copy.deepcopy(answers[Outcome.ANSWERED])
    spoil(answer)
    assert not VALIDATOR.is_valid(answer)
