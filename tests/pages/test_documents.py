"""The documents page: files are looked at before they are kept, answered from, and taken out without a trace."""

import time
from dataclasses import dataclass

import httpx
import pytest
import same_words as made
from axe import faults
from served import served, visiting

from assistant.desk import Desk, desk_of
from assistant.settings import Settings
from corpus.collection import Collection
from corpus.edition_files import FILE
from corpus.paths import ROOT

PROTOCOL = "# Visits\n\nVisitors wait in the blue room until the porter calls them.\n"
ASKED = "Where do visitors wait until the porter calls them?"


@dataclass(frozen=True)
class Place:
    """A page served from a data folder of its own."""

    address: str
    desk: object
    collection: Collection

    def settled(self):
        """Waits until all that was changed is answered from."""
        until = time.monotonic() + 60
        while httpx.get(f"{self.address}/collection/state").json()["busy"]:
            assert time.monotonic() < until
            time.sleep(0.05)

    def titles(self):
        return [document.title for document in self.desk.library.documents]

    def post(self, path, **options):
        return httpx.post(f"{self.address}/collection/{path}", timeout=60, **options)

    def add(self, name, content, **known):
        read = self.post("read", params={"name": name}, content=content)
        assert read.status_code == 200, read.text
        digest = read.text.partition('data-digest="')[2][:64]
        return self.post("keep", data={"digest": digest, "name": name, "kind": "other", **known})


@pytest.fixture(scope="module")
def place(empty_data):
    settings = Settings(port=0, data=empty_data / "pages")
    desk = desk_of(settings)
    desk.start()
    with served(settings, desk) as address:
        yield Place(address, desk, Collection(settings.data))


