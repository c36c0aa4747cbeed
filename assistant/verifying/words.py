"""Tokenisation: a text as units (sentences, list items with their lead-in) of marked tokens."""

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from assistant.verifying import lexicon
from assistant.verifying.lexicon import stem

_TOKEN = re.compile(
    r"[£$€]?\d[\d,]*(?:\.\d+)?(?:\s?(?:am|pm)\b|%|st\b|nd\b|rd\b|th\b|p\b)?|[^\W\d_]+(?:['’][^\W\d_]+|(?<=s)['’](?=\s))?|[,;:()–—.!?]",
    re.IGNORECASE,
)
_CONTRACTIONS = [
    (r"\blike it or not\b,?", ""),
    (r"‘([^‘’]{1,60})’(?!\w)", r"\1"),
    (r"\bnot (?:much|a lot of)\b", "little"),
    (r"\bas a whole\b", "overall"),
    (r"\ba (?:great|good) deal of\b", "a large amount of"),
    (r"\bit is (?:not possible|impossible) for ((?:\w+ ){1,2}?)(?:simply |just )?to\b", r"\1 can not"),
    (r"\bno matter (?=how|what|who|where|when)", "however "),
    (r"(?<=\d)\s*per ?cent\b", "%"),
    (r"\bwon['’]t\b", "will not"),
    (r"\bcan['’]t\b|\bcannot\b", "can not"),
    (r"\bshan['’]t\b", "shall not"),
    (r"(?<=\w)n['’]t\b", " not"),
    (r"(?<=\w)['’]ll\b", " will"),
    (r"(?<=\w)['’]re\b", " are"),
    (r"(?<=\w)['’]ve\b", " have"),
    (r"\bI['’]m\b", "I am"),
    (r"\blet (\w+(?: \w+)?) know\b", r"inform \1"),
    (r"\bwell-?being\b", "wellbeing"),
    (r"\bas (?:long|much|many) as (?=[£$€\d]|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)", "up to "),
    (r"\bnot (?:happy|satisfied)\b", "unhappy"),
    (r"\bdo(?:es)? not agree\b", "disagree"),
    (r"\b(is|are|be) not possible\b", r"\1 impossible"),
    (r"\b(is|are|be|still) not (?:yet )?(?:been )?(paid|authorised|supervised|accompanied)\b", r"\1 un\2"),
    (r"\bdo(?:es)? not have more than\b", "have no more than"),
    (r"\bhead teacher", "headteacher"),
    (r"\bregistered person", "registered-person"),
    (r"\bco-", "co"),
    (
        r"\b(?:free of charge|at no cost|without charge|free(?! to| from| school| meal| of)"
        r"|not (?:have to |need to )?(?:pay|be charged) (?:a |any )?(?:fee|charge))\b",
        "no fee",
    ),
    (r"[“”\"]", " "),
]
_ABBREVIATION = re.compile(r"\b(e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|St|No(?=\.\s*\d)|vs)\.", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])\s+(?=[\"“(‘]?[A-Z0-9])|\n+")
_HEADING = re.compile(r"^\s*#+\s*(?:\d+\.\s+)?")
_BULLET = re.compile(r"^\s*(?:[*•·-]+|\d+[.)])\s+")


_OPERATORS = ("modal", "neg", "quant", "condition", "except", "bound")
_NEGATIVE = frozenset({"no", "not", "without"})


@dataclass(frozen=True)
class Token:
    """A word, phrase, number or mark of punctuation, and what class it is of."""

    text: str
    lower: str
    stems: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    mark: str = ""  # modal:may, neg, quant:all, condition, except ...
    capital: bool = False
    first: bool = False
    owner: bool = False  # a possessive
    punctuation: bool = False
    number: bool = False
    content: bool = False
    named: bool = False  # the first part of a longer name, as in Council Tax

    @cached_property
    def party(self) -> str:
        """The stem of the party this names, or nothing."""
        if self.named:
            return ""
        if self.text.isupper() and len(self.text) > 1 and self.text.isalpha():
            return self.lower
        forms = (form for part in self.lower.split() for form in _singulars(part))
        return next((stem(form) for form in forms if form in lexicon.words("party")), "")


def _singulars(word: str) -> tuple[str, ...]:
    """What a word may be the plural of, itself first: providers of provider, and never provide of it."""
    return word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word), lexicon.base(word)


@dataclass(frozen=True)
class Unit:
    """A sentence, or a list item behind its lead-in."""

    tokens: tuple[Token, ...]
    source: int = 0

    @cached_property
    def contents(self) -> list[int]:
        """Where the words that carry meaning stand."""
        return [index for index, token in enumerate(self.tokens) if token.content]


