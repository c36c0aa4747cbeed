"""Distress classification by kernel ridge regression, for what the fixed rules do not recognise.

Kernel ridge regression, as in kernel.py, over what a message means, how it is said, its words and
its letters. It is fitted once for an encoder from the examples in corpus/notes/asked/distress, with
ways of asking from our notes as further messages that are none, and kept in the data folder under
the digest of what made it.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.errors import AssistantError
from corpus.files import write_whole
from corpus.notes import CriesForHelp
from index.encoder import ToneEncoder, Vectors
from index.learned import ranker as kernel

_FORMAT = 2
_EVERYDAY, _STRUGGLING, _DISTRESS = range(3)
Embedding = NDArray[np.float32]


@dataclass(frozen=True)
class _Voices:
    """The known messages: what they mean and how they are said, side by side in a row each."""

    mean: Embedding
    deviation: Embedding
    rows: Vectors

    def likeness(self, meaning: Vectors, tone: Vectors) -> Vectors:
        """How like each of these messages is to every known one; shape (messages, known)."""
        return np.asarray(_side_by_side(meaning, (tone - self.mean) / self.deviation) @ self.rows.T, np.float32)


@dataclass(frozen=True)
class Alarm:
    """The fitted classifier, with its encoder."""

    encoder: ToneEncoder
    voices: _Voices
    classifier: kernel.KernelClassifier

    def hear(self, message: str, parts: Sequence[str] = ()) -> tuple[float, Vectors]:
        """About -1 for an everyday question, 0 where it is hard to tell, 1 for a cry for help.

        With it come the embeddings of the message and of its parts, a row each: they are made in one go.
        """
        meaning, tone = self.encoder.encode_with_tone([message, *parts])
        scores = self.classifier.scores(message, self.voices.likeness(meaning[:1], tone[:1])[0])
        return float(scores[_DISTRESS] - scores[_EVERYDAY]), meaning


def open_alarm(encoder: ToneEncoder, cries: CriesForHelp, asked: Sequence[str], data: Path) -> Alarm | None:
    """The alarm for this encoder, fitted where there is none yet; nothing where there are no examples."""
    if not cries.distress:
        return None
    groups = [[*cries.everyday, *some(asked)], cries.struggling, cries.distress]
    made_of = json.dumps([_FORMAT, encoder.name, groups])
    path = data / "alarms" / f"{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.npz"
    try:
        return Alarm(encoder, _load_voices(_beside(path)), kernel.load(path))
    except AssistantError:  # there is none yet, or it is damaged
        alarm = fitted(encoder, groups)
        _keep(_beside(path), lambda file: np.savez(file, **vars(alarm.voices)))
        _keep(path, lambda file: kernel.save(alarm.classifier, file))
        return alarm


def some(asked: Sequence[str], *, one_in: int = 10) -> list[str]:
    """A sample of the ways of asking, by hash, so that it stays the same when others are added."""
    return sorted(way for way in set(asked) if int(hashlib.sha256(way.encode()).hexdigest(), 16) % one_in == 0)


def fitted(encoder: ToneEncoder, groups: Sequence[Sequence[str]]) -> Alarm:
    """The alarm fitted to three classes: everyday messages, those of people who struggle, and cries for help."""
    messages = [message for group in groups for message in group]
    classes = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    meaning, tone = encoder.encode_with_tone(messages)
    mean, deviation = tone.mean(axis=0), tone.std(axis=0) + np.float32(1e-4)
    voices = _Voices(mean, deviation, _side_by_side(meaning, (tone - mean) / deviation))
    return Alarm(encoder, voices, kernel.fit(messages, voices.rows, classes))


def _side_by_side(meaning: Vectors, tone: Vectors, *, tone_share: float = 0.67, weight: float = 3.0) -> Vectors:
    """Rows whose products are the shared likeness of meaning and tone.

    The last column is the same for all: the kernel takes the exponential of twice a product, and so it
    counts for `weight` times as much beside the words. Both numbers are the middle of a flat optimum.
    """
    length = np.maximum(np.linalg.norm(tone, axis=1, keepdims=True), 1e-12)
    more = np.full((len(meaning), 1), np.sqrt(np.log(weight) / 2))
    rows = [meaning * np.sqrt(1 - tone_share), tone / length * np.sqrt(tone_share), more]
    return np.hstack(rows).astype(np.float32)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}-voices.npz")


def _load_voices(path: Path) -> _Voices:
    try:
        with np.load(path, allow_pickle=False) as found:
            return _Voices(found["mean"], found["deviation"], found["rows"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise AssistantError(path, "what was learned cannot be read", "Delete the file") from error


def _keep(path: Path, save: Callable[[BytesIO], None]) -> None:
    """Writes what `save` gives, whole or not at all. Raises AssistantError when the folder cannot be written."""
    content = BytesIO()
    save(content)
    try:
        write_whole(path, content.getvalue())
    except OSError as error:
        raise AssistantError(path.parent, "the folder cannot be written", "Choose another with --data") from error
