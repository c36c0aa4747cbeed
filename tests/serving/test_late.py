"""An application that is made while it is served: what is asked of it waits, and is never left waiting."""

import asyncio
import threading

import httpx
from loops import run as run_apart
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from assistant.serving.late import Late, keeping


def words(told):
    return Starlette(routes=[Route("/{rest:path}", lambda _: PlainTextResponse(told))])


def run(late, *steps, failed=lambda _: None):
    """Keeps it open while the steps are done with a client of it."""

    async def all_of_them():
        async with keeping(late, failed=failed), httpx.AsyncClient(transport=httpx.ASGITransport(late)) as client:
            return [await step(client) for step in steps]

    return run_apart(all_of_them())


def get(path):
    async def asked(client):
        return (await client.get(f"http://here{path}")).text

    return asked


def test_a_request_that_only_it_can_answer_makes_it_and_waits_for_it():
    assert run(Late(lambda: words("made")), get("/any")) == ["made"]


def test_until_it_is_due_something_else_answers_what_it_can():
    gate = threading.Event()

    async def due():
        await asyncio.to_thread(gate.wait)

    async def opened(_):
        gate.set()
        await late.made.wait()

    front = PlainTextResponse("meanwhile")
    late = Late(lambda: words("made"), due=due, meanwhile=lambda scope: front if scope["path"] == "/" else None)
    assert run(late, get("/"), opened, get("/")) == ["meanwhile", None, "made"]


def test_a_request_may_wait_without_making_it():
    async def both(client):
        asked = asyncio.create_task(get("/any")(client))
        await asyncio.sleep(0.01)
        waited = not asked.done()
        late.want()
        return waited, await asked

    late = Late(lambda: words("made"), on_request=False)
    assert run(late, both) == [(True, "made")]


def test_one_that_cannot_be_made_is_told_and_keeps_nobody_waiting():
    def make():
        raise ValueError("no such thing")

    told = []
    assert "could not be made" in run(Late(make), get("/"), failed=told.append)[0]
    assert [str(error) for error in told] == ["no such thing"]
