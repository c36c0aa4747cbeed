"""The assistant opens in the background, so that the page is there while the models still load."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

from assistant.conversation import Assistant
from assistant.parts import open_assistant
from assistant.settings import Settings
from corpus.errors import AssistantError

Then = Callable[[], None]


class Opening:
    """An assistant that is ready, or will be."""

    def __init__(self, open_: Callable[[], Assistant]) -> None:
        self._open = open_
        self._future: Future[Assistant] = Future()

    def start(self, *, failed: Then | None = None) -> None:
        """Begins to open it; `failed` is called when it cannot be opened."""
        self._failed = failed
        Thread(target=self._run, name="opening", daemon=True).start()

    @property
    def ready(self) -> bool:
        """True when a question is answered at once."""
        return self._future.done() and self._future.exception() is None

    @property
    def fault(self) -> AssistantError | None:
        """Why it could not be opened, if so."""
        error = self._future.exception() if self._future.done() else None
        return error if isinstance(error, AssistantError) else None

    @property
    def assistant(self) -> Assistant:
        """The assistant, waited for. Raises AssistantError when it cannot be opened."""
        return self._future.result()

    def _run(self) -> None:
        try:
            self._future.set_result(self._open())
        except BaseException as error:  # noqa: BLE001 - whoever asks for the assistant gets it
            self._future.set_exception(error)
            if self._failed:
                self._failed()


def opening_of(settings: Settings) -> Opening:
    """The opening of the assistant that the settings describe. Not started yet."""
    return Opening(lambda: open_assistant(settings))
