"""All addresses that the server does not answer from the first moment: pages, files, and what Gradio draws."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp

from assistant.desk import Desk
from assistant.pages.bodies import unusable
from assistant.pages.document_routes import document_routes
from assistant.pages.frame import ANSWER_TESTS
from assistant.pages.html import at
from assistant.pages.routes import routes
from assistant.pages.scenario_routes import scenario_routes
from assistant.pages.sign_in import sign_in_routes, who_route
from assistant.pages.turnstile import Turnstile
from assistant.pages.vote_routes import vote_routes
from assistant.pages.wording import wording_routes
from assistant.scenarios.rooms import Rooms
from assistant.serving.line import Line
from assistant.serving.rate import RateLimit
from assistant.serving.sign_in import Knocking
from assistant.settings import Settings


def other_pages(
    settings: Settings, desk: Desk, line: Line, knocking: Knocking | None, turnstile: Turnstile, drawn: ASGIApp
) -> FastAPI:
    """The application that has them; what is not here is asked of what Gradio draws."""
    app = FastAPI(title="Inspection Assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(RequestValidationError, unusable)
    app.include_router(routes(desk, turnstile))
    app.include_router(document_routes(settings, desk, turnstile))
    app.include_router(scenario_routes(desk, turnstile))
    app.include_router(vote_routes(Rooms(), settings.workers))
    if settings.identity_header:
        app.include_router(who_route(settings.identity_header))
    if knocking:
        secure = (settings.public_url or "").startswith("https:")
        app.include_router(sign_in_routes(knocking, secure=secure))
    if desk.chat:
        rate = RateLimit(settings.rate) if settings.rate else None
        app.include_router(wording_routes(desk, desk.chat, line, rate))
    # Gradio answers below its path only with the slash at the end.
    app.add_route(ANSWER_TESTS.address, lambda _: RedirectResponse(at(f"{ANSWER_TESTS.address}/")))
    app.mount("/", drawn)
    return app
