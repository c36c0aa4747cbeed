"""The door for other assistants, met with the protocol's own client over real HTTP."""

import json

import httpx
import pytest
from loops import run
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from served import served

from assistant.desk import Desk
from assistant.output.json import answer_json
from assistant.settings import Settings

ASKED = "Can they talk to my staff without me?"


@pytest.fixture(scope="module")
def open_site(assistant):
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    desk.start()
    with served(Settings(port=0, mcp=True, metrics=True), desk, whole=False) as site:
        yield site


def called(site, *calls):
    """The tools there are, and what each call comes back with."""

    async def all_of_them():
        async with streamable_http_client(f"{site}/mcp") as (read, write, *_), ClientSession(read, write) as session:
            await session.initialize()
            listed = await session.list_tools()
            return listed.tools, [await session.call_tool(name, sent) for name, sent in calls]

    return run(all_of_them())


def test_the_tools_answer_as_the_other_doors_do(open_site, assistant):
    calls = (
        ("ask", {"question": "even the cook?", "earlier": [ASKED]}),
        ("search", {"question": ASKED, "limit": 2}),
        ("documents", {}),
    )
    listed, (answer, ranking, documents) = called(open_site, *calls)
    assert [tool.name for tool in listed] == ["ask", "search", "documents"]
    asked = answer_json(assistant.ask("even the cook?", [ASKED]))
    assert answer.structured_content | {"milliseconds": 0} == asked | {"milliseconds": 0}
    assert answer.structured_content["citations"][0]["quote"] in answer.content[0].text
    assert len(ranking.structured_content["passages"]) == 2
    titles = {each["title"] for each in documents.structured_content["documents"]}
    assert titles == {document.title for document in assistant.library.documents}
    assert "/" not in json.dumps([each.get("text", "") for each in documents.structured_content["documents"]])
    counts = httpx.get(f"{open_site}/metrics", trust_env=False).text
    assert 'door="mcp",outcome="documents"' in counts


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("ask", {}), "not a text"),
        (("ask", {"question": "a" * 1001}), "1,000"),
        (("ask", {"question": "x", "files": []}), "does not know “files”"),
        (("search", {"question": "x", "limit": 0}), "Send 1 to 50"),
        (("forget", {}), "There are ask, search, documents"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(open_site, call, said):
    [told] = called(open_site, call)[1]
    assert told.is_error
    assert said in told.content[0].text


def test_it_is_shut_unless_it_is_wanted(site):
    assert httpx.post(f"{site}/mcp", json={}, trust_env=False).status_code in {404, 405}


def test_a_limit_holds_here_too(assistant):
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    desk.start()
    with served(Settings(port=0, mcp=True, rate="1/minute"), desk, whole=False) as site:
        first, second = called(site, ("ask", {"question": ASKED}), ("ask", {"question": ASKED}))[1]
    assert not first.is_error
    assert "many questions in a short time" in second.content[0].text
