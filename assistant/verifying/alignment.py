"""Word alignment: which words of the sources each word of a statement rests on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assistant.verifying.amounts import Number, numbers_of
from assistant.verifying.roles import Roles, roles_of
from assistant.verifying.scope import Scope, scopes
from assistant.verifying.words import PREFIX, Token, Unit, derived, units_of

NEAR = 0.7  # how much another word of the same meaning counts, beside 1 for the same stem
LEADING = 0.4  # of a claim's covered content words: a unit that says so many limits the claim


class Place(NamedTuple):
    """A token of a unit of the sources."""

    unit: int
    token: int


@dataclass(frozen=True)
class Found:
    """The places that say a word: exactly, by its stem, and nearly, in other words."""

    exact: list[Place]
    near: list[Place]

    @cached_property
    def places(self) -> list[Place]:
        """All of them once, exact ones first."""
        return list(dict.fromkeys([*self.exact, *self.near]))

    @cached_property
    def weights(self) -> dict[int, float]:
        """How well each unit says the word."""
        return {**{place.unit: NEAR for place in self.near}, **{place.unit: 1.0 for place in self.exact}}


class Sources:
    """The units of all sources and an inverted index of their words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.units = tuple(unit for number, text in enumerate(texts) for unit in units_of(text, number))
        self.words = frozenset(
            word for unit in self.units for token in unit.tokens for word in (token.lower, *token.stems)
        )
        self._stems: dict[str, list[Place]] = defaultdict(list)
        self._groups: dict[int, list[Place]] = defaultdict(list)
        self._found: dict[tuple[frozenset[str], frozenset[int], bool], Found] = {}
        self._openings: dict[str, set[str]] = defaultdict(set)
        for number, unit in enumerate(self.units):
            for index, token in enumerate(unit.tokens):
                self._enter(token, Place(number, index))

    def _enter(self, token: Token, place: Place) -> None:
        for word in token.stems:
            self._stems[word].append(place)
            if token.content:
                self._openings[word[:PREFIX]].add(word)
        for group in token.groups:
            self._groups[group].append(place)

    def found(self, token: Token) -> Found:
        """Where a token stands by its stem, and where in other words: a synonym or another form of it."""
        key = (token.stems, token.groups, token.content)
        if key not in self._found:
            exact = [place for word in sorted(token.stems) for place in self._stems.get(word, ())]
            self._found[key] = Found(list(dict.fromkeys(exact)), self._near(token) if token.content else [])
        return self._found[key]

    def starting(self, stem: str, *, shortest: int = 5) -> list[Place]:
        """Where content words stand whose stems begin so."""
        kin = self._openings.get(stem[:PREFIX], ()) if len(stem) >= shortest else ()
        return [place for word in sorted(kin) if word.startswith(stem) for place in self._stems[word]]

    def _near(self, token: Token) -> list[Place]:
        near = [place for group in sorted(token.groups) for place in self._groups.get(group, ())]
        near += [place for word in self._forms(token) for place in self._stems[word]]
        return list(dict.fromkeys(near))

    def _forms(self, token: Token) -> list[str]:
        kin = {other for word in token.stems for other in self._openings.get(word[:PREFIX], ()) if derived(word, other)}
        return sorted(kin)

    @cached_property
    def scopes(self) -> list[list[Scope]]:
        """The operators over each token of each unit."""
        return [scopes(unit) for unit in self.units]

    @cached_property
    def numbers(self) -> list[list[Number]]:
        """The numbers of each unit."""
        return [numbers_of(unit) for unit in self.units]

    @cached_property
    def roles(self) -> list[list[Roles]]:
        """Who acts at each token of each unit."""
        return [roles_of(unit) for unit in self.units]


@dataclass(frozen=True)
class Alignment:
    """One sentence of a statement beside its sources."""

    claim: Unit
    sources: Sources

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units of the sources."""
        return self.sources.units

    @cached_property
    def found(self) -> dict[int, Found]:
        """For each content word and number of the claim where the sources say it."""
        tokens = enumerate(self.claim.tokens)
        return {index: self.sources.found(token) for index, token in tokens if token.content or token.number}

    @cached_property
    def matches(self) -> dict[int, list[Place]]:
        """For each content word and number of the claim the places that say the same."""
        return {index: found.places for index, found in self.found.items()}

    @cached_property
    def support(self) -> tuple[int, ...]:
        """The units the claim rests on, that which says most first."""
        return tuple(self._cover)

    @cached_property
    def leading(self) -> tuple[int, ...]:
        """The supporting units that carry much of the claim: what limits them limits it."""
        words = sum(self._cover.values())
        return tuple(unit for unit, added in self._cover.items() if added >= LEADING * words)

    @cached_property
    def _cover(self) -> dict[int, int]:
        """Greedy set cover of the claim's content words: each unit and how many words it adds."""
        left = {index: self.found[index].weights for index in self.claim.contents if self.matches[index]}
        chosen: dict[int, int] = {}
        while left:
            best = self._best(list(left.values()))
            rest = {index: units for index, units in left.items() if best not in units}
            chosen[best] = len(left) - len(rest)
            left = rest
        return chosen

    def _best(self, weights: list[dict[int, float]]) -> int:
        scores: dict[int, float] = defaultdict(float)
        for units in weights:
            for unit, weight in units.items():
                scores[unit] += weight
        return max(sorted(scores), key=lambda unit: scores[unit] + self._alike(unit))

    def _alike(self, unit: int, *, weight: float = 0.05) -> float:
        """A little for each function word in common, which tells apart units that say as much."""
        words = {token.lower for token in self.units[unit].tokens if not token.content}
        return weight * len(words & {token.lower for token in self.claim.tokens if not token.content})

    @cached_property
    def compared(self) -> list[int]:
        """The content words of the claim that its supporting units say."""
        return [index for index in self.claim.contents if self.supported(index)]

    def supported(self, index: int) -> list[Place]:
        """The places in supporting units that say the same as a token of the claim."""
        return self._supported.get(index, [])

    @cached_property
    def _supported(self) -> dict[int, list[Place]]:
        units = set(self.support)
        return {index: [place for place in places if place.unit in units] for index, places in self.matches.items()}

    def rested_on(self, index: int) -> list[Place]:
        """The supported places that say a token by its stem; those in other words where there are none."""
        exact = [place for place in self.found[index].exact if place.unit in self.support]
        return exact or self.supported(index)

    @cached_property
    def used(self) -> frozenset[Place]:
        """Every place that a word of the claim may rest on."""
        return frozenset(place for places in self.matches.values() for place in places)

    @cached_property
    def scopes(self) -> list[Scope]:
        """The operators over each token of the claim."""
        return scopes(self.claim)

    def scope_at(self, place: Place) -> Scope:
        """The operators over a token of the sources."""
        return self.sources.scopes[place.unit][place.token]

    def token_at(self, place: Place) -> Token:
        """A token of the sources."""
        return self.units[place.unit].tokens[place.token]

    def marks(self, prefix: str) -> set[str]:
        """The marks of the supporting units that start so."""
        tokens = (token for number in self.support for token in self.units[number].tokens)
        return {token.mark for token in tokens if token.mark.startswith(prefix)}

    @cached_property
    def words_there(self) -> set[str]:
        """The words of the supporting units."""
        return {token.lower for number in self.support for token in self.units[number].tokens}


def told(aligned: Alignment, indexes: list[int]) -> str:
    """Words of the claim, as they are told in a why."""
    return ", ".join(f"“{aligned.claim.tokens[index].text}”" for index in indexes[:4])
