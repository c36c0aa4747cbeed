"""The web server, on this machine alone unless the settings say otherwise."""

import asyncio
import socket
import sys
from logging import Filter, LogRecord, getLogger

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.desk import Desk, Then, desk_of, unforeseen
from assistant.offline import go_offline
from assistant.pages.bodies import DOCUMENTS, LARGER, BodyLimit
from assistant.pages.connections import LIMITED, allow_connections
from assistant.pages.early import early_page, early_routes
from assistant.pages.frame import ANSWER_TESTS
from assistant.pages.guard import Guard, hosts_for
from assistant.pages.html import serve_below
from assistant.pages.shown import Shown
from assistant.pages.stubs import leave_out_stubs
from assistant.pages.turnstile import Turnstile
from assistant.serving.api import api_routes
from assistant.serving.forgetting import overwrite_what_is_freed
from assistant.serving.late import Late, keeping
from assistant.serving.line import Line
from assistant.serving.log import QuestionLog
from assistant.serving.public import Below, PublicUrl, read_public_url
from assistant.serving.rate import RateLimit
from assistant.serving.sign_in import Identified, Knocking, SignedIn, read_passphrase
from assistant.serving.state import state_routes
from assistant.serving.workers import address, listening, supervise
from assistant.settings import Settings
from corpus.paths import need_folder

MOST_ALONE = 4.0  # seconds that the other pages wait until questions are answered: where an index is made, that is long


def serve(settings: Settings) -> None:
    """Serves until it is stopped. Raises AssistantError when the port is taken or nothing can be opened."""
    go_offline()
    need_folder(settings.corpus)
    if settings.workers > 1:
        supervise(settings, serve_on)
        return
    with listening(settings) as place:
        told = address(settings, place)
        serve_on(settings, place, opened=lambda: print(told, file=sys.stderr))


def serve_on(settings: Settings, place: socket.socket, *, opened: Then | None = None) -> None:
    """Serves on this socket until it is stopped; `opened` is called once it does. Raises AssistantError."""
    desk = desk_of(settings)
    allow_connections()
    overwrite_what_is_freed()

    def stop() -> None:
        server.should_exit = True

    def begin() -> None:  # only now: what is imported to open the assistant would keep the page from being there
        desk.start(failed=stop)
        if opened:
            opened()

    app = make_app(settings, desk, failed=stop)
    server = Server(app, stop_within=settings.stop_within, opened=begin)
    try:
        server.run(sockets=[place])  # which raises the signal that stopped it once more
    finally:
        desk.wait(30)
    if fault := desk.fault or app.state.fault:
        raise fault


class Server(uvicorn.Server):
    """A server that answers the questions that are inside before it stops."""

    def __init__(
        self, app: Starlette, *, stop_within: float, close_within: float = 1.0, opened: Then | None = None
    ) -> None:
        """Once it is to stop, questions are answered for `stop_within` seconds, and what is open closed in the next."""
        super().__init__(
            uvicorn.Config(
                app,
                # Questions can stand in an address (`/?q=`), so addresses are not logged.
                access_log=False,
                log_level="warning",
                timeout_graceful_shutdown=close_within,  # type: ignore[arg-type]
                **LIMITED,
            )
        )
        self._line: Line = app.state.line
        self._turnstile: Turnstile = app.state.turnstile
        self._stop_within, self._opened = stop_within, opened
        getLogger("uvicorn.error").addFilter(_Expected())

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listens, and then says so: from here on it can be stopped in peace."""
        await super().startup(sockets)
        if self._opened:
            self._opened()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Takes no more connections, answers what was asked, then closes."""
        for server in self.servers:
            server.close()
        self._line.close()
        self._turnstile.close()
        await self._line.drained(self._stop_within)
        await super().shutdown(sockets)


class _Expected(Filter):
    """Every page that is open holds a connection that never ends: that those are cut at the end is no error."""

    def filter(self, record: LogRecord) -> bool:
        return "timeout graceful shutdown exceeded" not in record.getMessage()


