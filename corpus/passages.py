"""Segmentation: a Document is cut into Passages, self-contained statements that can be quoted."""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import segment

from corpus.document import Binds, Block, Document, Kind, Passage, Span

# A sentence that opens so leans on the one before it, and says too little on its own.
_LEANS = re.compile(
    r"(?i:this|that|these|those|it|they|such|so|but|and|or|however|otherwise|if not|because)\b(?! as\b)"
    r"|A really\b|[(a-z]"
)
# The splitter takes the stop after these for the end of a sentence.
_NOT_AN_END = re.compile(r"(?:\b(?:paras?|pp?|nos?|ss?|ch|figs?|arts?)|^\W*\d+)\.$", re.IGNORECASE)
_CELLS = " | "  # between the cells of a table row
_DUTY = re.compile(
    r"\b(?P<subject>inspectors?|providers?)\s+(?:will|must|should|shall|to|are (?:expected|required) to)\b"
    r"|\b(?:require|expect) (?:all |our )*(?P<object>inspectors|providers)\b"
    r"|\bappl(?:y|ies) to (?:all |our )*(?P<scope>inspectors|providers)\b",
    re.IGNORECASE,
)


def passages_of(
    document: Document, *, fewest_words: int = 3, joined_words: int = 60, most_words: int = 150
) -> tuple[Passage, ...]:
    """The passages in reading order.

    A paragraph under `fewest_words` is page furniture and states nothing, unless a document holds
    nothing else. A sentence that leans on
    the one before is joined to it up to `joined_words`. A statement over `most_words` is cut: the
    packaged encoder reads 256 word pieces and silently drops what follows.
    """
    passages: list[Passage] = []
    before, lead_in = None, None
    for section in document.sections:
        for block in section.blocks:
            if block.lead_in != before:  # the items of a list share theirs: it is looked at once
                before, lead_in = block.lead_in, _lead_in(document.text, block.lead_in)
            for span in _statements(document.text, block, joined_words):
                words = span.of(document.text)
                if words.endswith(":") or (not block.listed and len(words.split()) < fewest_words):
                    continue
                binds = _binds(document, words, lead_in)
                parts = _cut(document.text, span, most_words)
                passages.extend(Passage(document, section, part, lead_in, binds) for part in parts)
    if not passages and fewest_words > 1:
        return passages_of(document, fewest_words=1, joined_words=joined_words, most_words=most_words)
    return tuple(passages)


def _lead_in(text: str, span: Span | None) -> Span | None:
    """The last sentence of what stands before a list; the names of columns are one."""
    if span is None or _CELLS in span.of(text):
        return span
    return _sentences(text, span)[-1]


def _statements(text: str, block: Block, joined_words: int) -> Iterator[Span]:
    """A list item whole; a paragraph sentence by sentence, those that lean joined to the one before."""
    if block.listed:
        yield block.span
        return
    current, *rest = _sentences(text, block.span)
    for sentence in rest:
        joined = Span(current.start, sentence.end)
        leans = _LEANS.match(sentence.of(text)) and not sentence.of(text).endswith(":")
        if leans and len(joined.of(text).split()) <= joined_words:
            current = joined
        else:
            yield current
            current = sentence
    yield current


def _sentences(text: str, span: Span) -> list[Span]:
    """Where each sentence stands, without the white space around it."""
    sentences: list[Span] = []
    start = span.start
    for piece in segment("en", span.of(text)):
        words = piece.strip()
        if not words:
            continue
        position = text.index(words, start, span.end)
        start = position + len(words)
        if sentences and _NOT_AN_END.search(sentences[-1].of(text)):
            sentences[-1] = Span(sentences[-1].start, start)
        else:
            sentences.append(Span(position, start))
    return sentences or [span]


def _cut(text: str, span: Span, most_words: int) -> Iterator[Span]:
    """The span in parts of at most `most_words` words, all of about the same length."""
    words = [match.span() for match in re.finditer(r"\S+", span.of(text))]
    parts = -(-len(words) // most_words)
    bounds = [len(words) * n // parts for n in range(parts + 1)]
    for first, after in pairwise(bounds):
        yield Span(span.start + words[first][0], span.start + words[after - 1][1])


def _binds(document: Document, words: str, lead_in: Span | None) -> Binds:
    """The side that the wording, or else its lead-in, puts a duty on. Opinion binds nobody."""
    if document.kind is Kind.COMMENTARY:
        return Binds.NONE
    for wording in (lead_in.of(document.text) if lead_in else "", words):
        if duty := _DUTY.search(wording):
            both = re.search(r"\binspectors and providers\b", wording, re.IGNORECASE)
            side = next(group for group in duty.groups() if group)
            return Binds.NONE if both else Binds(side.lower().rstrip("s"))
    return Binds.NONE
