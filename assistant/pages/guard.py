"""What every response carries, and the addresses that stay closed."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's page does not start without inline scripts and eval; everything else is shut. It is the
# escaping in assistant.pages.html that keeps foreign text inert: this is the second lock.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "object-src 'none'",
        "base-uri 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Gradio has them whether an app uses them or not: files in and out, conversations kept on disk,
# code written by a model, watching who uses the app.
CLOSED = (
    "/gradio_api/component_server",
    "/gradio_api/custom_component",
    "/gradio_api/deep_link",
    "/gradio_api/dev",
    "/gradio_api/file",
    "/gradio_api/process_recording",
    "/gradio_api/profiling",
    "/gradio_api/proxy",
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
# Where the second Gradio page is mounted: the same doors are shut there.
ANSWER_TESTS = "/answer-tests"
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class Guard:
    """Wraps an application: closed addresses are not found, every response carries the headers."""

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self._app = app
        # Served to this machine alone: a foreign name that was pointed here must not read the page.
        self._hosts = LOCAL | {host} if host in LOCAL else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        app = self._refusal(Request(scope)) or self._app
        await app(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> ASGIApp | None:
        if self._hosts and (request.url.hostname or "") not in self._hosts:
            return PlainTextResponse("This page is for the machine it runs on.", status_code=421)
        if request.url.path.removeprefix(ANSWER_TESTS).startswith(CLOSED) or "deep_link" in request.query_params:
            return PlainTextResponse("Not found", status_code=404)
        return None
