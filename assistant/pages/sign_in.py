"""The page to sign in, and who is signed in."""

import time
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.pages.frame import ASK, plain_page
from assistant.pages.html import at
from assistant.serving.sign_in import COOKIE, LASTS, PAGE, Knocking, tried

Words = Annotated[str, Form(max_length=1000)]


def sign_in_routes(knocking: Knocking, *, secure: bool) -> APIRouter:
    """`secure`: the cookie goes over https alone."""
    router = APIRouter()

    @router.get(PAGE, response_class=HTMLResponse)
    def page(next: str = "/") -> str:
        return plain_page("sign_in.html", ASK, next=next, fault="")

    @router.post(PAGE)
    async def sign_in(request: Request, passphrase: Words, next: Words = "/") -> Response:
        result = await tried(knocking, request, passphrase)
        if result == 0:
            response = RedirectResponse(at(_ours(next)), 303)
            ticket = knocking.passphrase.ticket(time.time())
            response.set_cookie(COOKIE, ticket, LASTS, path=at("/"), secure=secure, httponly=True, samesite="lax")
            return response
        fault = "That is not the passphrase." if result < 0 else f"Too many tries. Wait {result} seconds."
        return HTMLResponse(plain_page("sign_in.html", ASK, next=next, fault=fault), 403 if result < 0 else 429)

    @router.post("/sign-out")
    def sign_out() -> Response:
        response = RedirectResponse(at(PAGE), 303)
        response.delete_cookie(COOKIE, path=at("/"))
        return response

    return router


def who_route(header: str) -> APIRouter:
    """Whom the proxy has found this reader to be."""
    router = APIRouter()

    @router.get("/who")
    def who(request: Request) -> dict[str, str]:
        return {"name": request.headers.get(header, "")[:200]}

    return router


def _ours(next: str) -> str:
    """An address of this page, whatever was asked for."""
    return next if next.startswith("/") and not next.startswith(("//", "/\\")) else "/"
