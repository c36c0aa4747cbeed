"""The line of questions: so many are worked on at once, so many wait, one more is told when to ask again."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from assistant.desk import Desk
from assistant.serving.forgetting import Forgetting
from assistant.serving.log import QuestionLog
from assistant.serving.metrics import Metrics
from assistant.serving.rate import RateLimit
from corpus.errors import AssistantError

if TYPE_CHECKING:  # the line is there before these are
    from assistant.answering.answer import Answer
    from assistant.answering.conversation import Assistant

_Made = TypeVar("_Made")

AGAIN_IN = 3  # seconds, at least: short enough to be waited for
LONGEST = 30  # seconds: whoever is told more goes away


class Door(StrEnum):
    """Where a question comes in."""

    PAGE = "page"
    RESTORED = "restored"  # asked again when a page is opened again
    WORDING = "wording"  # asked again to be worded by a model
    API = "api"
    GRADIO = "gradio"
    MCP = "mcp"


_COUNTED_ONCE = frozenset({Door.RESTORED, Door.WORDING})


class TurnedAwayError(Exception):
    """A question that is not taken now; after `again_in` seconds it may be asked again as it is."""

    def __init__(self, reason: str, words: str, again_in: int = AGAIN_IN) -> None:
        self.reason, self.again_in = reason, again_in
        super().__init__(f"{words} Ask again in {again_in} second{'' if again_in == 1 else 's'}.")


@dataclass(frozen=True)
class Place:
    """By which door a question came, and whose it is: an address, which is counted and not kept in any log."""

    door: Door
    client: str = ""


class Line:
    """Answers questions in the order they come. To be used on one event loop."""

    def __init__(
        self,
        desk: Desk,
        *,
        at_once: int,
        waiting: int,
        rate: RateLimit | None = None,
        metrics: Metrics | None = None,
        log: QuestionLog | None = None,
    ) -> None:
        """`at_once` threads answer; `waiting` more questions may wait; `rate` limits each client, where it is given."""
        self._desk, self._rate, self._log = desk, rate, log
        self._at_once, self._most = at_once, at_once + waiting
        self.metrics = metrics or Metrics()
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="answering")
        self._forgetting = Forgetting(self._pool)
        self._inside = 0
        self._closed = False
        self._pace = 0.02  # seconds an answer takes, as of late

    @property
    def inside(self) -> int:
        """How many questions are worked on or wait."""
        return self._inside

    async def ask(self, place: Place, question: str, earlier: Sequence[str] = ()) -> "Answer":
        """The answer, once the assistant is open. Raises TurnedAwayError, and what `Assistant.ask` raises."""
        return await self.take(place, lambda assistant: assistant.ask(question, earlier), lambda a: str(a.outcome))

    async def take(
        self, place: Place, work: "Callable[[Assistant], _Made]", outcome_of: "Callable[[_Made], str]"
    ) -> "_Made":
        """What the work makes with the assistant, once that is open; counted by its outcome. Raises as `ask` does."""
        begun = time.perf_counter()
        outcome = "error"
        try:
            self._admit(place)
            made = await self._made(work)
            outcome = outcome_of(made)
        except TurnedAwayError as error:
            outcome = error.reason
            raise
        except AssistantError:
            outcome = "refused"
            raise
        finally:
            seconds = time.perf_counter() - begun
            self.metrics.asked(place.door, outcome, seconds)
            if self._log:
                self._log.asked(place.door, outcome, seconds)
        return made

    def close(self) -> None:
        """From now on every question is turned away; those inside are answered."""
        self._closed = True

    async def drained(self, within: float) -> bool:
        """Waits until nothing is inside, at most so many seconds; whether that was enough."""
        until = time.monotonic() + within
        while self._inside and time.monotonic() < until:
            await asyncio.sleep(0.02)
        self._pool.shutdown(wait=False, cancel_futures=True)
        return not self._inside

    def _admit(self, place: Place) -> None:
        if self._closed:
            raise _stopping()
        if self._rate and place.door not in _COUNTED_ONCE and (wait := self._rate.wait_for(place.client)):
            raise TurnedAwayError("limited", "That was many questions in a short time.", wait)
        if self._inside >= self._most:
            raise TurnedAwayError("busy", "Many people are asking at this moment.", self._until_answered())

    def _until_answered(self) -> int:
        """Seconds in which those inside are answered: whoever comes back sooner only adds to the work."""
        return min(LONGEST, max(AGAIN_IN, math.ceil(self._inside * self._pace / self._at_once)))

    async def _made(self, work: "Callable[[Assistant], _Made]") -> "_Made":
        self._enter(1)
        try:
            # Whoever goes away while the models load must not take the opening with them.
            assistant = await asyncio.shield(asyncio.wrap_future(self._desk.opening))
            timed = partial(_timed, assistant, work)
            made, seconds = await asyncio.get_running_loop().run_in_executor(self._pool, timed)
            self._pace += 0.1 * (seconds - self._pace)
            return made
        except asyncio.CancelledError:
            if self._closed:  # it takes longer than the program has left
                raise _stopping() from None
            raise
        finally:
            self._enter(-1)

    def _enter(self, count: int) -> None:
        self._inside += count
        self.metrics.inside(count)
        if not self._inside:
            self._forgetting.soon()


def _stopping() -> TurnedAwayError:
    return TurnedAwayError("stopping", "The program is being started again.")


def _timed(assistant: "Assistant", work: "Callable[[Assistant], _Made]") -> "tuple[_Made, float]":
    begun = time.perf_counter()
    return work(assistant), time.perf_counter() - begun
