"""A line of log for each question: when, by which door, what became of it, how long it took. Never its words."""

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import Literal

Form = Literal["none", "text", "json"]


class QuestionLog:
    """Writes to standard error."""

    def __init__(self, form: Form) -> None:
        """`json` writes an object a line, `text` words, `none` nothing."""
        self._form = form
        self._logger = logging.getLogger("assistant.questions")
        self._logger.setLevel(logging.INFO)
        self._logger.propagate = False
        self._logger.handlers = [logging.StreamHandler(sys.stderr)] if form != "none" else [logging.NullHandler()]

    def asked(self, door: str, outcome: str, seconds: float) -> None:
        """One question."""
        if self._form == "none":
            return
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        values = {"at": at, "event": "question", "door": str(door), "outcome": outcome,
                  "milliseconds": round(seconds * 1000, 1), "process": os.getpid()}  # fmt: skip
        told = json.dumps(values) if self._form == "json" else " ".join(f"{k}={v}" for k, v in values.items())
        self._logger.info(told)
