"""A web application that is made while the server answers already: what is asked of it meanwhile waits for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import asynccontextmanager, suppress
from threading import Thread

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_UNMADE = PlainTextResponse("This could not be made ready. The program is being stopped.", status_code=503)

Meanwhile = Callable[[Scope], ASGIApp | None]
Due = Callable[[], Awaitable[object]]


def _nothing(_: Scope) -> None:
    return None


class Late:
    """ASGI application, made in a thread of its own: once it is due, or once somebody asks for what only it has."""

    def __init__(
        self,
        make: Callable[[], Starlette],
        *,
        due: Due | None = None,
        meanwhile: Meanwhile = _nothing,
        on_request: bool = True,
    ) -> None:
        """`meanwhile`: what answers a request until it is made, if anything does.

        `due`: what is awaited before it is made. `on_request`: a request that waits for it makes it at once.
        """
        self.make, self._due, self._meanwhile, self._on_request = make, due, meanwhile, on_request
        self._app: ASGIApp | None = None
        self._wanted, self.made, self._closed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    def want(self) -> None:
        """From now on it is made, due or not."""
        self._wanted.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        app = self._app or self._meanwhile(scope)
        if app is None:
            if self._on_request:
                self.want()
            await self.made.wait()
        await (app or self._app or _UNMADE)(scope, receive, send)

    def close(self) -> bool:
        """Ends what is kept open; whether anything is."""
        self._closed.set()
        return self._app is not None

    async def keep(self) -> None:
        """Makes it and keeps it open, until it is closed."""
        if self._due:
            due = asyncio.ensure_future(self._due())
            due.add_done_callback(lambda _: self.want())
        await self._wanted.wait()
        try:
            app = await asyncio.wrap_future(_in_a_thread(self.make))
            async with app.router.lifespan_context(app):
                self._app = app
                self.made.set()
                await self._closed.wait()
        finally:
            self.made.set()  # nobody is to wait for ever


@asynccontextmanager
async def keeping(*late: Late, failed: Callable[[BaseException], None]) -> AsyncIterator[None]:
    """Makes and keeps these for as long as it is entered; `failed` is told of one that cannot be made."""

    def look(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()):
            failed(error)

    tasks = [asyncio.create_task(each.keep()) for each in late]
    for task in tasks:
        task.add_done_callback(look)
    try:
        yield
    finally:
        for each, task in zip(late, tasks, strict=True):
            if not each.close():
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _in_a_thread(make: Callable[[], Starlette]) -> "Future[Starlette]":
    """One that does not keep the program from ending, as those of a pool do."""
    made: Future[Starlette] = Future()

    def run() -> None:
        try:
            app = make()
        except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
            with suppress(InvalidStateError):  # nobody waits any more
                made.set_exception(error)
        else:
            with suppress(InvalidStateError):
                made.set_result(app)

    Thread(target=run, name="making", daemon=True).start()
    return made
