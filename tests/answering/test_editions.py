"""With the present code in, it leads; the earlier wording stands beside it where the words differ, and a warning only
where something is gone."""

import shutil
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from govuk_server import Reply, govuk_site, guidance, publication, redirect
from markdown_it import MarkdownIt

from assistant.answering.answer import Outcome
from assistant.answering.wording import notices
from assistant.desk import Desk
from assistant.evaluation.dataset import read_cases
from assistant.evaluation.selection import outdated_in
from assistant.libraries import read_our_library
from assistant.opening import open_assistant
from assistant.output.json import answer_json
from assistant.output.text import as_text
from assistant.pages.document_routes import document_routes
from assistant.pages.editions import editions_html
from assistant.pages.guard import Guard
from assistant.pages.turn import turn_html
from assistant.pages.turnstile import Turnstile
from assistant.paper.handout import quick_card
from assistant.scenarios.check import check
from assistant.scenarios.files import read_scenarios
from assistant.settings import Settings
from assistant.updating import govuk_of, pages_to_ask, update
from corpus.collection import Collection
from corpus.edition_files import FILE, read_corrections
from corpus.editions import NO_EDITIONS, Correction, Relation
from corpus.paths import OUR_SCENARIOS, ROOT
from index.editions import editions_of

TEXT = (ROOT / "tests" / "corpus" / "editions" / "newer.md").read_text(encoding="utf-8").split("---\n", 2)[2]
OLD, NOW = "/guidance/conduct-during-ofsted-inspections", "/guidance/newer-code"
BODY = MarkdownIt().render(TEXT.replace("# A newer", "## A newer", 1))
PAGE = guidance(NOW, "A newer code, written for tests", BODY)

PUPILS = "/government/publications/inspectors-talking-to-pupils-on-inspection"
ABOUT_PUPILS = "<p>No parent need give permission before inspectors talk to pupils. A pupil may always say no.</p>"


@pytest.fixture(scope="module")
def site():
    with govuk_site() as site:
        site.gives(OLD, redirect(OLD, NOW))
        site.gives(NOW, PAGE)
        site.gives(PUPILS, publication(PUPILS, "Pupils", f"{PUPILS}/pupils"))
        site.gives(f"{PUPILS}/pupils", guidance(f"{PUPILS}/pupils", "Pupils", ABOUT_PUPILS))
        yield site


@pytest.fixture(scope="module")
def there(site, empty_data, tmp_path_factory):
    data = shutil.copytree(empty_data, tmp_path_factory.mktemp("present") / "data")
    return Settings(port=0, data=data, govuk=site.address)


def updated(settings, *, check=False, also=()):
    library, collection = read_our_library(settings), Collection(settings.data)
    pages = pages_to_ask(library, collection, also)
    return update(pages, collection, library.own, govuk_of(settings), check=check)


@pytest.fixture(scope="module")
def present(there):
    """The assistant once the present code was fetched from where the old one leads."""
    assert [each.changed for each in updated(there, check=True)] == [True]
    assert Collection(there.data).catalogue.entries == ()
    assert not any(each.fault for each in updated(there, also=[PUPILS]))
    return open_assistant(there)


def test_what_was_fetched_supersedes_what_was_held(present):
    older = present.library.document(OLD.rpartition("/")[2])
    newer = present.library.document(older.successor)
    assert (newer.supersedes, older.successor) == (older.id, newer.id)
    assert (newer.kind, newer.status, newer.url) == ("guidance", "current", f"https://www.gov.uk{NOW}")
    assert newer.checked_on


def test_the_statements_of_both_are_paired_as_a_reader_would(present):
    edition = present.composer.editions.all[0]
    counts = {relation: edition.count(relation) for relation in Relation}
    assert counts[Relation.SAME] == 5
    reworded = {pair.older.quote[:14]: pair.newer.quote[:14] for pair in edition.pairs if pair.relation == "reworded"}
    assert reworded["bring any conc"] == "raise any conc"
    assert reworded["recognise that"] == "recognise that"
    assert reworded["take prompt an"] in {"act promptly a"}
    new = {pair.newer.quote for pair in edition.pairs if pair.relation is Relation.NEW}
    assert "agree with the leader at the start when each day ends" in new
    gone = {pair.older.quote[:20] for pair in edition.pairs if pair.relation is Relation.GONE}
    assert "use their title (suc" in gone


