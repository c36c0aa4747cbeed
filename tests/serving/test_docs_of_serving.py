"""What docs/serving.md tells an administrator to write down, run as it is written."""

import re
import shlex
import shutil
import signal
import ssl
import subprocess

import httpx
import pytest
from loops import run
from nginx import free_port
from program import crowd, program, workers_of

from assistant.serving.sign_in import hashed
from corpus.paths import ROOT

pytestmark = pytest.mark.long

PUBLIC = "inspections.example.org"
WORDS = "correct horse battery"


def written(kind):
    """The block of this kind in the docs, without what it is set in by."""
    told = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    found = re.search(rf"^( *)```{kind}\n(.*?)^ *```$", told, re.MULTILINE | re.DOTALL)
    return found[2].replace(f"\n{found[1]}", "\n").removeprefix(found[1])


@pytest.fixture
def certificate(tmp_path):
    """A certificate for the name in the docs that nobody but this test trusts."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl")
    pem, key = tmp_path / "inspections.pem", tmp_path / "inspections.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={PUBLIC}",
         "-addext", f"subjectAltName=DNS:{PUBLIC}", "-out", pem, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    return pem, key


@pytest.mark.usefixtures("assistant")  # which has made the index by now
def test_two_workers_behind_nginx_with_tls_and_a_sign_in_lose_no_answer_when_one_is_killed(nginx, certificate):
    pem, key = certificate
    port = free_port()
    environment = {"ASSISTANT_PUBLIC_URL": f"https://{PUBLIC}", "ASSISTANT_PASSPHRASE_HASH": hashed(WORDS)}
    with program("--workers", "2", **environment) as (site, process):
        config = written("nginx").replace("127.0.0.1:7860", site.removeprefix("http://"))
        config = config.replace("listen 443", f"listen 127.0.0.1:{port}")
        config = config.replace("/etc/ssl/inspections.pem", str(pem)).replace("/etc/ssl/inspections.key", str(key))
        with nginx(config, port):
            web = {
                "base_url": f"https://127.0.0.1:{port}",
                "trust_env": False,
                "timeout": 60,
                "verify": ssl.create_default_context(cafile=str(pem)),
                "headers": {"Host": PUBLIC, "Authorization": f"Bearer {WORDS}"},
            }
            victim = workers_of(process)[0]
            sni = {"sni_hostname": PUBLIC}
            outcomes = run(crowd(site, 30, lambda: victim.send_signal(signal.SIGKILL), extensions=sni, **web))
            assert outcomes == [("answered", 1)] * 30  # nginx has asked the other worker: nobody had to ask twice
            with httpx.Client(**web) as client:
                assert client.get("/metrics", extensions=sni).status_code == 403
                stranger = client.get("/documents", headers={"Authorization": ""}, extensions=sni)
                assert stranger.status_code == 401


def test_the_unit_starts_a_command_that_is_there(command):
    line = re.search(r"^ExecStart=(.+)$", written("systemd"), re.MULTILINE)[1]
    words = shlex.split(line)
    assert words[:3] == ["/opt/inspection-assistant/.venv/bin/python", "-m", "assistant"]
    told = command(words[3], "--help").stdout
    assert [word for word in words[4:] if word.startswith("--") and word not in told] == []
