"""A server on this machine that speaks as OpenAI's chat completions do, and writes what it was told to."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Json = dict[str, Any]


@dataclass
class ModelServer:
    """Its address, what it gives next and what it was sent; the last reply is given for good."""

    address: str = ""
    text: str = ""  # what it writes
    status: int = 200
    pause: float = 0.0  # seconds before it answers
    cut: bool = False  # hangs up in the middle
    asked: list[Json] = field(default_factory=list)
    left: int = 0  # requests whose asker was gone when it answered


class _Handler(BaseHTTPRequestHandler):
    server_of: ModelServer

    def do_POST(self) -> None:
        server = self.server_of
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append(asked)
        body = json.dumps(_completion(asked["model"], server.text) if server.status == 200 else _fault(server.status))
        until = time.monotonic() + server.pause
        while time.monotonic() < until and not self._gone():
            time.sleep(0.02)
        if self._gone():
            server.left += 1
            return
        self.send_response(server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode()[: len(body) // 2 if server.cut else None])
        self.close_connection = True

    def _gone(self) -> bool:
        self.connection.setblocking(False)
        try:
            return not self.connection.recv(1)
        except BlockingIOError:
            return False
        finally:
            self.connection.setblocking(True)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def _completion(model: str, text: str) -> Json:
    message = {"role": "assistant", "content": text, "refusal": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": {"prompt_tokens": 500, "completion_tokens": 60, "total_tokens": 560},
    }


def _fault(status: int) -> Json:
    return {"error": {"message": "told to", "type": "invalid_request_error", "param": None, "code": str(status)}}


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """The server, for as long as it is served."""
    made = ModelServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"server_of": made}))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}/v1"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
