"""Background reload: when documents or pairs of editions were changed, by any process, the desk opens all anew."""

import time
from pathlib import Path
from threading import Event, Thread

from assistant.adding import forget
from assistant.desk import Desk
from corpus.collection import Collection
from corpus.edition_files import FILE
from corpus.errors import AssistantError
from corpus.files import stamp_of


class Upkeep:
    """Keeps a desk up with its collection; what is in goes on answering meanwhile."""

    def __init__(self, desk: Desk, collection: Collection, data: Path, *, every: float = 2.0) -> None:
        """Looks `every` so many seconds, and at once when it is told of a change."""
        self._desk, self._collection, self._data, self._every = desk, collection, data, every
        self._told, self._for_good, self._busy, self.fault = Event(), Event(), False, ""
        self._seen = self._stamp()
        Thread(target=self._run, name="upkeep", daemon=True).start()

    @property
    def busy(self) -> bool:
        """True while a change is not answered from yet."""
        return self._busy or self._told.is_set() or not self._desk.ready

    def changed(self, *, for_good: bool = False) -> None:
        """Tells that the collection was changed; `for_good`: of what was taken out no trace is to be left."""
        if for_good:
            self._for_good.set()
        self._told.set()

    def settle(self, *, within: float = 10.0) -> None:
        """Waits until what was changed is answered from, or so many seconds."""
        until = time.monotonic() + within
        while self.busy and time.monotonic() < until:
            time.sleep(0.02)

    def _stamp(self) -> tuple[tuple[int, ...], ...]:
        return (self._collection.stamp, stamp_of(self._data / FILE))

    def _run(self) -> None:
        while True:
            self._told.wait(self._every)
            self._busy = True
            self._told.clear()
            stamp = self._stamp()
            if stamp != self._seen:
                self._seen = stamp
                self._reload()
            self._busy = False

    def _reload(self) -> None:
        try:
            self._desk.reload()
            if self._for_good.is_set():
                self._for_good.clear()
                forget(self._collection, self._data, self._desk.library.documents)
            self.fault = ""
        except AssistantError as error:
            self.fault = str(error)
        except Exception as error:  # noqa: BLE001 - this thread must go on, and the page say what is wrong
            self.fault = f"The documents could not be taken in ({type(error).__name__}). Start the assistant again."
