"""Counts mutants caught and faithful paraphrases dropped: python tests/verifying/figures.py."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from mutations import additions, mutants  # noqa: E402

from assistant.verifying.verifier import verify  # noqa: E402
from corpus.passages import passages_of  # noqa: E402
from corpus.reader import read_document  # noqa: E402

DOCUMENTS = HERE.parents[1] / "corpus" / "documents"
SPLITS = ("tuned", "opened", "later", "fresh", "more", "natural", "held-out", "sealed", "unseen")
SEALED = ("held-out", "sealed", "unseen")  # read in totals only


@dataclass(frozen=True)
class Case:
    """A statement, its sources and what it is: `faithful` (and how it is worded), or the kind of its mutation."""

    kind: str
    statement: str
    sources: tuple[str, ...]
    made: str  # written, or generated

    @property
    def faithful(self) -> bool:
        """Whether the sources say so."""
        return self.kind.startswith("faithful")


def corpus_sources() -> dict[str, str]:
    """Each passage's lead-in and wording, by its wording."""
    documents = [read_document(path, path.name) for path in sorted(DOCUMENTS.glob("c*.md"))]
    return {p.quote: " ".join(f"{p.lead_in} {p.quote}".split()) for d in documents for p in passages_of(d)}


def written(path: Path) -> Iterator[Case]:
    """The cases of a file."""
    passages = corpus_sources()
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        starts = entry.get("passages", ())
        sources = tuple(entry.get("sources", ())) or tuple(
            text for start in starts for quote, text in passages.items() if quote.startswith(start)
        )
        assert len(sources) >= max(1, len(starts)), starts
        for kind, statements in {**_faithful(entry["faithful"]), **entry.get("mutants", {})}.items():
            yield from (Case(kind, statement, sources, "written") for statement in statements)


def _faithful(found: list[str] | dict[str, list[str]]) -> dict[str, list[str]]:
    """Faithful statements by kind, those of each way of wording apart where the file tells it."""
    if isinstance(found, list):
        return {"faithful": found}
    return {f"faithful {wording}": statements for wording, statements in found.items()}


def generated(cases: list[Case], split: str) -> Iterator[Case]:
    """Mutants of each faithful statement, made by rules."""
    added = additions(split)
    faithful = [case for case in cases if case.faithful]
    for number, case in enumerate(faithful):
        other = next(o for o in faithful[number + 7 :] + faithful if not set(o.sources) & set(case.sources))
        for kind, statement in mutants(case.statement, other.statement, next(added)):
            yield Case(kind, statement, case.sources, "generated")


def cases_of(split: str, folder: Path = HERE / "cases") -> list[Case]:
    """All cases of a split."""
    found: list[Case] = []
    for path in sorted(folder.glob(f"*-{split}.yaml")):
        mine = list(written(path))
        found += [*mine, *generated(mine, split)]
    return found


def rates(cases: list[Case]) -> tuple[float, float]:
    """The shares of mutants caught and of faithful paraphrases dropped."""
    refused = {True: [], False: []}
    for case in cases:
        refused[case.faithful].append(not verify(case.statement, case.sources).proved)
    return sum(refused[False]) / len(refused[False]), sum(refused[True]) / len(refused[True])


def table(cases: list[Case]) -> str:
    """Caught of each kind and made, and faithful ones dropped."""
    counts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for case in cases:
        counts[case.made, case.kind].append(not verify(case.statement, case.sources).proved)
    lines = [
        f"{made:10} {kind:18} {sum(found):4} of {len(found):4}  {sum(found) / len(found):6.1%}"
        for (made, kind), found in sorted(counts.items())
    ]
    for made in ("written", "generated"):
        found = [
            one
            for (how, kind), ones in counts.items()
            if how == made and not kind.startswith("faithful")
            for one in ones
        ]
        lines.append(
            f"{made:10} {'ALL MUTANTS':18} {sum(found):4} of {len(found):4}  {sum(found) / max(1, len(found)):6.1%}"
        )
    return "\n".join(lines)


def main() -> None:
    """Prints the tables; the cases at fault only of the tuned half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, default=HERE / "cases")
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--faults", action="store_true", help="show what went wrong where one may look")
    wanted = parser.parse_args()
    for split in [wanted.split] if wanted.split else SPLITS:
        cases = cases_of(split, wanted.cases)
        print(f"## {split}\n{table(cases)}\n")
        if wanted.faults and split not in SEALED:
            for case in cases:
                verdict = verify(case.statement, case.sources)
                if verdict.proved != case.faithful:
                    print(f"{case.made:9} {case.kind:10} {case.statement}\n{'':21}{verdict.why}")


if __name__ == "__main__":
    main()
