"""`update` and `add https://…` ask nothing of the network where a setting says so, and list what can be had."""


def test_nothing_is_fetched_where_the_network_is_off(command, tmp_path):
    off = {"ASSISTANT_NETWORK": "off", "ASSISTANT_GOVUK": "http://127.0.0.1:9"}
    done = command("update", "--data", tmp_path, **off)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "ASSISTANT_NETWORK: it is off, so nothing is fetched" in done.stderr
    done = command("add", "https://www.gov.uk/guidance/code", "--data", tmp_path, **off)
    assert (done.returncode, "nothing is fetched here" in done.stderr) == (1, True)


def test_no_other_host_stands_for_govuk(command, tmp_path):
    done = command("update", "--data", tmp_path, ASSISTANT_GOVUK="https://evil.test")
    assert "ASSISTANT_GOVUK" in done.stderr


def test_the_places_whose_pages_can_be_had_are_listed(command, tmp_path):
    listed = command("update", "--places", "--data", tmp_path).stdout
    assert "deferring-pausing\n" in listed
    assert "https://www.gov.uk/guidance/deferring-ofsted-inspections" in listed
