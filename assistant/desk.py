"""A library and its assistant for the pages: opened in the background, and swapped whole."""

import gc
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.errors import AssistantError

if TYPE_CHECKING:  # the server listens before it takes the second in which these are imported
    from assistant.answering.answer import Answer
    from assistant.answering.conversation import Assistant
    from assistant.writing.chat import Chat
    from corpus.library import Library

Then = Callable[[], None]


class Gauge:
    """How far the embedding of a library has come: a Progress to be looked at."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total` texts are embedded."""
        self.done, self.total = done, total


class Desk:
    """Holds the library, read once it is wanted, and the assistant, which is there once the models are loaded."""

    def __init__(
        self,
        read: "Callable[[], Library]",
        open_: "Callable[[Library], Assistant]",
        gauge: Gauge | None = None,
        chat: "Chat | None" = None,
    ) -> None:
        """Nothing is read or opened yet. `chat`: the language model that words what is quoted."""
        self._read, self._open, self.chat = read, open_, chat
        self.gauge = gauge or Gauge()
        self._now: tuple[Library | None, Future[Assistant]] = None, Future()
        self._one_reader, self._one_reload = Lock(), Lock()
        self._opening: Thread | None = None

    def start(self, *, failed: Then | None = None) -> None:
        """Begins to open the assistant; `failed` is called when it cannot be opened."""
        self._opening = Thread(target=self._run, args=(failed,), name="opening", daemon=True)
        self._opening.start()

    def wait(self, seconds: float) -> None:
        """Lets what is being opened come to its end: libraries that are cut off complain on the terminal."""
        if self._opening:
            self._opening.join(seconds)

    @property
    def library(self) -> "Library":
        """The documents that are answered from, waited for. Raises AssistantError when they cannot be read."""
        with self._one_reader:
            library, opened = self._now
            if library is None:
                library = self._read()
                self._now = library, opened
            return library

    @property
    def ready(self) -> bool:
        """True when a question is answered at once."""
        opened = self._now[1]
        return opened.done() and opened.exception() is None

    @property
    def fault(self) -> AssistantError | None:
        """Why the assistant could not be opened, if so."""
        opened = self._now[1]
        error = opened.exception() if opened.done() else None
        return error if isinstance(error, AssistantError) else None

    @property
    def opening(self) -> "Future[Assistant]":
        """The assistant that is being opened, or is."""
        return self._now[1]

    @property
    def assistant(self) -> "Assistant":
        """The assistant, waited for. Raises AssistantError when it cannot be opened."""
        return self._now[1].result()

    def ask(self, question: str, earlier: Sequence[str] = ()) -> "Answer":
        """The answer of the assistant that is in; see `Assistant.ask`."""
        return self.assistant.ask(question, earlier)

    def reload(self) -> None:
        """Reads and opens everything anew; until it is ready, and where it fails, what is in goes on answering.

        Raises AssistantError.
        """
        with self._one_reload:
            library = self._read()
            opened: Future[Assistant] = Future()
            opened.set_result(self._open(library))
            with self._one_reader:
                self._now = library, opened  # one assignment: no reader sees a mixture
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def _run(self, failed: Then | None) -> None:
        opened = self._now[1]
        try:
            opened.set_result(self._open(self.library))
            gc.freeze()  # what is open stays: a collection, such as after each PDF, need not look at it
        except BaseException as error:  # noqa: BLE001 - whoever asks for the assistant gets it
            opened.set_exception(error if isinstance(error, AssistantError) else unforeseen(error))
            if failed:
                failed()


def unforeseen(error: BaseException) -> AssistantError:
    """What nobody foresaw, in one line."""
    what = f"it could not be opened ({type(error).__name__}: {str(error).partition(chr(10))[0][:160]})"
    return AssistantError("Inspection Assistant", what, "Run “make check”, or clone it anew")


def desk_of(settings: Settings) -> Desk:
    """The desk that the settings describe, not started yet."""
    gauge = Gauge()

    def read() -> "Library":
        from assistant.libraries import read_our_library

        return read_our_library(settings)

    def open_(library: "Library") -> "Assistant":
        from assistant.opening import open_at_least_by_words

        return open_at_least_by_words(settings, library, progress=gauge)

    return Desk(read, open_, gauge, _model(settings))


def _model(settings: Settings) -> "Chat | None":
    if not settings.model:
        return None
    from assistant.opening import open_model

    return open_model(settings)
