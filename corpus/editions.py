"""Two editions of one text: which statement says anew what another said, and where their words differ."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from corpus.document import Binds, Document, Passage

_WORD = re.compile(r"\w+")
# What of a lead-in decides who must do something; the rest of it may change without changing that.
_DUTY = re.compile(
    r"\b(?:inspectors?|providers?|we|you|will|must|should|shall|may|might|can|could|not|never|no|only|if|unless|where|"
    r"expect|require|allow|need)\b",
    re.IGNORECASE,
)


class Relation(StrEnum):
    """How a statement of the newer edition stands to the older."""

    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"
    GONE = "gone"


class Change(StrEnum):
    """Whether words stand in both wordings, only in the earlier or only in the present one."""

    KEPT = "kept"
    EARLIER = "earlier"
    PRESENT = "present"


@dataclass(frozen=True)
class Words:
    """A run of words and in which of two wordings they stand."""

    text: str
    change: Change
    earlier: str = ""  # as the earlier wording has them, where both do with other marks or capitals


@dataclass(frozen=True)
class Pair:
    """A statement of each edition, or of one where the other has none, and how alike they are, 0 to 1."""

    older: Passage | None
    newer: Passage | None
    relation: Relation
    similarity: float = 0.0
    by_hand: bool = False

    @property
    def holds(self) -> bool:
        """Whether what we say of the older is known to hold for the newer: the same words, or somebody looked."""
        return bool(self.older and self.newer) and (self.relation is Relation.SAME or self.by_hand)

    @property
    def difference(self) -> tuple[Words, ...]:
        """The words of both wordings in one row, where both are there."""
        return difference(self.older.quote, self.newer.quote) if self.older and self.newer else ()


@dataclass(frozen=True)
class Edition:
    """A document, the one that it supersedes, and their statements in pairs, the newer's in their order first."""

    older: Document
    newer: Document
    pairs: tuple[Pair, ...] = field(repr=False)

    def count(self, relation: Relation) -> int:
        """How many pairs stand so."""
        return sum(pair.relation is relation for pair in self.pairs)


@dataclass(frozen=True)
class Editions:
    """All pairs of a library's editions, older editions first."""

    all: tuple[Edition, ...] = ()

    def of(self, newer: str) -> Edition | None:
        """What this document supersedes, paired with it."""
        return next((each for each in self.all if each.newer.id == newer), None)

    def before(self, passage: Passage) -> Pair | None:
        """The earlier wording of a statement, the most alike, or nothing."""
        return self._before.get(passage.key)

    def after(self, passage: Passage) -> Pair | None:
        """What became of a statement of a superseded document: its present wording, or that it is gone."""
        return self._after.get(passage.key)

    @cached_property
    def both(self) -> tuple[tuple[Passage, Passage, Pair], ...]:
        """Older and newer of every pair that has both, older editions first."""
        return tuple((p.older, p.newer, p) for each in self.all for p in each.pairs if p.older and p.newer)

    @cached_property
    def _before(self) -> Mapping[str, Pair]:
        return _first((newer.key, pair) for _, newer, pair in self.both)

    @cached_property
    def _after(self) -> Mapping[str, Pair]:
        return _first((p.older.key, p) for each in self.all for p in each.pairs if p.older)


NO_EDITIONS = Editions()


@dataclass(frozen=True)
class Correction:
    """What somebody said, by words of each: that two statements belong together, or that one is gone or new."""

    older: str = ""
    newer: str = ""


Candidate = tuple[float, int, int]  # how alike, and the numbers of an older and a newer statement


def editions_among(documents: Sequence[Document]) -> tuple[tuple[Document, Document], ...]:
    """Each document that names one held here as superseded, after that one; older editions first, no ring."""
    held = {document.id: document for document in documents}
    found = [(held[each.supersedes], each) for each in documents if each.supersedes in held]

    def age(document: Document, seen: frozenset[str] = frozenset()) -> int:
        older = held.get(document.supersedes)
        return 1 + age(older, seen | {document.id}) if older and older.id not in seen | {document.id} else 0

    return tuple(sorted((pair for pair in found if pair[0].id != pair[1].id), key=lambda pair: age(pair[1])))


def paired(
    older: Sequence[Passage],
    newer: Sequence[Passage],
    candidates: Iterable[Candidate],
    corrections: Iterable[Correction] = (),
    *,
    split_from: float = 0.6,
) -> tuple[Pair, ...]:
    """The statements of two editions in pairs: by hand, then of the same words, then the two most alike first.

    Each statement is in one pair. What is then left of the newer is paired with an older one that has its pair
    already where they are as alike as `split_from`: one statement became two.
    """
    by_hand = list(_by_hand(older, newer, corrections))
    taken_old = {old for old, _ in by_hand if old is not None}
    taken_new = {new for _, new in by_hand if new is not None}
    found: dict[int, Pair] = {}  # by the number of the newer
    for old, new in by_hand:
        if new is not None:
            found[new] = (
                Pair(None, newer[new], Relation.NEW, by_hand=True)
                if old is None
                else _pair(older[old], newer[new], 1.0, by_hand=True)
            )
    ordered = [*_alike(older, newer), *sorted(candidates, key=lambda each: (-each[0], each[1:]))]
    allowed = [each for each in ordered if _one_side(older[each[1]], newer[each[2]])]
    gone = {old for old, new in by_hand if old is not None and new is None}
    for splitting in (False, True):
        for similarity, old, new in allowed:
            free = old not in gone if splitting else old not in taken_old
            if free and new not in taken_new and (not splitting or similarity >= split_from):
                found[new] = _pair(older[old], newer[new], similarity)
                taken_old.add(old)
                taken_new.add(new)
    present = [found.get(n) or Pair(None, passage, Relation.NEW) for n, passage in enumerate(newer)]
    return (*present, *_gone(older, present, {older[old] for old in gone}))


