"""The door for programs: one request, one answer, nothing kept; what cannot be asked is told in one line."""

import json

import httpx
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from assistant.output.json import answer_json
from assistant.serving.api import LARGEST, openapi

ASKED = "Can they talk to my staff without me?"


@pytest.fixture(scope="module")
def web(site):
    with httpx.Client(base_url=site, trust_env=False, timeout=30) as client:
        yield client


def test_a_question_gets_the_answer_of_the_contract(web, assistant):
    got = web.post("/api/ask", json={"question": ASKED})
    assert got.status_code == 200
    assert got.headers["Cache-Control"] == "no-store"
    assert got.json() | {"milliseconds": 0} == answer_json(assistant.ask(ASKED)) | {"milliseconds": 0}


def test_earlier_questions_come_with_the_request(web, assistant):
    got = web.post("/api/ask", json={"question": "even the cook?", "earlier": [ASKED]}).json()
    assert got["read_with"] == answer_json(assistant.ask("even the cook?", [ASKED]))["read_with"] != ""


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "no JSON object"),
        (b"{", 400, "no JSON object"),
        (b"[]", 400, "no JSON object"),
        (b'"why?"', 400, "no JSON object"),
        (b"\xff\xfe{}", 400, "no JSON object"),
        (b"[" * 50_000, 400, "no JSON object"),
        (b"{}", 400, "not a text"),
        (b'{"question": 7}', 400, "not a text"),
        (b'{"question": "why?", "earlier": "text"}', 400, "not a list"),
        (b'{"question": "why?", "earlier": [7]}', 400, "not a text"),
        (b'{"question": "why?", "before": []}', 400, "“before” is not known"),
        (b'{"question": "caf\\ud800"}', 400, "half a character"),
        (json.dumps({"question": "a" * 1001}).encode(), 400, "1,000"),
        (json.dumps({"question": "é" * (LARGEST // 2)}, ensure_ascii=False).encode(), 413, "100,000 bytes"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(web, body, status, said):
    got = web.post("/api/ask", content=body)
    assert got.status_code == status
    assert said in got.json()["error"]
    assert "\n" not in got.json()["error"]


def test_the_limit_counts_bytes_and_not_what_the_sender_says_of_them(web):
    def pieces():
        for _ in range(20):
            yield b" " * 10_000

    assert web.post("/api/ask", content=pieces()).status_code == 413


def test_other_ways_to_knock_are_refused(web):
    assert web.get("/api/ask").status_code in {404, 405}
    assert web.post("/api", json={}).status_code in {404, 405}


def test_the_description_is_served_and_real_answers_fit_it(web, assistant):
    described = web.get("/api").json()
    assert described == openapi()
    assert described["openapi"].startswith("3.1")
    registry = Registry().with_resource("urn:api", Resource.opaque(described))
    answer = Draft202012Validator({"$ref": "urn:api#/components/schemas/Answer"}, registry=registry)
    error = Draft202012Validator({"$ref": "urn:api#/components/schemas/Error"}, registry=registry)
    for question in (ASKED, "How do I complain?", "What is the weather?", "thanks"):
        answer.validate(answer_json(assistant.ask(question)))
    error.validate(web.post("/api/ask", content=b"{").json())
    assert not answer.is_valid({"version": 2})
