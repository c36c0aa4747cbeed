"""Scenarios in a real browser: played with the keyboard alone, with notes in a second window, alone, and one's own."""

import re
import zipfile
from io import BytesIO

import httpx
import pytest
from axe import faults
from playwright.sync_api import expect
from served import BLOCKED
from sound import SOUND, read

from assistant.scenarios.fields import values_of
from assistant.scenarios.upload import LARGEST

PLAYED = "/scenarios/assistant-alone"
QUOTE = "recognise that sometimes inspectors will need to observe practice and talk to staff"
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"><form action="http://evil.test"><b>{{ 7 * 7 }}'


@pytest.fixture(scope="module")
def web(site):
    with httpx.Client(base_url=site, trust_env=False, timeout=30) as client:
        yield client


def now(page):
    return page.locator(".slide.now")


def press(page, key, until):
    """Presses a key until a place is to be seen: a long step is paged through first, and no other comes between."""
    here = now(page).get_attribute("id")
    for _ in range(12):
        page.keyboard.press(key)
        page.wait_for_timeout(50)
        if page.locator(until).first.is_visible():
            return
        assert now(page).get_attribute("id") == here
    raise AssertionError(f"{key} never came to {until}")


def test_it_is_played_from_start_to_end_with_the_keyboard_alone(visit):
    page = visit("/scenarios", width=1280)
    page.keyboard.press("Tab")
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.getAttribute('aria-label')") or ""
        if name.startswith("Play with a room: The inspector wants to talk"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios/assistant-alone")
    press(page, "PageDown", "#request.now")
    for key in ("1", "1", "2", "Shift+2", "3"):
        page.keyboard.press(key)
    assert now(page).locator("output").all_inner_texts() == ["2", "0", "1"]
    assert now(page).locator(".came").first.is_hidden()
    press(page, "PageDown", "#request.shown")
    now(page).locator(".turn").wait_for()
    assert QUOTE in now(page).locator(".turn .words").first.inner_text()
    assert {"Official guidance", "superseded"} <= set(now(page).locator(".turn .badge").all_inner_texts())
    press(page, "PageDown", "#nervous.now")  # the first choice leads here, past the step between
    assert page.url.endswith("#nervous")
    assert page.evaluate("document.activeElement.innerText") == "Step 2"
    press(page, "PageUp", "#request.now")
    press(page, "ArrowRight", "#nervous.now")
    press(page, "ArrowRight", "#kindness.now")
    press(page, "ArrowRight", "#debrief.now")
    met = now(page).locator("[data-expected=meets] li")
    assert QUOTE in met.inner_text()
    assert "superseded" in met.inner_text()
    assert "1: 2, 2: 0, 3: 1 hands" in now(page).locator("[data-record] li").first.inner_text()
    assert now(page).get_by_role("link", name="To print").first.is_hidden()  # no sheet is shown to the room by itself
    page.keyboard.press("Home")
    assert now(page).get_attribute("id") == "start"
    press(page, "ArrowRight", "#request.now")
    assert now(page).locator("output").all_inner_texts() == ["0", "0", "0"]


def test_the_answer_is_asked_for_live(visit):
    page = visit(PLAYED, width=1280)
    asked = []
    page.on("request", lambda request: asked.append(request.post_data) if "/answer" in request.url else None)
    press(page, "ArrowRight", "#request.now")
    assert asked == []
    page.keyboard.press("ArrowRight")
    now(page).locator(".turn").wait_for()
    assert len(asked) == 1
    assert "Can+they+talk+to+my+staff" in asked[0]


def test_an_answer_that_does_not_get_through_is_told_and_can_be_asked_again(visit):
    page = visit(f"{PLAYED}#request")
    page.context.set_offline(True)
    now(page).get_by_role("link", name="Ask the assistant").click()
    now(page).get_by_text("did not get through").wait_for()
    page.context.set_offline(False)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    now(page).locator(".turn").wait_for()


def test_the_room_never_sees_the_trainer_s_notes(visit):
    page = visit(f"{PLAYED}#request", width=1280)
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    opened.value.locator(".now").get_by_text("Talking points").wait_for()
    assert page.get_by_text("Talking points").first.is_hidden()


def test_page_down_in_the_notes_takes_the_room_through_a_long_answer_before_it_goes_on(visit):
    page = visit(f"{PLAYED}#request", width=1280, height=720)
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    notes = opened.value
    notes.locator(".now").get_by_text("Talking points").wait_for()
    notes.keyboard.press("ArrowRight")
    page.locator("#request.shown .turn").wait_for()
    quote = page.locator("#request .turn .words").first
    seen = False
    for _ in range(12):
        seen = seen or quote.evaluate("it => it.getBoundingClientRect().bottom <= innerHeight")
        notes.keyboard.press("PageDown")
        page.wait_for_timeout(100)
        if now(page).get_attribute("id") != "request":
            break
    assert seen
    assert now(page).get_attribute("id") == now(notes).get_attribute("id") != "request"
    assert notes.locator(".now .presenter").first.is_visible()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("place", [f"{PLAYED}#request", "/scenarios/request-refused", "/scenarios/rude-inspector"])
def test_situation_question_and_all_choices_stand_on_one_screen(visit, size, place):
    page = visit(place, width=size[0], height=size[1])
    assert page.locator("header.top").is_hidden()
    if "#" not in place:
        page.keyboard.press("ArrowRight")
    page.locator(".begun").wait_for(state="attached")
    low = (
        now(page).locator("> *").evaluate_all("them => Math.max(...them.map(it => it.getBoundingClientRect().bottom))")
    )
    assert 0 < low <= page.locator(".controls").evaluate("it => it.getBoundingClientRect().top")
    assert page.evaluate("scrollY") == 0


def test_a_tie_is_shown_and_the_trainer_decides(visit):
    page = visit(f"{PLAYED}#request", width=1280)
    for key in ("1", "2"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    now(page).get_by_role("status").or_(page.locator(".tie")).get_by_text("A tie between 1 and 2").wait_for()
    assert now(page).get_attribute("id") == "request"
    page.get_by_role("button", name="Follow choice 2").click()
    page.keyboard.press("ArrowRight")
    page.locator("#insist.now").wait_for()


def test_a_reload_keeps_tally_and_place_and_start_again_forgets_them(visit):
    page = visit(f"{PLAYED}#request", width=1280)
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    page.reload()
    page.locator("#request.shown").wait_for()
    assert now(page).locator("output").first.inner_text() == "1"
    page.keyboard.press("Home")
    page.reload()
    page.locator("#start.now").wait_for()


def test_the_screen_can_be_blanked_and_a_clicker_brings_it_back(visit):
    page = visit(f"{PLAYED}#request", width=1280)
    page.keyboard.press("b")
    page.locator(".play.blank").wait_for(state="attached")
    page.keyboard.press("PageDown")
    assert page.locator(".play.blank").count() == 0
    assert now(page).get_attribute("id") == "request"


def test_a_second_window_has_the_notes_and_goes_on_together_with_the_first(visit):
    page = visit(f"{PLAYED}#request", width=1280)
    page.keyboard.press("2")
    with page.expect_popup() as opened:
        page.keyboard.press("w")
    second = opened.value
    second.locator(".now").get_by_text("Talking points").wait_for()
    second.locator(".now output").nth(1).and_(second.get_by_text("1", exact=True)).wait_for()
    second.keyboard.press("ArrowRight")
    page.locator("#request.shown .turn").wait_for()
    page.keyboard.press("ArrowRight")
    second.locator("#insist.now").wait_for()
    assert page.get_by_text("Talking points").first.is_hidden()


def test_a_choice_can_be_followed_against_the_most_hands(visit):
    page = visit(f"{PLAYED}#request", width=1280)
    page.keyboard.press("2")
    page.get_by_role("button", name="Follow choice 1").click()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Follow the choice").click()
    page.locator("#nervous.now").wait_for()
    page.get_by_role("button", name="Back").click()
    assert page.get_by_role("button", name="Follow choice 1").get_attribute("aria-pressed") == "true"


def test_practice_shows_what_comes_of_a_choice_and_ends_with_what_was_met_and_missed(visit):
    page = visit(f"{PLAYED}?practice=1")
    page.get_by_role("button", name="Next").click()
    now(page).get_by_role("button", name="Nobody talks to my staff").click()
    assert now(page).get_by_text("as if there is something to hide").is_visible()
    assert now(page).get_by_text("You make the talk easy").is_hidden()
    now(page).locator(".turn").wait_for()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    missed = now(page).locator("[data-expected=misses] li")
    assert missed.count() == 2
    assert "open and honest way" in missed.nth(1).inner_text()
    assert now(page).locator("[data-expected=meets]").is_hidden()
    assert page.get_by_text("Talking points").count() == 0
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"


def test_a_link_opens_at_its_step_and_without_scripts_all_steps_are_there(visit):
    assert visit("/scenarios/rude-inspector#with-the-lead").locator(".slide.now").get_attribute("id") == "with-the-lead"
    page = visit(PLAYED, java_script_enabled=False)
    assert all(page.locator(f"#{step}").is_visible() for step in ("start", "request", "kindness", "debrief"))
    assert page.get_by_role("link", name="Ask the assistant").first.get_attribute("href").startswith("/?q=Can%20they")


def test_scenarios_are_chosen_by_remit_moment_and_length(visit):
    page = visit("/scenarios")
    everything = page.locator(".scenarios h3").count()
    page.get_by_label("Remit").select_option("Social care")
    page.get_by_label("Length").select_option("Up to 30 minutes")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**minutes=30*")
    shown = page.locator(".scenarios h3").all_inner_texts()
    assert "They ask for records that you do not have" in shown
    assert "“But the blog says it is all for show”" in shown  # it is for every remit
    assert "The manager cannot go on" not in shown  # it takes 40 minutes
    assert len(shown) < everything
    page.get_by_label("Moment").select_option("The call")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("There is none like that").wait_for()


@pytest.fixture
def parcel(tmp_path):
    """A folder with a zip of one good and one bad scenario, and a file of another."""
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as file:
        file.writestr("../good.yaml", SOUND.replace("She rings early.", f"'{HOSTILE}'").replace("At the door", "Mine"))
        file.writestr("bad.yaml", SOUND.replace("remit: early-years", "remit: <b>nursery</b>"))
    (tmp_path / "lost.yaml").write_text(
        SOUND.replace("id: at-the-door", "id: lost").replace("respond appropriately to", "say yes to all"),
        encoding="utf-8",
    )
    return tmp_path


def test_a_scenario_is_written_checked_changed_and_saved_on_the_page(visit):
    page = visit("/scenarios")
    page.get_by_text("Write one here").click()
    page.get_by_text("The text of its file", exact=True).click()
    text, told = page.get_by_label("The scenario, as the text of its file"), page.locator("#page_told")
    expect(text).to_have_value(re.compile("id: my-scenario"))
    text.fill(SOUND.replace("minutes: 20", "minutes: 2").replace("remit: early-years", "remit: nursery"))
    page.get_by_role("button", name="Check and add").click()
    told.get_by_text("at-the-door.yaml:3: “remit” cannot be “nursery”").wait_for()
    told.get_by_text("at-the-door.yaml:5: ").wait_for()
    assert page.locator("#page_shelf li").count() == 0
    page.get_by_label("Keep them when I close this tab").check()
    text.fill(SOUND)
    page.get_by_role("button", name="Check and add").click()
    told.get_by_text("Added: “At the door”").wait_for()
    page.reload()
    page.get_by_role("button", name="Change: At the door").click()
    title = page.get_by_label("Title", exact=True)
    expect(title).to_have_value("At the door")
    assert text.input_value() == SOUND
    title.fill("At the gate")
    page.get_by_role("button", name="Check and add").click()
    told.get_by_text("Added: “At the gate”, in place of “At the door”, which had its id.").wait_for()
    assert page.locator("#page_shelf h3").all_inner_texts() == ["At the gate"]
    assert "At the gate" in page.evaluate("JSON.stringify({...localStorage})")  # it was kept, and stays so
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    assert saved.value.suggested_filename == "at-the-door.yaml"
    kept = saved.value.path().read_text(encoding="utf-8")
    assert values_of(kept) == values_of(SOUND) | {"title": "At the gate"}  # the fields lose nothing


@pytest.mark.long
def test_a_scenario_is_written_field_by_field_and_each_mistake_leads_to_its_field(visit):
    page = visit("/scenarios")
    page.get_by_text("Write one here").click()
    page.get_by_label("Title", exact=True).wait_for()
    page.get_by_role("button", name="Start empty").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("")
    page.get_by_role("button", name="Bring it back").wait_for()  # the example, as it was left
    first, told = page.get_by_role("group", name="Step 1"), page.locator("#page_told")
    page.get_by_label("The situation").fill("The bell rings.")
    page.get_by_label("What people can do afterwards").fill("Stay calm\nAsk")
    first.get_by_label("What they say").fill("May I come in?")
    first.get_by_label("The question to the room").fill("May she?")
    for text in ("Yes", "Later"):
        first.get_by_role("button", name="Add a choice").click()
        page.keyboard.type(text)
    meets = first.get_by_role("group", name="Choice 1").get_by_label("Expectations that it meets")
    found = first.get_by_role("group", name="Choice 1").get_by_label("Find the words").first
    found.focus()
    found.select_option("respond appropriately to reasonable requests")
    assert meets.input_value() == "respond appropriately to reasonable requests"
    page.get_by_role("button", name="Add a step").click()
    first.get_by_role("group", name="Choice 2").get_by_label("Then").select_option("Step 2")
    page.get_by_role("button", name="Check and add").click()
    told.get_by_text("“title” is empty").wait_for()
    told.get_by_text("“debrief” has too few entries").wait_for()
    assert page.get_by_label("Title", exact=True).get_attribute("aria-invalid") == "true"
    told.locator("p").filter(has_text="it has neither").get_by_role("button", name="Go there").click()
    page.keyboard.type("She waits.")  # what step 2 lacked
    page.get_by_label("Title", exact=True).fill("The bell")
    page.get_by_label("To talk through at the end").fill("What next?")
    page.get_by_role("button", name="Check and add").click()
    told.get_by_text("Added: “The bell”").wait_for()
    assert page.locator("#page_shelf h3").all_inner_texts() == ["The bell"]
    page.get_by_text("The text of its file", exact=True).click()
    written = read(page.get_by_label("The scenario, as the text of its file").input_value()).scenarios[0]
    assert [step.id for step in written.steps] == ["step-1", "step-2"]
    assert [choice.go_to for choice in written.steps[0].choices] == ["", "step-2"]
    assert written.aims == ("Stay calm", "Ask")
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_one_s_own_are_added_checked_played_handed_out_and_removed(visit, parcel):
    page = visit("/scenarios")
    page.locator("#page_files").set_input_files([parcel / "mine.zip", parcel / "lost.yaml"])
    told = page.locator("#page_told")
    told.get_by_text("Added: “Mine”").wait_for()
    told.get_by_text("It can be played, but: lost.yaml:23: “say yes to all reasonable requests”").wait_for()
    assert "mine.zip/bad.yaml:3: “remit” cannot be “<b>nursery</b>”" in told.inner_text()
    page.get_by_role("link", name="Play with a room: Mine").click()
    page.locator(".slide.now").wait_for()
    assert HOSTILE in page.locator("#start").inner_text()
    assert page.locator("main :is(script, img, form[action*=evil], b)").count() == 0
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    now(page).locator(".turn").wait_for()
    page.reload()
    page.locator("#bell.now").wait_for()
    page.goto(page.url.replace("#bell", "&window=notes#debrief"))
    page.reload()
    with page.expect_popup() as sheet:
        page.locator("#debrief").get_by_role("button", name="To print").first.click()
    assert HOSTILE in sheet.value.locator("main").inner_text()
    assert sheet.value.locator("main :is(script, img, form, b)").count() == 0
    page.goto(page.url.partition("/own")[0])
    page.get_by_role("button", name="Remove: Mine").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Remove: Mine").click()
    assert "Mine" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_they_are_gone_with_the_tab_unless_they_are_to_be_kept(visit, parcel):
    page = visit("/scenarios")
    page.locator("#page_files").set_input_files([parcel / "mine.zip"])
    page.get_by_text("Added: “Mine”").wait_for()
    other = page.context.new_page()
    other.goto(page.url)
    assert other.locator("#page_shelf li").count() == 0
    page.get_by_label("Keep them when I close this tab").check()
    page.locator("#page_files").set_input_files([parcel / "mine.zip"])
    page.locator("#page_told").get_by_text("Added: “Mine”").wait_for()
    other.reload()
    assert other.locator("#page_shelf li").count() == 1


def test_a_folder_is_added_and_what_is_no_scenario_in_it_is_not_sent(visit, parcel):
    (parcel / "photo.jpg").write_bytes(b"\xff\xd8")
    page = visit("/scenarios")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "/read" in request.url else None)
    page.locator("#page_folder").set_input_files(parcel)
    page.get_by_text("Added: “Mine”").wait_for()
    assert len(sent) == 2
    assert "photo" not in "".join(sent)


def test_where_nothing_can_be_kept_a_scenario_is_not_added_without_a_word(visit, parcel):
    page = visit("/about", own=True)
    page.context.add_init_script(BLOCKED)
    page.goto(page.url.replace("about", "scenarios"))
    page.locator("#page_files").set_input_files([parcel / "mine.zip"])
    page.get_by_text("mine.zip: it is not added. Your browser does not keep it").wait_for()
    assert page.locator("#page_shelf li").count() == 0


def test_a_scenario_that_is_not_in_the_browser_is_told(visit):
    page = visit("/scenarios/own?name=nope")
    page.get_by_role("alert").filter(has_text="is not in this browser").wait_for()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (390, "light"),
        pytest.param(1280, "dark", marks=pytest.mark.long),
        pytest.param(390, "dark", marks=pytest.mark.long),
        pytest.param(1280, "light", marks=pytest.mark.long),
    ],
)
def test_axe_finds_no_fault_and_nothing_scrolls_sideways(visit, width, scheme):
    page = visit("/scenarios", width=width, color_scheme=scheme)
    assert faults(page) == []
    page.goto(page.url + "/assistant-alone#request")
    page.keyboard.press("3")
    page.keyboard.press("ArrowRight")
    now(page).locator(".turn").wait_for()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(page.url.partition("#")[0] + "?practice=1#request")
    page.keyboard.press("3")
    now(page).locator(".turn").wait_for()
    assert faults(page) == []
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert now(page).get_attribute("id") == "debrief"
    assert faults(page) == []


