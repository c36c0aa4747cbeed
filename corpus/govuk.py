"""Pages of GOV.UK through its content API: the only module that uses the network, and only when it is called."""

import json
import re
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import certifi
import httpx

from corpus.characters import on_one_line
from corpus.errors import AssistantError
from corpus.formats.html import day, walked
from corpus.paths import GOVUK

_HOSTS = {"www.gov.uk", "gov.uk"}
_BUSY = {429, 500, 502, 503, 504}
_GONE = {404: "there is no such page", 410: "the page is gone"}
_HELD = "What is held stays as it is"
_SIGN_IN = "Open a page in a browser and sign in to the network, then try again"


@dataclass(frozen=True)
class Page:
    """A page as the content API gave it: its JSON, where it is now and the address that it was asked for at."""

    asked: str  # the address that led here
    address: str
    raw: bytes
    title: str
    updated: str = ""  # ISO 8601, the day that stands on it
    withdrawn: str = ""  # why, where it is
    documents: tuple[str, ...] = ()  # the paths of the documents that it only lists

    @property
    def file_name(self) -> str:
        """A name for a file that holds it."""
        return f"{urlsplit(self.address).path.rstrip('/').rpartition('/')[2] or 'gov-uk'}.json"


@dataclass(frozen=True)
class Limits:
    """How long and how much: in all, for one connection or silence, bytes, tries and redirects."""

    seconds: float = 30.0
    silence: float = 10.0
    size: int = 20_000_000
    tries: int = 3
    pause: float = 1.0  # before the second try; twice as long before the third
    redirects: int = 5


class GovUk:
    """Asks GOV.UK, or a server that stands for it, for pages."""

    def __init__(self, server: str = GOVUK, limits: Limits | None = None) -> None:
        """Connects to nothing yet. `server` is GOV.UK, or a test server on this machine."""
        self._server, self._limits = server.rstrip("/"), limits or Limits()

    def page(self, address: str) -> Page:
        """The page at this path or address of GOV.UK, or at the one that it now leads to. Raises AssistantError."""
        path = path_of(address)
        asked = f"{GOVUK}{path}"
        seen = {path}
        for _ in range(self._limits.redirects + 1):
            found = self._content(path)
            target = _redirect(found, path)
            if not target:
                return _page(asked, path, found)
            path = _within(urljoin(f"{GOVUK}{path}", target), asked)
            if path in seen:
                raise AssistantError(asked, "its redirects go round in a circle", _HELD)
            seen.add(path)
        raise AssistantError(asked, f"it leads on more than {self._limits.redirects} times", _HELD)

    def _content(self, path: str) -> Mapping[str, Any]:
        """The content of one page as JSON, tried again where the network or the server fails. Raises AssistantError."""
        limits = self._limits
        for left in reversed(range(limits.tries)):
            try:
                return self._once(path)
            except _FailedError as error:
                if not left or error.final:
                    raise AssistantError(f"{GOVUK}{path}", str(error), error.mend) from error
                time.sleep(limits.pause * (limits.tries - left))
        raise AssertionError("unreachable: the last try returns or raises")

    def _once(self, path: str) -> Mapping[str, Any]:
        url = f"{self._server}/api/content{path}"
        try:
            with self._client() as client:
                return _parsed(self._body(client, url))
        except httpx.TimeoutException as error:
            raise _FailedError("it did not answer in time") from error
        except (httpx.TransportError, ssl.SSLError) as error:
            raise _failed(error) from error

    def _body(self, client: httpx.Client, url: str) -> bytes:
        """What this address gives, read piece by piece within the limits of time and size."""
        until = time.monotonic() + self._limits.seconds
        for _ in range(self._limits.redirects + 1):
            with client.stream("GET", url) as reply:
                if reply.is_redirect:
                    url = self._next(url, reply.headers.get("location", ""))
                    continue
                _check(reply)
                body = bytearray()
                for piece in reply.iter_bytes():
                    body += piece
                    if len(body) > self._limits.size:
                        raise _FailedError(f"it is larger than {self._limits.size // 1_000_000} MB", final=True)
                    if time.monotonic() > until:
                        raise _FailedError(f"it took longer than {self._limits.seconds:.0f} seconds", final=True)
                return bytes(body)
        raise _FailedError("it redirects without end", final=True)

    def _next(self, url: str, location: str) -> str:
        """Where a redirect of the server itself leads: to the same host, or nowhere."""
        target = urljoin(url, location)
        if urlsplit(target)[:2] != urlsplit(url)[:2]:
            host = on_one_line(urlsplit(target).hostname or "nowhere")[:100]
            raise _FailedError(f"the network leads away from GOV.UK, to {host}", _SIGN_IN, final=True)
        return target

    def _client(self) -> httpx.Client:
        # A proxy that a school's network asks for is used, but never between this machine and itself.
        return httpx.Client(
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "inspection-assistant"},
            timeout=httpx.Timeout(self._limits.silence),
            verify=_trusted(),
            trust_env=self._server == GOVUK,
            follow_redirects=False,
        )


class _FailedError(Exception):
    """One try that failed; `final` where another would be in vain."""

    def __init__(self, fault: str, mend: str = f"{_HELD}; try again later", *, final: bool = False) -> None:
        super().__init__(fault)
        self.mend, self.final = mend, final


