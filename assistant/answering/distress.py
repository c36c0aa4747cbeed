"""Distress: recognised by fixed rules and met with fixed words, before any search.

The rules read a message sentence by sentence, in lower case and without apostrophes. They need no
model and keep to what is sure; everything else is left to the kernel classifier in
index/learned/distress.py, which recognises far more. `unless` takes out questions about the subject
("do they check our suicide prevention policy"). docs/quality.md counts what both of them miss.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answering.answer import Answer, Outcome
from corpus.crisis import CrisisLine, crisis_lines


class Danger(StrEnum):
    """What kind of fixed words a message is met with."""

    CRISIS = "crisis"  # somebody may be at risk of harming themselves
    EMERGENCY = "emergency"  # somebody fainted, a fire, an intruder: what 999 is for


HEADLINES = {
    Danger.CRISIS: "Stop here for a moment. You matter more than this inspection.",
    Danger.EMERGENCY: "Call 999 first.",
}
NOT_MEANT = "If that is not what you meant, please ask your question again in other words."


def met(question: str, danger: Danger) -> Answer:
    """The fixed words for a danger: whom to ring, and what else helps now."""
    lines = crisis_lines()
    return Answer(
        question,
        Outcome.DISTRESS,
        HEADLINES[danger],
        crisis=lines.all if danger is Danger.CRISIS else (lines.emergency,),
        advice=(lines.inspection_can_wait, NOT_MEANT),
    )


def with_care(answer: Answer) -> Answer:
    """The answer with whom to ring, where a message may or may not be a cry for help."""
    lines = crisis_lines().beside
    return replace(answer, care=_care(lines), crisis=lines)


def _care(lines: Sequence[CrisisLine]) -> str:
    *others, emergency = lines
    whom = ", or ".join(f"{line.name}, {line.how}" for line in others)
    return (
        f"If this is getting too much for you, or for somebody with you: {whom}. Both are {others[0].when}. "
        f"In danger: {emergency.how}."
    )


@dataclass(frozen=True)
class _Rule:
    """Matches a sentence, unless the sentence also matches something harmless."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def matches(self, sentence: str) -> bool:
        return bool(self.pattern.search(sentence)) and not (self.unless and self.unless.search(sentence))


def _rule(pattern: str, unless: str = "") -> _Rule:
    return _Rule(_compiled(pattern), _compiled(unless) if unless else None)


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, words in _WORDS.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{words})")
    return re.compile(pattern)


