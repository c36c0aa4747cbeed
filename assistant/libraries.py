"""The library that the settings name and its index: all that adding documents needs, and nothing of answering."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from threading import Thread
from types import ModuleType

from assistant.settings import Settings
from corpus.collection import Collection
from corpus.errors import AssistantError
from corpus.library import Library, read_library
from index.build import Build, Progress, open_build, open_served_build
from index.encoder import Encoder

# What Chroma and LangChain import to report to services elsewhere, which nothing here does: a fifth of `add`.
_REPORTERS = {"langsmith": "RunTree", "opentelemetry.exporter.otlp.proto.grpc.trace_exporter": "OTLPSpanExporter"}


def read_our_library(settings: Settings) -> Library:
    """The documents and notes that the settings name, and the documents that were added. Raises AssistantError."""
    return read_library(
        settings.corpus,
        settings.notes_folder,
        *Collection(settings.data).documents(),
        unchecked_after=settings.unchecked_after,
    )


def our_build(
    settings: Settings, library: Library, encoder: Encoder, *, rebuild: bool = False, progress: Progress | None = None
) -> Build:
    """The index of a library, on the Chroma server where one is set and can be used, else on this machine.

    It is made where there is none. Raises AssistantError.
    """
    if settings.chroma:
        from index.stores.served import ChromaServer

        token = settings.chroma_token.get_secret_value() if settings.chroma_token else ""
        server = ChromaServer(settings.chroma, token, settings.chroma_tenant, settings.chroma_database)
        try:
            return open_served_build(library, encoder, server, rebuild=rebuild, progress=progress, data=settings.data)
        except AssistantError as error:
            print(f"{error} Until then the index on this machine is used.", file=sys.stderr)
    return open_build(library, encoder, settings.data, rebuild=rebuild, progress=progress)


def load_store_aside() -> None:
    """Begins to load what keeps an index, which takes a second or two, while files and the model are read."""
    Thread(target=_load_store, name="store").start()


def _load_store() -> None:
    # Told where it is used; a RuntimeError is that of a program that ends meanwhile, as nothing could be read.
    with suppress(AssistantError, ImportError, RuntimeError), _left_out(_REPORTERS):
        import_module("index.stores.chroma")


@contextmanager
def _left_out(modules: Mapping[str, str]) -> Iterator[None]:
    """Within it, each of these modules is imported as an empty one with this class; one that is there stays."""
    empty = {name: ModuleType(name) for name in modules if name not in sys.modules}
    for name, module in empty.items():
        setattr(module, modules[name], type(modules[name], (), {}))
    sys.modules.update(empty)
    try:
        yield
    finally:
        for name in empty:
            del sys.modules[name]
