"""The attack in short, in every check: a few tries of the quick rows; the others have tests of their own."""

import random

import httpx
import pytest
from attack_routes import calls_of_gradio, every_route
from attack_rows import counted
from attack_web import foreign_pages, held_connections
from attack_words import mutated_questions, random_strings


@pytest.fixture(scope="module")
def web(site):
    with httpx.Client(base_url=site, trust_env=False, timeout=60) as client:
        yield client


CHANCE = random.Random(14)  # noqa: S311 (the same each time)
ROWS = {
    "strings": lambda assistant, _: random_strings(assistant, CHANCE, 15),
    "questions": lambda assistant, _: mutated_questions(assistant, CHANCE, 15),
    "routes": lambda _, web: every_route(web, [], each=1, step=3),
    "calls": lambda _, web: calls_of_gradio(web, [], each=1),
    "foreign": lambda _, web: foreign_pages(web),
    "connections": lambda _, web: held_connections(str(web.base_url).rstrip("/"), 60),
}


@pytest.mark.parametrize("name", ROWS)
def test_nothing_fails(assistant, web, name):
    row = counted(name, ROWS[name](assistant, web))
    assert row.tried
    assert not row.failed


def test_a_row_that_breaks_off_has_failed():
    def tries():
        yield "sound", str
        yield "faulty", lambda: "it broke"
        yield "raising", lambda: 1 / 0
        raise OSError("no browser")

    row = counted("row", tries())
    assert row.tried == 4
    assert [each.partition(":")[0] for each in row.failed] == ["faulty", "raising", "the row itself"]