# Words that stand for one another in the rules; `<gap>` is up to three words of any kind.
_WORDS: dict[str, str] = {
    "gap": r"(?:\w+ ){0,3}",
    "suicidal": r"(?:su+[iu]?[cs]+[iu]?d[ae]l|siucidal|suicdal)",
    "suicide": r"(?:su+[iu]?[cs]+[iu]?de?|siucide|suicde)",
    "myself": r"(?:my|me|ma|mi) ?(?:self|slef)",
    "harm": r"(?:kil+|hurt|harm|cut|hang|drown|top|burn|poison|do away with)(?:ing|ting|ning|in)?",
    "adult": r"head|headteacher|deputy|principal|manager|boss|colleague|teacher|senco|ta|wife|husband|partner|mum|dad|sister"
    r"|brother|friend|she|shes|he|hes",
    "not": r"dont|do not|didnt|did not|doesnt|does not|not|never|no longer|nt",
    "cant": r"ca?nt|cannot|can not|can t|couldnt",
    "ever": r"(?:any ?more|nemore|any longer|no more|much longer)",
    # Signs that it is a matter of policy, teaching or of a child in one's care, where the way to help is laid down.
    "policy": r"polic\w+|procedures?|pupils?|students?|learners?|prevention|awareness|kcsie|curriculum|rshe|pshe|lessons?|assembly"
    r"|strategy|cpoms|records?|risk|logs?|file|training|sixth formers?|first aid|residents?|young person|teenagers?|parents?"
    r"|child(?:ren)?|boys?|girls?|lad|y\d+|year \d+|inspectors?|if (?:a|an|the|they|one|you)",
}
_RULES = (
    # Said outright, of oneself or of somebody near.
    _rule(
        r"^(?:\w+ )?<suicidal>$|\b(?:im|i am|am i|feel\w*|felt|been|actively|she is|he is|shes|hes) (?:\w+ )?<suicidal>\b"
        r"|\b(?:having|have|had|keep getting|my|these) (?:\w+ ){0,2}<suicidal> (?:thoughts?|ideation|feelings?)\b",
        "<policy>",
    ),
    _rule(
        r"^<suicide>$|\b(?:thinking|thoughts?|googl\w+|consider\w*|contemplat\w*) (?:of |about )?(?:\w+ )?<suicide>\b",
        r"<policy>|(?:professional|career|political)",
    ),
    _rule(
        r"\b<harm> (?:<myself>)\b",
        r"<myself> (?:in the foot|up\b|off guard|short|on (?:the|a) )|laugh|shav|<policy>",
    ),
    _rule(r"\b(?:<adult>) (?:\w+ ){0,6}<harm> (?:her|him|them) ?sel(?:f|ves)\b", "<policy>|up|short|on (?:the|a)"),
    _rule(
        r"\b(?:end|ending|tak(?:e|ing)|finish|finishing) (?:my|her|his) (?:own )?life\b",
        "<policy>|ago|brother|sister|last",
    ),
    _rule(r"\b(?:want|going|gonna|gona|need|ready|thinking (?:of|about)) (?:to )?end(?:ing)? it(?: all| tonight)?$"),
    # A wish to die, or not to go on living.
    _rule(
        r"\b(?:want\w*|wanna|wana|wish\w*|hoping|hope i|ready|deserve|planning|rather) (?:i )?(?:\w+ ){0,2}(?:to |2 )?(?:be |was |were )?"
        r"(?:die|dead|never been born)$",
        "<policy>|for",
    ),
    _rule(
        r"\b(?:<not>) (?:\w+ )?(?:want|wanna|wana|wish)(?: \w+)? (?:live|(?:be )?alive|exist|wake up|be (?:here|around)"
        r"|b (?:here|ere)) ?(?:<ever>.*)?$",
    ),
    _rule(
        r"\b(?:no|what is the|whats the|see (?:the|any|no)) (?:point|reason|purpose|sense) <gap>(?:live|living|being alive|(?:stay|go|going) on living)\b",
        "living (?:in|wage)",
    ),
    _rule(
        r"\b(?:tired|sick|had enough|bored|done with) (?:of )?(?:\w+ )?(?:being alive|living$|life$|existing|waking up$)"
    ),
    _rule(r"\bnot worth (?:living|being alive)\b|\bisnt worth living\b|\bnothing (?:left )?to live for\b"),
    _rule(r"\b(?:<cant>) <gap>live (?:like this|with (?:myself|the (?:shame|guilt)))\b"),
    _rule(
        r"\b(?:better off|happier|better|easier) <gap>(?:without me|if i <gap>(?:dead|gone|died|disappeared|vanished)|if i wasnt (?:here|around))$"
    ),
    # Means at hand.
    _rule(
        r"\b(?:took|taken|swallowed|counted(?: out)?|lined up|stockpil\w+) (?:\w+ ){0,4}(?:pills|tablets|paracetamol|sleeping tablets)$"
        r"|\b(?:took|taken) (?:an )?overdose\b",
        "<policy>|missing|headache|my (?:tablets|pills)|two|charity",
    ),
    # Not safe, or afraid of oneself.
    _rule(
        r"\b(?:i|im|ive|am|we) (?:\w+ ){0,2}(?:<not>) (?:\w+ )?(?:safe|saf)(?: (?:<ever>|now|tonight|alone|right now|at all|by myself|with myself"
        r"|on my own|to be (?:alone|left|on my own)))*$|^(?:<not>) (?:feel(?:ing)? )?safe(?: tonight| right now)?$",
        "<policy>",
    ),
    _rule(r"\b(?:<not>|<cant>) trust (?:<myself>)(?: (?:tonight|<ever>|alone|to be (?:alone|on my own)))?$"),
    _rule(
        r"\b(?:scared|afraid|frightened|terrified) of (?:myself|my own (?:thoughts|mind|head)|what (?:i|ill) (?:might |may |will |could )?do)\b"
    ),
    _rule(r"\bthoughts (?:of|about) (?:ending|dying|death|killing|harming|hurting)\b", "<policy>"),
    # At the end of one's strength.
    _rule(r"^(?:i )?(?:\w+ )?(?:<cant>) (?:do|take|bear|face|stand) (?:this|it|ths|life) <ever>$"),
    _rule(r"^(?:i )?(?:\w+ )?(?:<cant>) (?:go on|carry on|keep going)(?: like this| <ever>| living)?$"),
    # Saying goodbye.
    _rule(
        r"\bgood ?bye (?:forever|for good|letter to my|cruel world)|\bsuicide note\b|\baffairs in order\b",
        "<policy>|leavers",
    ),
    _rule(
        r"\b(?:tell|let) (?:my|the) (?:kids|children|wife|husband|family|mum|boys|girls|son|daughter) <gap>(?:i )?love"
    ),
    # In the steps of a head teacher who died after an inspection.
    _rule(
        r"\b(?:the next|another|be|become|end up like|feel\w* like|like) ruth(?: perry)?(?: (?:did|now|on|must|perry)\b.*)?$"
    ),
    _rule(
        r"\b(?:understand|get|know|see) (?:now )?(?:exactly )?(?:why|how|what) ruth (?:perry )?(?:did|felt|was|went)\b",
        "<policy>",
    ),
)


def in_distress(text: str) -> bool:
    """True when somebody may be at risk of harm; everyday exaggeration is not."""
    plain = re.sub(r"['’`´]", "", text.casefold())
    sentences = (" ".join(re.findall(r"\w+", sentence)) for sentence in re.split(r"[.!?;:\n]+", plain))
    return any(rule.matches(sentence) for sentence in sentences for rule in _RULES)
