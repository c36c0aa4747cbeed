"""What one client may cost the others: bodies, foreign pages, connections that say nothing, costly work."""

import asyncio
import itertools
import json
import socket
import threading
import time

import httpx
import pytest
from loops import run

from assistant.pages import connections
from assistant.pages.bodies import LARGEST, BodyLimit
from assistant.pages.turnstile import BusyError, Turnstile

MARKED = "zyzzomark"


@pytest.fixture(scope="module")
def web(site):
    with httpx.Client(base_url=site, trust_env=False, timeout=30) as client:
        yield client


def pieces(count):
    for _ in range(count):
        yield b"x" * 1000


@pytest.mark.parametrize(
    "path", ["/handout/pdf", "/scenarios/read", "/scenarios/answer", "/gradio_api/call/ask", "/no"]
)
@pytest.mark.parametrize("sent", [lambda: b"x" * 2_000_000, lambda: pieces(2000)], ids=["told", "in-pieces"])
def test_a_body_that_is_too_long_is_refused_before_anything_is_done(web, path, sent):
    refused = web.post(path, content=sent(), headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert refused.status_code == 413
    assert len(refused.text.splitlines()) == 1


def test_marks_on_one_letter_do_not_hold_up_anybody(web):
    body = json.dumps({"data": ["a" + "\u0301\u0327" * 20_000, []]})[: LARGEST - 20] + '",[]]}'
    begun = time.perf_counter()
    web.post("/gradio_api/call/ask", content=body, headers={"Content-Type": "application/json"})
    web.post("/scenarios/answer", data={"question": "a" + "\u0301" * 50_000, "turn": "answer_a"})
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("body", [{"data": {"a": MARKED}}, {"data": None, "event_id": [MARKED]}, [MARKED]])
def test_gradio_does_not_say_again_what_was_sent_either(web, body):
    refused = web.post("/gradio_api/call/ask", json=body)
    assert refused.status_code == 422
    assert MARKED not in refused.text


FUNCTIONS = [{"fn_index": number, "session_hash": "a"} for number in (*range(8), -1, 10**20, "a", None, True)]
VALUES = [[], [MARKED], [MARKED, 1], [[MARKED], {"earlier": MARKED}], [{"turns": [MARKED]}], [{"turns": MARKED}]]


@pytest.mark.parametrize("place", ["", "/answer-tests"])
def test_no_call_makes_gradio_fail_or_print_what_was_sent(web, capfd, place):
    for path in ("run/predict", "run/ask", "queue/join", "call/ask", f"call/{MARKED}", "call/restore"):
        for function, values in itertools.product(FUNCTIONS if path[0] != "c" else [{}], VALUES):
            answer = web.post(f"{place}/gradio_api/{path}", json={"data": values} | function)
            assert answer.status_code < 500
            assert MARKED not in answer.text or answer.status_code == 200
    told = capfd.readouterr()
    assert MARKED not in told.out + told.err


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/scenarios/answer", {"question": MARKED * 20_000, "turn": MARKED}),
        ("/handout/pdf", {"question": MARKED}),
        ("/handout/pdf", {"questions": MARKED}),
    ],
)
def test_a_refusal_does_not_say_again_what_was_sent(web, path, sent):
    refused = web.post(path, data=sent)
    assert refused.status_code in {400, 422}
    assert MARKED not in refused.text


ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Origin": "http://evil.test"},
    {"Origin": "null"},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize("path", ["/handout/pdf", "/scenarios/read", "/gradio_api/call/ask"])
def test_the_page_of_another_site_makes_us_compute_nothing(web, path, headers):
    assert web.post(path, data={"questions": "[]"}, headers=headers).status_code == 403


def test_another_site_may_lead_here_but_not_embed_us(web):
    led = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert web.get("/card", headers=led).status_code == 200
    assert (
        web.get("/card/pdf", headers=led | {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}).status_code == 403
    )
    assert web.get("/card", headers=led | {"Sec-Fetch-Dest": "iframe"}).status_code == 403


def test_our_own_page_and_a_program_may_send(web, site):
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": site}, {}):
        assert web.post("/handout/md", data={"questions": '["why?"]'}, headers=headers).status_code == 200


