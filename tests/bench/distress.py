"""Recall and false alarms of distress, held out and cross-validated: `make distress`.

Counted on the messages of distress-held-out.yaml, which nothing is tuned to, and by
cross-validation on the notes that the alarm learns from: each message is judged by an alarm that
was fitted without it. Prints totals only.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import yaml
from threadpoolctl import threadpool_limits

from assistant.answering.conversation import Assistant
from assistant.answering.distress import in_distress
from assistant.opening import read_our_library
from assistant.settings import Settings
from corpus.note_reader import read_cries_for_help
from corpus.paths import OUR_NOTES
from index.encoder import SentenceEncoder, ToneEncoder, Vectors
from index.learned.distress import fitted, some

HELD_OUT = Path(__file__).with_name("distress-held-out.yaml")
FOLDS = 5
Hear = Callable[[str], float]


@dataclass(frozen=True)
class Heard:
    """How one group of messages came out."""

    messages: int
    by_rules: float
    as_distress: float
    noticed: float  # as distress, or with numbers to ring beside the answer


def held_out() -> dict[str, list[str]]:
    """The messages that nothing is tuned to, by what they are."""
    groups: dict[str, list[str]] = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    return groups


def counted(levels: Mapping[str, float], alarm_from: float, care_from: float) -> Heard:
    """What becomes of these messages, each with how much the alarm made of it."""
    rules = np.array([in_distress(message) for message in levels])
    danger = np.where(rules, 1.0, list(levels.values()))
    shares = rules.mean(), (danger >= alarm_from).mean(), (danger >= care_from).mean()
    return Heard(len(levels), *(float(share) for share in shares))


class KnownTexts:
    """An encoder that embeds all texts at once and remembers, so that no alarm costs more embedding."""

    def __init__(self, encoder: SentenceEncoder, texts: Iterable[str]) -> None:
        self.name, self.encode, listed = encoder.name, encoder.encode, sorted(set(texts))
        self._rows = dict(zip(listed, zip(*encoder.encode_with_tone(listed), strict=True), strict=True))

    def encode_with_tone(self, texts: list[str]) -> tuple[Vectors, Vectors]:
        meaning, tone = zip(*(self._rows[text] for text in texts), strict=True)
        return np.stack(meaning), np.stack(tone)


def cross_validated(known: ToneEncoder, groups: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """For each group of notes, what an alarm that never saw the message makes of it."""
    levels: list[dict[str, float]] = [{} for _ in groups]
    for fold in range(FOLDS):
        alarm = fitted(known, [[message for message in group if _fold(message) != fold] for group in groups])
        for group, heard in zip(groups, levels, strict=True):
            heard.update((message, alarm.hear(message)[0]) for message in group if _fold(message) == fold)
    return levels


def _fold(message: str) -> int:
    # Another digest than the one that chooses ways of asking: with the same, all of these fall into one fold.
    return int(hashlib.sha1(message.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def _show(title: str, groups: Mapping[str, Mapping[str, float]], bands: tuple[float, float]) -> None:
    print(f"\n| {title} | messages | met by rules alone | met as distress | or numbers to ring with the answer |")
    print("|---|---|---|---|---|")
    for name, levels in groups.items():
        heard = counted(levels, *bands)
        print(f"| {name} | {heard.messages} | {heard.by_rules:.1%} | {heard.as_distress:.1%} | {heard.noticed:.1%} |")


def main() -> None:
    """Prints both tables."""
    threadpool_limits(1, user_api="blas")  # as the assistant does, and for the same reason
    settings = Settings()
    encoder = SentenceEncoder(settings.encoder)
    bands = Assistant.alarm_from, Assistant.care_from
    cries = read_cries_for_help(OUR_NOTES)
    asked = some(read_our_library(settings).notes.asked)
    groups = [[*cries.everyday, *asked], list(cries.struggling), list(cries.distress)]
    known = KnownTexts(encoder, chain(*groups, *held_out().values()))
    alarm = fitted(known, groups)
    heard = {name: {text: alarm.hear(text)[0] for text in texts} for name, texts in held_out().items()}
    _show("Held out", heard, bands)
    everyday, struggling, distress = cross_validated(known, groups)
    asked_levels = {text: everyday.pop(text) for text in asked if text in everyday}
    _show(
        "Cross-validated",
        {"distress": distress, "struggling": struggling, "everyday": everyday, "ways of asking": asked_levels},
        bands,
    )


if __name__ == "__main__":
    main()
