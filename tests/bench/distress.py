"""`make distress`: how many cries for help are recognised, and how many ordinary messages are taken for one.

Counted on the messages of distress-held-out.yaml, which nothing is learned from; by cross-validation
on the notes the model learns from, each message judged by a model that saw neither it nor one like
it; and on the questions of the answer tests. Prints totals only, as Markdown, and puts them into the
file named by --into, between its two marks. Further files of answer tests may be named.
"""

import argparse
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import yaml
from threadpoolctl import threadpool_limits

from assistant.answering.answer import Outcome
from assistant.answering.distress import Judgement, Level, hides_answer, judged
from assistant.answering.question import read_question
from assistant.evaluation.dataset import read_cases
from assistant.libraries import read_our_library
from assistant.settings import Settings
from corpus.note_reader import read_cries_for_help
from corpus.paths import OUR_NOTES, ROOT
from index.encoder import ToneEncoder
from index.learned.distress import DistressModel, load_distress, plain_letters
from index.learned.distress_training import Messages, gathered, held_out_probabilities
from index.packaged import for_questions, open_encoder

HELD_OUT = Path(__file__).with_name("distress-held-out.yaml")
START, END = "<!-- make distress -->", "<!-- end of make distress -->"
TITLES = {
    "distress": "cries for help",
    "emergency": "emergencies",
    "struggling": "people who struggle, hard to tell",
    "grief": "grief and fear, with a question",
    "everyday": "everyday messages that sound alarming",
    "asked": "ways of asking, from our notes",
}


@dataclass(frozen=True)
class Outcomes:
    """How one group of messages came out, in shares."""

    messages: int
    by_rules: float
    instead: float  # fixed words instead of an answer
    noticed: float  # that, or whom to ring beside the answer
    kind: float  # the answer begins with a kind sentence


def held_out() -> dict[str, list[str]]:
    """The messages that nothing is learned from, by what they are."""
    groups: dict[str, list[str]] = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    return groups


def counted(messages: Sequence[str], probabilities: Iterable[Mapping[str, float]]) -> Outcomes:
    """What becomes of these messages."""
    judgements = [judged(message, found) for message, found in zip(messages, probabilities, strict=True)]
    rules = [hides_answer(judged(message, {}).level) for message in messages]
    shares = (rules, [hides_answer(each.level) for each in judgements], [noticed(each) for each in judgements])
    return Outcomes(len(messages), *(float(np.mean(share)) for share in (*shares, [each.kind for each in judgements])))


def noticed(judgement: Judgement) -> bool:
    """True when whom to ring is shown, instead of an answer or beside it."""
    return judgement.level is not Level.NONE


def by_model(model: DistressModel, encoder: ToneEncoder, messages: Sequence[str]) -> list[dict[str, float]]:
    """The probabilities of each message, read as a question is."""
    texts = [read_question(message).text for message in messages]
    rows = zip(texts, *encoder.encode_with_tone(texts), strict=True)
    return [model.probabilities(*row) for row in rows]


def cross_validated(messages: Messages, examples: Mapping[str, Sequence[str]]) -> dict[str, Outcomes]:
    """What becomes of the messages of each class; the ways of asking that joined in are one of their own."""
    found = held_out_probabilities(messages)
    print(f"Calibration error of “in danger”, cross-validated: {calibration_error(messages, found):.3f}\n")
    known = {plain_letters(text): name for name, texts in examples.items() for text in texts}
    classes = [known.get(text, "asked") for text in messages.texts]
    rows = [dict(zip(messages.names, map(float, row), strict=True)) for row in found]
    numbers = {title: [n for n, name in enumerate(classes) if name == title] for title in TITLES}
    return {
        title: counted([messages.texts[n] for n in of], [rows[n] for n in of]) for title, of in numbers.items() if of
    }


def calibration_error(messages: Messages, found: np.ndarray, *, bins: int = 10) -> float:
    """Expected calibration error of the probability that somebody is in danger."""
    danger = [messages.names.index(name) for name in ("distress", "emergency")]
    said, true = found[:, danger].sum(axis=1), np.isin(messages.labels, danger)
    place = np.minimum((said * bins).astype(int), bins - 1)
    gaps = [abs(said[place == n].mean() - true[place == n].mean()) * (place == n).mean() for n in set(place)]
    return float(sum(gaps))


def answer_tests(paths: Sequence[Path]) -> dict[str, list[str]]:
    """Their questions, those with turns before them left out, by whether fixed words are expected."""
    cases = [case for case in read_cases(list(paths)).cases if not case.earlier]
    cries = [case.question for case in cases if Outcome.DISTRESS in case.expect.outcomes]
    return {"distress": cries, "other questions": [case.question for case in cases if case.question not in cries]}


def table(title: str, groups: Mapping[str, Outcomes]) -> list[str]:
    """A Markdown table of these groups."""
    lines = [
        f"| {title} | messages | by rules | instead of an answer | that, or whom to ring beside it | kind sentence |",
        "|---|---|---|---|---|---|",
    ]
    for name, of in groups.items():
        shares = " | ".join(f"{share:.1%}" for share in (of.by_rules, of.instead, of.noticed, of.kind))
        lines.append(f"| {TITLES.get(name, name)} | {of.messages:,} | {shares} |")
    return [*lines, ""]


def put_into(path: Path, lines: Sequence[str]) -> None:
    """Replaces what stands between the marks of this file."""
    before, _, rest = path.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    path.write_text(before + "\n".join([START, "", *lines, END]) + after, encoding="utf-8")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", type=Path, help="further files of answer tests")
    parser.add_argument("--into", type=Path, help="a Markdown file with the two marks")
    given = parser.parse_args()
    threadpool_limits(1, user_api="blas")  # as the assistant does, and for the same reason
    settings = Settings()
    encoder = open_encoder(settings.encoder)
    examples = read_cries_for_help(OUR_NOTES)
    model, served = load_distress(encoder.name, examples), for_questions(encoder)

    def judged_all(groups: Mapping[str, Sequence[str]]) -> dict[str, Outcomes]:
        return {name: counted(texts, by_model(model, served, texts)) for name, texts in groups.items() if texts}

    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    lines = [
        f"Taken on {datetime.now(UTC):%Y-%m-%d} after commit {commit.stdout.strip()}, model {model.fingerprint}.",
        "",
    ]
    lines += table("Held out", judged_all(held_out()))
    lines += table("Questions of the answer tests", judged_all(answer_tests([ROOT / "tests" / "answers"])))
    for path in given.cases:
        lines += table(path.name, judged_all(answer_tests([path])))
    messages = gathered(encoder, examples, read_our_library(settings).notes.asked)
    lines += table("Cross-validated, groups of near-alike messages held out", cross_validated(messages, examples))
    print("\n".join(lines))
    if given.into:
        put_into(given.into, lines)


if __name__ == "__main__":
    main()
