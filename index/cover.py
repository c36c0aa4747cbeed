"""Coverage: whether a question is answered by what we hold."""

import math
from dataclasses import dataclass
from enum import StrEnum

from index.search import Hit, Ranking


class Band(StrEnum):
    """How far what we hold answers a question."""

    ANSWERED = "answered"
    RELATED = "related"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True)
class Cover:
    """From the scores of a ranking to the probability that it answers, and to a band."""

    answered_from: float = 0.5
    related_from: float = 0.25

    def probability(self, ranking: Ranking, hit: Hit) -> float:
        """How likely this hit answers the question, 0 to 1."""
        rival = max((topic.score for topic in ranking.topics), default=hit.score - 1.0)
        return 1.0 / (1.0 + math.exp(-(hit.score - rival + 4.0 * (hit.match.likeness - 0.45))))

    def band(self, probability: float) -> Band:
        """The band of a probability."""
        if probability >= self.answered_from:
            return Band.ANSWERED
        return Band.RELATED if probability >= self.related_from else Band.NOT_COVERED
