"""How an answer of each kind is laid out: quote first, choices to tap, lists a line each, the document beside it."""

import made
import pytest
from axe import faults
from made import Made
from served import ask, served

from assistant.desk import Desk

ANSWERED = "Can they talk to my staff without me?"
OTHER = "Must what they find rest on evidence?"
SECTION = "what must inspectors do?"
READ_WITH = "even the TA?"
COMPARISON = "what do both sides owe?"
DOCUMENT = "is this guidance still current?"
LIBRARY = "what do you hold?"
REAL = (SECTION,)
MORE = (COMPARISON, DOCUMENT, LIBRARY, "where do the guidance and the commentary differ?", "thanks")


@pytest.fixture(scope="module")
def made_site(settings, assistant):
    """The page, with answers made by hand where it depends on probabilities how the assistant answers."""
    desk = Desk(lambda: assistant.library, lambda _: Made(assistant))
    desk.start()
    with served(settings, desk) as address:
        yield address


@pytest.fixture
def opened(visit):
    """The page with questions asked on it, and the last answer's turn."""

    def open_(*questions, **options):
        page = visit("/", **options)
        for question in questions:
            turn = ask(page, question)
        return page, turn

    return open_


@pytest.fixture
def made_up(opened, made_site):
    """The same with answers made by hand."""
    return lambda *questions, **options: opened(*questions, at=made_site, **options)


def on_the_first_screen(page, locator):
    box, composer = locator.bounding_box(), page.locator("#composer").bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= composer["y"]


def test_the_first_screen_of_a_phone_holds_badge_headline_quote_and_place(opened):
    page, turn = opened(ANSWERED)
    for part in (".asked", ".verdict", ".headline", ".words", ".source"):
        assert on_the_first_screen(page, turn.locator(part).first), part
    assert turn.locator(".verdict").bounding_box()["height"] < 30  # one line


def test_what_could_be_said_comes_after_the_quote(opened):
    _, turn = opened(ANSWERED)
    assert turn.locator("figure.quote").evaluate("it => it.compareDocumentPosition(document.querySelector('.say')) & 4")


def test_that_it_is_superseded_is_said_in_full_once_and_then_in_a_line_that_opens(opened):
    page, second = opened(ANSWERED, OTHER)
    full = "Ask to see the present wording before you rely on this."
    first = page.locator(".turn").first
    assert full in first.inner_text()
    assert full not in second.inner_text()
    second.get_by_text("Wording of 2020, superseded").click()
    assert full in second.inner_text()


def test_on_a_wide_screen_the_document_stands_open_beside_the_answer(opened):
    page, turn = opened(ANSWERED, width=1280, height=720)
    beside = page.get_by_label("The document, open at the quoted place")
    mark = beside.locator("mark")
    mark.wait_for()
    assert mark.inner_text() == turn.locator(".words").inner_text().strip("“”")
    assert mark.evaluate("it => { const r = it.getBoundingClientRect(); return r.top > 0 && r.bottom <= innerHeight }")
    assert turn.evaluate(
        "it => it.getBoundingClientRect().right <= document.querySelector('#beside').getBoundingClientRect().left"
    )
    assert on_the_first_screen(page, turn.locator(".source").first)
    beside.get_by_role("button", name="Close").click()
    assert beside.is_hidden()
    turn.get_by_role("link", name="See it in the document").click()
    mark.wait_for()
    assert page.url.rstrip("/").count("/") == 2  # still on the front page
    page.set_viewport_size({"width": 1000, "height": 720})
    assert beside.is_hidden()
    page.set_viewport_size({"width": 1280, "height": 720})
    mark.wait_for()
    turn = ask(page, "When does the report come out?")  # nothing of a document answers: the page is narrow again
    assert beside.is_hidden()
    assert turn.locator(".asked").bounding_box()["y"] >= 0


def test_choices_are_big_buttons_and_a_tap_asks_at_once(made_up):
    page, turn = made_up(made.CHOICES)
    assert turn.get_by_role("heading", name="Is it about one of these?").is_visible()
    offered = turn.locator(".offered button")
    assert offered.count() == 5
    assert all(button.bounding_box()["height"] >= 44 for button in offered.all())
    assert "answered elsewhere" in offered.nth(3).inner_text()
    assert "answered elsewhere" not in offered.nth(0).inner_text()
    offered.first.click()
    page.locator(".turn").nth(1).wait_for()
    assert page.locator(".turn").nth(1).get_attribute("data-question") == "An inspector was rude"
    turn.get_by_role("button", name="Something else").click()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert page.get_by_text("Say it in other words").is_visible()


def test_a_section_is_a_numbered_line_each_with_its_quote_one_tap_away(opened):
    page, turn = opened(SECTION)
    lines = turn.locator(".lines > li")
    for number in range(6):
        assert on_the_first_screen(page, lines.nth(number)), number
    quote = lines.nth(2).locator(".words")
    assert not quote.is_visible()
    lines.nth(2).locator("summary").click()
    assert "evaluate provision in line with frameworks" in quote.inner_text()
    assert lines.nth(2).get_attribute("value") == "3"
    assert turn.get_by_role("link", name="Quick card").get_attribute("href") == "/card"


def test_rule_and_opinion_or_both_sides_stand_under_headings_of_their_own(opened):
    _, turn = opened(COMPARISON)
    assert turn.locator("h3:visible").all_inner_texts()[:2] == [
        "What inspectors are expected to do",
        "What is expected of you",
    ]
    numbers = turn.locator(".lines > li").evaluate_all("them => them.map(it => it.value)")
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_is_known_of_a_document_is_a_small_list(opened):
    _, turn = opened(DOCUMENT)
    assert "From what is known of the document" in turn.inner_text()
    assert turn.locator(".facts > div").first.inner_text() == "Status: superseded"


