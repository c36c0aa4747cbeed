"""The parts are put together: settings become an Assistant."""

from collections.abc import Callable

from assistant.composer import Composer
from assistant.conversation import Assistant
from assistant.settings import Settings
from corpus.errors import Fault
from corpus.library import Library, read_library
from corpus.notes import read_cries_for_help
from index.alarm import Alarm, open_alarm
from index.build import Build, Progress, open_build
from index.cover import read_cover
from index.encoder import Encoder, SentenceEncoder, ToneEncoder
from index.search import Searcher
from index.settings import OUR_DOCUMENTS, OUR_NOTES

Tell = Callable[[Fault], None]


def read_our_library(settings: Settings) -> Library:
    """The documents and notes that the settings name. Raises AssistantError."""
    return read_library(settings.corpus, settings.notes_folder)


def our_build(
    settings: Settings, library: Library, encoder: Encoder, *, rebuild: bool = False, progress: Progress | None = None
) -> Build:
    """The index of a library, made where there is none. Raises AssistantError."""
    return open_build(library, encoder, settings.data, rebuild=rebuild, progress=progress)


def our_alarm(settings: Settings, encoder: ToneEncoder) -> Alarm | None:
    """The alarm for distress. It is made of our own notes, whatever documents are answered from."""
    documents = read_library(OUR_DOCUMENTS, OUR_NOTES)
    return open_alarm(encoder, read_cries_for_help(OUR_NOTES), documents.notes.asked, settings.data)


def open_assistant(settings: Settings, *, tell: Tell | None = None, progress: Progress | None = None) -> Assistant:
    """An assistant that is ready to answer. `tell` hears of each file that could not be used.

    Raises AssistantError when the documents, the encoder or the index cannot be opened.
    """
    library = read_our_library(settings)
    if tell:
        for fault in library.faults:
            tell(fault)
    encoder = SentenceEncoder(settings.encoder)
    build = our_build(settings, library, encoder, progress=progress)
    composer = Composer(library.notes, read_cover(with_notes=build.classifier is not None))
    return Assistant(Searcher(build, encoder), composer, our_alarm(settings, encoder))
