"""A run in the forms of TREC: which passages are needed (qrels), and the ranking and the citations as runs."""

from collections.abc import Iterable, Iterator

from assistant.evaluation.run import Run
from assistant.evaluation.scoring import CaseResult, is_needed
from corpus.document import Passage

_NAME = "inspection-assistant"
NOT_FOUND = (
    "needed-and-not-found"  # stands for what is needed where nothing found is, so that the case counts as a miss
)


def trec_files(run: Run) -> dict[str, str]:
    """Texts by the names of their files: `ranked.run` and `cited.run`, each with the `.qrels` it is judged by.

    Only covered cases are judged. A ranking is that of a single question; a conversation has none.
    """
    covered = [result for result in run.results if result.case.covered]
    ranked = [(result, [hit.passage for hit in result.output.hits]) for result in covered if not result.case.earlier]
    cited = [(result, [citation.passage for citation in result.output.cited]) for result in covered]
    return {
        f"{name}.{form}": "".join(f"{line}\n" for result, found in lists for line in lines(result, found))
        for name, lists in (("ranked", ranked), ("cited", cited))
        for form, lines in (("run", _run_lines), ("qrels", _judgements))
    }


def _run_lines(result: CaseResult, found: Iterable[Passage]) -> Iterator[str]:
    # The order is the score: tools sort by score, and would settle ties in ways of their own.
    for rank, passage in enumerate(found, 1):
        yield f"{result.case.id} Q0 {_key(passage)} {rank} {1 / rank:.9f} {_NAME}"


def _judgements(result: CaseResult, found: Iterable[Passage]) -> Iterator[str]:
    needed = [_key(passage) for passage in found if is_needed(result.case.expect.cites, passage)]
    for key in needed or [NOT_FOUND]:
        yield f"{result.case.id} 0 {key} 1"


def _key(passage: Passage) -> str:
    return "_".join(passage.key.split())  # in these forms white space parts the columns
