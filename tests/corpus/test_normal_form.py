"""Unicode normalisation that no text can make slow."""

import time
import unicodedata

import pytest

from corpus.normal_form import MOST_MARKS, normalised


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
@pytest.mark.parametrize(
    "text", ["plain", "Cafe\u0301 ŵ", "𝗜 𝘄𝗮𝗻𝘁", "ﬁ ﷺ ｶﾞ", "ปี่ हिन्दी שָׁלוֹם", "e" + "\u0301" * MOST_MARKS]
)
def test_text_that_people_write_is_normalised_as_unicode_says(form, text):
    assert normalised(form, text) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("marks", ["\u0301\u0327", "\u0344", "\u0f73\u0f75", "ﾞ", "\u05b0\u0591\u20dd"])
def test_time_grows_with_the_length_and_not_with_its_square(marks):
    begun = time.process_time()
    found = normalised("NFKC", "a" + marks * (200_000 // len(marks)))
    assert time.process_time() - begun < 1  # some 10 s without a bound on marks
    assert len(found) < 4 * MOST_MARKS
