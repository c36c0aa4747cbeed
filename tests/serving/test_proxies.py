"""The page behind nginx, set up in each of five ways: what is asked there is answered there."""

import httpx
import pytest
from nginx import free_port
from served import served, visiting

from assistant.desk import Desk
from assistant.pages.html import serve_below
from assistant.serving.public import read_public_url
from assistant.settings import Settings
from corpus.errors import AssistantError

pytestmark = pytest.mark.long

ASKED = "Can they talk to my staff without me?"
KEPT = "proxy_set_header Host $http_host;"
FORWARDED = """
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;"""
SET_UPS = {
    "Host kept, X-Forwarded": ("", KEPT + FORWARDED),
    "Host kept": ("", KEPT),
    "Host rewritten, X-Forwarded": ("", FORWARDED),
    "Host rewritten": ("", ""),
    "below a path": ("/inspections", KEPT),
    "below a path, which is taken off": ("/inspections", ""),
}


@pytest.mark.parametrize("name", SET_UPS)
def test_a_question_is_answered_behind_a_proxy(name, nginx, browser, assistant):
    prefix, headers = SET_UPS[name]
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    desk.start()
    port = free_port()
    public = f"http://127.0.0.1:{port}{prefix}"
    with served(Settings(port=0, public_url=public), desk) as site:
        left = "/" if "taken off" in name else ""
        block = f"""
  server {{
    listen 127.0.0.1:{port};
    location {prefix}/ {{
      proxy_pass {site}{left};
      {headers}
    }}
  }}"""
        try:
            with nginx(block, port), visiting(browser, public) as visit:
                page = visit("/")
                look_around(page, public)
        finally:
            serve_below("")  # for the pages of other tests in this process


def look_around(page, public):
    missing = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.get_by_label("Your question").fill(ASKED)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn").wait_for()
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.locator(".turn").wait_for()
    for address in {link.get_attribute("href") for link in page.locator("nav a, a.open").all()}:
        assert page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + address).ok
        assert page.url.startswith(public)
    assert missing == []


def test_another_name_is_still_refused(assistant):
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    settings = Settings(port=0, public_url="https://inspections.example")
    with served(settings, desk) as site, httpx.Client(base_url=site, trust_env=False) as web:
        assert web.get("/health", headers={"Host": "inspections.example"}).status_code == 200
        assert web.get("/health", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "words", ["inspections.example", "ftp://a.example", "https://", "https://a.example:x", "https://a/?b"]
)
def test_what_is_no_address_is_one_line(words):
    with pytest.raises(AssistantError, match=r"ASSISTANT_PUBLIC_URL.*Write it as https://name/path"):
        read_public_url(words)
