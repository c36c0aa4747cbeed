"""Tries to break the assistant, on this machine alone, and counts what held: `make attack`.

Bounded in time. The server that is attacked is one of its own, on a free port of 127.0.0.1.
"""

import argparse
import json
import os
import platform
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import httpx

from assistant.answering.conversation import Assistant
from assistant.opening import open_assistant
from assistant.settings import Settings
from corpus.errors import AssistantError
from corpus.paths import ROOT

MARK = "zyzzomark"
_BEGIN, _END = "<!-- make attack -->", "<!-- end -->"
QUESTIONS = (
    "Can she talk to my TA alone?", "What must inspectors do about stress?", "How long is notice?", "the second one",
    "I can't do this any more", "who wrote it?", "No, the ones for us", "even the cook?",
)  # fmt: skip
PIECES = (
    "\0", "\u202e", "\ud800", "\u0301" * 40, "ﷺ" * 20, "<script>", "{{7*7}}", "' OR 1=1 --", "../../etc/passwd",
    "\x1b[2J", "𝗜", "中文", "مدرسة", "😀", "\ufffe", "\n", "a" * 300,
    "[a](javascript:x)", "%00", "$(id)", "|", "\\", "\u2028", "1e999", "NaN",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One kind of attack: how often it was tried, what failed, and the longest that anything took."""

    kind: str
    tried: int
    failed: tuple[str, ...]
    seconds: float

    @property
    def cells(self) -> tuple[str, ...]:
        """As a row of the table."""
        return self.kind, f"{self.tried:,}", str(len(self.failed)), f"{self.seconds:.2f}"


def counted(kind: str, tries: Iterator[tuple[str, Callable[[], str]]]) -> Row:
    """Runs all tries; each says what is wrong, or nothing."""
    tried, longest, failed = 0, 0.0, []
    for name, attempt in tries:
        begun = time.perf_counter()
        try:
            fault = attempt()
        except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
            fault = f"{type(error).__name__}: {error}"
        longest = max(longest, time.perf_counter() - begun)
        tried += 1
        if fault:
            failed.append(f"{name}: {fault[:200]}")
    print(f"{kind}: {len(failed)} of {tried:,} failed", *failed[:10], sep="\n  ", flush=True)
    return Row(kind, tried, tuple(failed), longest)


# Questions, in this process.


def strange_questions(
    assistant: Assistant, chance: random.Random, count: int
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Random strings, and questions with pieces put into them, each with turns before it."""
    for number in range(count):
        typed = _random_text(chance) if number % 4 else _mutated(chance)
        earlier = [_mutated(chance) for _ in range(chance.choice((0, 0, 0, 0, 0, 1, 30)))]
        yield repr(typed[:40]), partial(_fault_of, assistant, typed, earlier)


def _fault_of(assistant: Assistant, typed: str, earlier: Sequence[str]) -> str:
    try:
        answer = assistant.ask(typed, earlier)
    except AssistantError as error:
        return "" if len(str(error).splitlines()) == 1 else "more than one line"
    shown = (*answer.citations, *answer.nearest)
    misquoted = [each for each in shown if each.quote not in each.passage.document.text]
    bare = [each for each in answer.statements if not (each.citations or each.facts)]
    return "a quote that stands nowhere" if misquoted else "a statement without a source" if bare else ""


def _random_text(chance: random.Random) -> str:
    return "".join(
        chr(chance.choice((chance.randrange(128), chance.randrange(0x110000)))) for _ in range(chance.randrange(1200))
    )


def _mutated(chance: random.Random) -> str:
    words = chance.choice(QUESTIONS).split()
    for _ in range(chance.randrange(4)):
        words.insert(chance.randrange(len(words) + 1), chance.choice(PIECES))
    return " ".join(words)


# The page, served.


@contextmanager
def served(log: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of a server of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("wb") as told:
        environment = {**os.environ, "ASSISTANT_PORT": str(port), "ASSISTANT_HOST": "127.0.0.1"}
        server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stderr=told, stdout=told)
    try:
        site = f"http://127.0.0.1:{port}"
        for _ in range(240):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{site}/health", trust_env=False).json()["status"] == "ready":
                    break
            time.sleep(0.5)
        yield site, server.pid
    finally:
        server.terminate()
        server.wait(30)


def hostile_requests(web: httpx.Client) -> Iterator[tuple[str, Callable[[], str]]]:
    """Every route with values that nobody sends by accident."""
    values = (
        *PIECES[2:],
        "9" * 5000,
        "[" * 20_000,
        '["' + "\\ud800" + '"]',
        "null",
        "[[[]]]",
        json.dumps([MARK] * 500),
        "",
    )
    forms = ("html", "pdf", "docx", "md", "exe")
    for value in values:
        safe = value.encode("utf-8", "replace").decode()
        note = json.dumps([{"when": value, "what": value, "questions": [value[:900] or "a"]}])
        for form in forms:
            yield "handout", partial(_sent, web, "POST", f"/handout/{form}", data={"questions": safe})
            yield "record", partial(_sent, web, "POST", f"/record/{form}", data={"notes": note})
        for path in ("/documents", "/scenarios", "/look", "/card", "/scenarios/own/trainer"):
            yield path, partial(_sent, web, "GET", f"{path}/{quote(safe[:2000])}")
        filters = {"minutes": safe[:2000], "remit": safe[:2000]}
        yield "filters", partial(_sent, web, "GET", "/scenarios", params=filters)
        asked = {"question": safe, "turn": "answer_a"}
        yield "answer", partial(_sent, web, "POST", "/scenarios/answer", data=asked)
        yield "part", partial(_sent, web, "POST", "/scenarios/own/part", data={"scenario": safe})
        yield "read", partial(_sent, web, "POST", "/scenarios/read?name=a.yaml", content=safe.encode())
        for body in (json.dumps({"data": [value, []]}), safe):
            call = {"content": body.encode(), "headers": _JSON}
            yield "call", partial(_sent, web, "POST", "/gradio_api/call/ask", **call)


_JSON = {"Content-Type": "application/json"}


def _sent(web: httpx.Client, method: str, path: str, **given: Any) -> str:
    answer = web.request(method, path, **given)
    if answer.status_code >= 500:
        return f"status {answer.status_code}"
    return "it says again what was sent" if MARK in answer.text and answer.status_code >= 400 else ""


def _answered(wanted: int, web: httpx.Client, path: str, **given: Any) -> str:
    return _is(web.post(path, **given), wanted)


def long_bodies(web: httpx.Client) -> Iterator[tuple[str, Callable[[], str]]]:
    """Megabytes of marks on one letter, in one piece and in many."""
    marks = ("a" + "\u0301\u0327" * 2_000_000).encode()
    for path in ("/scenarios/answer", "/gradio_api/call/ask", "/handout/pdf", "/scenarios/read", "/nowhere"):
        yield path, partial(_answered, 413, web, path, content=marks)
        yield path, partial(_answered, 413, web, path, content=(marks[:1000] for _ in range(4000)))
    many = {"questions": json.dumps([["the second one"] * 40] * 30)}
    yield "a chain", partial(_answered, 200, web, "/handout/html", data=many)


def foreign_pages(web: httpx.Client) -> Iterator[tuple[str, Callable[[], str]]]:
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


def held_connections(site: str, count: int) -> Iterator[tuple[str, Callable[[], str]]]:
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


def flood(site: str, clients: int) -> Iterator[tuple[str, Callable[[], str]]]:
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
    return "" if sent.result() in {200, 400, 503} else f"status {sent.result()}"


def crowd(site: str, clients: int, *, each: int = 3) -> Iterator[tuple[str, Callable[[], str]]]:
    """Clients who ask all at once, and again where they are told to, while one attacker sends the worst there is."""
    over = Event()
    with ThreadPoolExecutor(clients + 3) as pool:
        attacks = [pool.submit(_pester, site, over, *worst) for worst in _worst()]
        asked = [pool.submit(_patient, site, each) for _ in range(clients)]
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
            if status >= 500 and status != 503:
                faults.append(f"{path}: status {status}")
    return faults or [""]


def _patient(site: str, count: int) -> list[str]:
    """Asks so many questions, each again when it is told to; what went wrong with each."""
    with httpx.Client(base_url=site, trust_env=False, timeout=120) as web:
        return [_asked_until_answered(web, QUESTIONS[number]) for number in range(count)]


def _asked_until_answered(web: httpx.Client, question: str, *, within: float = 120.0) -> str:
    until = time.monotonic() + within
    while time.monotonic() < until:
        answer = web.post("/api/ask", json={"question": question})
        if answer.status_code not in {429, 503}:
            return _is(answer, 200)
        time.sleep(min(30, int(answer.headers["Retry-After"])))
    return f"not answered within {within:.0f} seconds"


def _nth(told: "Future[list[str]]", number: int) -> str:
    return told.result()[number]


def _first(told: "Future[list[str]]") -> str:
    return told.result()[0]


def traces(site: str, process: int, log: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Whether marked questions stand in the log afterwards, or pile up in the memory of the process."""
    with httpx.Client(base_url=site, trust_env=False, timeout=60) as web:
        for number in range(20):
            web.post("/handout/pdf", data={"questions": json.dumps([f"May they ask {MARK}{number:03} alone?"])})
        for _ in range(300):
            web.post("/handout/md", data={"questions": json.dumps(["How long is notice?"])})
    yield "log", lambda: "it is in the log" if MARK.encode() in log.read_bytes() else ""
    memory = Path(f"/proc/{process}/mem")
    if memory.exists():
        found = _in_memory(process)
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


def attack(*, questions: int, connections: int, clients: int) -> list[Row]:
    """All of it."""
    chance = random.Random(14)  # noqa: S311 (the same each time)
    rows = []
    assistant = open_assistant(Settings())
    rows.append(counted("Random strings and mutated questions", strange_questions(assistant, chance, questions)))
    with tempfile.TemporaryDirectory() as folder, served(log := Path(folder) / "log") as (site, process):
        with httpx.Client(base_url=site, trust_env=False, timeout=120) as web:
            rows.append(counted("Every route with hostile values", hostile_requests(web)))
            rows.append(counted("Long bodies, and chains of turns", long_bodies(web)))
            rows.append(counted("Requests of other sites' pages", foreign_pages(web)))
        rows.append(
            counted(f"{connections:,} connections held, health asked beside", held_connections(site, connections))
        )
        rows.append(counted(f"{clients} handouts at once, health asked beside", flood(site, clients)))
        worst = "200 clients at once, three questions each, while the worst three are sent"
        rows.append(counted(worst, crowd(site, 200)))
        rows.append(counted("Traces of questions in log and memory", traces(site, process, log)))
    return rows


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown."""
    head = "| attack | tried | failed | longest, s |\n|---|---:|---:|---:|\n"
    return head + "".join(f"| {' | '.join(row.cells)} |\n" for row in rows)


def main() -> None:
    """Attacks, prints what failed, and exits with 1 where anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, help="Markdown file that holds the table between its marks")
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--connections", type=int, default=1200)
    parser.add_argument("--clients", type=int, default=60)
    given = parser.parse_args()
    rows = attack(questions=given.questions, connections=given.connections, clients=given.clients)
    print(table(rows))
    if given.into:
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        dated = f"Commit `{commit}`, {datetime.now(UTC):%d %B %Y}, {os.cpu_count()} processors, {platform.system()}.\n"
        text = given.into.read_text(encoding="utf-8")
        before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
        given.into.write_text(f"{before}{_BEGIN}\n{dated}\n{table(rows)}{_END}{after}", encoding="utf-8")
    raise SystemExit(any(row.failed for row in rows))


if __name__ == "__main__":
    main()