def joined(corrections: Iterable[Correction], older: Passage, newer: Passage) -> tuple[Correction, ...]:
    """These corrections, and that the two belong together."""
    others = (each for each in corrections if each.newer != newer.quote and each != Correction(older.quote))
    return (*others, Correction(older.quote, newer.quote))


def parted(corrections: Iterable[Correction], pair: Pair, among: Iterable[Pair]) -> tuple[Correction, ...]:
    """These corrections, and that a pair is wrong: its newer is new, its older gone unless it is in another pair."""
    said: tuple[Correction, ...] = ()
    if pair.newer:
        said = (Correction(newer=pair.newer.quote),)
    if pair.older and not any(each.older is pair.older and each != pair for each in among):
        said = (*said, Correction(pair.older.quote))
    return (*taken_back(corrections, pair), *said)


def taken_back(corrections: Iterable[Correction], pair: Pair) -> tuple[Correction, ...]:
    """These corrections without what was said of a pair or of a statement that stands alone."""
    older, newer = pair.older.quote if pair.older else "", pair.newer.quote if pair.newer else ""
    of_it = {Correction(older, newer), Correction(older), Correction(newer=newer)}
    return tuple(each for each in corrections if each not in of_it)


def became(fragment: Sequence[Passage], editions: Editions) -> Pair | None:
    """What became of words that stand in these passages, where all of them are earlier wording; else nothing."""
    pairs = [editions.after(passage) for passage in fragment]
    return next((pair for pair in pairs if pair), None) if pairs and all(pairs) else None


def difference(earlier: str, present: str) -> tuple[Words, ...]:
    """Where two wordings differ, word by word: what both have, what only the earlier has, what only the present.

    Marks and capitals make no other word.
    """
    first, second = earlier.split(), present.split()
    one, other = ([" ".join(_plain(word)) or word for word in words] for words in (first, second))
    runs: list[Words] = []
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            before, now = " ".join(first[i:j]), " ".join(second[k:m])
            runs.append(Words(now, Change.KEPT, "" if before == now else before))
            continue
        if i < j:
            runs.append(Words(" ".join(first[i:j]), Change.EARLIER))
        if k < m:
            runs.append(Words(" ".join(second[k:m]), Change.PRESENT))
    return tuple(runs)


def _by_hand(
    older: Sequence[Passage], newer: Sequence[Passage], corrections: Iterable[Correction]
) -> Iterator[tuple[int | None, int | None]]:
    """What somebody said; that of words which do not stand in one statement any more is passed over."""
    for each in corrections:
        old, new = _where(older, each.older), _where(newer, each.newer)
        if (old is None) is not bool(each.older) and (new is None) is not bool(each.newer):
            yield old, new


def _where(passages: Sequence[Passage], words: str) -> int | None:
    found = [n for n, passage in enumerate(passages) if words and words in passage.quote]
    exact = [n for n in found if passages[n].quote == words]
    return found[0] if len(found) == 1 else next(iter(exact), None)


def _alike(older: Sequence[Passage], newer: Sequence[Passage]) -> Iterator[Candidate]:
    """The statements whose words are the same."""
    by_words: dict[tuple[str, ...], list[int]] = {}
    for number, passage in enumerate(newer):
        by_words.setdefault(_plain(passage.quote), []).append(number)
    for old, passage in enumerate(older):
        yield from ((1.0, old, new) for new in by_words.get(_plain(passage.quote), ()))


def _pair(older: Passage, newer: Passage, similarity: float, *, by_hand: bool = False) -> Pair:
    same = _plain(older.quote) == _plain(newer.quote) and _duty(older) == _duty(newer)
    return Pair(older, newer, Relation.SAME if same else Relation.REWORDED, round(similarity, 2), by_hand)


def _gone(older: Sequence[Passage], present: Sequence[Pair], said: set[Passage]) -> Iterator[Pair]:
    kept = {pair.older.key for pair in present if pair.older}
    for passage in older:
        if passage.key not in kept:
            yield Pair(passage, None, Relation.GONE, by_hand=passage in said)


def _one_side(older: Passage, newer: Passage) -> bool:
    """A duty of one side is never paired with one of the other."""
    return len({older.binds, newer.binds} - {Binds.NONE}) < 2


def _plain(words: str) -> tuple[str, ...]:
    """The words without case, punctuation and the look of apostrophes."""
    return tuple(_WORD.findall(words.casefold().replace("’", "").replace("'", "")))


def _duty(passage: Passage) -> tuple[str, ...]:
    """Who must do it, may or need not, as the lead-in says."""
    return tuple(word.casefold().rstrip("s") for word in _DUTY.findall(passage.lead_in))


def _first(named: Iterable[tuple[str, Pair]]) -> Mapping[str, Pair]:
    """By each name the pair that is most alike, what was made by hand before the others."""
    best: dict[str, Pair] = {}
    for name, pair in named:
        if name not in best or (pair.by_hand, pair.similarity) > (best[name].by_hand, best[name].similarity):
            best[name] = pair
    return best
