"""The page for evaluators: choose answer tests, run them, read the report."""

import time
from collections.abc import Callable
from html import escape
from pathlib import Path

import gradio as gr

from assistant.answering.conversation import Assistant
from assistant.evaluation.case import Split
from assistant.evaluation.dataset import SUFFIXES
from assistant.evaluation.exports.html import report_html
from assistant.evaluation.run import Run, run_cases, what_is_tested
from assistant.evaluation.selection import Selection, load_cases
from assistant.pages.frame import ANSWER_TESTS, PAGES, fixed, part_of_frame
from assistant.pages.html import render
from assistant.scenarios.files import cases_of
from corpus.errors import AssistantError, Fault

ALL = "all files"


class AnswerTestsPage:
    """The handlers of the page. Stateless."""

    def __init__(self, assistant: Callable[[], Assistant], folder: Path) -> None:
        """`folder` holds the case files that can be chosen, and no other can."""
        self._assistant, self._folder = assistant, folder

    @property
    def files(self) -> list[str]:
        """The names of the case files, after the choice of all of them."""
        return [ALL, *sorted(path.name for path in self._folder.glob("*") if path.suffix in SUFFIXES)]

    def report(self, name: str, half: str, text: str, progress: Callable[[tuple[int, int]], object]) -> str:
        """The report on the chosen cases in a frame of its own, or what is wrong with them."""
        if name not in self.files or half not in tuple(Split):
            return _paragraphs([f"“{name}”, “{half}”: there is no such choice. Choose one of those offered."])
        faults: list[Fault] = []
        try:
            run = self._run(
                self._folder if name == ALL else self._folder / name, Selection((), text, Split(half)), faults, progress
            )
        except AssistantError as error:
            return _paragraphs([*map(str, faults), str(error)])
        return _framed(report_html(run))

    def _run(
        self, path: Path, selection: Selection, faults: list[Fault], progress: Callable[[tuple[int, int]], object]
    ) -> Run:
        assistant = self._assistant()
        library = assistant.library
        cases = load_cases([path], selection, library, faults.append, cases_of)
        tested, begun, results = what_is_tested(assistant, cases), time.perf_counter(), []
        for result in run_cases(assistant, library, cases):
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
        progress: gr.Progress = gr.Progress(),  # noqa: B008 (Gradio finds it by this default)
    ) -> str:
        return page.report(name, half, text, progress)

    blocks: gr.Blocks
    with gr.Blocks(title="Answer tests - Inspection Assistant", analytics_enabled=False) as blocks:
        fixed(part_of_frame("header", PAGES, ANSWER_TESTS.name) + render("answer_tests.html"))
        with gr.Row(elem_classes="chosen"):
            name = gr.Dropdown(page.files, value=ALL, label="Case file")
            text = gr.Textbox(label="With these words", max_lines=1)
            half = gr.Radio([str(split) for split in Split], value=str(Split.DEV), label="Half", info=_HALVES)
        button = gr.Button("Run", variant="primary", elem_id="run")
        shown = gr.HTML(label="Report")
        fixed(part_of_frame("footer"))
        gr.on(
            [button.click, text.submit],
            report,
            [name, half, text],
            shown,
            api_visibility="private",
            concurrency_limit=1,
        )
    return blocks


_HALVES = "The test half shows totals only, so that nobody tunes the assistant to its cases."


def _framed(report: str) -> str:
    # Sandboxed without allow-same-origin: its script can sift the report and reach nothing of this page.
    return f'<iframe title="Report" class="report" sandbox="allow-scripts" srcdoc="{escape(report)}"></iframe>'


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
