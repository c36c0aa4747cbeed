"""The address that readers know the page by, where a proxy stands before it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import AssistantError


@dataclass(frozen=True)
class PublicUrl:
    """`https://name/prefix`, without a slash at the end."""

    scheme: str
    host: str  # with its port, where it has one
    name: str
    prefix: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.prefix}"


def read_public_url(words: str) -> PublicUrl:
    """The address that ASSISTANT_PUBLIC_URL names. Raises AssistantError when it is none."""
    try:
        parts = urlsplit(words)
        fits = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        fits = None
    if not fits or parts.query or parts.fragment or parts.username:
        raise AssistantError("ASSISTANT_PUBLIC_URL", f"“{words}” is no address", "Write it as https://name/path")
    prefix = parts.path.rstrip("/")
    return PublicUrl(parts.scheme, parts.netloc, parts.hostname or "", prefix)


class Below:
    """ASGI middleware: takes the prefix off, whether the proxy has left it on or not."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self._app, self._prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        path = scope.get("path", "")
        if scope["type"] == "http" and (path == self._prefix or path.startswith(f"{self._prefix}/")):
            rest = path.removeprefix(self._prefix) or "/"
            scope = {**scope, "path": rest, "raw_path": rest.encode()}
        await self._app(scope, receive, send)
