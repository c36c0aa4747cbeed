"""Closed classes of English words: function words, light words, modals, negators, quantifiers, bounds, parties."""

from functools import cache
from pathlib import Path

import Stemmer

HERE = Path(__file__).parent

# Carry no content of their own; what they do is read by the checks.
FUNCTION = frozenset(
    """a an the this that these those it its itself he she him her his hers they them their theirs themselves we us our
    ours you your yours yourself i me my who whom whose which what where when why how there here be is are was were been
    being am have has had having do does did doing done and or but nor so as if than then of to in on at by for with from
    about into onto upon against between among through during while until unless because although though whether both
    either not no yes also too very just even still already again per via each every all any some such other own same
    within without out up off over under down before after since only never ever always will would shall should can could
    may might must need needs ought it's let's however therefore thus otherwise rather instead except apart along around
    toward towards behind beyond across despite regarding concerning including least most more less much many few several
    one ones another else two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen""".split()
)
# May be added by whoever words a statement without saying more than the source.
LIGHT = frozenset(
    """person people thing things way make sure case cases order able mean means expected expect required require
    necessary example instance include includes included namely particular certain come comes get go goes going take
    takes taken part fact well done place ensure seek able like both given apply applies say says said state states
    want wants happen happens rest relation connection terms basis respect regard whatever whoever anyone everyone
    someone anybody everybody somebody everything anything something using used use time times responsible
    responsibility important spend put long simply merely just reason reasons together matter matters possible""".split()
)
MODALS = {
    "may": "may, can, could, might, able to, allowed to, permitted to, permitted, allowed, entitled to, entitled, eligible to, free to, have the right to, "
    "has the right to, have a right to, a right to, right to, opportunity to, opportunity for, available, available to, available for, eligible, eligible for, qualify, choose to",
    "must": "must, shall, have to, has to, having to, had to, need to, needs to, need, needs, needed, required to, required, requires, require, "
    "obliged to, is necessary, necessary, compulsory, mandatory, is to, are to, duty to, obligation to, obligation",
    "should": "should, ought to, ought, expected to, expected, expect, expects, expectation, expectations, supposed to, important that, important to, important for",
    "will": "will",
    "exempt": "not have to, not need to, need not, not required to, not required, not necessary, not obliged to, no need to, not need, not compulsory, not mandatory",
    "prohibit": "prohibited, banned, forbidden, barred, not allowed, not allowed to, not permitted, not permitted to, not entitled to, not entitled, not eligible, not eligible for, not be allowed to, not able to, unable to",
}  # fmt: skip
NEGATORS = "not, never, no, without, neither, nor, none, nobody, nothing, rather than, instead of, in the absence of, absence of, absent"
EXCEPTIONS = "except, except for, unless, other than, apart from, until, aside from, excluding, if not"
QUANTIFIERS = {
    "all": "all, every, each, everyone, everybody, everything, any, anyone, anybody, anything, whatever, whole, entire, whenever, wherever, whichever",
    "some": "some, certain, several, a few, few, sometimes, occasionally, at times, now and then, from time to time, many",
    "most": "most, majority, usually, normally, generally, typically, often, mainly, mostly, ordinarily, as a rule, largely, tend to",
    "only": "only, solely, exclusively, nothing but, no one but, purely",
    "always": "always, at all times, constantly, at any time, every time, in every case, in all cases, without exception, invariably",
    "hardly": "hardly, rarely, seldom, hardly any, scarcely",
}  # fmt: skip
CONDITIONS = "if, unless, provided that, provided, providing, as long as, so long as, except, except for, apart from, other than, until, when, where, whether, in case, aside from, once, excluding"
HEDGES = (
    ("as far as possible", "as far as they can", "as far as it is possible", "where possible", "as much as possible", "as far as", "if possible",
     "wherever possible", "when possible", "so far as possible", "where they can", "so far as"),
    ("reasonable", "reasonably", "sensible"),
    ("significant", "significantly", "substantial", "serious"),
    ("up to", "maximum", "at most", "no more than"),
)  # fmt: skip
BOUNDS = {
    "at least": "at least, minimum of, a minimum of, no less than, not less than, no fewer than, not fewer than, or more, or over, or older, or above, or later, on or after, or longer, or greater, or higher, minimum, least",
    "more than": "more than, over, above, exceed, exceeds, exceeding, longer than, older than, greater than, higher than, later than, after, in excess of",
    "at most": "at most, up to, maximum of, a maximum of, no more than, not more than, no longer than, or less, or fewer, or under, or younger, or earlier, on or before, or shorter, or lower, maximum, not exceed, no later than, within, by, in the last, in the past, not later than, until, have",
    "less than": "less than, under, below, fewer than, younger than, shorter than, lower than, earlier than, before, aged under, within",
}  # fmt: skip
INSPECTORS = frozenset({"inspector", "ofsted", "inspector team"})
PARTIES = frozenset(
    """inspector provider leader manager staff teacher head headteacher principal governor trustee parent carer guardian
    mother father child pupil student learner user employer employee worker landlord tenant agent council authority
    officer official applicant claimant customer client member chair committee treasurer secretary public visitor adult
    doctor nurse patient hospital school college university company business organisation agency department driver
    owner buyer seller lender borrower partner spouse husband wife family neighbour colleague police court judge
    tribunal solicitor lawyer union representative minister government trust board panel childminder nursery guest
    volunteer trainee apprentice director veteran sponsor interviewer speaker candidate assessor adviser resident
    citizen contractor supplier registrar social ofsted hmrc dwp setting we you they bank insurer charity club
    press journalist ombudsman regulator setting taxpayer farmer producer rider operator passenger""".split()
)
ANYBODY = frozenset("they them who people person someone everyone anyone everybody anybody those individual other".split())
ADDRESSED = frozenset(
    """provider setting leader manager school nursery applicant claimant customer user member tenant employee worker
    resident citizen parent business company people person individual anyone taxpayer driver owner veteran borrower
    student patient visitor childminder registered head headteacher staff you""".split()
)
GENERIC = frozenset(
    "people person individual anyone applicant claimant business customer user member resident taxpayer provider leader".split()
)
AUTHORITIES = frozenset("inspector ofsted council authority hmrc dwp officer official we agency department government court".split())
MONTHS = frozenset("january february march april june july august september october november december".split())
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday weekend weekday".split())
UNITS = frozenset(
    """second minute hour day week month year term fortnight decade mile kilometre metre foot pound penny pence percent
    time night morning evening afternoon""".split()
)
# Added or put in the place of another word, these change what is claimed however well the rest is covered.
RISKY = frozenset(
    """library office room hall kitchen building playground corridor reception site home house place street city town
    morning evening afternoon night lunch noon midnight weekend daily weekly monthly hourly overnight today tomorrow
    yesterday term holiday summer winter spring autumn immediately instantly lawyer solicitor union governor police
    witness expert specialist consultant fine penalty fee charge compensation prosecution prison dismissal sanction suspension ban licence
    money cost price free email phone telephone letter post online website internet video camera signed written signature
    oath secret secretly private privately anonymous anonymously confidential formal formally legal legally criminal
    national local international twice thrice daily certificate document passport form copy photograph notice advance
    deadline age income capital address gender religion race""".split()
)


@cache
def stem(word: str) -> str:
    """The Snowball stem of a word in lower case."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def listed(text: str) -> list[tuple[str, ...]]:
    """The phrases of a comma-separated list, each as its words."""
    return [tuple(phrase.split()) for phrase in text.split(",")]


@cache
def synonym_groups() -> dict[tuple[str, ...], frozenset[int]]:
    """For each word or phrase, as stems, the numbers of the groups it stands in."""
    found: dict[tuple[str, ...], set[int]] = {}
    for number, line in enumerate(_lines("synonyms.txt")):
        for phrase in listed(line):
            found.setdefault(tuple(map(stem, phrase)), set()).add(number)
    return {phrase: frozenset(numbers) for phrase, numbers in found.items()}


@cache
def antonyms() -> dict[str, frozenset[str]]:
    """For each stem the stems that contradict it."""
    found: dict[str, set[str]] = {}
    for line in _lines("antonyms.txt"):
        one, other = (stem(word.strip()) for word in line.split(","))
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
