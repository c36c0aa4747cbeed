"""GOV.UK is asked within limits: each way that it can fail is one line, and a redirect never leads elsewhere."""

import json
import shutil
import socket
import ssl
import subprocess
from contextlib import suppress
from dataclasses import replace
from threading import Thread

import pytest
from govuk_server import Reply, govuk_site, guidance, publication, redirect, withdrawn

from corpus.errors import AssistantError
from corpus.formats.govuk import read
from corpus.govuk import GovUk, Limits, path_of

CODE = "/guidance/code"
LIMITS = Limits(seconds=30.0, silence=30.0, size=20_000, pause=0.0)  # of time none that a busy machine could reach
PAGE = guidance(CODE, "The code", "<h2>Visits</h2><p>They will knock before they enter.</p>")
PORTAL = Reply(b"<!DOCTYPE html><title>Sign in to the school's network</title>", kind="text/html")


@pytest.fixture(scope="module")
def server():
    with govuk_site() as site:
        yield site


@pytest.fixture
def site(server):
    server.replies.clear()
    server.asked.clear()
    return server


def ask(site, address=CODE, limits=LIMITS):
    return GovUk(site.address, limits).page(address)


def fault(site, address=CODE, limits=LIMITS):
    with pytest.raises(AssistantError) as failed:
        ask(site, address, limits)
    assert "\n" not in str(failed.value)
    return str(failed.value)


def test_a_page_comes_as_the_json_that_the_reader_of_files_reads(site):
    site.gives(CODE, PAGE)
    page = ask(site)
    assert (page.title, page.updated, page.address) == ("The code", "2025-11-10", f"https://www.gov.uk{CODE}")
    assert page.file_name == "code.json"
    assert "They will knock before they enter." in read(page.raw).text


def test_the_same_page_is_asked_for_by_its_path_and_by_its_address(site):
    site.gives(CODE, PAGE)
    addresses = (
        CODE,
        "guidance/code",
        f"https://www.gov.uk{CODE}?x=1#visits",
        f"https://www.gov.uk/api/content{CODE}/",
    )
    assert len({ask(site, address) for address in addresses}) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.uk.evil.test/guidance/code",
        "https://evil.test/guidance/code",
        "https://www.gov.uk@evil.test/guidance/code",
        "https://me:secret@www.gov.uk/guidance/code",
        "https://www.gov.uk:8443/guidance/code",
        "file:///etc/passwd",
        "https://www.gov.uk/../../etc/passwd",
        "https://www.gov.uk/",
        "/guidance/co de",
    ],
)
def test_no_other_address_is_asked(address):
    with pytest.raises(AssistantError, match=r"only pages of https://www\.gov\.uk are fetched|no address of a page"):
        path_of(address)


def test_a_page_that_has_moved_is_found_where_it_is_now(site):
    site.gives("/guidance/old", redirect("/guidance/old", "/guidance/newer#top"))
    site.gives("/guidance/newer", redirect("/guidance", "/collected", kind="prefix"))
    site.gives("/collected/newer", guidance("/collected/newer", "The code", "<p>They will knock first.</p>"))
    page = ask(site, "/guidance/old")
    assert (page.asked, page.address) == ("https://www.gov.uk/guidance/old", "https://www.gov.uk/collected/newer")


@pytest.mark.parametrize("destination", ["https://evil.test/code", "//evil.test/code", "http://127.0.0.1/code"])
def test_a_page_that_leads_to_another_host_is_not_followed(site, destination):
    site.gives(CODE, redirect(CODE, destination))
    assert "it now leads away from GOV.UK" in fault(site)


def test_the_server_itself_may_lead_on_within_its_host_only(site):
    site.gives("/here", Reply(b"", 303, location=f"/api/content{CODE}"))
    site.gives(CODE, PAGE)
    assert ask(site, "/here").title == "The code"
    site.gives("/there", Reply(b"", 302, location="http://portal.test/sign-in"))
    assert "the network leads away from GOV.UK, to portal.test. Open a page in a browser" in fault(site, "/there")