def test_nothing_scrolls_sideways_on_the_smallest_phone_and_targets_are_large(visit):
    for path in ("/scenarios", f"{PLAYED}#request", f"{PLAYED}?practice=1#request"):
        page = visit(path, width=320)
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, .button, select')].filter((it) => it.offsetParent &&
                 it.getBoundingClientRect().height < 43.5).map((it) => it.outerHTML)"""
        )
        assert small == []


def test_on_a_projector_the_words_are_large(visit):
    page = visit(f"{PLAYED}#request", width=1920, height=1080)
    sizes = page.locator(".now p:visible").evaluate_all(
        "them => them.map(it => parseFloat(getComputedStyle(it).fontSize))"
    )
    assert min(sizes) >= 28
    assert max(sizes) >= 40


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "md"])
@pytest.mark.parametrize("audience", ["participants", "trainer"])
def test_sheets_come_in_each_form(web, audience, form):
    sent = web.get(f"{PLAYED}/{audience}/{form}")
    assert sent.status_code == 200
    assert sent.headers["cache-control"] == "no-store"


def test_the_trainer_s_sheet_has_what_the_room_s_has_not(web):
    everyone, trainer = (web.get(f"{PLAYED}/{audience}/md").text for audience in ("participants", "trainer"))
    for piece in (QUOTE, "has been superseded by", "dated: about March 2020", "Open Government Licence", "Watch for:"):
        assert piece in trainer
        assert piece not in everyone  # it gives no answer away
    for piece in ("It does not say always", "Go to step 3", "meets an expectation"):
        assert piece in trainer
        assert piece not in everyone
    assert "Nobody talks to my staff" in everyone
    assert "____" in everyone.replace("\\", "")


def test_a_sheet_has_the_way_that_the_room_took(web):
    for audience in ("participants", "trainer"):
        sheet = web.get(f"{PLAYED}/{audience}/md", params={"way": "request:2:1.4.0,nope:1:,<b>:1:,nervous:9:"}).text
        assert "What the room chose" in sheet
        assert "Hands: 1 for 1, 4 for 2, 0 for 3" in sheet
        assert "<b>" not in sheet


def test_all_sheets_come_at_once(web):
    parcel = zipfile.ZipFile(BytesIO(web.get("/scenarios/all/participants.zip").content))
    assert len(parcel.namelist()) == 10
    assert all(parcel.read(name).startswith(b"%PDF") for name in parcel.namelist())


def test_a_scenario_comes_as_slides_that_print_one_a_page(web):
    page = web.get(f"{PLAYED}/slides").text
    assert "break-after: page" in web.get("/look/slides.css").text
    assert QUOTE in page
    assert page.count("<section>") >= 6
    own = web.post("/scenarios/own/slides", data={"scenario": SOUND.replace("She rings early.", f"'{HOSTILE}'")}).text
    assert "<img" not in own
    assert "<script>" not in own


def test_what_is_sent_is_read_no_further_than_it_may_be(web):
    told = web.post("/scenarios/read?name=big.zip", content=b"PK" + b"\0" * (LARGEST + 50_000)).json()
    assert told["scenarios"] == []
    assert "over 1,000,000 bytes" in told["faults"][0]


def test_nothing_of_what_is_sent_is_kept(web, settings):
    parcel = BytesIO()
    with zipfile.ZipFile(parcel, "w") as file:
        file.writestr("mine.yaml", SOUND.replace("At the door", "A zyzzobad secret"))
    told = web.post("/scenarios/read?name=mine.zip", content=parcel.getvalue())
    assert told.json()["scenarios"][0]["title"] == "A zyzzobad secret"
    assert told.headers["cache-control"] == "no-store"
    assert web.get("/scenarios/at-the-door").status_code == 404
    assert "zyzzobad" not in web.get("/scenarios").text
    kept = [path for path in settings.data.rglob("*") if path.is_file() and b"zyzzobad" in path.read_bytes()]
    assert kept == []


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/scenarios/own/part", {"scenario": "x"}),
        ("/scenarios/own/part", {"scenario": SOUND.replace("minutes: 20", "minutes: 2")}),
        ("/scenarios/own/trainer/pdf", {"scenario": "- a"}),
        ("/scenarios/own/part", {"scenario": "x" * 100_001}),
        ("/scenarios/own/part", {}),
        ("/scenarios/answer", {"question": "a" * 1001, "turn": "answer_a"}),
        ("/scenarios/answer", {"question": "why?", "turn": '"><b>'}),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(web, address, sent):
    refused = web.post(address, data=sent)
    assert refused.status_code in {400, 422}
    assert "Traceback" not in refused.text
    assert ".py" not in refused.text


def test_a_scenario_that_is_not_in_is_not_found(web):
    for path in ("/scenarios/nope", "/scenarios/..%2f..%2fetc", "/scenarios/nope/trainer/pdf"):
        assert web.get(path).status_code in {404, 422}
