"""What machines ask of the program: alive, ready, how much it answered."""

import httpx
import pytest
from served import served
from tiny import tiny_library

from assistant.desk import Desk
from assistant.serving.state import readiness
from assistant.settings import Settings


@pytest.fixture(scope="module")
def web(site):
    with httpx.Client(base_url=site, trust_env=False, timeout=30) as client:
        yield client


def test_health_answers_get_and_head(web):
    assert web.get("/health").json() == {"status": "ready"}
    assert web.head("/health").status_code == 200


def test_ready_tells_what_is_open(web, assistant):
    told = web.get("/ready")
    assert told.status_code == 200
    assert told.json() == {
        "ready": True,
        "fault": "",
        "index": assistant.build.manifest.fingerprint,
        "built": assistant.build.manifest.built,
        "encoder": assistant.build.manifest.encoder,
        "by_words": "",
        "documents": len(assistant.library.documents),
        "passages": len(assistant.library.passages),
        "unread": [],
    }


def test_ready_is_refused_while_the_models_load_and_names_what_could_not_be_read(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bad.md").write_bytes(b"\xff\xfe\x00")
    library = tiny_library(tmp_path)
    desk = Desk(lambda: library, lambda _: None)
    told = readiness(desk)
    assert told["ready"] is False
    assert told["unread"][0]["file"] == "bad.md"
    assert told["unread"][0]["fault"]
    assert str(tmp_path) not in str(told)


def test_the_counts_are_shut_until_they_are_wanted(web, assistant):
    assert web.get("/metrics").status_code == 404
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    desk.start()
    with served(Settings(port=0, metrics=True), desk) as site, httpx.Client(base_url=site, trust_env=False) as other:
        other.post("/api/ask", json={"question": "How do I complain?"})
        told = other.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    assert 'door="api"' in told.text
    assert "complain" not in told.text
