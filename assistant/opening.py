"""Composition root: settings become an Assistant with all its parts."""

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace

from assistant.answering.answers import Answers
from assistant.answering.by_words import ByWords
from assistant.answering.conversation import Assistant
from assistant.answering.decision import Policy
from assistant.answering.extractive import Composer
from assistant.libraries import our_build, read_our_library
from assistant.settings import Settings
from assistant.writing.chat import Chat, open_chat
from assistant.writing.worded import Worded
from corpus.document import Binds, Kind
from corpus.edition_files import read_corrections
from corpus.editions import Editions
from corpus.errors import UnreadableError
from corpus.library import Library
from corpus.note_reader import read_cries_for_help, read_notes
from corpus.notes import Note, Notes
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES
from index.build import Progress
from index.by_words import NoEncoder, WordSearcher
from index.editions import editions_of
from index.encoder import ToneEncoder
from index.learned import readings
from index.learned.answerability import read_answerability
from index.learned.distress import DistressModel, load_distress
from index.learned.examples import examples_of
from index.learned.readings import ReadingModel
from index.once import OnceEncoder
from index.packaged import for_questions, open_encoder
from index.search import Searcher

_OLDER = re.compile(r"\b(?:earlier|older) (?=(?:Ofsted )?(?:conduct )?guidance\b)")
Timed = Callable[[str], AbstractContextManager[None]]


def untimed(step: str) -> AbstractContextManager[None]:  # noqa: ARG001 (the Timed that nobody looks at)
    """Does not tell how long a step takes."""
    return nullcontext()


def open_assistant(
    settings: Settings, library: Library | None = None, *, progress: Progress | None = None, timed: Timed = untimed
) -> Assistant:
    """An assistant that is ready to answer from this library, or else from the one that the settings name.

    `timed` is entered for each step. Raises AssistantError when the documents, the encoder or the index
    cannot be opened.
    """
    with timed("Documents"):
        library = library or read_our_library(settings)
        passages = len(library.passages)
    with timed("Model"):
        exact = open_encoder(settings.encoder)
        encoder = OnceEncoder(for_questions(exact))
    with timed(f"Index of {passages:,} passages"):
        build = our_build(settings, library, exact, progress=progress)
    with timed("Notes"):
        notes = notes_for(library)
    with timed("Editions"):
        editions = editions_of(library, exact, read_corrections(settings.data))
    with timed("What was learned of questions"):
        readings_known = our_readings(library, exact.name)
        weights = read_answerability(exact.name)
    with timed("Words for the search"):
        searcher = Searcher(build, encoder, readings_known, weights, notes, editions)
    with timed("What was learned of distress"):
        distress_model = our_distress(exact.name)
    composer = Composer(carried(notes, editions), editions)
    return Assistant(searcher, encoder, composer, Policy(restated_in(notes)), distress_model)


def open_at_least_by_words(
    settings: Settings, library: Library | None = None, *, progress: Progress | None = None
) -> Assistant:
    """The assistant, or one that goes by words alone where the model or what was learned cannot be read.

    Raises AssistantError as `open_assistant` does for all else.
    """
    try:
        return open_assistant(settings, library, progress=progress)
    except UnreadableError as error:
        logging.getLogger(__name__).warning("%s Until then questions are matched by their words alone.", error)
        return _by_words(settings, library or read_our_library(settings), str(error))


def _by_words(settings: Settings, library: Library, why: str) -> ByWords:
    encoder: ToneEncoder = NoEncoder()
    distress_model = None
    with suppress(UnreadableError):  # of cries for help the model is kept where it is whole
        encoder = open_encoder(settings.encoder)
        distress_model = load_distress(encoder.name, read_cries_for_help(OUR_NOTES))
    notes = notes_for(library)
    editions = editions_of(library, encoder, read_corrections(settings.data))
    composer = Composer(carried(notes, editions), editions)
    searcher = WordSearcher(library, notes)
    return ByWords(searcher, encoder, composer, Policy(restated_in(notes)), distress_model, why=why)


def our_readings(library: Library, encoder: str) -> ReadingModel:
    """What was learned from our notes with the encoder of this name.

    Raises AssistantError where it is of other notes or another encoder. It is asked for libraries without
    our notes too: what is said of the assistant itself is the same for all.
    """
    ours = library.notes_folder == OUR_NOTES and library.folder.resolve() == OUR_DOCUMENTS
    fingerprint = examples_of(library.notes).fingerprint(encoder) if ours else ""
    return readings.load(readings.FITTED, encoder, fingerprint)


def our_distress(encoder: str) -> DistressModel:
    """What was learned of cries for help, whatever documents are answered from. Raises AssistantError as above."""
    return load_distress(encoder, read_cries_for_help(OUR_NOTES))


def open_model(settings: Settings) -> Chat | None:
    """The language model that the settings name, if any; one that cannot be used says why when it is asked."""
    if not settings.model:
        return None
    return open_chat(settings.model, settings.model_url or "", seconds=settings.model_seconds)


def with_model(quoting: Assistant, settings: Settings) -> Answers:
    """The assistant with the model beside it that the settings name; itself where they name none."""
    chat = open_model(settings)
    return Worded(quoting, chat) if chat else quoting


def notes_for(library: Library) -> Notes:
    """The notes on a library; where it has none, what may be asked of any: the library, the assistant, small talk."""
    if library.notes.readings:
        return library.notes
    return replace(library.notes, readings=read_notes(OUR_NOTES, (), ()).readings)


def carried(notes: Notes, editions: Editions) -> Notes:
    """The notes, those on earlier wording also on the present where the pair is the same or was made by hand."""
    found: list[Note] = []
    on = {passage.key: list(notes.all_on(passage)) for passage in {note.passage for note in notes.of_passages}}
    for older, newer, pair in editions.both:
        if pair.holds and (kept := on.get(older.key)):
            moved = [replace(note, passage=newer, say=_still_said(note.say, newer.quote)) for note in kept]
            on.setdefault(newer.key, []).extend(moved)
            found += moved
    return replace(notes, carried=tuple(found))


def _still_said(say: str, quote: str) -> str:
    """What could be said, no longer of older guidance, unless words that it quotes do not stand in this quote."""
    spoken = [piece.partition("”")[0] for piece in say.split("“")[1:]]
    return _OLDER.sub("", say) if all(words in quote for words in spoken) else ""


def restated_in(notes: Notes) -> frozenset[str]:
    """The keys of passages of commentary whose notes say that they only say again what a rule asks for."""
    return frozenset(
        note.passage.key
        for note in notes.of_passages
        if note.passage.document.kind is Kind.COMMENTARY and note.binds is not Binds.NONE
    )