def test_a_reworded_statement_leads_in_its_own_words_with_the_earlier_beside_it(present):
    answer = present.ask("Can they talk to my staff without me?")
    first = answer.statements[0]
    assert answer.outcome is Outcome.ANSWERED
    assert first.citations[0].quote.startswith("recognise that inspectors will at times talk to staff")
    assert (first.plain, first.say) == ("", ""), "what we say of the earlier wording may not hold"
    assert notices(answer) == ()
    assert "Earlier wording (about March 2020): " in as_text(answer, width=1000)
    assert answer_json(answer)["statements"][0]["earlier"]["status"] == "superseded"
    assert "See how the words differ" in turn_html(answer, turn="t")


def test_the_same_words_keep_what_we_say_of_them_and_carry_no_warning(present):
    answer = present.ask("Do inspectors have to keep our stress down?")
    first = answer.statements[0]
    assert first.citations[0].passage.document.status == "current"
    assert first.plain == answer.headline
    assert "Ofsted's conduct guidance asked inspectors to" in first.say
    assert first.earlier is None
    assert notices(answer) == ()
    assert "agree with the leader at the start when each day ends" not in [each.quote for each in answer.citations]


def test_what_is_gone_says_so(present):
    answer = present.ask("statement/use-of-title")
    assert "Nothing that says this was found there: it may be gone." in notices(answer)[0]


def test_what_is_new_is_answered_from_its_own_words(present):
    answer = present.ask("Do they have to show a card with their photograph on arrival?")
    assert answer.citations[0].quote == "carry a card with their photograph and show it on arrival"


@pytest.mark.parametrize(
    ("turns", "headline", "present_words", "earlier_words"),
    [
        (["what was the earlier wording on talking to staff?"], "was another", "at times talk", "sometimes inspectors"),
        (["Can they talk to my staff without me?", "show me the old wording"], "was another", "at times", "sometimes"),
        (["what did the old code say about conflicts of interest?"], "was another", "step aside", "no real or"),
        (["Do inspectors have to keep our stress down?", "what did it say before?"], "not changed", "stress", "stress"),
        (["what was the original wording of the bit on stress"], "has not changed", "stress", "stress"),
        (["how has the wording on fire exits changed?"], "This is new", "fire exits", ""),
        (["what did the old guidance say about titles?"], "earlier edition (about March 2020) alone", "title", ""),
        (["how was talking to my staff worded before?"], "was another", "at times talk", "sometimes inspectors"),
        (["how did they phrase conflicts of interest previously?"], "was another", "step aside", "no real or"),
        (["old and new side by side for conflicts of interest"], "was another", "step aside", "no real or"),
        (["before the new code, what did it say about talking to staff?"], "was another", "at times", "sometimes"),
        (["what was the rule on conflicts of interest before?"], "was another", "step aside", "no real or"),
        (["how was stress dealt with in the old guidance?"], "has not changed", "stress", "stress"),
        (["old wording on stress please"], "has not changed", "stress", "stress"),
        (["has the bit on raising concerns changed?"], "was another", "raise any concerns", "bring any concerns"),
        (["what has changed about talking to staff?"], "was another", "at times talk", "sometimes inspectors"),
        (["Can they talk to my staff without me?", "is that new?"], "was another", "at times", "sometimes"),
        (["Can they talk to my staff without me?", "and before?"], "was another", "at times", "sometimes"),
        (["Can they talk to my staff without me?", "what did it use to say?"], "was another", "at times", "sometimes"),
    ],
)
def test_earlier_wording_that_is_asked_for_stands_beside_the_present(
    present, turns, headline, present_words, earlier_words
):
    answer = present.converse(turns)[-1]
    first = answer.statements[0]
    assert headline in answer.headline
    assert bool(notices(answer)) is ("alone" in answer.headline), "only what is gone is warned of"
    assert present_words in first.citations[0].quote
    assert earlier_words in (first.earlier.older.quote if first.earlier else "")
    assert bool(first.earlier) is bool(earlier_words)
    assert ('<details class="earlier" open' in turn_html(answer, turn="t")) is bool(earlier_words)


