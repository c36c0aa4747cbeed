"""The program in processes of its own: it stops once it has answered, and a worker that is killed costs no answer."""

import asyncio
import re
import signal

import httpx
import pytest
from chroma_run import ChromaRun
from loops import run
from program import ASKED, crowd, program, workers_of

pytestmark = pytest.mark.long


@pytest.mark.usefixtures("assistant")  # which has made the index by now
def test_a_worker_that_is_killed_costs_no_answer_and_is_started_again():
    with program("--workers", "2", ASSISTANT_METRICS="1") as (site, process):
        workers = workers_of(process)
        assert len(workers) == 2
        outcomes = run(crowd(site, 40, lambda: workers[0].send_signal(signal.SIGKILL)))
        assert {outcome for outcome, _ in outcomes} == {"answered"}
        assert "is started again" in process.stderr.readline()
        assert workers[1].is_running()
        counts = httpx.get(f"{site}/metrics", trust_env=False).text  # whichever worker tells them, they are of both
        found = re.findall(r'assistant_questions_total\{door="api",outcome="answered"\} (\d+)', counts)
        assert int(found[0]) >= 40


def test_a_chroma_server_that_is_killed_and_started_again_under_load_costs_no_answer(tmp_path):
    chroma = ChromaRun(tmp_path / "chroma")
    chroma.start()
    told = {"ASSISTANT_CHROMA": chroma.address, "ASSISTANT_DATA": str(tmp_path / "data")}
    try:
        with program(**told) as (site, _):
            assert run(crowd(site, 40, chroma.kill)) == [("answered", 1)] * 40
            elsewhere = {**told, "ASSISTANT_DATA": str(tmp_path / "other")}
            with program(**elsewhere) as (other, process):  # which starts while the server is away
                assert run(crowd(other, 10, chroma.start)) == [("answered", 1)] * 10
                assert re.search(
                    r"no Chroma answers there.*Until then the index on this machine", process.stderr.readline()
                )
            assert run(crowd(site, 40, lambda: None)) == [("answered", 1)] * 40
            fresh = {**told, "ASSISTANT_DATA": str(tmp_path / "fresh")}
            with program(**fresh) as (third, _):  # which reads what the first one built
                assert run(crowd(third, 10, lambda: None)) == [("answered", 1)] * 10
            assert not (tmp_path / "fresh" / "builds").exists()
    finally:
        chroma.kill()


@pytest.mark.usefixtures("assistant")
def test_a_program_that_is_told_to_stop_answers_first_and_says_nothing():
    with program(ASSISTANT_AT_ONCE="1") as (site, process):
        outcomes = run(crowd_until_stopped(site, process))
        assert set(outcomes) <= {"answered", "stopping"}
        assert outcomes.count("answered") > 5
        process.wait(30)
        assert process.stderr.read() == ""


async def crowd_until_stopped(site, process):
    async with httpx.AsyncClient(base_url=site, trust_env=False, timeout=60) as client:
        inside = [asyncio.create_task(client.post("/api/ask", json={"question": ASKED})) for _ in range(20)]
        await asyncio.wait(inside, return_when=asyncio.FIRST_COMPLETED)
        process.send_signal(signal.SIGTERM)
        answers = await asyncio.gather(*inside, return_exceptions=True)
        return [
            ("answered" if each.status_code == 200 else "stopping") if isinstance(each, httpx.Response) else "lost"
            for each in answers
        ]
