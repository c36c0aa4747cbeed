"""Rules of distress and emergency: regular expressions for what must never be missed, with or without a model.

They read a message sentence by sentence, as `readable` gives it: lower case, no apostrophes, letters
for digits inside a word. Each has its `unless` for what only sounds like it. Everything else is
left to the model in index/learned/distress.py, which recognises far more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.learned.distress import readable


@dataclass(frozen=True)
class _Rule:
    """Matches a sentence, unless the sentence also matches something harmless."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str]

    def matches(self, sentence: str) -> bool:
        return bool(self.pattern.search(sentence)) and not self.unless.search(sentence)


# Words that stand for one another in the rules.
_WORDS = {
    "me": r"(?:(?:my|me|ma|mi) ?(?:self|slef)|(?:her|him|them) ?sel(?:f|ves))",
    "not": r"(?:dont|do not|didnt|doesnt|does not|not|never|no longer|nt)",
    "ever": r"(?:any ?more|any longer|much longer|tonight|now|right now|at all|alone|on my own|at home)",
    # Policy, teaching, children in one's care for whom the way to help is laid down; and what is supposed.
    "policy": r"polic\w+|procedures?|pupils?|students?|learners?|residents?|prevention|awareness|curriculum|rshe|pshe|lessons?|assembly|strategy|records?|risk|logs?|logged|file|forms?|training|trained|child(?:ren)?|boys?|girls?|lad|teenagers?|young (?:person|people)|year \d+|y\d+|parents?|if (?:a|an|the|they|one|you|there)|what if|ask\w*",
    "over": r"last|ago|yesterday|used to|once|in (?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d)|ok(?:ay)? now|fine|recovered|false|drills?|practi[sc]\w+|tests?|tested|policy|policies|procedures?|poster|hazards?|records?|logs?|training|plan|risk|nearly|almost|gave|lol|laugh\w*|joke|what if|if (?:a|an|the|they|one|someone|somebody|there|you)|what happens|when (?:a|an|the|someone|somebody)|ask\w*|book|like an?|about|taken (?:to|off|away)|carried|in an ambulance|conscious|panic|could cut",
}


def _rules(*rules: tuple[str, str]) -> tuple[_Rule, ...]:
    return tuple(_Rule(_compiled(pattern), _compiled(unless)) for pattern, unless in rules)


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, words in _WORDS.items():
        pattern = pattern.replace(f"<{name}>", words)
    return re.compile(rf"\b(?:{pattern})(?!\w)")


_DISTRESS = _rules(
    (r"(?:kil+|hurt|harm|cut|hang|drown|burn|poison|unaliv)(?:e|ing|ting)? <me>|kms|unalive", r"<policy>|<me> (?:in the foot|up|off|short|on (?:the|a))|laugh\w*|shav\w+|\d+ kms|(?:the|many|few|of|per|in|extra) kms|kms (?:away|driven|per|from|of)"),
    (r"(?:im|am|i am|feel\w*|felt|is|shes|hes|actively|been) (?:\w+ )?(?:su+i?[cs]+[iu]?d[ae]l|siucidal)|suicidal thoughts", r"<policy>"),
    (r"(?:end|ending) it all|(?:end|ending|tak(?:e|en|ing)) (?:my|her|his) (?:own )?life", r"<policy>|ago|last|brother|sister|head who"),
    (r"(?:want\w*|wanna|wish\w*|hoping|rather|ready) (?:i )?(?:\w+ )?(?:to |2 )?(?:be |was |were )?(?:die|dead)$", r"<policy>"),
    (r"<not> (?:want|wanna|wish)(?: to)? (?:live|be alive|exist|wake up)(?: <ever>)*$", r"<policy>"),
    (r"(?:took|taken|swallowed|counted out|tak\w+ an?) (?:\w+ ){0,4}(?:pills|tablets|overdose|sleeping tablets)$", r"<policy>|headache|my (?:pills|tablets)|two|missing"),
    (r"^(?:i )?(?:\w+ )?<not> (?:feel )?safe(?: <ever>)*$|i (?:\w+ )?<not> feel safe(?: <ever>)*$", r"<policy>"),
    (r"^(?:i )?(?:\w+ )?(?:cant|cannot|can not) (?:do this any ?more|go on(?: like this)?|carry on living|live like this)(?: <ever>)?$", r"<policy>"),
    (r"better off (?:without me|if i (?:\w+ )?(?:dead|gone|died))$|no (?:point|reason) (?:in )?(?:to )?(?:living|live|going on living)|nothing to live for", r"<policy>|meeting"),
    (r"suicide note|goodbye (?:letter|note) (?:to|for) my|scared of what i(?:ll| will| might) do", r"<policy>"),
)  # fmt: skip
_EMERGENCY = _rules(
    (r"(?:isnt|is not|not|stopped|cant) breath(?:e|ing)|no pulse|(?:gone|going|turned) blue", r"<over>|i cant"),
    (r"(?:is|are|hes|shes|theyre|child|baby|toddler|boy|girl|pupil|inspectors?) chok\w+ (?:on|now|right|help).*|(?:is|hes|shes|child|baby|toddler) choking$", r"<over>|tears|up"),
    (r"(?:has|have|hes|shes|s|just|inspectors?|deputys?|heads?) (?:just )?(?:collapsed|fainted|passed out|keeled over)|unconscious|wo?nt wake up|cant wake (?:him|her|them|the)", r"<over>|roof|wall|ceiling|shelf|shelves|sobbing|laughing"),
    (r"having (?:an? )?(?:heart attack|stroke|seizure|fit|asthma attack|allergic reaction|anaphyla\w+)|(?:chest pains?|pains? in (?:my|her|his) chest)", r"<over>|boiler|kittens"),
    (r"fire alarms? (?:is |has |just )*(?:going|gone|ringing|sounding|went)(?: off)?(?: now)?$|(?:is|are|kitchen|building|school|room) on fire|^(?:theres a )?fire$|^fire alarm$|smoke (?:coming|everywhere|pouring).*", r"<over>|today"),
    (r"intruder (?:on site|in|inside|at|here).*|^intruder$|(?:has|got|with|holding|pulled|waving) an? (?:\w+ )?(?:knife|gun|machete|weapon)", r"<over>|<policy>|kitchen"),
    (r"(?:child|boy|girl|toddler|pupil|baby|kid)s? (?:is |has |s )?(?:gone )?missing (?:now|right now|from).*|cant find (?:one of the|a) (?:child|children|kids|boy|girl).*", r"<over>"),
    (r"(?:need|call|get) (?:an ambulance|999|the police (?:now|here))(?: now)?$", r"<over>|do (?:we|i)|yell\w*"),
)  # fmt: skip


def in_distress(sentences: Sequence[str]) -> bool:
    """True when somebody says that he, or somebody near, may come to harm by his own hand or is not safe."""
    return any(rule.matches(sentence) for sentence in sentences for rule in _DISTRESS)


def is_emergency(sentences: Sequence[str]) -> bool:
    """True when something is told that 999 comes first for."""
    return any(rule.matches(sentence) for sentence in sentences for rule in _EMERGENCY)


def sentences_of(text: str) -> list[str]:
    """The sentences of a message as the rules read them."""
    return [" ".join(re.findall(r"\w+", sentence)) for sentence in re.split(r"[.!?;:,\n]+", readable(text))]
