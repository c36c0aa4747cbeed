"""The quick card: a plain line for each expectation of both sides, its exact words one tap away."""

from dataclasses import dataclass, replace

from assistant.answering.answer import Heading, Statement
from assistant.answering.extractive import Composer
from assistant.answering.wording import earlier_wording
from assistant.pages.frame import CARD, plain_page
from assistant.pages.turn import Notice
from assistant.paper.handout import expectations
from corpus.library import Library

# What most lines of a side begin with: it is said once, above them.
_OPENINGS = {Heading.INSPECTORS: "Inspectors should ", Heading.PROVIDERS: "You should "}


@dataclass(frozen=True)
class Side:
    """What is expected of one side: the items of its list without their opening, and the sentences around it."""

    heading: Heading
    listed: tuple[Statement, ...]
    around: tuple[Statement, ...]

    @property
    def opening(self) -> str:
        """The words that go before each line of the list."""
        return _OPENINGS[self.heading].strip()


def card_html(library: Library) -> str:
    """The page; each line says of which edition it is where there are several."""
    sides = _sides(library)
    cited = [citation for side in sides for each in (*side.listed, *side.around) for citation in each.citations]
    sources = list(dict.fromkeys(citation.passage.document for citation in cited))
    notices = [Notice(document, full) for document in sources if (full := earlier_wording(document))]
    return plain_page("card.html", CARD, sides=sides, sources=sources, notices=notices, alone=False)


def _sides(library: Library) -> list[Side]:
    composer = Composer(library.notes)
    sides = []
    for heading, passages in expectations(library).items():
        listed = [passage for passage in passages if passage.lead_in] or passages
        statements = composer.statements([*listed, *(passage for passage in passages if passage not in listed)])
        lines = tuple(replace(each, plain=_short(each.plain, _OPENINGS[heading])) for each in statements[: len(listed)])
        sides.append(Side(heading, lines, statements[len(listed) :]))
    return [side for side in sides if side.listed]


def _short(plain: str, opening: str) -> str:
    rest = plain.removeprefix(opening)
    return rest[:1].upper() + rest[1:]
