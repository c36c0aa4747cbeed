"""What the front page shows for a question: the turn, or what is wrong with it."""

from typing import Any

from assistant.pages.html import render
from assistant.serving.asked import text, texts
from assistant.serving.line import Line, Place, TurnedAwayError
from corpus.errors import AssistantError

MOST_RESTORED = 100  # turns; each is asked again when the page is opened again

Json = dict[str, Any]


class Shown:
    """The same for the page that Gradio draws and the one that stands there before. Stateless."""

    def __init__(self, line: Line, model: str = "") -> None:
        """`model`: the name of what words an answer once it is shown."""
        self._line, self._model = line, model

    async def turn(self, place: Place, question: object, earlier: object, name: str) -> Json:
        """The turn of this question after its earlier ones, under a name that is unique on the page."""
        return await self._asked(place, question, earlier, name, self._model)

    async def again(self, place: Place, sent: Json) -> list[Json]:
        """Each turn of an earlier visit, oldest first."""
        turns = sent.get("turns")
        known = [turn for turn in turns if isinstance(turn, dict)] if isinstance(turns, list) else []
        return [
            await self._asked(place, turn.get("question"), turn.get("earlier"), str(turn.get("id")))
            for turn in known[:MOST_RESTORED]
        ]

    async def _asked(self, place: Place, question: object, earlier: object, name: str, model: str = "") -> Json:
        try:
            answer = await self._line.ask(place, text(question), texts(earlier))
        except TurnedAwayError as away:
            return _problem(str(away)) | {"again_in": away.again_in, "reason": away.reason}
        except AssistantError as error:
            return _problem(str(error))
        from assistant.pages.turn import turn_html  # there by now; before, nobody waits for what it imports

        return {"problem": False, "question": question, "html": turn_html(answer, turn=name, model=model)}


def _problem(words: str) -> Json:
    return {"problem": True, "question": "", "html": render("problem.html", message=words)}
