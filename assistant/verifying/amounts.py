"""Amounts: numbers in figures or in words, each with its unit and what bounds it."""

import re
from dataclasses import dataclass
from functools import cache

from assistant.verifying import lexicon
from assistant.verifying.lexicon import stem
from assistant.verifying.words import Token, Unit

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_WORDS: dict[str, float] = dict(zip(_SMALL, range(20), strict=True))
_WORDS |= {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_WORDS |= {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "pair": 2, "fortnight": 14}
_WORDS |= {"twice": 2, "double": 2, "thrice": 3, "triple": 3, "half": 0.5, "quarter": 0.25}
_SCALES = {"hundred", "thousand", "million"}
_IN_UNITS = {"week": (7, "day"), "fortnight": (14, "day"), "year": (12, "month"), "hour": (60, "minut")}
_PRONOUN_ONE = frozenset("no any every each the this that another only of".split())


@dataclass(frozen=True)
class Number:
    """A number, its unit (a stem, or a sign) and what bounds it, at a token."""

    value: float
    unit: str
    bound: str
    token: int
    text: str
    ordinal: bool = False

    def same_as(self, other: "Number") -> bool:
        """Whether both give one amount of one thing."""
        if self.ordinal != other.ordinal:
            return False
        mine, theirs = _amount(self), _amount(other)
        return mine == theirs or (self.value == other.value and not (self.unit and other.unit))


def _amount(number: Number) -> tuple[float, str]:
    factor, unit = _IN_UNITS.get(number.unit, (1, number.unit))
    return number.value * factor, unit


def numbers_of(unit: Unit) -> list[Number]:
    """The numbers of a sentence."""
    found, index, tokens = [], 0, unit.tokens
    while index < len(tokens):
        value, length, ordinal = _value(tokens, index)
        if length:
            text = " ".join(token.text for token in tokens[index : index + length])
            found.append(
                Number(value, _unit(tokens, index, length), _bound(tokens, index, length), index, text, ordinal)
            )
        index += max(1, length)
    return found


def _value(tokens: tuple[Token, ...], index: int) -> tuple[float, int, bool]:
    token = tokens[index]
    if token.number:
        figure = re.sub(r"[^\d.]", "", token.lower).strip(".")
        scale = (
            {"million": 1_000_000, "thousand": 1000}.get(tokens[index + 1].lower, 1) if index + 1 < len(tokens) else 1
        )
        return (_figure(figure) * scale, 2 if scale > 1 else 1, bool(re.search(r"\d(?:st|nd|rd|th)$", token.lower)))
    if token.lower in _ORDINALS and token.lower != "second" and index + 1 < len(tokens) and tokens[index + 1].content:
        return _ORDINALS.index(token.lower) + 1, 1, True
    if token.lower == "one" and not _counts(tokens, index):
        return 0, 0, False
    return _spelt(tokens, index)


def _figure(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")  # 1.2.3: no number of ours


def _counts(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether “one” counts something and is no pronoun."""
    before = tokens[index - 1].lower if index else ""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        before not in _PRONOUN_ONE
        and after is not None
        and (after.content or after.lower == "of")
        and after.lower != "of"
    )


def _spelt(tokens: tuple[Token, ...], index: int) -> tuple[float, int, bool]:
    total, part, length = 0.0, 0.0, 0
    while index + length < len(tokens):
        word = tokens[index + length].lower
        if (
            word == "and"
            and length
            and index + length + 1 < len(tokens)
            and tokens[index + length + 1].lower in _WORDS
            and part >= 100
        ):
            length += 1
            continue
        if word not in _WORDS:
            break
        value = _WORDS[word]
        part = max(part, 1) * value if word in _SCALES else part + value
        length += 1
    return total + part, length, False


def _unit(tokens: tuple[Token, ...], index: int, length: int) -> str:
    text = tokens[index].lower
    for sign in ("£", "$", "€", "%", "am", "pm"):
        if sign in text:
            return sign
    if text == "fortnight":
        return "day"
    if " ".join(token.lower for token in tokens[index + length : index + length + 2]).startswith(
        ("per cent", "percent")
    ):
        return "%"
    for token in tokens[index + length : index + length + 3]:
        if token.content and (
            stem(token.lower) in lexicon.stems("unit") or (token.capital and token.lower in lexicon.words("month"))
        ):
            return stem(token.lower)
        if token.punctuation:
            break
    return ""


@cache
def _bound_phrases() -> list[tuple[lexicon.Phrase, str]]:
    pairs = ((phrase, name.removeprefix("bound:")) for phrase, name in lexicon.marked("bound:").items())
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _bound(tokens: tuple[Token, ...], index: int, length: int) -> str:
    if index and tokens[index - 1].lower in lexicon.words("month"):
        return ""  # the year of a date, whose day is bounded
    before = [word for token in tokens[max(0, index - 5) : index] for word in token.lower.split()]
    after = [word for token in tokens[index + length : index + length + 7] for word in token.lower.split()]
    for phrase, name in _bound_phrases():
        size = len(phrase)
        if phrase[0] == "or" and any(tuple(after[n : n + size]) == phrase for n in range(5)):
            return name
        if tuple(before[-size:]) == phrase:
            return name
    return ""
