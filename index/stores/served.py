"""The vector store on a Chroma server: one process builds, any number read.

The server is asked when a build is opened. Questions are answered from memory, and go on while it is away.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import urlsplit

import numpy as np

from corpus.errors import AssistantError
from index.encoder import Encoder, Vectors
from index.stores.store import Advance

_Given = TypeVar("_Given")
_ROWS = 1000  # at each step: a megabyte and a half, in JSON some more
_LOOK = "See that “chroma run” runs there and is reached, or unset ASSISTANT_CHROMA"


class AwayError(Exception):
    """The server cannot be reached at the moment, or does not answer in time."""


@dataclass(frozen=True)
class ChromaServer:
    """Where the server is, and what it wants to be shown."""

    address: str
    token: str = field(default="", repr=False)
    tenant: str = "default_tenant"
    database: str = "default_database"
    patience: float = 10.0  # seconds in which one that is away is asked again
    slowest: float = 60.0  # seconds that one step may take

    def store(self, fingerprint: str) -> "ServedStore":
        """The build of this fingerprint on it."""
        return ServedStore(self, f"inspection-{fingerprint}")


class ServedStore:
    """One collection, named by the fingerprint of its build; half of one never has that name."""

    def __init__(self, server: ChromaServer, name: str) -> None:
        self._server, self.name = server, name

    def write(self, texts: dict[str, str], encoder: Encoder, advance: Advance) -> None:
        """Embeds the texts into a collection aside, which then takes the place of what was there."""
        aside = f"{self.name}-{secrets.token_hex(4)}"
        keys = list(texts)
        space = {"hnsw": {"space": "cosine", "ef_search": 500}}

        def make(client: Any) -> Any:
            return client.get_or_create_collection(aside, embedding_function=None, configuration=space)

        try:
            self._asked(make)
            for start in range(0, len(keys), _ROWS):
                step = keys[start : start + _ROWS]
                self._asked(partial(_put, aside, step, encoder.encode([texts[key] for key in step]).tolist()))
                advance(len(step))
            self._asked(lambda client: _rename(client, aside, self.name))
        except BaseException:
            with suppress(AssistantError, LookupError):
                self._asked(lambda client: client.delete_collection(aside), tries=False)
            raise

    def read(self, keys: Sequence[str]) -> Vectors:
        """All embeddings, fetched in steps. Raises LookupError where there is no such build."""

        def fetch(client: Any) -> dict[str, Any]:
            collection = client.get_collection(self.name, embedding_function=None)
            rows: dict[str, Any] = {}
            for start in range(0, collection.count(), _ROWS):
                found = collection.get(limit=_ROWS, offset=start, include=["embeddings"])
                rows |= zip(found["ids"], found["embeddings"], strict=True)
            return rows

        rows = self._asked(fetch)
        if rows.keys() != set(keys):
            raise LookupError(f"{self.name} holds other passages")
        return np.asarray([rows[key] for key in keys], dtype=np.float32)

    def _asked(self, work: Callable[[Any], _Given], *, tries: bool = True) -> _Given:
        """What the work gives, asked again while the server is away. Raises AssistantError and LookupError."""
        import httpx
        from chromadb.errors import NotFoundError

        until = time.monotonic() + self._server.patience
        wait = 0.2
        while True:
            try:
                return _within(self._server.slowest, lambda: work(_client(self._server)))
            except NotFoundError as error:
                raise LookupError(str(error)) from error
            except (AwayError, httpx.HTTPError, OSError) as error:
                if not tries or time.monotonic() + wait > until:
                    reason = str(error).partition("\n")[0][:120] or type(error).__name__
                    raise AssistantError(self._server.address, f"no Chroma answers there ({reason})", _LOOK) from error
            except AssistantError:
                raise
            except Exception as error:
                reason = str(error).partition("\n")[0][:160]
                raise AssistantError(self._server.address, f"Chroma cannot be used there ({reason})", _LOOK) from error
            time.sleep(wait)
            wait = min(2.0, wait * 2)


def _put(name: str, keys: list[str], rows: list[list[float]], client: Any) -> None:
    client.get_collection(name, embedding_function=None).upsert(ids=keys, embeddings=rows)


def _rename(client: Any, old: str, new: str) -> None:
    """One collection takes the place of another; asked once more after it was done, it does nothing."""
    there = {each.name for each in client.list_collections()}
    if old not in there:
        return
    if new in there:
        client.delete_collection(new)
    client.get_collection(old, embedding_function=None).modify(name=new)


def _client(server: ChromaServer) -> Any:
    """A client of the server. Raises AwayError where nothing answers in time, AssistantError where it is no Chroma."""
    import chromadb
    import httpx
    from chromadb.config import Settings

    parts = urlsplit(server.address)
    shown = {"X-Chroma-Token": server.token, "Authorization": f"Bearer {server.token}"} if server.token else {}
    try:
        beat = httpx.get(f"{server.address.rstrip('/')}/api/v2/heartbeat", headers=shown, timeout=5)
    except httpx.HTTPError as error:
        raise AwayError(str(error) or type(error).__name__) from error
    if beat.status_code >= 500:
        raise AwayError(f"status {beat.status_code}")
    if beat.status_code != 200:
        words = f"no Chroma of version 1 or newer answers there (status {beat.status_code})"
        raise AssistantError(server.address, words, _LOOK)
    return chromadb.HttpClient(
        host=parts.hostname or "",
        port=parts.port or (443 if parts.scheme == "https" else 80),
        ssl=parts.scheme == "https",
        headers=shown,
        tenant=server.tenant,
        database=server.database,
        settings=Settings(anonymized_telemetry=False),
    )


def _within(seconds: float, work: Callable[[], _Given]) -> _Given:
    """What the work gives; chromadb itself waits for ever. Raises AwayError when it takes longer."""
    given: list[_Given] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            given.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below
            raised.append(error)

    thread = Thread(target=run, name="asking Chroma", daemon=True)
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not given:
        raise AwayError(f"no answer within {seconds:.0f} seconds")
    return given[0]