def called(app, *, scope=None, receive):
    """The status that an ASGI application answers with."""
    said = []

    async def send(message):
        said.append(message)

    headers = [(b"content-length", b"50")]
    scope = {"type": "http", "method": "POST", "path": "/x", "headers": headers} | (scope or {})
    run(app(scope, receive, send))
    return said[0]["status"]


def test_a_body_that_never_comes_is_not_waited_for_for_long():
    async def never():
        await asyncio.sleep(60)

    async def unused(*_given):
        raise AssertionError("it was passed on")

    assert called(BodyLimit(unused, within=0.05), receive=never) == 408


def test_a_connection_that_says_nothing_is_closed(site, monkeypatch):
    monkeypatch.setattr(connections, "HEAD_WITHIN", 0.3)
    place = site.removeprefix("http://").split(":")
    silent, half = (socket.create_connection((place[0], int(place[1])), timeout=5) for _ in range(2))
    half.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    with silent, half:
        assert (silent.recv(1), half.recv(1)) == (b"", b"")


def test_a_head_without_end_is_cut_off(site):
    place = site.removeprefix("http://").split(":")
    with socket.create_connection((place[0], int(place[1])), timeout=5) as endless:
        endless.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        head = b"X-Long: " + b"y" * 1000 + b"\r\n"
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            endless.sendall(head * 100_000)


def test_the_connections_that_wait_longest_make_room_for_new_ones(site, monkeypatch):
    monkeypatch.setattr(connections, "MOST", 5)
    place = site.removeprefix("http://").split(":")
    silent = [socket.create_connection((place[0], int(place[1])), timeout=5) for _ in range(40)]
    assert httpx.get(f"{site}/health", trust_env=False, timeout=5).status_code == 200
    for each in silent:
        each.close()


def work_of(made, name, gate=None):
    def work():
        if gate:
            gate.wait(5)
        made.append(name)
        return name

    return work


def test_each_client_has_its_turn():
    made, gate = [], threading.Event()

    async def all_of_it():
        turnstile = Turnstile(of_one_client=9)
        running = [asyncio.create_task(turnstile.run("greedy", work_of(made, "greedy", gate))) for _ in range(6)]
        await asyncio.sleep(0.01)
        running.append(asyncio.create_task(turnstile.run("modest", work_of(made, "modest"))))
        await asyncio.sleep(0.01)
        gate.set()
        await asyncio.gather(*running)

    run(all_of_it())
    assert made.index("modest") <= 2
    assert len(made) == 7


def test_a_long_queue_is_refused_and_one_who_went_away_holds_no_place():
    made, gate = [], threading.Event()

    async def all_of_it():
        turnstile = Turnstile(waiting=3, of_one_client=2)
        first = asyncio.create_task(turnstile.run("one", work_of(made, "first", gate)))
        await asyncio.sleep(0.01)
        gone = [asyncio.create_task(turnstile.run("one", work_of(made, "gone"))) for _ in range(2)]
        await asyncio.sleep(0.01)
        with pytest.raises(BusyError) as much:
            await turnstile.run("one", work_of(made, "refused"))
        assert much.value.status == 429
        other = asyncio.create_task(turnstile.run("two", work_of(made, "gone")))
        await asyncio.sleep(0.01)
        with pytest.raises(BusyError) as many:
            await turnstile.run("three", work_of(made, "refused"))
        assert many.value.status == 503
        gone.append(other)
        for each in gone:
            each.cancel()
        await asyncio.sleep(0.01)
        gate.set()
        assert await turnstile.run("other", work_of(made, "other")) == "other"
        await first

    run(all_of_it())
    assert made == ["first", "other"]


def test_what_waits_or_takes_too_long_when_the_program_stops_is_told_so():
    made, gate, told = [], threading.Event(), []

    async def asked(turnstile, name):
        try:
            await turnstile.run(name, work_of(made, name, gate))
        except BusyError as busy:
            told.append(str(busy))

    async def all_of_it():
        turnstile = Turnstile()
        inside = [asyncio.create_task(asked(turnstile, name)) for name in ("worked on", "waits", "waits too")]
        await asyncio.sleep(0.01)
        turnstile.close()
        inside[0].cancel()  # as the server does to what is still there at the end
        await asyncio.gather(*inside, asked(turnstile, "comes late"))
        gate.set()

    run(all_of_it())
    assert len(told) == 4
    assert all("started again" in words for words in told)
