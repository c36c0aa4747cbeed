"""A run as one HTML page that opens offline and asks for nothing from elsewhere."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from assistant.answering.answer import Outcome
from assistant.answering.wording import source_in_words
from assistant.evaluation.baseline import Comparison
from assistant.evaluation.exports.charts import confusion_rows, groups, latency_chart, rank_chart, risk_chart
from assistant.evaluation.run import Run
from assistant.evaluation.scoring import CaseResult, is_needed
from corpus.matching import places

_RANKING = 5  # passages of each ranking are shown


def report_html(run: Run, comparison: Comparison | None = None, *, details: bool = True) -> str:
    """The report; without `details` it holds totals only, and no case is named."""
    results = run.results
    covered = [result for result in results if result.case.covered]
    single = [result for result in covered if not result.case.earlier]
    return _template().render(
        run=run,
        comparison=comparison,
        details=details,
        kinds=groups(results, lambda result: [result.case.kind]),
        tags=groups(results, lambda result: result.case.tags),
        outcomes=[str(outcome) for outcome in Outcome],
        confusion=confusion_rows(results),
        cited_chart=rank_chart("Places of needed passages among those cited", [r.cited_rank for r in covered]),
        ranked_chart=rank_chart("Places of needed passages in the ranking", [r.ranked_rank for r in single]),
        risk_chart=risk_chart(results),
        latency_chart=latency_chart(results),
        marked=_marked,
        needed=_needed,
        source=source_in_words,
        ranking=_RANKING,
    )


@cache
def _template() -> Template:
    here = FileSystemLoader(Path(__file__).parent)
    jinja = Environment(loader=here, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return jinja.get_template("report.html.jinja")


def _marked(text: str, result: CaseResult) -> Markup:
    """The text, escaped, with the needed words marked."""
    fragments = [fragment for need in result.case.expect.cites for fragment in need.fragments]
    parts, done = [], 0
    for start, end in places(text, fragments):
        parts += [escape(text[done:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def _needed(result: CaseResult) -> list[bool]:
    """Of each passage that is ranked, whether it is needed."""
    return [is_needed(result.case.expect.cites, hit.passage) for hit in result.output.hits[:_RANKING]]
