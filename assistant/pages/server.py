"""The web server, on this machine alone unless the settings say otherwise."""

import socket
import sys

import uvicorn
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.desk import Desk, desk_of
from assistant.offline import go_offline
from assistant.pages.bodies import DOCUMENTS, LARGER, BodyLimit, unusable
from assistant.pages.connections import LIMITED, allow_connections
from assistant.pages.guard import Guard, hosts_for
from assistant.pages.turnstile import Turnstile
from assistant.settings import Settings
from corpus.errors import AssistantError


def serve(settings: Settings) -> None:
    """Serves until it is stopped. Raises AssistantError when the port is taken or nothing can be opened."""
    go_offline()
    desk = desk_of(settings)
    allow_connections()
    with listening(settings) as place:
        config = uvicorn.Config(
            make_app(settings, desk),
            # Questions can stand in an address (`/?q=`), so addresses are not logged.
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=2,
            **LIMITED,
        )
        server = uvicorn.Server(config)

        def stop() -> None:
            server.should_exit = True

        desk.start(failed=stop)
        print(f"Inspection Assistant: http://{_address(settings, place)}  (Ctrl+C stops it)", file=sys.stderr)
        server.run(sockets=[place])
    if desk.fault:
        raise desk.fault


def make_app(settings: Settings, desk: Desk) -> FastAPI:
    """The whole web application, guarded."""
    # Gradio reads the switches of go_offline() when it is imported, and takes seconds to.
    from assistant.pages.document_routes import document_routes
    from assistant.pages.mount import mount_pages
    from assistant.pages.routes import routes
    from assistant.pages.scenario_routes import scenario_routes
    from assistant.pages.vote_routes import vote_routes
    from assistant.scenarios.rooms import Rooms

    app = FastAPI(title="Inspection Assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(RequestValidationError, unusable)
    app.add_middleware(BodyLimit, larger=LARGER | DOCUMENTS if settings.documents_open else LARGER)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts_for(settings.host), www_redirect=False)
    app.add_middleware(Guard)  # the last one added is the outermost: refusals carry the headers, too
    turnstile = Turnstile()
    app.include_router(routes(desk, turnstile))
    app.include_router(document_routes(settings, desk, turnstile))
    app.include_router(scenario_routes(desk, turnstile))
    app.include_router(vote_routes(Rooms()))
    mount_pages(app, settings, desk)
    return app


def listening(settings: Settings) -> socket.socket:
    """A socket on the host and port of the settings. Raises AssistantError when they are taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    place = socket.socket(family)
    if sys.platform != "win32":  # there it would let two programs share a port
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((settings.host, settings.port))
        place.listen()
    except socket.gaierror as error:
        place.close()
        raise AssistantError(
            "ASSISTANT_HOST",
            f"“{settings.host}” is no address of this machine",
            "Leave it out, or set an address of its",
        ) from error
    except OSError as error:
        place.close()
        raise AssistantError(
            f"{settings.host}:{settings.port}",
            f"the page cannot be served there ({error.strerror or error})",
            "Stop the program that uses it, or set ASSISTANT_PORT to another number",
        ) from error
    return place


def _address(settings: Settings, place: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{place.getsockname()[1]}"
