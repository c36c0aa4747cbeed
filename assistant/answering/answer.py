"""What an answer is made of. An uncited statement or a misquotation cannot be constructed."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Passage


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    RELATED = "related"
    NOT_COVERED = "not_covered"
    UNCLEAR = "unclear"
    OFF_TOPIC = "off_topic"
    DISTRESS = "distress"


class Heading(StrEnum):
    """Under what a statement stands. Rule and opinion never share one."""

    INSPECTORS = "What inspectors are expected to do"
    PROVIDERS = "What is expected of you"
    GUIDANCE = "What the guidance says"
    OTHER = "What your documents say"
    COMMENTARY = "What commentary says (opinion, not a rule)"


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


@dataclass(frozen=True)
class Statement:
    """Something the assistant says, and what it rests on."""

    text: str
    heading: Heading
    citations: tuple[Citation, ...]
    plain: str = ""  # our gloss in plain words, marked as ours wherever it is shown
    say: str = ""  # what a leader could say, carrying the quote

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a statement without a citation: “{self.text}”")


@dataclass(frozen=True)
class Answer:
    """An outcome and all that is shown with it."""

    question: str
    outcome: Outcome
    headline: str
    statements: tuple[Statement, ...] = ()
    look_in: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    care: str = ""  # whom to ring, where a message may be a cry for help but need not be
    coverage: float = 0.0  # how likely our documents answer the question, 0 to 1
    milliseconds: float = 0.0

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.ANSWERED) != bool(self.statements):
            raise ValueError(f"an answer is “answered” when it has statements, and only then: “{self.question}”")
        if self.outcome is Outcome.RELATED and not self.nearest:
            raise ValueError(f"“related” without anything that is: “{self.question}”")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the statements once, in the order of their numbers."""
        unique = {citation.number: citation for statement in self.statements for citation in statement.citations}
        return tuple(unique[number] for number in sorted(unique))