def make_app(settings: Settings, desk: Desk, *, failed: Then | None = None) -> Starlette:
    """The whole web application, guarded; `failed` is called when a part of it cannot be made.

    What takes seconds to import is made while it is served: the other pages once the assistant is open, what Gradio
    draws after that. Until then a plainer front page takes the questions.
    """
    public = read_public_url(settings.public_url) if settings.public_url else None
    serve_below(public.prefix if public else "", identified=bool(settings.identity_header))
    line = line_of(settings, desk)
    turnstile = Turnstile()
    shown = Shown(line, desk.chat.name if desk.chat else "")
    early = early_page(desk.chat)
    knocking = Knocking(read_passphrase(settings.passphrase_hash)) if settings.passphrase_hash else None

    async def answering(within: float | None = None) -> None:
        await asyncio.wait([asyncio.wrap_future(desk.opening)], timeout=within)

    async def idle() -> None:
        await others.made.wait()
        await answering()
        while line.inside:  # who asked first has waited long enough
            await asyncio.sleep(0.05)

    async def drawn(scope: Scope, receive: Receive, send: Send) -> None:
        late = tests if scope["path"].startswith(f"{ANSWER_TESTS.address}/") else front
        await late(scope, receive, send)

    # Not at the first request: a browser that was here before looks at once whether its copies are still good.
    others = Late(
        lambda: _others(settings, desk, line, knocking, turnstile, drawn),
        due=lambda: answering(MOST_ALONE),
        meanwhile=early,
        on_request=False,
    )
    front = Late(lambda: _front(settings, desk, line, shown), due=idle, meanwhile=early, on_request=False)
    tests = Late(lambda: _tests(settings, desk))
    tools = [Late(lambda: _tools(line))] if settings.mcp else []

    def unmade(error: BaseException) -> None:
        app.state.fault = unforeseen(error)
        if failed:
            failed()

    app = Starlette(
        routes=[
            *state_routes(desk, line.metrics, open_metrics=settings.metrics),
            *api_routes(line),
            *early_routes(shown),
            *(Route("/mcp", each) for each in tools),
            Mount("/", others),
        ],
        middleware=_doors(settings, public, knocking),
        lifespan=lambda _: keeping(others, front, tests, *tools, failed=unmade),
    )
    app.state.line, app.state.others, app.state.front, app.state.fault = line, others, front, None
    app.state.turnstile = turnstile
    return app


def _others(
    settings: Settings, desk: Desk, line: Line, knocking: Knocking | None, turnstile: Turnstile, drawn: ASGIApp
) -> Starlette:
    from assistant.pages.others import other_pages

    return other_pages(settings, desk, line, knocking, turnstile, drawn)


def _front(settings: Settings, desk: Desk, line: Line, shown: Shown) -> Starlette:
    leave_out_stubs()
    from assistant.pages.mount import drawn_front  # Gradio reads the switches of go_offline() when it is imported

    return drawn_front(settings, line, shown, desk.chat)


def _tests(settings: Settings, desk: Desk) -> Starlette:
    leave_out_stubs()
    from assistant.pages.mount import drawn_answer_tests

    return drawn_answer_tests(settings, desk)


def _tools(line: Line) -> Starlette:
    from assistant.serving.tools import tools

    return tools(line)


def _doors(settings: Settings, public: PublicUrl | None, knocking: Knocking | None) -> list[Middleware]:
    """Who and what comes in. What is met first stands first: refusals carry the headers of the guard, too."""
    names = [public.name] if public else []
    hosts = hosts_for(settings.host, *names)
    doors = [
        Middleware(Guard, public=public.host if public else ""),
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
    ]
    if public and public.prefix:
        doors.insert(0, Middleware(Below, prefix=public.prefix))  # all others know our own addresses
    if knocking:
        doors.append(Middleware(SignedIn, knocking=knocking, root=public.prefix if public else ""))
    if settings.identity_header:
        doors.append(Middleware(Identified, header=settings.identity_header))
    larger = LARGER | DOCUMENTS if settings.documents_open else LARGER
    return [*doors, Middleware(BodyLimit, larger=larger)]


def line_of(settings: Settings, desk: Desk) -> Line:
    """The one line for all doors. Raises AssistantError when the limit cannot be read."""
    return Line(
        desk,
        at_once=settings.at_once,
        waiting=settings.waiting,
        rate=RateLimit(settings.rate) if settings.rate else None,
        log=QuestionLog(settings.log),
    )
