"""What a question asks for: the rule, or what people think of it."""

import re
from dataclasses import dataclass

_OPINION = re.compile(
    r"""\b(?:
      opinions?|views?|commentary|commentators?|blog(?:s|ger)?|author|article|critics?|criticisms?|debate|thoughts\ on
    | argu(?:es?|ment)|compassion(?:ate)?|humane|empath\w+|fit\ for\ purpose|experience\ of|feels?\ like
    | what(?:'s|\ is)\ it\ (?:really\ )?like
    | (?:do|does|did|what|why|how)\ .{0,30}\b(?:think|feel|say|reckon|believe|find)s?
    | (?:people|heads|headteachers?|leaders|schools|colleagues|(?:any|every)(?:one|body)|others?|they|those)\ .{0,40}
      (?:think|feel|felt|sa(?:y|id|ying)|reckon|believe|complain|argu(?:e|ing)|make\ of|redesign|find\ it)
    | (?:any|some)(?:one|body)\ else|the\ word\ (?:from|on)|been\ through\ it|lip\ service|honestly\ believe
    | who\ (?:was\ it|said|says|wrote)|alternatives?|summed\ up|true\ that
    | (?:is|are|was)\ (?:it|this|that|inspections?|ofsted)\ (?:really|actually|just|all)
    | in\ (?:practice|reality)|on\ paper|for\ show|(?:really|actually)\ happens?
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ENTITLEMENT = re.compile(
    r"""\b(?:
      can|could|may|must|should|shall|allowed|entitled|obliged|required|rights?|rules?
    | (?:have|has|had|needs?|supposed|meant|expected)\ to
    | am\ i|are\ (?:we|they)|is\ (?:he|she|it\ ok|that\ (?:ok|okay|right|allowed))
    | do\ (?:i|we|they)\ (?:have|need|get)|does\ (?:he|she|it)\ (?:have|need)|what\ (?:do|can)\ (?:i|we)\ do
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Intent:
    """Which of the two is asked for; both may be, and neither."""

    opinion: bool
    entitlement: bool


def intent_of(question: str) -> Intent:
    """What the wording of a question asks for."""
    return Intent(bool(_OPINION.search(question)), bool(_ENTITLEMENT.search(question)))
