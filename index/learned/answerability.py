"""Coverage: whether a question is answered by what we hold.

A logistic model over a few features of a ranking: one set of them where there are notes, another
where there are none, with weights for each in answerability.json beside this file.
`make train` fits them anew and prints how well they tell covered from not covered.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.errors import AssistantError
from index.search import Hit, Ranking

WEIGHTS = Path(__file__).with_name("answerability.json")


class Band(StrEnum):
    """How far what we hold answers a question."""

    ANSWERED = "answered"
    RELATED = "related"
    NOT_COVERED = "not_covered"


def features(ranking: Ranking, hit: Hit) -> tuple[float, ...]:
    """What speaks for this hit answering the question, and against."""
    rival = ranking.topics[0] if ranking.topics else None
    learned = max((topic.match.learned for topic in ranking.topics), default=0.0)
    best_words = max((other.match.words for other in ranking.hits), default=0.0)
    return (
        hit.match.alone,
        hit.match.alone - max((topic.match.alone for topic in ranking.topics), default=0.0),
        hit.score - (rival.score if rival else 0.0),
        hit.match.likeness,
        hit.match.likeness - (max(topic.match.likeness for topic in ranking.topics) if rival else 0.0),
        hit.match.learned - learned,
        math.log1p(hit.match.words),
        float(hit.match.words >= best_words > 0),
        ranking.known,
        ranking.leaning,
    )


def bare_features(ranking: Ranking, hit: Hit) -> tuple[float, ...]:
    """The same where there are no notes: few, and such as mean the same in any texts."""
    section = hit.passage.document, hit.passage.section
    others = (each.score for each in ranking.hits if (each.passage.document, each.passage.section) != section)
    return (
        hit.match.likeness,
        hit.match.held,
        hit.score - next(others, ranking.hits[-1].score),  # how far it stands above other sections
    )


@dataclass(frozen=True)
class Cover:
    """From the features of a ranking to the probability that it answers, and to a band."""

    means: Sequence[float]
    deviations: Sequence[float]
    weights: Sequence[float]
    bias: float
    answered_from: float
    related_from: float
    features: Callable[[Ranking, Hit], tuple[float, ...]] = features

    def probability(self, ranking: Ranking, hit: Hit) -> float:
        """How likely this hit answers the question, 0 to 1."""
        terms = zip(self.features(ranking, hit), self.means, self.deviations, self.weights, strict=True)
        log_odds = self.bias + sum((value - mean) / deviation * weight for value, mean, deviation, weight in terms)
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds))))

    def band(self, probability: float) -> Band:
        """The band of a probability."""
        if probability >= self.answered_from:
            return Band.ANSWERED
        return Band.RELATED if probability >= self.related_from else Band.NOT_COVERED


def read_cover(*, with_notes: bool, path: Path = WEIGHTS) -> Cover:
    """The weights for documents with notes, or for those without. Raises AssistantError."""
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))["with_notes" if with_notes else "without_notes"]
        return Cover(**weights, features=features if with_notes else bare_features)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(path, "the weights of coverage cannot be read", "Run “make train”") from error
