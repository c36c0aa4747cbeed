"""Requests for earlier wording: “how was talking to staff worded before?”, “what did it say?”, “has that changed?”."""

import re

from assistant.answering.overview import names_the_whole
from assistant.answering.question import Question

_OLD = r"(?:old(?:er)?|earlier|previous|former|prior|original|past|superseded|20(?:[01]\d|2[0-4]))"
_NEW = r"(?:new(?:er)?|present|current|latest|today['’]?s?)"
_TEXT = r"(?:guidance|code|rules?|rulebook|edition|version|document|text|list)"
_OLD_TEXT = rf"{_OLD}\ (?:\w+\ ){{0,2}}?{_TEXT}"
_OLD_ONE = rf"{_OLD}\ (?:one|{_TEXT})"
_IT = rf"(?:it|this|that|they|ofsted|line|{_TEXT})"
_SAYS = (
    r"(?:sa(?:ys?|id)|reads?|puts?|word(?:ed)?|phrased?|writ(?:e|ten)|describe[ds]?|state[ds]?|ask(?:ed)?|"
    r"expect(?:ed)?|require[ds]?|express(?:ed)?|formulate[ds]?)"
)
_WORDS = r"(?:wordings?|words|phrasing)"
_ABOUT = r"(?:about|on|regarding|concerning|around|for)"
_NOW_CHANGED = rf"(?:the\ (?:\w+\ )?(?:change|update)\w*|the\ {_NEW}\b|it\ (?:was\ )?(?:changed|updated)|20\d\d|then\b)"
_THEN = r"(?:previously|formerly|originally|back\ then|in\ (?:the\ past|20[012]\d))"
# “Before” as a time of the text, and not “before the inspectors come”.
_BEFORE = rf"(?:(?:before|{_THEN})(?=\W*$|\ *[,:;]|\ {_ABOUT}\b|\ {_NOW_CHANGED}))"
_ALTERED = r"(?:reworded|rewritten|rephrased|amended)"
_OTHER = rf"(?:changed|new|different|altered|updated|{_ALTERED})"
_PART = rf"(?:bit|part|passage|section|line|point|duty|duties|expectations?|{_WORDS}|{_TEXT})"
_ASKED = re.compile(
    rf"""\b{_OLD}\ (?:\w+\ ){{0,3}}?{_WORDS}\b
    | \b{_WORDS}\ (?:of|in)\ the\ {_OLD}\b
    | \b{_OLD_TEXT}\ (?:\w+\ )?{_SAYS}\b
    | \b{_OLD}\ one\ {_SAYS}\b
    | \bdid\ the\ {_OLD_TEXT}\ (?:use|treat|have|cover|mention|deal|handle)\b
    | \b(?:{_SAYS}|called)\ (?:\w+\ ){{0,3}}?in\ the\ {_OLD_TEXT}\b
    | ^(?:and|so|what|whats|what's|how|where|which|did|was|were)\b.{{0,80}}\b(?:in|under|by|to|with)\ the\ {_OLD_ONE}\b
    | ^(?:in|under)\ the\ {_OLD_ONE}\b
    | \b(?:show|see|read|find|quote|compare|give|what\ (?:was|were|is)|whats|what's)\b.{{0,30}}\b{_OLD_TEXT}\b
    | \bcompare[ds]?\b.{{0,30}}\b{_OLD}\b
    | \b{_OLD}\ (?:and|with|to|against|versus|vs\.?|beside)\ (?:the\ )?{_NEW}\b
    | \b{_NEW}\ (?:and|with|to|against|versus|vs\.?|beside)\ (?:the\ )?{_OLD}\b
    | ^{_OLD_TEXT}\b
    | \b{_IT}\ used?\ to\ (?:be|{_SAYS})\b
    | ^(?:and\ |so\ )?what\ used\ to\ (?:be|stand)\b
    | \b(?:how|what|which|did|was|were)\b.{{0,70}}\b(?:{_SAYS}|(?:dealt|put)\ with|treated|handled|covered)\ {_BEFORE}
    | \b(?:how|what|which|did|was|were)\b.{{0,70}}\b{_SAYS}\b.{{0,60}}?\ {_BEFORE}
    | \bwhat\ (?:was|were)\ the\ (?:\w+\ )?{_PART}\b.{{0,60}}\b{_BEFORE}
    | ^(?:the\ )?(?:{_WORDS}|text|rules?|guidance)\ (?:\w+\ ){{0,2}}?{_BEFORE}
    | \bwhat\ (?:was|were|did)\ (?:there|it|that|we\ have|they\ have|stood)\ {_BEFORE}
    | \bwhat\ (?:did|were|was)\ \w+\ (?:have|need|supposed|expected|meant|asked)\ to\b.{{0,40}}\b{_BEFORE}
    | \b(?:how|what)\ (?:did|was|were)\b.{{0,60}}\b(?:the|it)\b.{{0,60}}\b{_SAYS}\b.{{0,60}}\bin\ 20[012]\d\W*$
    | \bbefore\ {_NOW_CHANGED}.{{0,20}}\b(?:what|how)\ (?:did|was|were)\b
    | \bwhat\ (?:did|was|were)\b.{{0,30}}\b{_SAYS}\b.{{0,30}}\bbefore\ {_NOW_CHANGED}
    | ^(?:and|what\ about|how\ about)\ (?:before|previously|earlier|the\ {_OLD_ONE})\W*$
    | \bwordings?\ (?:\w+\ ){{0,2}}?(?:was|were)\ {_BEFORE}
    | ^(?:and\ |so\ )?(?:what|how|has|have|did|is|are|show|where)\b.{{0,60}}\bwording\b.{{0,60}}\b(?:change|differ)\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CHANGED = re.compile(
    rf"""^(?:and\ |so\ )?(?:
      what(?:['’]?s|\ is|\ has|\ have|\ was|\ were)?\ (?:been\ |all\ )?(?:change|{_OTHER})(?:\ now)?
        (?=\W*$|\ (?:about|on|in|with|regarding|for|from|since\ the\ (?:{_OLD}|last)\ {_TEXT}|between|compared)\b)
    | what\ did\ (?:they|ofsted)\ (?:change|alter|reword|rewrite)\b
    | (?:has|have|is|was|did)\ (?:it|that|this)\ (?:been\ |just\ )?(?:change|{_OTHER})(?:\ since|\ now|\ at\ all)?\W*$
    | (?:has|have|is|are|was|were)\ the\ {_PART}\b.{{0,60}}\ (?:been\ )?{_OTHER}(?:\ since|\ now|\ at\ all)?\W*$
    | (?:has|have|was|were)\ .{{1,60}}\ (?:been\ )?{_ALTERED}\W*$
    | (?:did|have)\ (?:they|ofsted)\ (?:changed?|altered?|reword(?:ed)?|rewrit(?:e|ten))\ (?:the\ {_PART}|that|it)\b
    | (?:was|were)\ (?:it|that|this|they)\ always\ (?:like\ (?:this|that)|so|the\ (?:rule|same))\b
    | (?:is|does)\ (?:it|that|this)\ (?:still\ )?(?:say\ )?the\ same\ as\ (?:before|in\ the\ {_OLD})
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What asks for the words, and does not say which.
_ASKING = re.compile(
    rf"""\b(?:side\ by\ side|dealt\ with|put\ with|(?:have|had|need|supposed|meant|used?)\ to|in\ force
    | {_OLD}|{_NEW}|{_SAYS}|{_WORDS}|{_PART}|{_THEN}|{_ALTERED}
    | show|see|find|quote[ds]?|give|tell|versions?|exact(?:ly)?|before|always|still|same|like|kept|when|use[ds]?
    | treat(?:ed)?|handled?|cover(?:ed)?|mention|compare[ds]?|versus|vs|chang\w*|differ\w*|alter\w*|updat\w*|please
    | between|ones?|ofsted|stood|stand|now|since|20\d\d
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LIMIT = re.compile(r"\b(?:about|on|regarding|concerning|when it comes to|to do with|around)\b\s+(.+)$", re.IGNORECASE)
_ANYBODY = re.compile(
    r"\b(?:inspectors?|providers?|schools?|colleges?|nurser(?:y|ies)|heads?|leaders?)\b", re.IGNORECASE
)
# What may be left around a subject once the asking is taken out.
_LOOSE = (
    r"(?:and|so|how|what|which|where|whats|was|were|did|does|do|is|are|has|have|had|been|it|this|that|they|there|we|the|"
    r"an?|of|for|in|to|with|from|by|at|under|me|can|could|i|be|all|just|or|as|my)"
)
_AHEAD = re.compile(rf"^(?:\W*\b{_LOOSE}\b(?!['’]))*\W*", re.IGNORECASE)
_BEHIND = re.compile(rf"\W*(?:\b{_LOOSE}\b\W*)*$", re.IGNORECASE)
_ASKED_BEHIND = re.compile(
    rf"""[\s,]*\b(?:{_BEFORE}|before\ {_NOW_CHANGED}(?:\ (?:{_TEXT}|came(?:\ in)?|framework))*
    | in\ the\ {_OLD_ONE}|please|{_SAYS}|(?:been\ )?{_OTHER}|change|now|since|at\ all)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def asks_for_earlier(question: Question) -> bool:
    """Whether the wording of an earlier edition is asked for."""
    return bool(_ASKED.search(question.text))


def asks_what_changed(question: Question) -> bool:
    """Whether it is asked if a wording has changed, or how."""
    return bool(_CHANGED.search(question.text))


def subject_of(question: Question) -> Question | None:
    """What the wording that is asked for is about, or nothing where the message does not say."""
    text = _without_end(question.text.replace("what's", "what is").replace("what’s", "what is"))
    limit = _LIMIT.search(text)
    rest = _without_asking(text[: limit.start()] if limit else text)
    if limit:
        rest = f"{rest} {limit[0]}" if Question(_ANYBODY.sub("", rest)).telling else limit[1]
    subject = rest.strip(" ?.!,:;")
    return Question(subject) if Question(subject).telling and not names_the_whole(subject) else None


def _without_end(words: str) -> str:
    """A request without what only asks at its end, such as “worded before?”."""
    while (shorter := _ASKED_BEHIND.sub("", words)) != words:
        words = shorter
    return words


def _without_asking(words: str) -> str:
    """What is left of a request without the words that only ask."""
    left = " ".join(_ASKING.sub(" ", words).split())
    return _BEHIND.sub("", _AHEAD.sub("", left))
