"""Personal details in a question, found by rules before it is sent to another machine."""

import re

_PLAIN = (
    r"[\w.+-]+@[\w-]+\.[\w.-]+",  # e-mail
    r"(?<!\d)(?:\+44|0)[\s()-]*\d(?:[\s()-]*\d){8,9}(?!\d)",  # telephone
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b",  # postcode
    r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}\b",  # a date, of birth perhaps
    r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b",  # national insurance
    r"\b[A-Z]\d{12}\b|\b\d{6,}\b",  # a pupil number, a URN
)
_NAMED = re.compile(
    r"\b(?:(?i:mr|mrs|ms|miss|mx|dr|sir|rev|prof)\.?\s+[A-Za-z][\w'’-]+|"
    r"(?i:called|named|name is|name's|this is|i am|i'm|surname|initials)\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)"
)
_CAPITAL = re.compile(r"(?<![.?!:;\n\"“(])(?<!^)\s([A-Z][a-z][\w'’-]*)")
_KNOWN = frozenset(
    """ofsted england english maths science history geography french spanish german latin monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december christmas easter year years reception nursery key stage early i'm i'll i've i'd civil service code act
    her his majesty's majesty inspector inspectors inspectorate deputy head headteacher teacher school academy trust
    governor governors council government education department children's british values send pupil premium ok please
    thanks hi hello yes no is can do does what why how who when where the a an and or but if it they she he we you my
    our are was were will should must may could would there this that not""".split()
)


def personal_details(text: str) -> tuple[str, ...]:
    """What looks like a name, an address, a number or a date of somebody, in its order."""
    found = [(match.start(), match[0]) for pattern in _PLAIN for match in re.finditer(pattern, text)]
    found += [(match.start(), match[0]) for match in _NAMED.finditer(text) if _name_like(match[0].split()[-1])]
    found += [(match.start(1), match[1]) for match in _CAPITAL.finditer(text) if _name_like(match[1])]
    return tuple(dict.fromkeys(words for _, words in sorted(found)))


def _name_like(word: str) -> bool:
    return word.casefold().replace("’", "'").removesuffix("'s") not in _KNOWN
