"""Hypothesis against every route, as the application itself tells them, and against the calls of Gradio's pages."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

import httpx
from attack_rows import Try
from attack_web import MARK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route as StarletteRoute

from assistant.desk import desk_of
from assistant.pages.others import other_pages
from assistant.pages.server import line_of, make_app
from assistant.pages.turnstile import Turnstile
from assistant.settings import Settings

# What gets past the first look of a route, so that what lies behind it is met too.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "form": ("html", "pdf", "docx", "md"),
    "audience": ("participants", "trainer"),
    "turn": ("answer_a",),
    "kind": ("guidance", "commentary"),
    "name": ("a.md", "a.yaml", "a.zip", "a.pdf", "a.docx"),
    "id": ("conduct-during-ofsted-inspections", "rude-inspector"),
    "questions": ('["why?"]', '[["why?", "even the cook?"]]', '[{"a": 1}]'),
    "notes": ('[{"when": "9", "what": "a", "questions": ["b"]}]', '[{"when": {}}]'),
}
HOSTILE = (
    "\0", "\u202e", "\u0301" * 900, "ﷺ" * 50, f"<script>{MARK}</script>", "{{7*7}}", "' OR 1=1 --", "../../etc/passwd",
    "\x1b[2J", "%00", "%s%n", "\r\nSet-Cookie: a=b", "9" * 5000, "-1", "1e999", "NaN", "1:59:59:59", "[" * 5000,
    '["\\ud800"]', "null", "a: &a [*a]", "title: " + "[" * 5000, "!!python/object:os.system", "\x0b\x0c\ufffe\uffff",
)  # fmt: skip
_PLAIN = st.sampled_from(HOSTILE) | st.text(max_size=200).map(lambda text: text + MARK)
# Of a file its name and what is known of it are told, so that its reader knows which and what is wrong: no question is.
_OF_FILES = _PLAIN.map(lambda text: text.replace(MARK, ""))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)


@dataclass(frozen=True)
class Route:
    """An address, the names that stand in it and after it, and those of its form."""

    method: str
    path: str
    inside: tuple[str, ...]
    after: tuple[str, ...]
    form: tuple[str, ...] | None  # nothing: a body of any kind, where one is sent


def routes() -> list[Route]:
    """All that the application has of its own."""
    given = Settings()
    desk = desk_of(given)
    told = other_pages(given, desk, line_of(given, desk), None, Turnstile(), PlainTextResponse("", 404)).openapi()
    first = [each for each in make_app(given, desk).routes if isinstance(each, StarletteRoute)]
    early = [Route(method, each.path, (), (), None) for each in first for method in sorted(each.methods or ())]
    return [
        _route(method, path, what, told.get("components", {}).get("schemas", {}))
        for path, methods in told["paths"].items()
        for method, what in methods.items()
    ] + early


def _route(method: str, path: str, what: Mapping[str, Any], schemas: Mapping[str, Any]) -> Route:
    named = [(each["in"], each["name"]) for each in what.get("parameters", ())]
    form = None
    for content in what.get("requestBody", {}).get("content", {}).values():
        form = tuple(schemas[content["schema"]["$ref"].rpartition("/")[2]]["properties"])
    inside, after = (tuple(name for place, name in named if place == where) for where in ("path", "query"))
    return Route(method.upper(), path, inside, after, form)


def every_route(web: httpx.Client, took: list[float], *, each: int, step: int = 1) -> Iterator[Try]:
    """So many requests to each route, or to each so many-th; `took` gets the seconds of each."""
    for route in routes()[::step]:
        costly = route.path.endswith(".zip") or "slides" in route.path or "{audience}" in route.path
        if count := each // 3 if costly else each:
            yield from _tried(f"{route.method} {route.path}", _sent_to(web, route), took, count)


def calls_of_gradio(web: httpx.Client, took: list[float], *, each: int) -> Iterator[Try]:
    """So many calls to each function, with values of any kind; `took` gets the seconds of each."""
    for place in ("", "/answer-tests"):
        for path in ("run/predict", "run/ask", "queue/join", "call/ask", f"call/{MARK}", "cancel", "upload", "reset"):
            yield from _tried(f"{place}/gradio_api/{path}", _called(web, f"{place}/gradio_api/{path}"), took, each)


Sent = tuple[str, Callable[[], str]]  # what is sent, and what sends it and says what is wrong with the reply


def _tried(name: str, sent: st.SearchStrategy[Sent], took: list[float], count: int) -> Iterator[Try]:
    found: list[tuple[str, str]] = []

    @settings(max_examples=count, deadline=None, database=None, derandomize=True, suppress_health_check=[*HealthCheck])
    @given(sent)
    def send(told: Sent) -> None:
        begun = time.perf_counter()
        found.append((told[0], told[1]()))
        took.append(time.perf_counter() - begun)

    send()
    for asked, fault in found:
        yield f"{name} {asked}", partial(str, fault)


def _sent_to(web: httpx.Client, route: Route) -> st.SearchStrategy[Sent]:
    words = _OF_FILES if route.path.startswith("/collection/") or "name" in route.after else _PLAIN
    body = st.none() if route.method in {"GET", "HEAD"} else st.none() | st.binary(max_size=300) | _JSON
    return st.builds(
        partial(_request, web, route),
        *(_values(names, words) for names in (route.inside, route.after, route.form or ())),
        body,
    )


def _values(names: tuple[str, ...], words: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    known = {name: st.sampled_from(KNOWN[name]) | words for name in names if name in KNOWN}
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, words) | known)


def _request(
    web: httpx.Client, route: Route, inside: dict[str, str], after: dict[str, str], form: dict[str, str], body: Any
) -> Sent:
    path = route.path
    for name in route.inside:
        path = path.replace(f"{{{name}}}", quote(_sendable(inside.get(name, "x")[:1500]), safe=""))
    given: dict[str, Any] = {"params": {name: _sendable(value[:1500]) for name, value in after.items()}}
    if route.form is not None:
        given["data"] = {name: _sendable(value) for name, value in form.items()}
    elif body is not None:
        given["content"] = body if isinstance(body, bytes) else _as_json(body)
    return repr((inside, after, form))[:80], partial(fault_of, web, route.method, path, **given)


def _called(web: httpx.Client, path: str) -> st.SearchStrategy[Sent]:
    number = st.integers(-2, 9) | _JSON
    whole = st.fixed_dictionaries({"data": st.lists(_JSON, max_size=4) | _JSON, "fn_index": number},
                                  optional={"session_hash": _JSON, "event_id": _JSON, "trigger_id": _JSON,
                                            "event_data": _JSON, "batched": _JSON, "simple_format": _JSON})  # fmt: skip

    def send(sent: Any) -> Sent:
        headers = {"Content-Type": "application/json"}
        return repr(sent)[:80], partial(fault_of, web, "POST", path, content=_as_json(sent), headers=headers)

    return st.builds(send, whole | _JSON)


def fault_of(web: httpx.Client, method: str, path: str, **given: Any) -> str:
    """What is wrong with how this is answered, or nothing."""
    try:
        answer = web.request(method, path, **given)
    except httpx.HTTPError as error:
        return f"{type(error).__name__}: {error}"
    if answer.status_code >= 500:
        return f"status {answer.status_code}"
    return "it says again what was sent" if MARK in answer.text and answer.status_code >= 400 else ""


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _as_json(value: Any) -> bytes:
    return json.dumps(value).encode()
