"""The page, served for real on a free port of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from assistant.opening import Opening
from assistant.parts import read_our_library
from assistant.server import listening, make_app
from assistant.settings import Settings


@contextmanager
def served(settings: Settings, opening: Opening) -> Iterator[str]:
    """The address of the page, for as long as it is served."""
    app = make_app(settings, opening, read_our_library(settings))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1))
    with listening(settings) as place:
        thread = Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{place.getsockname()[1]}"
        server.should_exit = True
        thread.join()
