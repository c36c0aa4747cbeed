"""Follow-up resolution: whether a message stands alone, corrects the one before, or points into a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.decision import Act, Decision, Policy
from assistant.answering.question import Question
from corpus.document import Binds, Kind
from index.search import Ranking, likeliest_of

_CORRECTS = re.compile(
    r"^no+[\s,.!-]+(?=(?:(?:only|just|the|those) )+.*\bones?\b)|^(?:no+|nope|not that|sorry)?[\s,.!-]*"
    r"(?:i (?:meant|mean|was asking about|am asking about|asked about)|"
    r"i'm asking about|what i meant was|not (?:that|those|him|her|them|the \w+)[,.]? (?:but )?)\s*",
    re.IGNORECASE,
)
# What is dropped, so that only the rest is asked: “never mind that. They want my TA alone”.
_DROPS = re.compile(
    r"^(?:ok(?:ay)?|right|no|well|actually|oh)?[\s,.!-]*(?:(?:never mind|forget|ignore|scrap|leave)"
    r"(?: (?:that|it|the last one|all that))?(?: for now)?|(?:diff|different|new|another|separate) (?:question|thing)|"
    r"changing the subject|on another (?:note|subject)|moving on)[\s,.:;!-]+",
    re.IGNORECASE,
)
_ALSO = r"^(?:(?:and|so|but|ok|right) )*(?:(?:what|how) about )?"
_OURSELVES = re.compile(
    r"\b(?:what )?if (?:it (?:was|were|is) (?:us|we|me|our|my)|it's (?:us|me)|we (?:did|do|had|were))\b"
    rf"|{_ALSO}(?:us|me|ourselves|our (?:side|end|part|bit))\W*$",
    re.IGNORECASE,
)
_THEMSELVES = re.compile(
    rf"{_ALSO}(?:them|themselves|(?:the )?inspectors?|their (?:side|end|part|bit))\W*$", re.IGNORECASE
)
_OTHER_WAY = re.compile(r"\b(?:the )?other way (?:round|around)\b", re.IGNORECASE)
_OTHER_SIDE = {Binds.INSPECTOR: Binds.PROVIDER, Binds.PROVIDER: Binds.INSPECTOR}
_SPEAKS = r"(?:\w+ ){0,2}(?:says?|said|thinks?|reckons?|believes?|argues?|wants?)"
# Whose words are asked for.
_RULE_MEANT = re.compile(
    rf"\b(?:do|does|did) (?:the )?(?:ofsted|official|guidance|rules?|code|real) {_SPEAKS}|"
    r"\bofficially\b|\bwhat(?:'s| is) (?:the )?(?:official|actual|real)\b|"
    r"\b(?:the )?official (?:words?|wording|rule|line|version)\b",
    re.IGNORECASE,
)
_AUTHOR = r"(?:that|the|this) (?:head|headteacher|head teacher|blog|blogger|author|writer|commentary|post)"
_OPINION_MEANT = re.compile(
    rf"\b(?:does|did|do) {_AUTHOR} {_SPEAKS}|\b{_AUTHOR} (?:who|that) wrote\b|\baccording to {_AUTHOR}\b|"
    r"\bwhat do (?:other )?(?:people|heads?|headteachers|leaders|teachers|others)\b.*\b"
    r"(?:say|think|reckon|make of)(?: (?:about |of )?(?:it|this|that))?\W*$",
    re.IGNORECASE,
)
_ONES = re.compile(
    r"^(?:(?:only|just|the|those) )*(?:(?:ones?|bits?|lines?|points?) (?:about|on|for|with|to do with) (?P<about>.+?)|"
    r"(?P<before>(?:\w+ ){0,3}\w+) (?:ones?|bits?|lines?|points?))\W*$",
    re.IGNORECASE,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_POINTS = re.compile(
    rf"^(?:what about |and |tell me (?:more )?about |explain |show me |more on )*(?:the )?"
    rf"(?:(?:number|no\.?|point|item|#)"
    rf"\s*(?P<number>\d{{1,2}})|(?P<digit>\d{{1,2}})|(?P<ordinal>{'|'.join(_ORDINALS)}|last)"
    r"(?: (?:one|point|item|expectation))?)\W*$",
    re.IGNORECASE,
)
# Words that stand for something said before.
_LEANS = re.compile(
    r"\b(?:that|this|it|those|these|ones?|there|then|too|either|same|as well|instead|otherwise|even|else|them)\b"
    r"|^(?:why|how come|why not|since when|who|when|where)\W*$",
    re.IGNORECASE,
)

# Words by which a fragment is added to the question before: “even the caretaker?”, “her too?”.
_ADDS = re.compile(r"^(?:(?:and|so|but|not) )*even\b|\b(?:too|either|as well)\W*$", re.IGNORECASE)
# The same, or a question of its own: “what about governors?”, “and the children?”.
_MAY_ADD = re.compile(
    r"^(?:(?:and|so|but|ok) )*(?:what|how) about\b|^and (?:the|my|our|their|her|his)(?: \w+){1,3}\W*$", re.IGNORECASE
)


def pointed_at(text: str) -> int:
    """The number of the line of a list that a message points at, from 1; -1 for the last; 0 where it points at none."""
    found = _POINTS.match(text)
    if found is None:
        return 0
    if found["ordinal"]:
        word = found["ordinal"].casefold()
        return -1 if word == "last" else _ORDINALS.index(word) + 1
    return int(found["number"] or found["digit"])


def without_correction(question: Question) -> Question | None:
    """What a correction puts in place of the question before (“no I meant the staff ones”), or nothing."""
    found = _CORRECTS.match(question.text)
    rest = question.text[found.end() :].strip() if found else ""
    return Question(rest) if rest else None


def started_anew(question: Question) -> Question | None:
    """What is asked where the question before is dropped (“never mind that, ...”), or nothing."""
    found = _DROPS.match(question.text)
    rest = question.text[found.end() :].strip() if found else ""
    return Question(rest) if rest else None


def adds(question: Question, *, few: int = 2, few_after_even: int = 6) -> bool:
    """Whether a message asks of somebody or something else what was asked before: “even the caretaker?”."""
    found = _ADDS.search(question.text) or _MAY_ADD.search(question.text)
    return bool(found) and len(question.telling) <= (few_after_even if found and not found.start() else few)


def turns_round(question: Question, *, few: int = 3) -> bool:
    """Whether it is asked what holds of the other: “and if it was us?”, “and us?”, “the other way round?”."""
    turned = any(way.search(question.text) for way in (_OURSELVES, _THEMSELVES, _OTHER_WAY))
    return turned and len(question.telling) <= few


def turned_to(question: Question, led: Binds) -> Binds | None:
    """The side that such a message asks about, after that which led; nothing for any other message."""
    if not turns_round(question):
        return None
    if _OURSELVES.search(question.text):
        return Binds.PROVIDER
    return Binds.INSPECTOR if _THEMSELVES.search(question.text) else _OTHER_SIDE.get(led)


def kind_meant(text: str) -> Kind | None:
    """Whose words are asked for: the rule's, the opinion's, or nothing where it is not said."""
    if _OPINION_MEANT.search(text):
        return Kind.COMMENTARY
    return Kind.GUIDANCE if _RULE_MEANT.search(text) else None


def ones_meant(text: str) -> str:
    """What the lines of a list are about that are meant: “the staff ones”, “the ones about notes”; else nothing."""
    found = _ONES.match(text)
    return (found["about"] or found["before"] or "").strip() if found else ""


def side_meant(text: str) -> Binds | None:
    """Whose list is meant: “the ones for us”, “theirs”; nothing where it is not said."""
    ours = bool(re.search(r"\b(?:us|ours?|we|my|mine|me|providers?|schools?|settings?)\b", text, re.IGNORECASE))
    theirs = bool(re.search(r"\b(?:them|theirs?|they|inspectors?|hmi|ofsted)\b", text, re.IGNORECASE))
    if ours is theirs:
        return None
    return Binds.PROVIDER if ours else Binds.INSPECTOR


def in_full(turns: Sequence[Question], *, few: int = 2) -> str:
    """The last of these turns, with the telling one before it where it says little by itself."""
    last = turns[-1]
    before = next((turn for turn in reversed(turns[:-1]) if turn.telling), None)
    return f"{before.text} {last.text}" if before and len(last.telling) <= few else last.text


@dataclass(frozen=True)
class Turns:
    """A message read alone, and read together with the turn before it."""

    question: Question
    own: Ranking
    joined: Ranking
    before: Ranking  # of what it was read together with
    policy: Policy
    fades: float = 0.75  # to less than this share falls the turn before's reading beside a message of something else

    @cached_property
    def alone(self) -> Decision:
        """What is done about the message by itself."""
        return self.policy.decide(self.own)

    @cached_property
    def together(self) -> Decision:
        """What is done about both turns as one."""
        return self.policy.decide(self.joined)

    @property
    def stand_alone(self) -> bool:
        """Whether the message is read by itself: the likelier of the two readings wins.

        Read together, the turn before speaks louder than the message. So a message that says something of its own
        and points at nothing is read together only where alone it is not understood. Where together only the turn
        before is heard, and the message has a likely reading of its own or speaks against that turn's, it stands alone.
        """
        if adds(self.question):
            return bool(_MAY_ADD.search(self.question.text)) and self._drowned
        pointing = bool(_LEANS.search(self.question.text))
        leaning = pointing or len(self.question.telling) < 2
        alone = _likelihood(self.alone)
        if self._drowned and not pointing:
            return True
        if alone >= self.policy.answer_from or not leaning:
            return alone > 0 or _likelihood(self.together) == 0
        return alone >= _likelihood(self.together)

    @property
    def _drowned(self) -> bool:
        """Whether the message is not heard beside the turn before, though it seems to be about something else."""
        (before, was), (together, is_now) = likeliest_of(self.before), likeliest_of(self.joined)
        own, likely = likeliest_of(self.own)
        own_reading = own != before and likely >= self.policy.place_from and not own.startswith("talk/")
        return together == before and (own_reading or is_now < self.fades * was)


def _likelihood(decision: Decision) -> float:
    """How likely the decision is right; nothing for one that only asks back or gives up."""
    return 0.0 if decision.act in {Act.CHOICES, Act.NOT_COVERED} else decision.probability
