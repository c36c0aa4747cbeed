"""Word alignment: which words of the sources each word of a statement rests on."""

from dataclasses import dataclass
from functools import cached_property

from assistant.verifying.scope import Scope, scopes
from assistant.verifying.words import Token, Unit, same


LEADING = 0.4  # of the claim's covered content words


@dataclass(frozen=True)
class Place:
    """A token of a unit of the sources."""

    unit: int
    token: int


@dataclass(frozen=True)
class Alignment:
    """One sentence of a statement beside the units of its sources."""

    claim: Unit
    units: tuple[Unit, ...]

    @cached_property
    def matches(self) -> dict[int, list[Place]]:
        """For each token of the claim the places that say the same, exact ones alone where there are any."""
        return {index: self._places(token) for index, token in enumerate(self.claim.tokens) if not token.punctuation}

    def _places(self, token: Token) -> list[Place]:
        exact, near = [], []
        for number, unit in enumerate(self.units):
            for index, other in enumerate(unit.tokens):
                if other.punctuation:
                    continue
                if token.stems & other.stems:
                    exact.append(Place(number, index))
                elif token.content and (other.content or other.groups) and same(token, other):
                    near.append(Place(number, index))
        return exact + near

    @cached_property
    def support(self) -> tuple[int, ...]:
        """The units the claim rests on: greedy set cover of its content words."""
        left = {index: self._weights(index) for index in self.claim.contents if self.matches[index]}
        alike = [self._alike(unit) for unit in self.units]
        chosen: list[int] = []
        while left:
            useful = {unit for units in left.values() for unit in units}
            best = max(sorted(useful), key=lambda unit: sum(units.get(unit, 0) for units in left.values()) + alike[unit])
            chosen.append(best)
            left = {index: units for index, units in left.items() if best not in units}
        return tuple(chosen)

    @cached_property
    def leading(self) -> tuple[int, ...]:
        """The supporting units that carry much of the claim: what limits them limits it."""
        return tuple(unit for unit in self.support if self._share(unit) >= LEADING)

    def _share(self, unit: int) -> float:
        said = [index for index in self.claim.contents if self.matches[index]]
        return sum(any(place.unit == unit for place in self.matches[index]) for index in said) / max(1, len(said))

    def _alike(self, unit: Unit, *, weight: float = 0.05) -> float:
        """A little for each function word in common, which tells apart units that say as much."""
        words = {token.lower for token in unit.tokens if not token.content}
        return weight * len(words & {token.lower for token in self.claim.tokens if not token.content})

    def _weights(self, index: int, *, near: float = 0.7) -> dict[int, float]:
        """How well each unit says a word of the claim: 1 if by its stem, less if in other words."""
        found: dict[int, float] = {}
        for place in self.matches[index]:
            weight = 1 if self.claim.tokens[index].stems & self.token_at(place).stems else near
            found[place.unit] = max(found.get(place.unit, 0), weight)
        return found

    def supported(self, index: int) -> list[Place]:
        """The places in supporting units that say the same as a token of the claim."""
        return [place for place in self.matches.get(index, []) if place.unit in self.support]

    def rested_on(self, index: int) -> list[Place]:
        """The places in supporting units that say a token by its stem; those in other words where there are none."""
        places = self.supported(index)
        return [p for p in places if self.claim.tokens[index].stems & self.token_at(p).stems] or places

    @cached_property
    def scopes(self) -> list[Scope]:
        """The operators over each token of the claim."""
        return scopes(self.claim)

    @cached_property
    def source_scopes(self) -> list[list[Scope]]:
        """The operators over each token of each unit."""
        return [scopes(unit) for unit in self.units]

    def scope_at(self, place: Place) -> Scope:
        """The operators over a token of the sources."""
        return self.source_scopes[place.unit][place.token]

    def token_at(self, place: Place) -> Token:
        """A token of the sources."""
        return self.units[place.unit].tokens[place.token]

    def covered(self, index: int) -> bool:
        """Whether the sources say this word of the claim."""
        return bool(self.matches.get(index))

    def marks(self, prefix: str) -> set[str]:
        """The marks of the supporting units that start so."""
        return {
            token.mark for number in self.support for token in self.units[number].tokens if token.mark.startswith(prefix)
        }
