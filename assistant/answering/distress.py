"""Distress: what becomes of a message that tells of it, and the fixed words it is met with.

A page of rules (distress_rules.py) is heard first, then the probabilities of the model in
index/learned/distress.py. Fixed words come instead of an answer only where that is likelier than
not; below that, whom to ring stands beside the answer. docs/quality.md counts what both miss.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answering.answer import Answer, Outcome
from assistant.answering.distress_rules import in_distress, is_emergency, sentences_of
from corpus.crisis import CrisisLine, crisis_lines


class Level(StrEnum):
    """What becomes of a message."""

    MET = "met"  # fixed words of crisis instead of an answer: somebody may be at risk of harming themselves
    EMERGENCY = "emergency"  # 999 first, instead of an answer: somebody fainted, a fire, an intruder
    CARE = "care"  # an answer, with whom to ring beside it
    NONE = "none"  # an answer


HEADLINES = {
    Level.MET: "Stop here for a moment. You matter more than this inspection.",
    Level.EMERGENCY: "Call 999 first.",
}
KINDNESS = "I am sorry, that is a lot to carry. Tell the lead inspector, or ask somebody to do it for you."
NOT_MEANT = "If that is not what you meant, please ask your question again in other words."


def met(question: str, level: Level) -> Answer:
    """The fixed words of a level that hides the answer: whom to ring, and what else helps now."""
    lines = crisis_lines()
    return Answer(
        question,
        Outcome.DISTRESS,
        HEADLINES[level],
        crisis=lines.all if level is Level.MET else (lines.emergency,),
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
class Thresholds:
    """Probabilities to act from. Changing one: `make distress` prints what it costs."""

    met: float = (
        0.5  # likelier than not: that somebody is in danger, by his own hand or by what happened; grief or fear
    )
    care: float = 0.3  # that somebody is in danger or struggles


@dataclass(frozen=True)
class Judgement:
    """What becomes of a message, and whether the answer begins with a kind sentence."""

    level: Level
    kind: bool = False


def judged(text: str, probabilities: Mapping[str, float], thresholds: Thresholds = Thresholds()) -> Judgement:
    """What becomes of a message with these probabilities of its classes; none where there is no model."""
    level = by_rules(text)
    return Judgement(level) if hides_answer(level) else by_model(probabilities, thresholds)


def by_rules(text: str) -> Level:
    """What becomes of a message by the rules alone: they know what hides the answer, and nothing below that."""
    sentences = sentences_of(text)
    if in_distress(sentences):
        return Level.MET
    return Level.EMERGENCY if is_emergency(sentences) else Level.NONE


def by_model(probabilities: Mapping[str, float], thresholds: Thresholds = Thresholds()) -> Judgement:
    """What becomes of a message in which the rules find nothing, with these probabilities of its classes."""
    distress, emergency = probabilities.get("distress", 0.0), probabilities.get("emergency", 0.0)
    if distress + emergency >= thresholds.met:
        return Judgement(Level.MET if distress >= emergency else Level.EMERGENCY)
    care = distress + emergency + probabilities.get("struggling", 0.0) >= thresholds.care
    kind = probabilities.get("grief", 0.0) >= thresholds.met
    return Judgement(Level.CARE if care else Level.NONE, kind)


def hides_answer(level: Level) -> bool:
    """True when fixed words come instead of an answer."""
    return level in (Level.MET, Level.EMERGENCY)


def with_kindness(answer: Answer) -> Answer:
    """The answer, begun with a kind sentence, where grief or fear is told."""
    return replace(answer, kindness=KINDNESS)
