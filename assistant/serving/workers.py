"""Several processes that answer on one port; one that ends is started again."""

import errno
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue

from assistant.serving.metrics import SHARED_BY_WORKERS, forget_process
from assistant.settings import Settings
from corpus.errors import AssistantError

Work = Callable[[Settings, socket.socket], None]
_FAULT = 3  # exit code of a worker that has told why it cannot serve
_GRACE = 3.0  # seconds more than questions are given, until a worker that does not end is killed


def supervise(settings: Settings, work: Work) -> None:
    """Runs `work` in `settings.workers` processes until it is told to stop.

    Raises AssistantError when the port is taken or a worker cannot open the texts.
    """
    # Each worker listens by itself and the kernel shares out connections evenly; only Linux does.
    if not sys.platform.startswith("linux"):
        raise AssistantError("ASSISTANT_WORKERS", "several workers need Linux", "Set it to 1")
    with listening(settings):
        pass  # the port is free: with what follows, a second program could share it without a word
    with _bound(settings) as holder, _counted_together(settings), _told_to_stop() as stopped:
        settings = settings.model_copy(update={"port": holder.getsockname()[1]})
        _Workers(settings, work).run(stopped, address(settings, holder))


class _Workers:
    def __init__(self, settings: Settings, work: Work) -> None:
        self._settings, self._work = settings, work
        self._context = get_context("spawn")
        self._faults: SimpleQueue[tuple[str, str, str]] = self._context.SimpleQueue()
        self._running: list[BaseProcess] = []

    def run(self, stopped: Callable[[], bool], told: str) -> None:
        self._running = [self._started() for _ in range(self._settings.workers)]
        print(told, file=sys.stderr)
        try:
            while not stopped() and self._faults.empty():
                wait([each.sentinel for each in self._running], timeout=0.2)
                self._running = [each if each.is_alive() else self._replaced(each) for each in self._running]
        finally:
            self._end()
        if not self._faults.empty():
            raise AssistantError(*self._faults.get())

    def _started(self) -> BaseProcess:
        process = self._context.Process(target=_serve, args=(self._settings, self._work, self._faults))
        process.start()
        return process

    def _replaced(self, ended: BaseProcess) -> BaseProcess:
        if ended.exitcode in {_FAULT, 0}:
            return ended
        forget_process(ended.pid)
        print(f"A worker ended (exit code {ended.exitcode}) and is started again.", file=sys.stderr)
        return self._started()

    def _end(self) -> None:
        for each in self._running:
            each.terminate()
        until = time.monotonic() + self._settings.stop_within + _GRACE
        for each in self._running:
            each.join(max(0.0, until - time.monotonic()))
            if each.is_alive():
                each.kill()


def _serve(settings: Settings, work: Work, faults: "SimpleQueue[tuple[str, str, str]]") -> None:
    """A worker: its own socket on the shared port."""
    try:
        with _bound(settings) as place:
            place.listen(2048)
            work(settings, place)
    except AssistantError as error:
        faults.put((error.place, error.fault, error.mend))
        raise SystemExit(_FAULT) from None
    except KeyboardInterrupt:
        raise SystemExit(0) from None


def listening(settings: Settings) -> socket.socket:
    """A socket on the host and port of the settings. Raises AssistantError when they are taken."""
    place = _socket(settings)
    if sys.platform != "win32":  # there it would let two programs share a port
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    _bind(place, settings)
    place.listen(2048)
    return place


def address(settings: Settings, place: socket.socket) -> str:
    """Where it is served, and how it is stopped, in a line."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"Inspection Assistant: http://{host}:{place.getsockname()[1]}  (Ctrl+C stops it)"


def _bound(settings: Settings) -> socket.socket:
    place = _socket(settings)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        place.setsockopt(socket.SOL_SOCKET, option, 1)
    _bind(place, settings)
    return place


def _socket(settings: Settings) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)


def _bind(place: socket.socket, settings: Settings) -> None:
    try:
        place.bind((settings.host, settings.port))
    except OSError as error:
        place.close()
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            what = f"“{settings.host}” is no address of this machine"
            raise AssistantError("ASSISTANT_HOST", what, "Leave it out, or set an address of its") from error
        raise AssistantError(
            f"{settings.host}:{settings.port}",
            f"the page cannot be served there ({error.strerror or error})",
            "Stop the program that uses it, or set ASSISTANT_PORT to another number",
        ) from error


@contextmanager
def _counted_together(settings: Settings) -> Iterator[None]:
    """A folder in which the workers count, so that each can tell the counts of all."""
    if not settings.metrics:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="assistant-counts-") as folder:
        os.environ[SHARED_BY_WORKERS] = folder
        yield
        del os.environ[SHARED_BY_WORKERS]


@contextmanager
def _told_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether a signal to stop has come by now."""
    came: list[int] = []
    before = {
        each: signal.signal(each, lambda number, _: came.append(number)) for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield lambda: bool(came)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
