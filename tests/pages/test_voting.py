"""Voting from phones: on the local network, while a room is open, and seen by the trainer alone."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from served import served

from assistant.desk import Desk
from assistant.pages.vote_routes import vote_routes
from assistant.scenarios.rooms import Rooms
from assistant.settings import Settings

PHONE = "0123456789ab"


@pytest.fixture(scope="module")
def app():
    app = FastAPI()
    app.include_router(vote_routes(Rooms()))
    return app


def at(app, host="192.168.1.5:7860", client="192.168.1.9"):
    return TestClient(app, base_url=f"http://{host}", client=(client, 50000))


def test_a_phone_of_the_network_votes_and_the_trainer_alone_reads_the_hands(app):
    trainer = at(app)
    room = trainer.post("/vote/open").json()
    assert room["address"] == f"http://192.168.1.5:7860/vote/{room['code']}"
    assert room["qr"].startswith("<svg")
    mine = {"code": room["code"], "key": room["key"]}
    asked = {"step": "request", "question": "<b>What?</b>", "choices": ["Yes", "No"]}
    assert trainer.post("/vote/ask", data=mine | asked).status_code == 200
    phone = at(app, client="192.168.1.44")
    assert "data-vote-room" in phone.get(f"/vote/{room['code']}").text
    assert phone.get(f"/vote/{room['code']}/now").json() == asked
    assert phone.post(f"/vote/{room['code']}", data={"phone": PHONE, "step": "request", "number": 1}).status_code == 200
    assert trainer.post("/vote/hands", data=mine).json() == {"hands": [0, 1]}
    assert trainer.post("/vote/hands", data=mine | {"key": "x"}).status_code == 400
    assert trainer.post("/vote/close", data=mine).status_code == 200
    assert "closed" in phone.get(f"/vote/{room['code']}/now").text


def test_nobody_votes_from_outside_the_network(app):
    room = at(app).post("/vote/open").json()
    away = at(app, client="81.2.69.142")
    for answer in (away.get(f"/vote/{room['code']}"), away.get(f"/vote/{room['code']}/now"), away.post("/vote/open")):
        assert answer.status_code == 400
        assert "local network only" in answer.text


def test_with_several_workers_no_room_is_opened_and_the_trainer_is_told_why():
    app = FastAPI()
    app.include_router(vote_routes(Rooms(), workers=2))
    told = at(app).post("/vote/open")
    assert told.status_code == 400
    assert "it needs one worker, and 2 are running" in told.text


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860"])
def test_a_page_that_phones_cannot_reach_says_so(app, host):
    told = at(app, host=host, client="127.0.0.1").post("/vote/open")
    assert told.status_code == 400
    assert "phones cannot reach this page" in told.text


@pytest.mark.parametrize(
    "vote",
    [{"phone": "<b>", "step": "a", "number": 0}, {"phone": PHONE, "step": "a", "number": 6}, {"phone": PHONE}],
)
def test_what_is_no_vote_is_refused(app, vote):
    room = at(app).post("/vote/open").json()
    assert at(app).post(f"/vote/{room['code']}", data=vote).status_code == 422


@pytest.mark.long
def test_a_second_browser_votes_and_the_room_sees_it_when_the_trainer_shows_it(browser, assistant):
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    desk.start()
    with served(Settings(host="0.0.0.0", port=0), desk) as address:  # noqa: S104
        near = address.replace("127.0.0.1", "127.0.0.2")  # a name by which phones could call it
        trainer, phone = (browser.new_context(viewport={"width": 1280, "height": 720}).new_page() for _ in range(2))
        trainer.goto(f"{near}/scenarios/assistant-alone#request")
        trainer.get_by_role("button", name="Let phones vote").click()
        trainer.locator("[data-voting=qr] svg").wait_for()
        left = trainer.locator("[data-voting=code]").bounding_box()["x"]
        said = trainer.locator(".now :is(.happens, .line, .to-room)")
        assert said.evaluate_all("them => Math.max(...them.map(it => it.getBoundingClientRect().right))") <= left
        phone.goto(trainer.locator("[data-voting=address]").inner_text())
        phone.get_by_role("button", name="2. ").click()
        phone.get_by_text("Your vote is in").wait_for()
        trainer.get_by_text("Phones that have voted on this step: 1.").wait_for()
        assert trainer.locator(".now output").all_inner_texts() == ["0", "0", "0"]
        trainer.get_by_role("button", name="Show the result").click()
        trainer.locator(".now output").nth(1).get_by_text("1").wait_for()
        trainer.get_by_role("button", name="Close voting").click()
        phone.get_by_text("this room is closed").wait_for()
        for page in (trainer, phone):
            page.context.close()
