"""What a user typed becomes a question that can be worked on."""

import re
import unicodedata
from dataclasses import dataclass

from corpus.errors import AssistantError
from corpus.normal_form import normalised
from corpus.reader import visible
from index.words import words

LIMIT = 1000  # characters
_MOST_TYPED = 10 * LIMIT  # with those that nobody sees: looked at before anything is done with them
_MOST_PARTS = 12  # each is worked on like a question of its own

# Words that ask without saying what about.
_EMPTY = frozenset(
    """
    a about advice all allowed am an and answer any anyone anything are as asap at be been but can can't cannot could
    d did do does doesn't doing don't else for from go got had has have having he he's hello help her here hey hi him
    his how i i'd i'll i'm i've if in is isn't it it's its just know let lot may me mean might mine must my need now
    of off ok okay on one or our please pls plz quick quickly question really right say see she she's should
    shouldn't so some someone something sort sure than thanks that that's the their them then there these they
    they're thing things this those to today told too u up urgent us very want wants was we we're were what what's
    when where which who why will with would wrong yes no not you your
    """.split()
)

_ASKING = r"""(?:
      can|could|may|must|should|do|does|did|is|are|am|was|were|will|would|have|has|don['’]t|isn['’]t|shouldn['’]t
    | what|whats|what['’]s|who|whos|who['’]s|whose|when|where|why|how|which
    )\b"""
_ASKS = re.compile(rf"(?:(?:and|also|plus|but|so)\s+)?{_ASKING}", re.IGNORECASE | re.VERBOSE)
# Where another need may begin: after a full stop, or where “and” opens a further question.
_NEXT_PART = re.compile(rf"(?<=[.?!;])\s+ | ,?\s+(?:and|also|plus|but)\s+(?={_ASKING})", re.IGNORECASE | re.VERBOSE)


@dataclass(frozen=True)
class Question:
    """The text of a question: 1 to 1,000 visible characters, or none at all."""

    text: str

    @property
    def empty(self) -> bool:
        """True when there is no letter or digit in it."""
        return not any(c.isalnum() for c in self.text)

    @property
    def foreign(self) -> bool:
        """True when most of its letters are of another alphabet than English is written in."""
        letters = [c for c in self.text if c.isalpha()]
        latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
        return bool(letters) and latin * 2 < len(letters)

    @property
    def telling(self) -> tuple[str, ...]:
        """Its words that say what it is about."""
        return tuple(word for word in words(self.text) if word not in _EMPTY)

    @property
    def asks(self) -> bool:
        """True when it is worded as a question; false for what only tells what happened."""
        return self.text.endswith("?") or bool(_ASKS.match(self.text))

    @property
    def parts(self) -> tuple["Part", ...]:
        """Its sentences and questions joined by “and” that say something, where there are others besides.

        What says nothing by itself is asked of what goes before it: “They knew each other. Does that matter?”
        """
        found = [Question(part.strip()) for part in _NEXT_PART.split(self.text)]
        parts: list[Part] = []
        for each in found:
            if len(each.telling) > 1:
                parts.append(Part(each.text, each.asks))
            elif parts:
                parts[-1] = Part(parts[-1].text, parts[-1].asks or each.asks)
        return tuple(parts[:_MOST_PARTS]) if len(found) > 1 else ()

    @property
    def texts(self) -> list[str]:
        """What of it is embedded: all of it, and its parts."""
        return [self.text, *(part.text for part in self.parts)]


@dataclass(frozen=True)
class Part:
    """A sentence of a message."""

    text: str
    asks: bool  # whether something is asked of it, in itself or right after it


def read_question(typed: str) -> Question:
    """The question in what was typed, with plain letters for 𝗯𝗼𝗹𝗱 ones and invisible characters taken out.

    Raises AssistantError when it is over 1,000 characters or holds half a character.
    """
    if len(typed) > _MOST_TYPED:
        raise _too_long(len(typed))
    if any(0xD800 <= ord(c) <= 0xDFFF for c in typed):
        raise AssistantError("Question", "it holds half a character that cannot be read", "Type it again")
    text = _once(re.sub(r"\s+", " ", normalised("NFKC", visible(typed))).strip())
    if len(text) > LIMIT:
        raise _too_long(len(text))
    return Question(text)


def _once(text: str) -> str:
    """The sentence, where a message says one and the same again and again: it means no more by it."""
    said = re.split(r"(?<=[.?!])\s+", text)
    return said[0] if len({each.casefold().rstrip(".?!") for each in said}) == 1 else text


def _too_long(length: int) -> AssistantError:
    return AssistantError(
        "Question", f"it is {length:,} characters long and the limit is {LIMIT:,}", "Shorten it to what you need"
    )
