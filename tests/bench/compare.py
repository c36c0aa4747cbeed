"""Retrieval quality beside other retrievers: `make bench-quality`."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.offline import go_offline

go_offline()

from peers import KnownTexts, LangChainTutorial, LlamaIndexDefault, Ours, Retriever, Text, TxtaiHybrid, WordsAlone
from quality import Asked, Rules, asked_in, on_questions, on_rules, read_rules
from speed import machine

from assistant.evaluation.case import Case, Split
from assistant.evaluation.dataset import read_cases
from assistant.libraries import our_build, read_our_library
from assistant.settings import Settings
from corpus.library import Library, read_library
from corpus.matching import wording_of
from corpus.paths import ROOT
from index.build import Build, open_build
from index.encoder import Encoder
from index.packaged import open_encoder


@dataclass(frozen=True)
class Table:
    """Figures with a title, one row a retriever."""

    title: str
    rows: tuple[dict[str, str], ...]

    def __str__(self) -> str:
        """As Markdown that can be read as it is."""
        heads = list(self.rows[0])
        lines = [heads, *([row[head] for head in heads] for row in self.rows)]
        widths = [max(len(line[n]) for line in lines) for n in range(len(heads))]
        rule = ["-" * width for width in widths]
        written = (" | ".join(map(str.ljust, line, widths)) for line in (lines[0], rule, *lines[1:]))
        return f"### {self.title}\n\n" + "\n".join(f"| {line} |" for line in written) + "\n"


def main() -> None:
    """Prints every table as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=Path, default=ROOT / "tests" / "answers", help="folder of answer tests")
    parser.add_argument("--rules", type=Path, help="folder with passages.jsonl and questions.jsonl of OR-ShARC")
    parser.add_argument("--markdown", type=Path, help="file to write the tables to as well")
    parser.add_argument("--only-ours", action="store_true", help="leave out the other retrievers")
    given = parser.parse_args()
    told = []
    for part in parts(given):
        print(part, flush=True)
        told.append(str(part))
    if given.markdown:
        given.markdown.write_text("\n".join(told), encoding="utf-8")


def parts(given: argparse.Namespace) -> Iterator[Table | str]:
    """The machine, then the tables."""
    yield f"{machine()}{''.join(versions())}\n"
    settings = Settings()
    encoder = open_encoder(settings.encoder)
    build = our_build(settings, read_our_library(settings), encoder)
    known = KnownTexts(encoder)
    cases = read_cases([given.answers]).cases
    yield from answer_tests(cases, build, known, only_ours=given.only_ours)
    if given.rules and given.rules.is_dir():
        yield rule_texts(read_rules(given.rules), settings.data / "rules", encoder, only_ours=given.only_ours)
    else:
        yield "No texts without notes were given: name their folder with --rules to measure on them as well.\n"


def answer_tests(cases: Sequence[Case], build: Build, known: KnownTexts, *, only_ours: bool) -> Iterator[Table]:
    """Ours and the peers on each half of the answer tests."""
    halves = {str(half): asked_in([case for case in cases if case.split is half]) for half in Split}
    texts = [Text(document.id, document.text) for document in build.library.documents]
    retrievers = [Ours(build, known), *([] if only_ours else made_peers(texts, build.library, known))]
    for half, asked in halves.items():
        yield Table(f"Answer tests, {half}: {counted(asked)}", tuple(rows(retrievers, asked)))


def rule_texts(rules: Rules, place: Path, encoder: Encoder, *, only_ours: bool) -> Table:
    """All retrievers on texts without notes, ours by the way for own documents."""
    library = written(rules, place / "texts")
    build = open_build(library, encoder, place)
    known = KnownTexts(encoder)
    retrievers = [Ours(build, known), *([] if only_ours else made_peers(rules.texts, library, known))]
    measured = [{"": each.name, **on_rules(each, rules)} for each in retrievers]
    return Table(
        f"Rule texts without notes: {len(rules.texts)} texts, {len(rules.questions)} questions", tuple(measured)
    )


def made_peers(texts: Sequence[Text], library: Library, known: KnownTexts) -> Iterator[Retriever]:
    """Every peer that is installed; one that is not is named on the terminal."""
    passages = [Text(passage.document.id, wording_of(passage)) for passage in library.passages]
    peers: Iterable[tuple[str, Callable[[], Retriever]]] = (
        (LangChainTutorial.name, lambda: LangChainTutorial(texts, known)),
        (LlamaIndexDefault.name, lambda: LlamaIndexDefault(texts, known)),
        (TxtaiHybrid.name, lambda: TxtaiHybrid(texts, known)),
        (WordsAlone.name, lambda: WordsAlone(passages)),
    )
    for name, make in peers:
        try:
            yield make()
        except ModuleNotFoundError as error:
            print(f"{name} is left out: {error.name} is not installed; “make bench-quality” installs it.\n")


def versions() -> Iterator[str]:
    """The releases of the peers that are installed."""
    for name in ("llama-index-core", "txtai"):
        with suppress(PackageNotFoundError):
            yield f", {name} {version(name)}"


def rows(retrievers: Iterable[Retriever], asked: Sequence[Asked]) -> Iterator[dict[str, str]]:
    """A row a retriever."""
    for each in retrievers:
        yield {"": each.name, "gives": f"{each.shown}", **on_questions(each, asked)}


def counted(asked: Sequence[Asked]) -> str:
    """How many questions the figures are over."""
    covered = sum(each.covered for each in asked)
    return f"{covered} questions covered, {len(asked) - covered} not"


def written(rules: Rules, folder: Path) -> Library:
    """The rule texts as a folder of documents, each named by its id."""
    folder.mkdir(parents=True, exist_ok=True)
    for text in rules.texts:
        (folder / f"{text.source}.md").write_text(text.words, encoding="utf-8")
    return read_library(folder)


if __name__ == "__main__":
    main()
