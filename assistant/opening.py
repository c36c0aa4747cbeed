"""Factories: from settings to a library, a build and an Assistant."""

from assistant.answering.conversation import Assistant
from assistant.answering.extractive import Composer
from assistant.settings import Settings
from corpus.crisis import crisis_lines
from corpus.library import Library, read_library
from corpus.note_reader import read_cries_for_help
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES
from index.build import Build, Progress, open_build
from index.encoder import Encoder, SentenceEncoder, ToneEncoder
from index.learned.answerability import read_cover
from index.learned.distress import Alarm, open_alarm
from index.search import Searcher


def read_our_library(settings: Settings) -> Library:
    """The documents and notes that the settings name. Raises AssistantError."""
    return read_library(settings.corpus, settings.notes_folder)


def our_build(
    settings: Settings, library: Library, encoder: Encoder, *, rebuild: bool = False, progress: Progress | None = None
) -> Build:
    """The index of a library, made where there is none. Raises AssistantError."""
    return open_build(library, encoder, settings.data, rebuild=rebuild, progress=progress)


def our_alarm(settings: Settings, library: Library, encoder: ToneEncoder) -> Alarm | None:
    """The alarm for distress. It is made of our own notes, whatever documents are answered from."""
    ours = library if library.notes_folder == OUR_NOTES else read_library(OUR_DOCUMENTS, OUR_NOTES)
    return open_alarm(encoder, read_cries_for_help(OUR_NOTES), ours.notes.asked, settings.data)


def open_assistant(
    settings: Settings, library: Library | None = None, *, progress: Progress | None = None
) -> Assistant:
    """An assistant that is ready to answer from this library, or else from the one that the settings name.

    Raises AssistantError when the documents, the encoder or the index cannot be opened.
    """
    crisis_lines()  # what is wrong with them is told now, and not when somebody needs them
    library = library or read_our_library(settings)
    encoder = SentenceEncoder(settings.encoder)
    build = our_build(settings, library, encoder, progress=progress)
    composer = Composer(library.notes, read_cover(with_notes=build.classifier is not None))
    return Assistant(Searcher(build, encoder), composer, our_alarm(settings, library, encoder))