def test_redirects_end(site):
    site.gives("/a", redirect("/a", "/b"))
    site.gives("/b", redirect("/b", "/a"))
    assert "round in a circle" in fault(site, "/a")
    for number in range(9):
        site.gives(f"/{number}", redirect(f"/{number}", f"/{number + 1}"))
    assert "leads on more than 5 times" in fault(site, "/0")
    site.gives("/server", Reply(b"", 302, location="/api/content/server"))
    assert "redirects without end" in fault(site, "/server")


def test_a_withdrawn_page_tells_when_and_why(site):
    site.gives(CODE, {**PAGE, **withdrawn('Read <a href="/guidance/new">the new code</a> instead &amp; at once.')})
    assert ask(site).withdrawn == "withdrawn 5 January 2026: Read the new code instead & at once"


def test_a_publication_names_the_documents_that_it_lists(site):
    site.gives(CODE, publication(CODE, "Toolkits", f"{CODE}/schools", f"{CODE}/nurseries"))
    assert ask(site).documents == (f"{CODE}/schools", f"{CODE}/nurseries")


@pytest.mark.parametrize(
    ("reply", "told", "tries"),
    [
        (Reply(b'{"message": "not found"}', 404), "there is no such page. Look the page up", 1),
        (Reply(b"{}", 410), "the page is gone", 1),
        (PORTAL, "a web page came in place of its content, as from a network that asks to sign in", 1),
        (Reply(PORTAL.body), "a web page came in place of its content. Open a page in a browser", 1),
        (Reply(b"{}", 403), "GOV.UK refused it (403)", 1),
        (Reply(b"{}", 503), "GOV.UK is too busy or out of order (503)", 3),
        (Reply(json.dumps(PAGE).encode()[:200], missing=300), "only a part of it arrived", 3),
        (Reply(json.dumps(PAGE).encode()[:200]), "only a part of it arrived, or no JSON", 3),
        (Reply(b"[1, 2]"), "what came is no page of GOV.UK", 1),
        (Reply(b'{"document_type": "guide"}'), "the page has no content", 1),
        (Reply(b'{"document_type": "gone"}'), "the page is gone", 1),
        (Reply(b'{"document_type": "redirect"}'), "does not say where", 1),
        (Reply(b" " * 30_000), "it is larger than", 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_failure_is_one_line_and_only_what_may_pass_is_tried_again(site, reply, told, tries):
    site.gives(CODE, reply)
    assert f"https://www.gov.uk{CODE}: " in (said := fault(site))
    assert told in said
    assert site.asked == [CODE] * tries


@pytest.mark.parametrize(
    ("pause", "limit", "told", "tries"),
    [
        (0.05, {"seconds": 0.2}, "it took longer than", 1),
        (30.0, {"silence": 0.1}, "it did not answer in time", 3),
    ],
)
def test_a_server_is_not_waited_for_without_end(site, pause, limit, told, tries):
    site.gives(CODE, Reply(b" " * 6_400, pause=pause))
    assert told in fault(site, limits=replace(LIMITS, **limit))
    assert site.asked == [CODE] * tries


def test_a_server_that_was_busy_is_asked_again(site):
    site.gives(CODE, [Reply(b"{}", 503), Reply(b"{", missing=9), Reply(json.dumps(PAGE).encode())])
    assert ask(site).title == "The code"
    assert len(site.asked) == 3


def test_where_there_is_no_network_it_says_so():
    with socket.create_server(("127.0.0.1", 0)) as place:
        address = f"http://127.0.0.1:{place.getsockname()[1]}"
    with pytest.raises(AssistantError, match="there is no connection to it"):
        GovUk(address, LIMITS).page(CODE)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not there to make a certificate")
def test_a_network_that_shows_a_certificate_of_its_own_is_not_believed(tmp_path):
    made = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=filter.test -keyout key -out cert"
    )
    subprocess.run(["openssl", *made.split()], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with socket.create_server(("127.0.0.1", 0)) as place:
        thread = Thread(target=_shake_hands, args=(context, place))
        thread.start()
        with pytest.raises(AssistantError, match=r"does not show GOV\.UK's own certificate\. A filter or sign-in page"):
            GovUk(f"https://127.0.0.1:{place.getsockname()[1]}", LIMITS).page(CODE)
        thread.join()


def _shake_hands(context, place):
    accepted = place.accept()[0]
    with suppress(OSError), context.wrap_socket(accepted, server_side=True) as connection:
        connection.recv(1)
