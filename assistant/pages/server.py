"""The web server, on this machine alone unless the settings say otherwise."""

import socket
import sys
from logging import Filter, LogRecord, getLogger

import uvicorn
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.desk import Desk, Then, desk_of
from assistant.offline import go_offline
from assistant.pages.bodies import DOCUMENTS, LARGER, BodyLimit, unusable
from assistant.pages.connections import LIMITED, allow_connections
from assistant.pages.guard import Guard, hosts_for
from assistant.pages.turnstile import Turnstile
from assistant.serving.api import api_routes
from assistant.serving.line import Line
from assistant.serving.log import QuestionLog
from assistant.serving.public import Below, PublicUrl, read_public_url
from assistant.serving.rate import RateLimit
from assistant.serving.sign_in import Identified, Knocking, SignedIn, read_passphrase
from assistant.serving.state import state_routes
from assistant.serving.workers import address, listening, supervise
from assistant.settings import Settings


def serve(settings: Settings) -> None:
    """Serves until it is stopped. Raises AssistantError when the port is taken or nothing can be opened."""
    go_offline()
    if settings.workers > 1:
        supervise(settings, serve_on)
        return
    desk = desk_of(settings)
    with listening(settings) as place:
        told = address(settings, place)
        serve_on(settings, place, desk, opened=lambda: print(told, file=sys.stderr))


def serve_on(settings: Settings, place: socket.socket, desk: Desk | None = None, *, opened: Then | None = None) -> None:
    """Serves on this socket until it is stopped; `opened` is called once it does. Raises AssistantError."""
    desk = desk or desk_of(settings)
    allow_connections()
    server = Server(make_app(settings, desk), stop_within=settings.stop_within, opened=opened)

    def stop() -> None:
        server.should_exit = True

    desk.start(failed=stop)
    try:
        server.run(sockets=[place])  # which raises the signal that stopped it once more
    finally:
        desk.wait(30)
    if desk.fault:
        raise desk.fault


class Server(uvicorn.Server):
    """A server that answers the questions that are inside before it stops."""

    def __init__(
        self, app: FastAPI, *, stop_within: float, close_within: float = 1.0, opened: Then | None = None
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


def make_app(settings: Settings, desk: Desk) -> FastAPI:
    """The whole web application, guarded."""
    # Gradio reads the switches of go_offline() when it is imported, and takes seconds to.
    from assistant.pages.document_routes import document_routes
    from assistant.pages.html import serve_below
    from assistant.pages.mount import mount_pages
    from assistant.pages.routes import routes
    from assistant.pages.scenario_routes import scenario_routes
    from assistant.pages.vote_routes import vote_routes
    from assistant.pages.wording import wording_routes
    from assistant.scenarios.rooms import Rooms

    public = read_public_url(settings.public_url) if settings.public_url else None
    serve_below(public.prefix if public else "", identified=bool(settings.identity_header))
    app = FastAPI(title="Inspection Assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(RequestValidationError, unusable)
    _add_doors(app, settings, public)
    line = line_of(settings, desk)
    app.state.line = line
    app.include_router(state_routes(desk, line.metrics, open_metrics=settings.metrics))
    app.include_router(api_routes(line))
    app.state.turnstile = turnstile = Turnstile()
    app.include_router(routes(desk, turnstile))
    app.include_router(document_routes(settings, desk, turnstile))
    app.include_router(scenario_routes(desk, turnstile))
    app.include_router(vote_routes(Rooms(), settings.workers))
    if desk.chat:
        app.include_router(wording_routes(desk, desk.chat, line, rate_of(settings)))
    mount_pages(app, settings, desk, line)
    if public and public.prefix:
        app.add_middleware(Below, prefix=public.prefix)  # the outermost: all others know our own addresses
    return app


def _add_doors(app: FastAPI, settings: Settings, public: PublicUrl | None) -> None:
    """Who and what comes in. What is added last is met first: refusals carry the headers, too."""
    from assistant.pages.sign_in import sign_in_routes, who_route

    app.add_middleware(BodyLimit, larger=LARGER | DOCUMENTS if settings.documents_open else LARGER)
    if settings.identity_header:
        app.add_middleware(Identified, header=settings.identity_header)
        app.include_router(who_route(settings.identity_header))
    if settings.passphrase_hash:
        knocking = Knocking(read_passphrase(settings.passphrase_hash))
        app.add_middleware(SignedIn, knocking=knocking, root=public.prefix if public else "")
        app.include_router(sign_in_routes(knocking, secure=public is not None and public.scheme == "https"))
    names = [public.name] if public else []
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts_for(settings.host, *names), www_redirect=False)
    app.add_middleware(Guard, public=public.host if public else "")


def line_of(settings: Settings, desk: Desk) -> Line:
    """The one line for all doors. Raises AssistantError when the limit cannot be read."""
    return Line(
        desk,
        at_once=settings.at_once,
        waiting=settings.waiting,
        rate=rate_of(settings),
        log=QuestionLog(settings.log),
    )


def rate_of(settings: Settings) -> RateLimit | None:
    """A limit for each client, where one is set. Raises AssistantError when it cannot be read."""
    return RateLimit(settings.rate) if settings.rate else None
