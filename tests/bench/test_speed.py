"""The benchmark of speed: it runs and prints its figures. No time is asserted: machines differ."""

import page
import pytest
import speed

pytestmark = pytest.mark.long


@pytest.mark.usefixtures("assistant")  # which has made the index by now
def test_a_small_run_prints_the_machine_and_both_sides(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench.py", "--questions", "3", "--starts", "1", "--no-builds"])
    speed.main()
    told = capsys.readouterr().out
    assert "Python 3." in told
    assert "chromadb" in told
    assert "LangChain tutorial" in told
    assert told.count(" ms") >= 9
    assert "the page takes a question after" in told


def test_the_page_is_timed_in_a_browser(browser, site):
    painted, ready = page.visit(browser, site)
    assert 0 < painted <= ready
    assert all(0 < taken < 30_000 for taken in page.answers(browser, site, 1))