def test_what_changed_as_a_whole_is_told_in_short(present):
    told = present.ask("what has changed?")
    assert told.outcome is Outcome.TALK
    assert "12 are reworded, 5 are new, 17 are gone and 5 stand as they were" in told.headline


def test_the_present_wording_that_is_asked_for_by_its_subject_leads(present):
    answer = present.ask("what does the new code say about talking to staff?")
    assert "at times talk to staff" in answer.citations[0].quote


def test_nothing_is_said_to_be_old_once_the_newest_guidance_is_held(present, assistant):
    before, now = (each.ask("can I trust what you say?").headline for each in (assistant, present))
    assert "is not the newest" in before
    assert "is not the newest" not in now


@pytest.mark.parametrize(
    "asked",
    [
        "what was the earlier wording on talking to staff?",
        "how was talking to my staff worded before?",
        "what was the rule on talking to staff before?",
        "what did the 2020 guidance say about talking to staff?",
        "how did they phrase talking to staff previously?",
        "in the old one, what did it say about talking to staff?",
    ],
)
def test_where_no_newer_edition_is_held_the_earlier_wording_is_the_answer(assistant, asked):
    answer = assistant.ask(asked)
    assert "recognise that sometimes inspectors will need" in answer.citations[0].quote
    assert "has been superseded by" in notices(answer)[0]


def test_where_no_newer_edition_is_held_what_was_said_last_is_shown_again(assistant):
    asked = "Can they talk to my staff without me?"
    after = assistant.converse([asked, "what was the earlier wording?"])[-1]
    assert after.citations[0] == assistant.ask(asked).citations[0]


def test_where_no_newer_edition_is_held_nobody_can_tell_what_changed(assistant):
    answer = assistant.ask("what has changed about talking to staff?")
    assert answer.headline.startswith("The present code is not held here.")
    assert "recognise that sometimes inspectors will need" in answer.nearest[0].quote


@pytest.mark.parametrize(
    "asked",
    [
        "is the old guidance still valid?",
        "our previous report said we were good",
        "can inspectors talk to staff before the head arrives?",
        "they said something different before, can they do that?",
        "can they change their judgement after the visit?",
        "what does the 2025 code say about stress?",
        "what's new about conflicts of interest, according to the commentary?",
    ],
)
def test_what_only_speaks_of_something_old_asks_for_no_earlier_wording(present, asked):
    assert not present.ask(asked).of_earlier


def test_lists_and_cards_show_the_present_edition_alone(present):
    listed = present.ask("section/inspectors")
    card = quick_card(present.library)
    assert {citation.passage.document.status for citation in listed.citations} == {"current"}
    assert "stress act" not in str(card)
    assert "use their title" not in str(card)


def test_the_page_of_both_editions_shows_where_the_words_differ(present):
    page = editions_html(present.composer.editions.all[0])
    assert "<del>bring</del>" in page
    assert "<ins>raise</ins>" in page
    assert "Gone: nothing present was found that says this" in page


@pytest.mark.usefixtures("present")
def test_a_failure_leaves_what_is_held_and_a_change_is_told(there, site):
    held = Collection(there.data).catalogue.entries
    site.gives(NOW, Reply(b"<html>sign in", kind="text/html"))
    assert [each.fault for each in updated(there)].count(True) == 1
    assert Collection(there.data).catalogue.entries == held
    site.gives(NOW, guidance(NOW, "Nothing stands here", ""))
    assert [(each.fault, each.changed) for each in updated(there)].count((False, True)) == 0, "nothing came in"
    site.gives(NOW, PAGE)
    assert "unchanged since it was last checked" in updated(there, check=True)[-1].line
    changed = guidance(NOW, "A newer code", PAGE["details"]["body"].replace("fire exits", "fire doors"))
    site.gives(NOW, changed)
    assert "its words have changed" in updated(there, check=True)[-1].line
    assert not any(each.fault for each in updated(there))
    entries = Collection(there.data).catalogue.entries
    assert [entry.id for entry in entries] == [entry.id for entry in held]
    assert "A newer code" in [entry.title for entry in entries]