def units_of(text: str, source: int = 0, *, longest: int = 300) -> list[Unit]:
    """The units of a text, in order; one of more than `longest` tokens is no sentence and is cut."""
    found: list[Unit] = []
    for line in _sentences(text):
        tokens = _merged(_raw(line))
        pieces = [tuple(tokens[start : start + longest]) for start in range(0, len(tokens), longest)]
        found += [Unit(piece, source) for piece in pieces if any(not token.punctuation for token in piece)]
    return found


def _sentences(text: str) -> list[str]:
    lead = ""
    found: list[str] = []
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        body = line[bullet.end() :].strip() if bullet else _HEADING.sub("", line).strip()
        if bullet and lead:
            body = f"{lead} {body}"
        elif body:
            lead = body if body.endswith(":") else ""
        found += _parted(_ABBREVIATION.sub(r"\1", body))
    return found


def _parted(body: str) -> list[str]:
    """The sentences of a line; what follows a semicolon in a list item stands behind its lead-in, too."""
    found: list[str] = []
    for sentence in _END.split(body):
        lead, colon, _ = sentence.partition(": ")
        first, *others = sentence.split("; ")
        found += [first, *(f"{lead}: {part}" if colon and lead in first else part for part in others)]
    return [part for part in found if part.strip()]


def _raw(line: str) -> list[str]:
    for pattern, replacement in _CONTRACTIONS:
        line = re.sub(pattern, replacement, line, flags=re.IGNORECASE)
    line = re.sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", " ", line)
    return [match[0] for match in _TOKEN.finditer(line)]


@cache
def _phrases() -> dict[lexicon.Phrase, str]:
    """Marked phrases in lower case, and their marks."""
    bounds = {phrase: "bound" for phrase in lexicon.marked("bound:") if len(phrase) > 1}
    return {**bounds, **lexicon.marked("modal:", "quant:", "condition", "except", "neg")}


def _merged(words: list[str]) -> list[Token]:
    """Tokens, with the longest phrases of the tables as one."""
    found: list[Token] = []
    index = 0
    while index < len(words):
        length = _phrase_length(words, index)
        found.append(_token(words[index : index + length], first=not found))
        index += length
    return [*(replace(one, named=_named(one, two)) for one, two in pairwise(found)), *found[-1:]]


def _named(token: Token, after: Token) -> bool:
    return token.capital and after.capital and token.content and after.content


def _phrase_length(words: list[str], index: int) -> int:
    lowers = [word.lower().replace("’", "'") for word in words[index : index + 5]]
    stems = [stem(word) for word in lowers]
    for length in range(len(lowers), 1, -1):
        if tuple(lowers[:length]) in _phrases() or tuple(stems[:length]) in lexicon.synonym_groups():
            return length
    return 1


def _token(words: list[str], *, first: bool) -> Token:
    text = " ".join(words)
    lower = text.lower().replace("’", "'")
    if not any(character.isalnum() for character in text):
        return Token(text, lower, punctuation=True)
    owner = lower.endswith(("'s", "s'"))
    lower = lower.removesuffix("'s").rstrip("'")
    parts = tuple(lower.split())
    stems = tuple(map(stem, parts))
    number = lower[-1].isdigit() or any(character.isdigit() for character in lower)
    mark = _mark(parts, text, first=first)
    groups = lexicon.synonym_groups().get(stems, frozenset())
    content = (
        not number
        and (len(parts) > 1 or lower not in lexicon.words("function") or _month(text, first=first))
        and not mark.startswith(_OPERATORS)
    )
    own = frozenset(
        stem(part)
        for part in parts
        if (part not in lexicon.words("function") and parts[0] not in _NEGATIVE) or len(parts) == 1
    )
    return Token(
        text, lower, own | {" ".join(stems)}, groups, mark, text[:1].isupper(), first, owner, False, number, content
    )


def _mark(parts: tuple[str, ...], text: str, *, first: bool) -> str:
    if _month(text, first=first):
        return ""  # the month
    return _phrases().get(parts, "")


def _month(text: str, *, first: bool) -> bool:
    return text == "May" and not first


PREFIX = 5  # letters that two forms of one word share at least
_SUFFIX = lexicon.words("ending") | {""}


@cache
def derived(one: str, other: str) -> bool:
    """Whether two stems differ by endings of word formation only, as courteous and courtesy do."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= PREFIX and one[shared:] in _SUFFIX and other[shared:] in _SUFFIX
