"""Attacks by way of the network: bodies, foreign pages, connections, floods, and the traces that are left."""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import httpx
from attack_rows import Try
from attack_words import QUESTIONS

from corpus.paths import ROOT

MARK = "zyzzomark"


@dataclass(frozen=True)
class Server:
    """Its address, its process, and the file of what it says."""

    site: str
    process: int
    log: Path


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server with data of its own in this folder, once it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as told:
        given = {"PORT": str(port), "HOST": "127.0.0.1", "DATA": str(folder / "data"), "NETWORK": "0"}
        environment = os.environ | {f"ASSISTANT_{name}": value for name, value in given.items()}
        server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stderr=told, stdout=told)
    try:
        site = f"http://127.0.0.1:{port}"
        for _ in range(240):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{site}/health", trust_env=False).json()["status"] == "ready":
                    break
            time.sleep(0.5)
        yield Server(site, server.pid, folder / "log")
    finally:
        server.terminate()
        server.wait(60)


def _answered(wanted: int, web: httpx.Client, path: str, **given: Any) -> str:
    return _is(web.post(path, **given), wanted)


def long_bodies(web: httpx.Client) -> Iterator[Try]:
    """Megabytes of marks on one letter, in one piece and in many."""
    marks = ("a" + "\u0301\u0327" * 2_000_000).encode()
    for path in ("/scenarios/answer", "/gradio_api/call/ask", "/handout/pdf", "/scenarios/read", "/nowhere"):
        yield path, partial(_answered, 413, web, path, content=marks)
        yield path, partial(_answered, 413, web, path, content=(marks[:1000] for _ in range(4000)))
    many = {"questions": json.dumps([["the second one"] * 40] * 30)}
    yield "a chain", partial(_answered, 200, web, "/handout/html", data=many)


def bombs(web: httpx.Client) -> Iterator[Try]:
    """Small files that unfold to much, as documents and as scenarios: each is told in a line, within its time."""
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 11))
    merged = "a0: &a0 {k: v}\n" + "".join(
        f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    texts = (laughs, merged, "title: " + "[" * 50_000, "title: 0x" + "f" * 9_000, "minutes: 1" + ":59" * 5_000)
    for text in texts:
        yield "/scenarios/read", partial(_told, web, "/scenarios/read", "a.yaml", text.encode())
        yield "/collection/read", partial(_told, web, "/collection/read", "a.md", f"---\n{text}\n---\nA.".encode())
    zeros = zlib.compress(bytes(200_000_000), 9)
    head = f"1 0 obj\n<< /Filter /FlateDecode /Length {len(zeros)} >>\nstream\n".encode()
    pdf = b"%PDF-1.7\n" + head + zeros + b"\nendstream"
    yield "/collection/read", partial(_told, web, "/collection/read", "a.pdf", pdf)
    yield "/collection/read", partial(_told, web, "/collection/read", "a.docx", _zip("word/document.xml"))
    yield "/collection/read", partial(_told, web, "/collection/read", "a.md", b"A short line.\n\n" * 100_000)
    yield "/collection/import", partial(_told, web, "/collection/import", "a.zip", _zip("a.md"))
    yield "/scenarios/read", partial(_told, web, "/scenarios/read", "a.zip", _zip("a.yaml"))


def _zip(name: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, bytes(200_000_000))
    return packed.getvalue()


def _told(web: httpx.Client, path: str, name: str, content: bytes, *, within: float = 30.0) -> str:
    begun = time.monotonic()
    answer = web.post(path, params={"name": name}, content=content)
    took = time.monotonic() - begun
    return f"status {answer.status_code}" if answer.status_code >= 500 else f"{took:.0f} s" if took > within else ""


def foreign_pages(web: httpx.Client) -> Iterator[Try]:
    """What the page of another site can make a browser send."""
    told: tuple[dict[str, str], ...] = (
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.test"}, {"Origin": "null"},
    )  # fmt: skip
    for headers in told:
        for path in ("/handout/pdf", "/record/pdf", "/scenarios/read", "/scenarios/answer", "/gradio_api/queue/join"):
            yield path, partial(_answered, 403, web, path, headers=headers)


def _is(answer: httpx.Response, wanted: int) -> str:
    return "" if answer.status_code == wanted else f"status {answer.status_code} and not {wanted}"


def held_connections(site: str, count: int) -> Iterator[Try]:
    """Connections that say nothing, half a head or half a body, while others ask whether it is well."""
    place = ("127.0.0.1", int(site.rpartition(":")[2]))
    said = (
        b"",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        b"POST /handout/pdf HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\na",
    )
    with ExitStack() as held:
        for number in range(count):
            with suppress(OSError):
                connection = held.enter_context(socket.create_connection(place, timeout=5))
                connection.sendall(said[number % 3])
            if number % 20 == 0:
                yield "health", partial(_well, site)


def _well(site: str, *, within: float = 5.0) -> str:
    return _is(httpx.get(f"{site}/health", trust_env=False, timeout=within), 200)


def flood(site: str, clients: int) -> Iterator[Try]:
    """Many handouts at once, while others ask whether it is well: each is made or politely refused."""
    form = {"questions": json.dumps(["Can she talk to my TA alone? " * 30] * 5)}

    def hand_out(_number: int) -> int:
        return httpx.post(f"{site}/handout/pdf", data=form, trust_env=False, timeout=300).status_code

    with ThreadPoolExecutor(clients) as pool:
        sent = [pool.submit(hand_out, number) for number in range(clients)]
        for _ in range(30):
            yield "health", partial(_well, site)
            time.sleep(0.1)
        for each in sent:
            yield "handout", partial(_made, each)


def _made(sent: "Future[int]") -> str:
    return "" if sent.result() in {200, 400, 429} else f"status {sent.result()}"


def crowd(site: str, clients: int, took: list[float], *, each: int = 3) -> Iterator[Try]:
    """Clients who ask all at once, while one attacker sends the worst there is: none is refused, nor waits two minutes.

    `took` gets the seconds in which each question was answered.
    """
    over = Event()
    with ThreadPoolExecutor(clients + 3) as pool:
        attacks = [pool.submit(_pester, site, over, *worst) for worst in _worst()]
        asked = [pool.submit(_patient, site, each, took) for _ in range(clients)]
        for told in asked:
            for number in range(each):
                yield "question", partial(_nth, told, number)
        over.set()
        for told in attacks:
            yield "attacker", partial(_first, told)


def _worst() -> Iterator[tuple[str, dict[str, Any]]]:
    marks = "a" + "\u0301\u0327" * 16_000
    bomb = "a: &a {x: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [{', '.join(['*a'] * 9)}]}}\n" for n in range(40))
    questions = json.dumps(["Can she talk to my TA alone? " * 30] * 30)
    yield "/scenarios/answer", {"data": {"question": marks, "turn": "answer_a"}}
    yield "/scenarios/read?name=a.yaml", {"content": bomb.encode()}
    yield "/handout/pdf", {"data": {"questions": questions}}