def test_a_question_read_with_the_one_before_says_so_and_one_tap_asks_it_alone(opened):
    page, turn = opened(ANSWERED, READ_WITH)
    assert f"Read with: “{ANSWERED}”" in turn.inner_text()
    turn.get_by_role("button", name="Ask it alone").click()
    alone = page.locator(".turn").nth(2)
    alone.wait_for()
    assert alone.get_attribute("data-question") == READ_WITH
    assert "Read with" not in alone.inner_text()


def test_a_kind_sentence_comes_first_and_whom_to_ring_below(made_up):
    _, turn = made_up(made.KIND)
    words = turn.inner_text()
    assert words.index("I am sorry") < words.index("Where to look") < words.index("Samaritans")
    assert turn.locator(".care a[href='tel:116123']").is_visible()


def test_small_talk_has_no_badge(opened):
    _, turn = opened("thanks")
    assert turn.locator(".verdict, .badge, .after").count() == 0
    assert "You are welcome" in turn.inner_text()


def test_two_things_at_once_give_the_words_and_name_the_place(made_up):
    _, turn = made_up(made.TWO)
    assert turn.locator(".words").first.is_visible()
    assert turn.locator(".lines > li").count() == 2
    assert turn.get_by_role("heading", name="Where to look").is_visible()


def test_crisis_numbers_are_one_a_line_and_whole(opened):
    _, turn = opened("I can't do this any more. I don't feel safe.", width=320)
    rings = turn.locator("a.ring")
    tops = [ring.bounding_box()["y"] for ring in rings.all()]
    assert len(set(tops)) == len(tops) == 5
    assert rings.evaluate_all("them => them.every(it => it.scrollWidth <= it.clientWidth)")


def test_a_question_that_others_ask_next_is_one_tap(opened):
    page, turn = opened(ANSWERED)
    turn.locator(".follow-ups button").first.click()
    page.locator(".turn").nth(1).wait_for()
    assert page.locator(".turn").nth(1).get_attribute("data-outcome") == "answered"


@pytest.mark.parametrize("question", [*REAL, *(pytest.param(each, marks=pytest.mark.long) for each in MORE)])
def test_axe_finds_no_fault_with_an_answer_and_nothing_scrolls_sideways(opened, question):
    without_fault(*opened(question))


@pytest.mark.parametrize(
    "question", [made.TWO, *(pytest.param(each, marks=pytest.mark.long) for each in (made.CHOICES, made.KIND))]
)
def test_axe_finds_no_fault_with_choices_kindness_and_places(made_up, question):
    without_fault(*made_up(question))


def without_fault(page, turn):
    for more in turn.locator("details").all():
        more.evaluate("it => it.open = true")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map((it) => it.finished))")
        assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_axe_finds_no_fault_with_the_document_beside(opened, scheme):
    page, _ = opened(ANSWERED, width=1280, color_scheme=scheme)
    page.locator("#beside mark").wait_for()
    assert faults(page) == []


def test_with_text_of_twice_the_size_box_and_button_stack_and_the_menu_folds(opened):
    page, turn = opened(ANSWERED)
    page.add_style_tag(content="html { font-size: 200% }")
    box, button = page.get_by_label("Your question"), page.get_by_role("button", name="Ask", exact=True)
    assert box.bounding_box()["width"] > 300
    assert not button.is_visible()  # the answer has the room until something is to be asked
    box.focus()
    assert button.bounding_box()["y"] >= box.bounding_box()["y"] + box.bounding_box()["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".top").bounding_box()["height"] < 200
    page.get_by_role("button", name="Menu").click()
    assert page.get_by_role("link", name="Quick card").first.is_visible()
    assert turn.locator(".headline").evaluate("it => it.scrollWidth <= it.clientWidth")


def test_the_box_is_large_enough_that_a_phone_does_not_zoom(opened):
    page, _ = opened(ANSWERED, width=320)
    assert float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('#box textarea')).fontSize)")) >= 16


# Chromium has no voices of its own here: what it would say is written down.
VOICES = """const voices = %s.map((local) => ({ lang: "en-GB", localService: local }));
  window.spoken = [];
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(words) { super(); this.words = words; } };
  Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
    getVoices: () => voices, cancel: () => { window.spoken = []; }, speak: (said) => window.spoken.push(said) }) });"""


@pytest.mark.parametrize("voices", ["[false, true]", "[false]"])
def test_an_answer_is_read_aloud_by_a_voice_of_this_machine_or_by_none(visit, voices):
    page = visit("/about")
    page.add_init_script(VOICES % voices)
    page.goto(page.url.replace("/about", "/?q=Can+they+talk+to+my+staff+without+me%3F"))
    turn = page.locator(".turn")
    turn.wait_for()
    button = turn.locator("[data-aloud]")
    assert button.is_visible() is ("true" in voices)
    if button.is_visible():
        button.click()
        assert page.evaluate("spoken.every((said) => said.voice.localService)")
        words = page.evaluate("spoken.map((said) => said.words)")
        assert turn.locator(".headline").inner_text() in words
        assert any("without the presence of a manager" in sentence for sentence in words)
        turn.get_by_role("button", name="Stop reading").click()
        assert page.evaluate("spoken.length") == 0