def test_somebody_looks_at_a_file_keeps_it_asks_and_takes_it_out_again(place, browser, tmp_path):
    (tmp_path / "visits.md").write_text(PROTOCOL, encoding="utf-8")
    (tmp_path / "visits.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "sheet.docx").write_bytes(made.word())
    with visiting(browser, place.address) as visit:
        page = visit("/documents")
        page.get_by_label("Choose files").set_input_files(sorted(tmp_path.iterdir()))
        page.locator("#page_faults li").wait_for()
        assert page.locator(".preview").count() == 2
        assert "visits.pdf: it is damaged" in page.locator("#page_faults").inner_text()
        assert place.titles() == place.titles()[:2]  # nothing is in yet
        preview = page.get_by_role("article", name="visits.md")
        assert preview.get_by_label("Your document:").is_checked()
        preview.get_by_text("The first passages").click()
        assert "until the porter calls them" in preview.inner_text()
        assert faults(page) == []
        page.get_by_role("article", name="sheet.docx").get_by_role("button", name="Do not keep it").click()
        preview.get_by_label("Title", exact=True).fill("Our rules for visitors")
        preview.get_by_role("button", name="Keep it", exact=True).click()
        page.get_by_role("heading", name="Our rules for visitors").wait_for()
        place.settled()
        answer = place.desk.ask(ASKED)
        assert "blue room" in answer.statements[0].text
        assert str(answer.statements[0].heading) == "What your documents say"
        page.goto(f"{place.address}/documents")
        page.get_by_label("Remove Our rules for visitors").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert faults(page) == []
        page.get_by_label("Delete its file for good").check()
        page.get_by_role("button", name="Yes, remove it").click()
        page.get_by_role("heading", name="Documents").wait_for()
    place.settled()
    data = place.collection.folder.parent
    assert len(place.titles()) == 2
    assert not [path for path in data.rglob("*") if path.is_file() and b"porter" in path.read_bytes()]


def test_files_chosen_while_documents_are_taken_in_are_not_lost_when_those_are_ready(assistant, browser, tmp_path):
    desk = Desk(lambda: assistant.library, lambda _: assistant)
    broken = {"mimeType": "application/pdf", "buffer": b"%PDF-1.4 broken"}
    with served(Settings(port=0, data=tmp_path), desk) as address, visiting(browser, address) as visit:
        page = visit("/documents")
        page.locator("#page_building").wait_for()
        page.get_by_label("Choose files").set_input_files([{"name": "first.pdf", **broken}])
        page.locator("#page_faults li").wait_for()
        desk.start()
        page.locator("#page_building").wait_for(state="hidden")
        page.get_by_label("Choose files").set_input_files([{"name": "second.pdf", **broken}])
        page.locator("#page_faults li").nth(1).wait_for()


def test_answers_come_from_the_documents_before_until_new_ones_are_ready_and_undo_brings_them_back(place):
    before = place.titles()
    assert place.add("Protocol.md", PROTOCOL.encode(), title="Protocol").status_code == 303
    assert place.desk.ask(ASKED) is not None  # no error meanwhile
    place.settled()
    assert place.titles() == [*before, "Protocol"]
    assert place.post("undo").status_code == 303
    place.settled()
    assert place.titles() == before


@pytest.mark.long
def test_what_is_known_is_changed_on_a_page_of_its_own(place, browser):
    place.add("Protocol.md", PROTOCOL.encode(), title="Protocol", url="https://www.gov.uk/protocol")
    place.settled()
    with visiting(browser, place.address) as visit:
        page = visit("/collection/details/protocol")
        assert faults(page) == []
        page.get_by_label("Title", exact=True).fill("Protocol for visitors")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("heading", name="Documents").wait_for()
    place.settled()
    document = place.desk.library.document("protocol")
    assert (document.title, document.url) == ("Protocol for visitors", "https://www.gov.uk/protocol")
    place.post("remove", data={"id": "protocol"})
    place.settled()


@pytest.fixture
def two_editions(place):
    """The newer edition of the guidance is in, and what is said of its pairs by hand."""
    before = place.titles()
    newer = (ROOT / "tests" / "corpus" / "editions" / "newer.md").read_bytes()
    place.add("newer.md", newer, kind="guidance", supersedes="conduct-during-ofsted-inspections")
    place.settled()
    yield place
    place.post("remove", data={"id": "newer", "for_good": "on"})
    place.settled()
    (place.collection.folder.parent / FILE).unlink()
    assert place.titles() == before


@pytest.mark.long
def test_pairs_are_confirmed_parted_and_joined_where_it_stands_what_has_changed(two_editions, browser):
    place, asked = two_editions, "Who do I raise my concerns about the inspection with?"
    assert place.desk.ask(asked).statements[0].plain == ""
    with visiting(browser, place.address) as visit:
        page = visit("/documents", width=1280)
        page.get_by_role("link", name="What has changed").first.click()

        def pair(words):
            return page.locator(".pairs > li").filter(has_text=words).first

        def said(words, says, then):
            pair(words).get_by_role("button", name=says).click()
            pair(words).get_by_text(then).wait_for()

        assert faults(page) == []
        said("raise any concerns about", "They mean the same", "Said by hand.")
        place.settled()
        assert place.desk.ask(asked).statements[0].plain, "what we say of the earlier holds once it is confirmed"
        said("raise any concerns about", "Take that back", "They mean the same")
        said("raise any concerns about", "They do not belong together", "Said by hand.")
        place.settled()
        assert place.desk.ask(asked).statements[0].earlier is None
        gone = "use their title"
        pair(gone).get_by_role("link", name="Name what it became").click()
        assert faults(page) == []
        page.get_by_label("carry a card with their photograph").check()
        page.get_by_role("button", name="They mean the same").click()
        pair("carry a card with their photograph").get_by_text("Said by hand.").wait_for()
        assert gone in pair("carry a card with their photograph").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_change_by_another_process_is_taken_in(place):
    staged = place.collection.stage("other.md", PROTOCOL.encode())
    place.collection.keep([(staged, {"title": "From a terminal"})])
    until = time.monotonic() + 30
    while "From a terminal" not in place.titles():
        assert time.monotonic() < until
        time.sleep(0.05)
    place.collection.remove(["other"])


def test_a_file_that_was_added_is_saved_and_only_a_pdf_is_opened(place):
    for name, content, shown in [("a.html", made.HTML.encode(), "attachment"), ("b.pdf", made.paper(), "inline")]:
        place.add(name, content.replace(b"Hill School", name.encode()) if shown == "attachment" else content)
        file = httpx.get(f"{place.address}/collection/file/{name[0]}")
        assert file.headers["content-disposition"].startswith(shown)
        assert file.headers["x-content-type-options"] == "nosniff"
        place.post("remove", data={"id": name[0]})


@pytest.mark.long
def test_all_added_documents_travel_to_another_machine_as_one_zip(place, tmp_path):
    place.add("Protocol.md", PROTOCOL.encode(), title="Protocol")
    parcel = httpx.get(f"{place.address}/collection/export")
    assert parcel.headers["content-type"] == "application/zip"
    with served(Settings(port=0, data=tmp_path), place.desk) as address:
        told = httpx.post(f"{address}/collection/import", params={"name": "all.zip"}, content=parcel.content).json()
    assert told == {"added": 1, "faults": []}
    assert [entry.title for entry in Collection(tmp_path).catalogue.entries] == ["Protocol"]
    place.post("remove", data={"id": "protocol"})
    place.settled()


@pytest.mark.parametrize("path", ["/documents", "/documents/conduct-during-ofsted-inspections", "/about"])
def test_the_browser_keeps_no_copy_of_its_own_of_what_may_be_taken_out(place, path):
    assert httpx.get(f"{place.address}{path}").headers["cache-control"] == "no-store"


def test_a_refusal_is_one_line(place):
    for refused in (
        place.post("import", params={"name": "all.zip"}, content=b"PK"),
        place.post("read", params={"name": "a.pdf"}, content=b"%PDF-1.4 broken"),
        place.post("read", params={"name": "../../etc/passwd"}, content=b"x"),
        place.post("keep", data={"digest": "0" * 64, "name": "a.md"}),
        place.post("remove", data={"id": "nobody"}),
    ):
        assert refused.status_code == 400
        assert "Traceback" not in refused.text
        assert "\n" not in refused.text


def test_another_page_in_the_same_browser_changes_nothing(place):
    for path in ("read", "keep", "drop", "describe", "remove", "undo", "import"):
        assert place.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    ("settings", "is_open"),
    [
        ({}, True),
        ({"host": "::1"}, True),
        ({"host": "0.0.0.0"}, False),  # noqa: S104 - nothing listens
        ({"host": "0.0.0.0", "documents": "open"}, True),  # noqa: S104
        ({"documents": "closed"}, False),
    ],
)
def test_the_doors_are_open_to_this_machine_alone_or_where_a_setting_says_so(settings, is_open):
    assert Settings(**settings).documents_open is is_open


def test_where_the_doors_are_closed_nothing_is_changed_and_none_is_shown(place, tmp_path):
    settings = Settings(port=0, data=tmp_path, documents="closed")
    with served(settings, place.desk) as address:
        assert httpx.post(f"{address}/collection/read", content=b"x").status_code == 403
        page = httpx.get(f"{address}/documents").text
    assert "Add your own" not in page
    assert "documents.js" not in page
