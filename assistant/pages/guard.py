"""HTTP security: headers of every response, addresses that stay closed, host names that are served, foreign pages."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# It is the escaping in assistant.pages.html that keeps foreign text inert: this is the second lock.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "object-src 'none'",
        "base-uri 'self'",
    )
)
_POLICY = "Content-Security-Policy"
HEADERS = {
    _POLICY: POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy_with(scripts: Iterable[str]) -> dict[str, str]:
    """The header of a page that Gradio draws, with the hashes of the scripts that stand in it.

    It makes functions of the text in its `js=` (eval), and writes styles into its elements.
    """
    allowed = " ".join(("script-src 'self' 'unsafe-eval'", *scripts))
    policy = POLICY.replace("script-src 'self'", allowed)
    return {_POLICY: policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")}


# Gradio has them whether an app uses them or not: files in and out, conversations kept on disk,
# code written by a model, watching who uses the app, connections that never end.
CLOSED = (
    "/gradio_api/api",
    "/gradio_api/call/v2",
    "/gradio_api/component_server",
    "/gradio_api/custom_component",
    "/gradio_api/deep_link",
    "/gradio_api/dev",
    "/gradio_api/file",
    "/gradio_api/heartbeat",
    "/gradio_api/process_recording",
    "/gradio_api/profiling",
    "/gradio_api/proxy",
    "/gradio_api/reset",
    "/gradio_api/run-history",
    "/gradio_api/runs",
    "/gradio_api/stream",
    "/gradio_api/undo-vibe-edit",
    "/gradio_api/upload",
    "/gradio_api/vibe",
    "/login",
    "/logout",
    "/monitoring",
    "/openapi.json",
)
# What is shown of documents, which may be taken out again: a copy in the browser's own cache would outlive them.
_UNKEPT = ("/documents", "/editions", "/collection", "/about")
# Where the second Gradio page is mounted: the same doors are shut there.
ANSWER_TESTS = "/answer-tests"
# Gradio would take the page's own address from them; behind a proxy `ASSISTANT_PUBLIC_URL` names it.
_ROOTS = {b"x-forwarded-host", b"x-gradio-server"}
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def hosts_for(host: str, *public: str) -> list[str]:
    """The names that a request may call a server on this host by, for TrustedHostMiddleware; a `public` one too.

    Served to this machine alone, a foreign name that was pointed here must not read the page.
    """
    served = f"[{host}]" if ":" in host else host
    return [*_LOCAL, *public] if served in _LOCAL else ["*"]


class Guard:
    """ASGI middleware: closed addresses are not found, foreign pages refused, every response carries the headers."""

    def __init__(self, app: ASGIApp, *, public: str = "") -> None:
        """`public`: the host by which readers know the page, where a proxy may have written another one."""
        self._app, self._public = app, public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        scope = {**scope, "headers": [header for header in scope["headers"] if header[0] not in _ROOTS]}
        if scope["method"] == "HEAD":  # the routes of pages know GET alone; the server sends no body
            scope["method"] = "GET"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                of_its_own = {_POLICY: policy} if (policy := headers.get(_POLICY)) else {}  # a page that Gradio draws
                headers.update(HEADERS | of_its_own)
                if scope["path"].startswith(_UNKEPT):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._chosen(Request(scope))(scope, receive, send_with_headers)

    def _chosen(self, request: Request) -> ASGIApp:
        if _closed(request):
            return PlainTextResponse("Not found", status_code=404)
        if from_elsewhere(request, self._public):
            return PlainTextResponse("Another site's page asked for this. Open it from here.", status_code=403)
        return self._app


def _closed(request: Request) -> bool:
    path = request.url.path.removeprefix(ANSWER_TESTS)
    return path.startswith(CLOSED) or "deep_link" in request.query_params


def from_elsewhere(request: Request, public: str = "") -> bool:
    """True when the page of another site sends this; a link from there that opens a whole page of ours may be followed.

    A browser tells; a program tells nothing, and may ask.
    """
    headers = request.headers
    reads = request.method in {"GET", "HEAD", "OPTIONS"}
    if site := headers.get("sec-fetch-site"):
        opened = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
        return site in {"cross-site", "same-site"} and not (reads and opened)
    # Without TLS a browser tells the site only where something is sent.
    origin = headers.get("origin", "")
    ours = {name.casefold() for name in (headers.get("host", ""), public) if name}
    return bool(origin) and not reads and urlsplit(origin).netloc.casefold() not in ours
