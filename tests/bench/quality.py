"""Metrics of a retriever: success at k, MRR, recall, and AUROC of its best score."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from peers import Found, Retriever, Text
from sklearn.metrics import roc_auc_score

from assistant.evaluation.case import Case, Need
from corpus.matching import holds

DEEP = 50  # units a retriever is asked for where whole texts are ranked


@dataclass(frozen=True)
class Asked:
    """A question, whether it is covered, and which units answer it."""

    question: str
    covered: bool
    answers: Callable[[Text], bool]


@dataclass(frozen=True)
class Rules:
    """Rule texts, and questions of which each is answered by one of them."""

    texts: tuple[Text, ...]
    questions: tuple[Asked, ...]
    sources: tuple[str, ...]  # the text that answers each question


def asked_in(cases: Sequence[Case]) -> list[Asked]:
    """The single questions of the answer tests that are covered, or are not."""
    single = [case for case in cases if not case.earlier and (case.covered or case.not_covered)]
    return [Asked(case.question, case.covered, partial(_holds_any, case.expect.cites)) for case in single]


def read_rules(folder: Path) -> Rules:
    """The rule texts and questions of a folder with passages.jsonl and questions.jsonl."""
    texts = [Text(line["id"], line["text"]) for line in _lines(folder / "passages.jsonl")]
    lines = list(_lines(folder / "questions.jsonl"))
    questions = [Asked(line["question"], True, partial(_is_of, line["passage"])) for line in lines]
    return Rules(tuple(texts), tuple(questions), tuple(line["passage"] for line in lines))


def on_questions(retriever: Retriever, asked: Sequence[Asked]) -> dict[str, str]:
    """The figures over questions put to a retriever that gives what it gives by default."""
    given = [_asked(retriever, each, retriever.shown) for each in asked]
    covered = [(found, each) for (found, _), each in zip(given, asked, strict=True) if each.covered]
    places = [_place(found, each) for found, each in covered]
    return {
        "success@1": _percent([place == 1 for place in places]),
        "success@3": _percent([0 < place <= 3 for place in places]),
        "MRR": f"{_reciprocal(places):.3f}",
        "characters @1": f"{median(_length(found[:1]) for found, _ in covered):.0f}",
        "characters @3": f"{median(_length(found[:3]) for found, _ in covered):.0f}",
        "AUROC": f"{roc_auc_score([each.covered for each in asked], [sure for _, sure in given]):.3f}",
    }


def on_rules(retriever: Retriever, rules: Rules) -> dict[str, str]:
    """The figures over whole rule texts; each stands where the first of its units does."""
    places, there, gone = [], [], []
    for each, source in zip(rules.questions, rules.sources, strict=True):
        found, sure = _asked(retriever, each, DEEP)
        places.append(_place(_texts_of(found), each))
        there.append(sure)
        with retriever.without(source) as rest:
            gone.append(_asked(rest, each, DEEP)[1])
    return {
        "MRR": f"{_reciprocal(places):.3f}",
        "recall@4": f"{sum(0 < place <= 4 for place in places) / len(places):.3f}",
        "AUROC, text removed": f"{roc_auc_score([1] * len(there) + [0] * len(gone), there + gone):.3f}",
    }


def _asked(retriever: Retriever, asked: Asked, limit: int) -> tuple[list[Found], float]:
    found = retriever.search(asked.question, limit)
    return found, retriever.sureness(asked.question, found)


def _texts_of(found: Sequence[Found]) -> list[Found]:
    first: dict[str, Found] = {}
    for each in found:
        first.setdefault(each.text.source, each)
    return list(first.values())


def _place(found: Sequence[Found], asked: Asked) -> int:
    """From 1; 0 where nothing that was given answers."""
    return next((place for place, each in enumerate(found, 1) if asked.answers(each.text)), 0)


def _reciprocal(places: Sequence[int]) -> float:
    return sum(1 / place for place in places if place) / len(places)


def _percent(hits: Sequence[bool]) -> str:
    return f"{100 * sum(hits) / len(hits):.1f}%"


def _length(found: Sequence[Found]) -> int:
    return sum(len(each.text.words) for each in found)


def _holds_any(needs: Sequence[Need], unit: Text) -> bool:
    return any(holds(unit.words, fragment) for need in needs for fragment in need.fragments)


def _is_of(source: str, unit: Text) -> bool:
    return unit.source == source


def _lines(path: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())