def path_of(address: str) -> str:
    """The path of a page from its path or its address on www.gov.uk. Raises AssistantError for any other."""
    parts = urlsplit(address if "://" in address else f"{GOVUK}/{address.lstrip('/')}")
    path = parts.path.removeprefix("/api/content").rstrip("/")
    shown = on_one_line(address)[:200]
    if parts.scheme not in {"https", "http"} or parts.hostname not in _HOSTS or parts.username or parts.port:
        raise AssistantError(shown, "only pages of https://www.gov.uk are fetched", "Save the page and add its file")
    if not re.fullmatch(r"(?:/[\w.~%-]+)+", path, re.ASCII) or ".." in path.split("/"):
        raise AssistantError(shown, "it is no address of a page", "Copy it from the browser")
    return path


def _within(address: str, asked: str) -> str:
    """The path of a page that another leads to, on GOV.UK. Raises AssistantError."""
    try:
        return path_of(address)
    except AssistantError as error:
        place = on_one_line(address)[:200]
        raise AssistantError(asked, f"it now leads away from GOV.UK, to {place}", _HELD) from error


@cache
def _trusted() -> ssl.SSLContext:
    """What this machine trusts, where a school's filter has its certificate, and what browsers do."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _failed(error: Exception) -> _FailedError:
    """A failure of the network in words that a school's technician can use."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLCertVerificationError):
            what = "the network does not show GOV.UK's own certificate"
            return _FailedError(what, "A filter or sign-in page stands between: ask who runs the network", final=True)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError):
        return _FailedError("there is no connection to it", f"{_HELD}; try again with a network")
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return _FailedError("only a part of it arrived")
    return _FailedError("the connection broke off")


def _check(reply: httpx.Response) -> None:
    """Raises _FailedError unless this reply holds a page's JSON."""
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    status = reply.status_code
    if status in _GONE and kind != "text/html":
        raise _FailedError(_GONE[status], "Look the page up on www.gov.uk; what is held stays", final=True)
    if status in _BUSY:
        raise _FailedError(f"GOV.UK is too busy or out of order ({status})")
    if kind == "text/html":
        what = "a web page came in place of its content, as from a network that asks to sign in"
        raise _FailedError(_GONE.get(status, what), _SIGN_IN, final=True)
    if status != 200:
        raise _FailedError(f"GOV.UK refused it ({status})", final=True)


def _parsed(body: bytes) -> Mapping[str, Any]:
    if body.lstrip()[:1] == b"<":
        raise _FailedError("a web page came in place of its content", _SIGN_IN, final=True)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _FailedError("only a part of it arrived, or no JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("document_type"), str):
        raise _FailedError("what came is no page of GOV.UK", final=True)
    return found


def _redirect(found: Mapping[str, Any], path: str) -> str:
    """Where a page of type `redirect` leads, or nothing where it is none. Raises AssistantError."""
    if found["document_type"] in {"gone", "vanish"}:
        raise AssistantError(f"{GOVUK}{path}", "the page is gone", "Look it up on www.gov.uk; what is held stays")
    if found["document_type"] != "redirect":
        return ""
    rules = [rule for rule in _dicts(found.get("redirects")) if isinstance(rule.get("destination"), str)]
    exact = [rule for rule in rules if rule.get("path") == path]
    within = [rule for rule in rules if rule.get("type") == "prefix" and path.startswith(f"{rule.get('path')}/")]
    for rule in (*exact, *within):
        keeps = rule.get("type") == "prefix" and rule.get("segments_mode") != "ignore"
        return str(rule["destination"]).rstrip("/") + (path.removeprefix(str(rule["path"])) if keeps else "")
    raise AssistantError(f"{GOVUK}{path}", "it leads on, but does not say where", _HELD)


def _page(asked: str, path: str, found: Mapping[str, Any]) -> Page:
    details = found.get("details")
    if not isinstance(details, dict):
        raise AssistantError(asked, "the page has no content", _HELD)
    base = found.get("base_path")
    return Page(
        asked=asked,
        address=f"{GOVUK}{base if isinstance(base, str) and base.startswith('/') else path}",
        raw=json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True).encode(),
        title=on_one_line(str(found.get("title") or ""))[:300],
        updated=str(found.get("public_updated_at") or "")[:10],
        withdrawn=_withdrawn(found.get("withdrawn_notice")),
        documents=tuple(_documents(found, details)),
    )


def _withdrawn(notice: object) -> str:
    """When and why a page was withdrawn, in one line, or nothing."""
    if not isinstance(notice, dict):
        return ""
    why = on_one_line(walked(str(notice.get("explanation") or ""))[0])
    when = day(str(notice.get("withdrawn_at") or ""))
    return f"withdrawn {when}: {why}".rstrip(": .")[:400]


def _documents(found: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[str]:
    """The paths of the web documents that a publication lists: its own body only announces them."""
    links = found.get("links")
    children = _dicts(links.get("children")) if isinstance(links, dict) else []
    listed = [each.get("url") for each in _dicts(details.get("attachments")) if each.get("attachment_type") == "html"]
    listed += [each.get("base_path") for each in children if each.get("document_type") == "html_publication"]
    for each in dict.fromkeys(listed):
        if isinstance(each, str) and each.startswith("/"):
            yield each


def _dicts(found: object) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
