"""A server on this machine that stands for GOV.UK's content API, with pages of our own wording in its shapes."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Content = dict[str, Any]


@dataclass
class Reply:
    """What the server gives for a path; `missing` bytes are promised and never sent, `pauses` come between bytes."""

    body: bytes
    status: int = 200
    kind: str = "application/json; charset=utf-8"
    location: str = ""
    missing: int = 0
    pause: float = 0.0


@dataclass
class Site:
    """The address of the server, what it gives for each path, and the paths that it was asked for."""

    address: str = ""
    replies: dict[str, Reply | list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def gives(self, path: str, content: Content | Reply | list[Reply]) -> None:
        """From now on this path has this content; of a list one after the other, the last for ever."""
        self.replies[path] = Reply(json.dumps(content).encode()) if isinstance(content, dict) else content

    def reply(self, path: str) -> Reply:
        """What is given for this path now."""
        self.asked.append(path)
        found = self.replies.get(path, Reply(b'{"message": "not found"}', 404))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        reply = self.site.reply(self.path.removeprefix("/api/content"))
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body) + reply.missing))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        step = 64 if reply.pause else len(reply.body) or 1
        for start in range(0, len(reply.body), step):
            time.sleep(reply.pause)
            try:
                self.wfile.write(reply.body[start : start + step])
            except OSError:  # whoever asked has gone
                return

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def govuk_site() -> Iterator[Site]:
    """A server with no page yet, for as long as it is served."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def guidance(path: str, title: str, body: str, **more: Any) -> Content:
    """A page of guidance; `more` are keys of its own."""
    return {
        "base_path": path,
        "content_id": "00000000-0000-4000-8000-000000000000",
        "description": "A page written for tests.",
        "details": {"body": f'<div class="govspeak">{body}</div>', "first_public_at": "2025-09-09T09:30:00+01:00"},
        "document_type": "detailed_guide",
        "links": {"organisations": [{"title": "Ofsted", "base_path": "/government/organisations/ofsted"}]},
        "locale": "en",
        "public_updated_at": "2025-11-10T00:15:00+00:00",
        "schema_name": "detailed_guide",
        "title": title,
        **more,
    }


def redirect(path: str, destination: str, kind: str = "exact") -> Content:
    """A page that leads to another."""
    rule = {"path": path, "type": kind, "destination": destination}
    return {"base_path": path, "document_type": "redirect", "schema_name": "redirect", "redirects": [rule]}


def withdrawn(why: str) -> Content:
    """The keys of a page that was withdrawn."""
    return {"withdrawn_notice": {"explanation": f"<p>{why}</p>", "withdrawn_at": "2026-01-05T10:00:00Z"}}


def publication(path: str, title: str, *documents: str) -> Content:
    """A page that lists documents by their paths."""
    attached = [{"attachment_type": "html", "title": each, "url": each} for each in documents]
    page = guidance(path, title, "<p>The documents are listed here.</p>", document_type="guidance")
    page["details"]["attachments"] = [*attached, {"attachment_type": "file", "url": "https://assets.test/a.pdf"}]
    return page
