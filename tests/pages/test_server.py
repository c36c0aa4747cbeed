"""The web application: its endpoint for programs, its closed doors, how it starts and fails to."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest

from assistant.output.json import answer_json
from assistant.pages.guard import HEADERS, POLICY, hosts_for
from assistant.serving.workers import listening
from assistant.settings import Settings
from corpus.errors import AssistantError


@pytest.fixture(scope="module")
def web(site):
    with httpx.Client(base_url=site, trust_env=False, timeout=30) as client:
        yield client


def ask(web, body):
    event = web.post("/gradio_api/call/ask", content=body, headers={"Content-Type": "application/json"})
    if event.status_code != 200:
        return event.text
    return web.get(f"/gradio_api/call/ask/{event.json()['event_id']}").text


def answer_of(stream):
    event, data = stream.strip().splitlines()[-2:]
    assert event == "event: complete", stream
    return json.loads(data.removeprefix("data: "))[0]


def error_of(stream):
    event, data = stream.strip().splitlines()[-2:]
    assert event == "event: error", stream
    return data


def test_the_endpoint_answers_with_the_contract_s_json(web):
    answer = answer_of(ask(web, json.dumps({"data": ["can they talk to my staff without me?", []]})))
    assert answer["outcome"] in {"answered", "related"}
    assert answer["citations"] or answer["nearest"]


def test_the_endpoint_takes_earlier_questions(web, assistant):
    first = "Can an inspector interview my teaching assistant without me?"
    answer = answer_of(ask(web, json.dumps({"data": ["even the cook?", [first]]})))
    same = answer_json(assistant.ask("even the cook?", [first]))
    assert answer | {"milliseconds": 0} == same | {"milliseconds": 0}


def test_gradio_s_own_client_can_ask(site):
    from gradio_client import Client

    client = Client(site, verbose=False, analytics_enabled=False)
    answer = client.predict(question="Must what they find rest on evidence?", api_name="/ask")
    assert answer["question"] == "Must what they find rest on evidence?"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (json.dumps({"data": ["a" * 1001, []]}), "1,000"),
        (json.dumps({"data": ["a" * 90_000, []]}), "1,000"),
        ('{"data": ["caf\\ud800", []]}', "half a character"),
        (json.dumps({"data": [7, []]}), "not a text"),
        (json.dumps({"data": ["why?", "text"]}), "not a list"),
        (json.dumps({"data": ["why?", [{"a": 1}]]}), "not a text"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(web, body, said):
    error = error_of(ask(web, body))
    assert said in error
    assert "Traceback" not in error
    assert ".py" not in error


@pytest.mark.parametrize("body", ["{", "[]", '{"data": 1}', "\x00"])
def test_what_is_not_a_request_gets_no_traceback(web, body):
    said = ask(web, body)
    assert "Traceback" not in said
    assert ".py" not in said


@pytest.mark.parametrize("path", ["/health", "/documents", "/about", "/nowhere", "/gradio_api/upload", "/config"])
def test_every_response_carries_the_headers(web, path):
    headers = web.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in POLICY


@pytest.mark.parametrize("path", ["/", "/about", "/documents", "/card/md", "/manifest.json", "/health", "/nowhere"])
def test_the_head_of_every_address_can_be_asked_for(web, path):
    head = web.head(path)
    assert head.status_code == web.get(path).status_code
    assert not head.content


@pytest.mark.parametrize("path", ["/", "/answer-tests/"])
def test_pages_that_gradio_draws_run_no_script_that_it_did_not_write_into_them(web, path):
    headers = web.get(path, headers={"Accept": "text/html"}).headers
    ours, theirs = (
        {words.split()[0]: set(words.split()[1:]) for words in policy.split("; ")}
        for policy in (POLICY, headers["Content-Security-Policy"])
    )
    more = {name: theirs[name] - words for name, words in ours.items() if theirs[name] != words}
    assert more.pop("style-src") == {"'unsafe-inline'"}
    scripts = more.pop("script-src") - {"'unsafe-eval'"}
    assert not more
    assert scripts
    assert all(each.startswith("'sha256-") for each in scripts)


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/heartbeat/x",
        "/gradio_api/deep_link",
        "/gradio_api/runs",
        "/gradio_api/run-history/records",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=app.py",
        "/gradio_api/proxy=http://example.org/",
        "/gradio_api/vibe-code",
        "/gradio_api/stream/x",
        "/monitoring",
        "/?deep_link=abc",
        "/docs",
        "/openapi.json",
        "/look/../ask.py",
        "/look/..%2fask.py",
    ],
)
def test_addresses_that_nothing_needs_are_closed(web, path):
    assert web.get(path).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Gradio-Server"])
@pytest.mark.parametrize("path", ["/", "/config", "/answer-tests/"])
def test_no_header_says_where_the_page_is(web, path, header):
    assert "evil.test" not in web.get(path, headers={header: "http://evil.test"}).text


def test_nothing_can_be_uploaded(web):
    assert web.post("/gradio_api/upload", files={"files": ("a.txt", b"a")}).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "www.localhost", "[::2]", "::1", ""])
@pytest.mark.parametrize("path", ["/", "/health", "/gradio_api/info"])
def test_a_foreign_name_that_points_here_is_refused(web, path, host):
    refused = web.get(path, headers={"Host": host})
    assert refused.status_code == 400
    assert refused.headers["X-Frame-Options"] == HEADERS["X-Frame-Options"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:7860", "[::1]", "[::1]:7860"])
def test_every_name_of_this_machine_is_served(web, host):
    assert web.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "served"), [("127.0.0.1", False), ("localhost", False), ("::1", False), ("192.0.2.7", True), ("::", True)]
)
def test_only_a_page_that_is_served_to_others_answers_to_any_name(host, served):
    assert ("*" in hosts_for(host)) is served


def test_a_document_that_is_not_in_is_not_found(web):
    assert web.get("/documents/nope").status_code == 404
    assert web.get("/documents/..%2f..%2fetc%2fpasswd").status_code == 404


def test_health_says_ready(web):
    assert web.get("/health").json() == {"status": "ready"}


def start(**environment):
    return subprocess.run(
        [sys.executable, "app.py"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_busy_port_is_told_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = start(ASSISTANT_PORT=str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert "ASSISTANT_PORT" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_missing_corpus_is_told_in_one_line(tmp_path):
    ended = start(ASSISTANT_CORPUS=str(tmp_path / "none"), ASSISTANT_PORT="0")
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1


@pytest.mark.long
def test_an_encoder_that_cannot_be_opened_ends_it_with_one_line_more(tmp_path):
    ended = start(ASSISTANT_ENCODER=str(tmp_path / "none"), ASSISTANT_PORT="0", ASSISTANT_DATA=str(tmp_path))
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 2  # where it was to be served, and why it is not


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.7"])
def test_a_host_that_is_no_address_of_this_machine_is_told_as_that(host):
    with pytest.raises(AssistantError, match="is no address of this machine") as told:
        listening(Settings(host=host, port=0))
    assert "ASSISTANT_HOST" in str(told.value)
    assert "ASSISTANT_PORT" not in str(told.value)


def test_an_empty_setting_is_one_that_is_not_set(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", "")
    assert dict(Settings()) == {name: field.default for name, field in Settings.model_fields.items()}


@pytest.mark.parametrize(
    "kind", ["socks5", pytest.param("socks5h", marks=pytest.mark.long), pytest.param("http", marks=pytest.mark.long)]
)
def test_a_proxy_that_others_need_does_not_stop_it(kind):
    with started(ALL_PROXY=f"{kind}://127.0.0.1:9", all_proxy="") as (process, line):
        assert "http://127.0.0.1:" in line
        process.send_signal(signal.SIGINT)
        process.wait(60)
        assert process.stderr.read() == ""  # nor does Ctrl+C leave a traceback
        assert process.returncode in {0, 130}


def test_a_proxy_of_another_kind_is_told_in_one_line():
    ended = start(ALL_PROXY="gopher://127.0.0.1:9", ASSISTANT_PORT="0")
    assert ended.returncode == 1
    assert ended.stderr.startswith("ALL_PROXY: this kind of proxy is not known. Unset it here")
    assert len(ended.stderr.strip().splitlines()) == 1


@contextmanager
def started(**environment):
    """`python app.py` and the first line it says."""
    command = [sys.executable, "app.py"]
    environment = {**os.environ, "ASSISTANT_PORT": "0", **environment}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        yield process, process.stderr.readline()
