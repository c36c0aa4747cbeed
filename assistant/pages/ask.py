"""The front page: a question box, the answers, and questions to tap."""

from typing import Any

import gradio as gr
from gradio.events import api

from assistant.output.json import Json, answer_json
from assistant.pages.drawn import fixed
from assistant.pages.frame import ASK, PAGES, part_of_frame
from assistant.pages.html import render
from assistant.pages.shown import Shown
from assistant.pages.suggestions import SUGGESTIONS
from assistant.serving.asked import text, texts
from assistant.serving.line import Door, Line, Place, TurnedAwayError
from assistant.writing.chat import Chat
from corpus.errors import AssistantError

# Gradio may be done before the page's own script has come, or before the page is drawn.
_OPEN = """async () => {
  while (!window.inspection || !window.notes || !document.getElementById("log") || !document.getElementById("forget") ||
         !document.getElementById("problem"))
    await new Promise((done) => setTimeout(done, 20));
  return inspection.open();
}"""


class AskPage:
    """The handlers of the page. Stateless."""

    def __init__(self, line: Line, shown: Shown) -> None:
        self._line, self._shown = line, shown

    async def answer(self, typed: str, sent: object, request: gr.Request) -> tuple[Json, str]:
        """What is shown for a question, and what stays in the box."""
        place, sent = _place(Door.PAGE, request), _named(sent)
        shown = await self._shown.turn(place, typed, sent.get("earlier"), str(sent.get("turn")))
        return shown, typed if shown["problem"] else ""

    async def restore(self, sent: object, request: gr.Request) -> list[Json]:
        """What is shown for each turn of an earlier visit, oldest first: its question after its earlier ones."""
        return await self._shown.again(_place(Door.RESTORED, request), _named(sent))

    async def ask(self, question: str, request: gr.Request, earlier: list[str] | None = None) -> dict[str, Any]:
        """The answer to a question as JSON; see docs/json.md.

        Args:
            question: what to ask, up to 1,000 characters
            earlier: the questions asked before it, oldest first
        """
        try:
            return answer_json(await self._line.ask(_place(Door.GRADIO, request), text(question), texts(earlier)))
        except (AssistantError, TurnedAwayError) as error:
            raise gr.Error(str(error), print_exception=False) from None


def _named(sent: object) -> dict[str, Any]:
    """What a page sent, by its names; none where it is something else."""
    return sent if isinstance(sent, dict) else {}


def _place(door: Door, request: gr.Request) -> Place:
    return Place(door, request.client.host if request.client else "")


def ask_page(line: Line, turns: Shown, chat: Chat | None = None) -> gr.Blocks:
    """The page, with its named endpoint `/ask`; `chat` words what is quoted."""
    page = AskPage(line, turns)
    blocks: gr.Blocks
    with gr.Blocks(title="Ask - Inspection Assistant", analytics_enabled=False, delete_cache=(3600, 3600)) as blocks:
        fixed(part_of_frame("header", PAGES, ASK.name) + render("opening.html"))
        if chat:
            fixed(render("model.html", chat=chat))
        fixed(render("log.html"))
        with gr.Row(elem_id="composer"):
            fixed(render("messages.html"))
            # A blank placeholder tells the style sheet that the box is empty.
            box = gr.Textbox(
                label="Your question", placeholder=" ", lines=1, max_lines=5, elem_id="box", autoscroll=False
            )
            button = gr.Button("Ask", variant="primary", elem_id="ask")
        fixed(render("tools.html") + render("suggestions.html", suggestions=SUGGESTIONS) + part_of_frame("footer"))
        sent, shown = gr.JSON({}, visible=False), gr.JSON(visible=False)
        # Not in Gradio's queue, which remembers between two requests: each of these is whole, so that any of
        # several workers may take it, and the line of questions is one for all doors.
        asked = gr.on(
            [button.click, box.submit], page.answer, [box, sent], [shown, box],
            js="(typed) => inspection.take(typed)", show_progress="hidden", queue=False, api_visibility="private",
        )  # fmt: skip
        asked.success(None, [shown], js="(shown) => inspection.show(shown)", api_visibility="private")
        asked.failure(None, js="() => inspection.failed()", api_visibility="private")
        restored = blocks.load(
            page.restore, [sent], [shown],
            js=_OPEN, show_progress="hidden", queue=False, api_visibility="private",
        )  # fmt: skip
        restored.success(None, [shown], js="(shown) => inspection.restore(shown)", api_visibility="private")
        restored.failure(None, js="() => inspection.failed(true)", api_visibility="private")
        api(page.ask, api_name="ask", api_description="The answer to a question, as JSON.")
    return blocks