def _pester(site: str, over: Event, path: str, given: dict[str, Any]) -> list[str]:
    faults = []
    with httpx.Client(base_url=site, trust_env=False, timeout=120) as web:
        while not over.is_set():
            status = web.post(path, **given).status_code
            if status >= 500:
                faults.append(f"{path}: status {status}")
    return faults or [""]


def _patient(site: str, count: int, took: list[float]) -> list[str]:
    """Asks so many questions, one after another; what went wrong with each."""
    with httpx.Client(base_url=site, trust_env=False, timeout=120) as web:
        return [_timely(web, QUESTIONS[number], took) for number in range(count)]


def _timely(web: httpx.Client, question: str, took: list[float]) -> str:
    begun = time.monotonic()
    answer = web.post("/api/ask", json={"question": question})
    took.append(time.monotonic() - begun)
    return _is(answer, 200)


def _nth(told: "Future[list[str]]", number: int) -> str:
    return told.result()[number]


def _first(told: "Future[list[str]]") -> str:
    return told.result()[0]


def traces(server: Server) -> Iterator[Try]:
    """Whether marked questions stand in the log afterwards, or pile up in the memory of the process."""
    with httpx.Client(base_url=server.site, trust_env=False, timeout=60) as web:
        for number in range(20):
            web.post("/handout/pdf", data={"questions": json.dumps([f"May they ask {MARK}{number:03} alone?"])})
        for _ in range(300):
            web.post("/handout/md", data={"questions": json.dumps(["How long is notice?"])})
    time.sleep(5)  # it forgets once it has nothing else to do
    yield "log", lambda: "it is in the log" if MARK.encode() in server.log.read_bytes() else ""
    if Path(f"/proc/{server.process}/mem").exists():
        found = _in_memory(server.process)
        yield "memory", lambda: f"{len(found)} of 20 questions still stand in memory" if len(found) > 2 else ""


def _in_memory(process: int) -> set[bytes]:
    found: set[bytes] = set()
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            with suppress(OSError, ValueError, OverflowError):
                memory.seek(start)
                found |= set(re.findall(rb"zyzzomark\d{3}", memory.read(end - start)))
    return found


def stopped(clients: int, *, within: float = 15.0) -> Iterator[Try]:
    """A server that is stopped while long handouts are made: it ends in time, and whoever waits is told so."""
    form = {"questions": json.dumps(["Can she talk to my TA alone? " * 30] * 200)}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(clients) as pool:
        with served(Path(folder)) as server:
            sent = [
                pool.submit(httpx.post, f"{server.site}/handout/pdf", data=form, trust_env=False, timeout=120)
                for _ in range(clients)
            ]
            time.sleep(6)  # until all are in, also on a machine with much to do
            begun = time.monotonic()
        took = time.monotonic() - begun
        yield "the end", lambda: f"after {took:.0f} s" if took > within else ""
        yield "the log", lambda: "a traceback" if "Traceback" in (Path(folder) / "log").read_text() else ""
        for each in sent:
            yield "a client", partial(_told_or_made, each)


def _told_or_made(sent: "Future[httpx.Response]") -> str:
    return "" if sent.result().status_code in {200, 503} else f"status {sent.result().status_code}"
