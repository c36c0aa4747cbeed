"""Every heading, list item and table row of 44 real pages arrives, from JSON and from a saved page."""

import html

import pytest
from govuk_pages import PAGES, arrived, body_of, held, squeezed, title_of

from corpus.formats.files import read_bytes

AROUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - GOV.UK</title>
<script>var words = "<p>none of these</p>"</script></head><body>
<div id="global-cookie-message" class="gem-c-cookie-banner"><h2>Cookies on GOV.UK</h2><p>We use some cookies.</p></div>
<header role="banner"><a href="/">GOV.UK</a></header>
<main id="content"><nav class="gem-c-breadcrumbs"><ol><li>Homeward</li></ol></nav><h1>{title}</h1>
<div class="gem-c-metadata">Published 1 April 2020</div>{body}
<div class="gem-c-share-links"><h2>Share this page</h2><ul><li>by pigeon post</li></ul></div></main>
<footer><ul><li>Our fourfold footer</li></ul></footer></body></html>"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page and page.stem)
def test_all_of_a_page_in_json_arrives(page):
    reading = read_bytes(page.read_bytes(), ".json")
    assert arrived(reading) == tuple(held(body_of(page)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page and page.stem)
def test_all_of_a_saved_page_arrives_and_nothing_of_what_stands_around_it(page):
    title = html.escape(title_of(page))
    reading = read_bytes(AROUND.format(title=title, body=body_of(page)).encode(), ".html")
    headings, items, rows = held(body_of(page))
    assert arrived(reading) == ([squeezed(title_of(page)), *headings], items, rows)
    around = ("none of these", "Cookies on GOV", "fourfold footer", "by pigeon post", "Homeward")
    assert not [words for words in around if words in reading.text]
    assert sum(reading.dropped.values()) >= 6


def test_the_pages_are_44():
    counted = [[len(found) for found in held(body_of(page))] for page in PAGES if not hasattr(page, "marks")]
    if not counted:
        pytest.skip("no pages of GOV.UK beside the repository")
    assert len(counted) == 44
    assert [sum(column) for column in zip(*counted, strict=True)] == [
        901,
        1096,
        1047,
    ]  # headings, list items, table rows
