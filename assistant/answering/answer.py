"""The types of an answer. An uncited statement or a misquotation cannot be constructed."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.crisis import CrisisLine
from corpus.document import Document, Passage
from corpus.editions import Pair


class Outcome(StrEnum):
    """The kind of answer that a question gets."""

    ANSWERED = "answered"
    RELATED = "related"
    CHOICES = "choices"  # asked back: several readings are about as likely
    NOT_COVERED = "not_covered"
    UNCLEAR = "unclear"
    OFF_TOPIC = "off_topic"
    DISTRESS = "distress"
    TALK = "talk"  # a greeting, thanks, a question about the assistant or about its last answer


class Grain(StrEnum):
    """How much was asked for at once."""

    STATEMENT = "statement"
    SECTION = "section"
    DOCUMENT = "document"
    LIBRARY = "library"
    COMPARISON = "comparison"
    ASSISTANT = "assistant"


class Heading(StrEnum):
    """The headings of statements. Rule and opinion never share one."""

    INSPECTORS = "What inspectors are expected to do"
    PROVIDERS = "What is expected of you"
    GUIDANCE = "What the guidance says"
    OTHER = "What your documents say"
    COMMENTARY = "What commentary says (opinion, not a rule)"
    DOCUMENT = "What is known of the document"

    @property
    def id(self) -> str:
        """A name that stays when its words change."""
        return self.name.lower()


@dataclass(frozen=True)
class Citation:
    """A passage and the words of it that are quoted, character for character."""

    number: int
    passage: Passage
    quote: str

    def __post_init__(self) -> None:
        if not self.quote or self.quote not in self.passage.quote:
            raise ValueError(f"not in {self.passage.key}: “{self.quote}”")

    @property
    def start(self) -> int:
        """Where the quote starts in its document's text."""
        return self.passage.span.start + self.passage.quote.index(self.quote)

    @property
    def end(self) -> int:
        """Where the quote ends in its document's text."""
        return self.start + len(self.quote)


_LABELS = {
    "title": "Title",
    "publisher": "Publisher",
    "author": "Author",
    "dated": "Dated",
    "status": "Status",
    "superseded_by": "Superseded by",
    "valid_from": "Valid from",
    "checked_on": "Checked on",
    "applies_to": "Applies to",
    "licence": "Licence",
    "attribution": "Attribution",
    "source_note": "Where the text is from",
}


@dataclass(frozen=True)
class Fact:
    """A field of a document's front matter: what is known of the document as a whole."""

    document: Document
    field: str

    def __post_init__(self) -> None:
        if self.field not in _LABELS or not self.value:
            raise ValueError(f"not in the front matter of {self.document.id}: {self.field}")

    @property
    def label(self) -> str:
        """The field's name for a reader."""
        return _LABELS[self.field]

    @property
    def value(self) -> str:
        """What the front matter says there."""
        return str(getattr(self.document, self.field))


@dataclass(frozen=True)
class Statement:
    """Something the assistant says, and what it rests on: words of a passage, or the front matter of a document."""

    text: str
    heading: Heading
    citations: tuple[Citation, ...] = ()
    facts: tuple[Fact, ...] = ()
    plain: str = ""  # our gloss in plain words, marked as ours wherever it is shown
    say: str = ""  # what a leader could say, carrying the quote
    earlier: Pair | None = None  # with the earlier wording of its quote, where that differs

    def __post_init__(self) -> None:
        if not self.citations and not self.facts:
            raise ValueError(f"a statement without a citation: “{self.text}”")


@dataclass(frozen=True)
class Choice:
    """A reading of the question that is offered; asked as a question, its id or its text gives the answer to it."""

    id: str  # such as statement/courtesy, section/inspectors or place/how-long-they-stay
    text: str
    kind: Grain | None  # None: answered elsewhere


@dataclass(frozen=True)
class Dropped:
    """What a model wrote that may not be shown, and why: for evaluators."""

    text: str
    why: str


@dataclass(frozen=True)
class Writing:
    """What a language model made of an answer: statements that are proved, or why there are none."""

    model: str
    away: bool = False  # whether the question left the machine for it
    statements: tuple[Statement, ...] = ()
    fault: str = ""  # why there is no wording, and what to do
    dropped: tuple[Dropped, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.statements and self.fault:
            raise ValueError(f"a writing has statements, or says why it has none: “{self.fault}”")


@dataclass(frozen=True)
class Answer:
    """An outcome and all that is shown with it."""

    question: str
    outcome: Outcome
    headline: str
    statements: tuple[Statement, ...] = ()
    look_in: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    care: str = ""  # whom to ring in a sentence, where a message may be a cry for help but need not be
    crisis: tuple[CrisisLine, ...] = ()  # whom to ring: all lines in distress, the short list where there is `care`
    advice: tuple[str, ...] = ()  # what else helps now, in distress
    choices: tuple[Choice, ...] = ()  # up to four readings, likeliest first; below an answer, what else was meant
    grain: Grain = Grain.STATEMENT
    read_with: str = ""  # the earlier question that this one was read together with
    kindness: str = ""  # a kind sentence before the answer, where grief or fear is told
    coverage: float = 0.0  # how likely our documents answer the question, 0 to 1
    milliseconds: float = 0.0
    writing: Writing | None = None  # where a language model is set, and never in place of the quotes
    of_earlier: bool = False  # earlier wording is what was asked for: it is shown at once beside the present
    read_as: str = ""  # what a language model took a question to mean, one of the choices that were offered

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.ANSWERED) != bool(self.statements):
            raise ValueError(f"an answer is “answered” when it has statements, and only then: “{self.question}”")
        if self.outcome is Outcome.RELATED and not self.nearest:
            raise ValueError(f"“related” without anything that is: “{self.question}”")
        if (self.outcome is Outcome.DISTRESS or bool(self.care)) != bool(self.crisis):
            raise ValueError(f"crisis lines stand with distress and with care, and only there: “{self.question}”")
        if self.outcome is Outcome.CHOICES and not self.choices:
            raise ValueError(f"it asks back and offers nothing: “{self.question}”")
        if self.outcome is Outcome.DISTRESS and self.choices:
            raise ValueError(f"nothing is offered beside the words for distress: “{self.question}”")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the statements once, in the order of their numbers."""
        unique = {citation.number: citation for statement in self.statements for citation in statement.citations}
        return tuple(unique[number] for number in sorted(unique))
