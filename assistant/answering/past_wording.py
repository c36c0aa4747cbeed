"""Requests for earlier wording: “what was the old wording on titles?”, “what did it say before?”."""

import re

from assistant.answering.overview import limit_of
from assistant.answering.question import Question

_OLD = r"(?:old(?:er)?|earlier|previous|former|prior|original|past|superseded|20[012]\d)"
_TEXT = r"(?:guidance|code|rules?|rulebook|edition|version|document|text|list)"
_OLD_TEXT = rf"{_OLD}\ (?:\w+\ ){{0,2}}?{_TEXT}"
_IT = rf"(?:it|this|that|they|ofsted|line|{_TEXT})"
_SAYS = r"(?:says?|said|reads?|puts?|word(?:ed)?|state[ds]?|ask(?:ed)?|expect(?:ed)?|require[ds]?)"
_BEFORE = r"(?:before|previously|formerly|originally|in\ (?:the\ past|20[012]\d))"
_ASKED = re.compile(
    rf"""\b{_OLD}\ (?:\w+\ ){{0,3}}?(?:wordings?|words|phrasing)\b
    | \b{_OLD_TEXT}\ (?:\w+\ )?{_SAYS}\b
    | \b{_OLD}\ one\ {_SAYS}\b
    | \b(?:{_SAYS}|called)\ (?:\w+\ ){{0,3}}?in\ the\ {_OLD_TEXT}\b
    | \b(?:show|see|read|find|quote|compare|give|what\ (?:was|were|is)|whats|what's)\b.{{0,30}}\b{_OLD_TEXT}\b
    | ^{_OLD_TEXT}\b
    | \b{_IT}\ used?\ to\ (?:be|{_SAYS})\b
    | \b(?:did|was|were)\ .{{1,60}}\b{_SAYS}\ {_BEFORE}(?:\W*$|\ (?:about|on|regarding)\b)
    | \bwordings?\ (?:\w+\ ){{0,2}}?(?:was|were)\ {_BEFORE}\W*$
    | ^(?:and\ |so\ )?(?:what|how|has|have|did|is|are|show|where)\b.{{0,60}}\bwording\b.{{0,60}}\b(?:change|differ)\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What asks for the words, and does not say which.
_ASKING = re.compile(
    rf"\b(?:{_OLD}|{_SAYS}|show|see|find|quote[ds]?|give|tell|wordings?|words|versions?|phrasing|guidance|code|"
    r"edition|exact(?:ly)?|before|previously|formerly|originally|used|still|compare[ds]?|change\w*|differ\w*|please)\b",
    re.IGNORECASE,
)


def asks_for_earlier(question: Question) -> bool:
    """Whether the wording of an earlier edition is asked for."""
    return bool(_ASKED.search(question.text))


def subject_of(question: Question) -> Question | None:
    """What the wording that is asked for is about, or nothing where the message does not say."""
    named = Question(limit_of(question.text))
    if named.telling:
        return named
    rest = Question(" ".join(_ASKING.sub(" ", question.text).split()))
    return rest if rest.telling else None
