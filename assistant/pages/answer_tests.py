"""The page for evaluators: choose answer tests or send some, run them, read the report, compare with an earlier run."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Self

import gradio as gr

from assistant.answering.conversation import Assistant
from assistant.evaluation.baseline import Earlier, compared, earlier_of
from assistant.evaluation.case import Case, Split
from assistant.evaluation.dataset import SUFFIXES, read_case_text, read_cases
from assistant.evaluation.exports.html import report_html
from assistant.evaluation.exports.json import run_json
from assistant.evaluation.run import Run, run_cases, what_is_tested
from assistant.evaluation.selection import Selection, chosen_of
from assistant.pages.drawn import fixed
from assistant.pages.frame import ANSWER_TESTS, PAGES, part_of_frame
from assistant.pages.html import render
from assistant.scenarios.files import cases_of
from corpus.errors import AssistantError, Fault

ALL = "all files"
LONGEST = 500_000  # characters of a file of tests that is sent
LARGEST_RUN = 20_000_000  # characters of an earlier run that is sent

Json = dict[str, Any]
Progress = Callable[[tuple[int, int]], object]


@dataclass(frozen=True)
class Sent:
    """What a browser sends besides the choices: somebody's own tests, and an earlier run to compare with."""

    name: str = ""
    text: str = field(default="", repr=False)
    earlier: str = field(default="", repr=False)

    @classmethod
    def read(cls, values: object) -> Self:
        """The texts in these values. Raises AssistantError for what is no text or too long."""
        sent = values if isinstance(values, dict) else {}
        texts = {key: sent.get(key) or "" for key in ("name", "text", "earlier")}
        for key, most in {"name": 200, "text": LONGEST, "earlier": LARGEST_RUN}.items():
            if not isinstance(texts[key], str) or len(texts[key]) > most:
                raise AssistantError(
                    "What was sent", f"“{key}” is no text of {most:,} characters", "Choose another file"
                )
        return cls(**texts)


class AnswerTestsPage:
    """The handlers of the page. Stateless: what is sent is not kept."""

    def __init__(self, assistant: Callable[[], Assistant], folder: Path) -> None:
        """`folder` holds the case files that can be chosen, and no other can."""
        self._assistant, self._folder = assistant, folder

    @property
    def files(self) -> list[str]:
        """The names of the case files, after the choice of all of them."""
        return [ALL, *sorted(path.name for path in self._folder.glob("*") if path.suffix in SUFFIXES)]

    def report(self, name: str, half: str, text: str, sent: object, progress: Progress) -> tuple[str, Json]:
        """The report in a frame of its own, or what is wrong with the cases; and the run, for the browser to keep."""
        if name not in self.files or half not in tuple(Split):
            return _paragraphs([f"“{name}”, “{half}”: there is no such choice. Choose one of those offered."]), {}
        faults: list[Fault] = []
        try:
            own = Sent.read(sent)
            earlier = earlier_of(own.earlier, Path("the earlier run")) if own.earlier else None
            # A file of one's own is in no half: all of it is run.
            selection = Selection(text=text, split=None if own.text else Split(half))
            run = self._run(self._cases(name, own, selection, faults), selection, progress)
        except AssistantError as error:
            return _paragraphs([*map(str, faults), str(error)]), {}
        return _shown(run, earlier), _kept(run, own.name or name)

    def _cases(self, name: str, own: Sent, selection: Selection, faults: list[Fault]) -> tuple[Case, ...]:
        if own.text:
            read = read_case_text(Path(own.name), own.text, cases_of)
        else:
            read = read_cases([self._folder if name == ALL else self._folder / name], cases_of)
        return chosen_of(read, own.name or name, selection, self._assistant().library, faults.append)

    def _run(self, cases: tuple[Case, ...], selection: Selection, progress: Progress) -> Run:
        assistant = self._assistant()
        tested, begun, results = what_is_tested(assistant, cases), time.perf_counter(), []
        for result in run_cases(assistant, assistant.library, cases):
            results.append(result)
            progress((len(results), len(cases)))
        return Run(tuple(results), tested, selection, time.perf_counter() - begun)


def answer_tests_page(assistant: Callable[[], Assistant], folder: Path) -> gr.Blocks:
    """The page; `assistant` gives the one to test, and `folder` holds the case files."""
    page = AnswerTestsPage(assistant, folder)

    def report(
        name: str,
        half: str,
        text: str,
        sent: Json,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 (Gradio finds it by this default)
    ) -> tuple[str, Json]:
        return page.report(name, half, text, sent, progress)

    blocks: gr.Blocks
    with gr.Blocks(title="Answer tests - Inspection Assistant", analytics_enabled=False) as blocks:
        fixed(part_of_frame("header", PAGES, ANSWER_TESTS.name) + render("answer_tests.html"))
        with gr.Row(elem_classes="chosen"):
            name = gr.Dropdown(page.files, value=ALL, label="Case file")
            text = gr.Textbox(label="With these words", max_lines=1)
            half = gr.Radio([str(split) for split in Split], value=str(Split.DEV), label="Half", info=_HALVES)
        fixed(render("own_tests.html"))
        button = gr.Button("Run", variant="primary", elem_id="run")
        shown = gr.HTML(label="Report")
        fixed(render("keep_report.html") + part_of_frame("footer"))
        sent, kept = gr.JSON({}, visible=False), gr.JSON(visible=False)
        done = gr.on(
            [button.click, text.submit],
            report,
            [name, half, text, sent],
            [shown, kept],
            js="(name, half, text) => answerTests.take(name, half, text)",
            api_visibility="private",
            concurrency_limit=1,
        )
        done.success(None, [kept], js="(kept) => answerTests.keep(kept)", api_visibility="private")
    return blocks


_HALVES = "The test half shows totals only, so that nobody tunes the assistant to its cases."


def _shown(run: Run, earlier: Earlier | None) -> str:
    return _framed(report_html(run, compared(run, earlier) if earlier else None))


def _kept(run: Run, name: str) -> Json:
    passed = len(run.results) - len(run.failed)
    title = f"{name}, {passed} of {len(run.results)} passed, {run.tested.begun[:16].replace('T', ' ')} UTC"
    return {"title": title, "run": json.dumps(run_json(run), ensure_ascii=False)}


def _framed(report: str) -> str:
    # Sandboxed without allow-same-origin: its script can sift the report and reach nothing of this page.
    return f'<iframe title="Report" class="report" sandbox="allow-scripts" srcdoc="{escape(report)}"></iframe>'


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
