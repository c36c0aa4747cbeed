"""Nothing leaves the machine, and no question is kept on it."""

import pytest

from assistant.answering.answer import Outcome
from assistant.opening import open_assistant

ASKED = "Can they talk to my zyzzogeton staff without me?"


@pytest.mark.usefixtures("assistant", "socket_disabled")
def test_the_parts_open_and_answer_where_no_connection_can_be_made(settings):
    assert open_assistant(settings).ask("Can they talk to my staff without me?").outcome is Outcome.ANSWERED


def test_a_question_is_in_no_file_of_the_data_folder_afterwards(settings, assistant, capfd):
    assistant.ask(ASKED, [ASKED])
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if b"zyzzogeton" in path.read_bytes()] == []
    told = capfd.readouterr()
    assert "zyzzogeton" not in told.out + told.err