def test_what_is_answered_elsewhere_is_not_elsewhere_once_it_is_held(present, assistant):
    question = "Do inspectors need parents' permission to talk to pupils?"
    before, now = assistant.ask(question), present.ask(question)
    assert before.outcome is Outcome.NOT_COVERED
    assert "https://www.gov.uk" + PUPILS in before.look_in[0]
    assert now.outcome is Outcome.ANSWERED
    assert now.citations[0].quote == "No parent need give permission before inspectors talk to pupils."


def test_a_scenario_is_told_what_now_stands_in_place_of_its_words(present):
    read = read_scenarios([OUR_SCENARIOS / "assistant-alone.yaml"])
    told = check(read.scenarios[0], present, present.library, present.composer.editions).faults
    now = "is earlier wording; the present is “recognise that inspectors will at times talk"
    assert any(now in fault.fault for fault in told)


def test_an_answer_test_is_told_what_now_stands_in_place_of_its_words(present):
    cases = read_cases([ROOT / "tests" / "answers" / "guidance-providers.yaml"]).cases
    told = [str(fault) for fault in outdated_in(cases, present.library, present.composer.editions)]
    assert any("is earlier wording; the present is “raise any concerns about the inspection" in each for each in told)
    assert any("nothing present was found that says it" in each for each in told)
    assert not any("minimise disruption, stress and bureaucracy” is earlier" in each for each in told)
    assert list(outdated_in(cases, present.library, NO_EDITIONS)) == []


@pytest.mark.usefixtures("present")
def test_the_button_of_the_page_says_what_it_does_and_what_went_wrong(there, site, present):
    site.gives(NOW, Reply(b"{}", 404))
    site.gives(f"{PUPILS}/pupils", Reply(b"{}", 404))
    app = FastAPI()
    app.include_router(document_routes(there, Desk(lambda: present.library, lambda _: present), Turnstile()))
    app.add_middleware(Guard)
    client = TestClient(app)
    shown = client.get("/documents").text
    assert "Get the present code from GOV.UK" in shown
    assert "asks www.gov.uk over the internet" in shown
    failed = client.post("/collection/update", follow_redirects=False)
    assert failed.status_code == 400
    assert "there is no such page" in failed.text
    assert client.post("/collection/update", headers={"origin": "https://evil.test"}).status_code == 403


@pytest.mark.usefixtures("present")
def test_a_pair_is_corrected_on_the_page_and_only_where_documents_may_be_changed(there, present):
    edition = present.composer.editions.all[0]
    pair = next(pair for pair in edition.pairs if pair.relation is Relation.REWORDED)
    sent = {"id": edition.newer.id, "say": "join", "older": pair.older.key, "newer": pair.newer.key}

    def asked(settings):
        desk = Desk(lambda: present.library, lambda _: present)
        desk.start()
        app = FastAPI()
        app.include_router(document_routes(settings, desk, Turnstile()))
        return TestClient(app)

    page = asked(there)
    assert "They mean the same" in page.get(f"/editions/{edition.newer.id}").text
    told = page.post("/collection/pair", data=sent, follow_redirects=False)
    assert (told.status_code, told.headers["location"].partition("#")[0]) == (303, f"/editions/{edition.newer.id}")
    assert read_corrections(there.data) == (Correction(pair.older.quote, pair.newer.quote),)
    held = editions_of(present.library, present.searcher._encoder, read_corrections(there.data)).all[0]
    assert next(each.holds for each in held.pairs if each.newer is pair.newer)
    gone = next(pair.older for pair in edition.pairs if pair.relation is Relation.GONE)
    chosen = page.get(f"/collection/pair/{edition.newer.id}", params={"of": gone.key}).text
    assert gone.quote in unescape(chosen)
    assert page.post("/collection/pair", data={**sent, "newer": "none"}).text.count("\n") == 0
    (there.data / FILE).unlink()
    closed = asked(there.model_copy(update={"documents": "closed"}))
    assert closed.post("/collection/pair", data=sent).status_code == 403
    assert "They mean the same" not in closed.get(f"/editions/{edition.newer.id}").text
