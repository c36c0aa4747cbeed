"""The tables: closed classes of words, synonym groups and antonyms, each read once from its text file."""

import re
from functools import cache
from pathlib import Path

import Stemmer

_SPELLINGS = [
    (r"(?<=\w{3})iz(?=e|ing|ation)", "is"),
    (r"(?<=\w)yz(?=e|ing)", "ys"),
    (r"licens", "licenc"),
    (r"(?<=col|vor|lab|fav|hon)or|(?<=behavi)or(?!e)", "our"),
    (r"^center", "centre"),
    (r"^programme", "program"),
    (r"enroll(?!ed|ing)", "enrol"),
    (r"judgment", "judgement"),
]
HERE = Path(__file__).parent

Phrase = tuple[str, ...]


@cache
def stem(word: str) -> str:
    """The Snowball stem of a word in lower case, of its base form where it is irregular."""
    return str(_stemmer().stemWord(_british(_bases().get(word, word))))


def _british(word: str) -> str:
    """The British spelling of an American one, as far as rules reach."""
    for american, british in _SPELLINGS:
        word = re.sub(american, british, word)
    return word


@cache
def _bases() -> dict[str, str]:
    lines = (line.split() for line in _lines("irregular.txt"))
    return {form: base for base, *forms in lines for form in forms}


def base(word: str) -> str:
    """The base of an irregular form; the word itself otherwise."""
    return _bases().get(word, word)


def irregular(word: str) -> bool:
    """Whether a word is an irregular past form, most often a participle."""
    return word in _bases()


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)  # its cache would keep the words of statements


@cache
def classes() -> dict[str, tuple[Phrase, ...]]:
    """The phrases of each section of classes.txt."""
    found: dict[str, str] = {}
    section = ""
    for line in _lines("classes.txt"):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            found[section] = f"{found.get(section, '')} {line}"
    return {name: tuple(_phrases(text)) for name, text in found.items()}


@cache
def words(name: str) -> frozenset[str]:
    """The phrases of a class, each as one text."""
    return frozenset(" ".join(phrase) for phrase in classes()[name])


@cache
def stems(name: str) -> frozenset[str]:
    """The stems of the words of a class."""
    return frozenset(map(stem, words(name)))


@cache
def marked(*prefixes: str) -> dict[Phrase, str]:
    """Each phrase of the classes whose names start so, and the name; a later prefix wins."""
    names = [name for prefix in prefixes for name in classes() if name.startswith(prefix)]
    return {phrase: name for name in names for phrase in classes()[name]}


@cache
def synonym_groups() -> dict[Phrase, frozenset[int]]:
    """For each word or phrase, as stems, the numbers of the groups it stands in."""
    found: dict[Phrase, set[int]] = {}
    for number, line in enumerate(_lines("synonyms.txt")):
        for phrase in _phrases(line):
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


def _phrases(text: str) -> list[Phrase]:
    return [tuple(phrase.split()) for phrase in text.split(",") if phrase.strip()]


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
