"""An answer is held against what its case expects."""

from collections.abc import Iterator

from assistant.answer_tests.case import Case, Expectation
from assistant.answer_tests.matching import mentions
from assistant.answer_tests.result import Came, Check, Failure, meets


def failures_of(case: Case, came: Came) -> tuple[Failure, ...]:
    """All that does not hold, each with its reason; the quotes are checked whatever the case expects."""
    expect = case.expect
    return (
        *_outcome(expect, came),
        *_cites(expect, came),
        *_leads(expect, came),
        *_says(expect, came),
        *_never_cites(expect, came),
        *_look_in(expect, came),
        *_follow_up(expect, came),
        *(Failure(Check.VERBATIM, f"not in its document, word for word: “{quote}”") for quote in came.misquoted),
    )


def _outcome(expect: Expectation, came: Came) -> Iterator[Failure]:
    outcome = came.answer.outcome
    if expect.outcomes and outcome not in expect.outcomes:
        yield Failure(Check.OUTCOME, f"it came “{outcome}” and not “{' or '.join(expect.outcomes)}”")


def _cites(expect: Expectation, came: Came) -> Iterator[Failure]:
    for need in expect.cites:
        if not any(meets(need, citation.passage) for citation in came.cited):
            wanted = " or ".join(f"“{fragment}”" for fragment in need.fragments)
            yield Failure(Check.CITES, f"not cited: {wanted}")


def _leads(expect: Expectation, came: Came) -> Iterator[Failure]:
    if expect.leads is None:
        return
    if not came.cited:
        yield Failure(Check.LEADS, f"nothing is cited, and {expect.leads} should lead")
    elif (kind := came.cited[0].passage.document.kind) is not expect.leads:
        yield Failure(Check.LEADS, f"{kind} leads and not {expect.leads}")


def _says(expect: Expectation, came: Came) -> Iterator[Failure]:
    for words in expect.says:
        if not mentions(came.text, words):
            yield Failure(Check.SAYS, f"it does not say “{words}”")
    for words in expect.never_says:
        if mentions(came.text, words):
            yield Failure(Check.NEVER_SAYS, f"it says “{words}”")


def _never_cites(expect: Expectation, came: Came) -> Iterator[Failure]:
    shown = {citation.passage.document.id for citation in came.shown}
    for document in expect.never_cites:
        if document in shown:
            yield Failure(Check.NEVER_CITES, f"it shows a passage of {document}")


def _look_in(expect: Expectation, came: Came) -> Iterator[Failure]:
    for place in expect.look_in:
        if not any(mentions(named, place) for named in came.answer.look_in):
            yield Failure(Check.LOOK_IN, f"it does not send the reader to “{place}”")


def _follow_up(expect: Expectation, came: Came) -> Iterator[Failure]:
    if expect.follow_up is None or came.followed is expect.follow_up:
        return
    if expect.follow_up:
        yield Failure(Check.FOLLOW_UP, "the last turn is answered as if nothing had gone before")
    else:
        yield Failure(Check.FOLLOW_UP, "the earlier turns change the answer to a question that stands alone")
