"""Questions to tap, by the moment of the inspection at which they are asked, and after an answer."""

from assistant.answering.answer import Answer, Heading, Outcome

SUGGESTIONS = {
    "The call": (
        "Who does this guidance apply to?",
        "What must inspectors say about a conflict of interest?",
        "Can we ask for the inspection to be put off?",
    ),
    "During the visit": (
        "Can they talk to my staff without me?",
        "My staff are in tears. What should inspectors do about stress?",
        "How should inspectors treat us?",
        "What evidence do we have to give them?",
        "The inspector seems to have made up their mind. What can I say?",
    ),
    "Feedback": (
        "How should we be told what they found?",
        "Must what they find rest on evidence?",
        "When do I raise a concern about the inspection?",
    ),
    "After": (
        "Is what we told inspectors kept private?",
        "Can an inspection be compassionate? What do people say?",
        "How do I complain?",
    ),
}

# By what the answer before was about; each can be asked alone.
_AFTER = {
    Heading.INSPECTORS: ("When do I raise a concern about the inspection?", "How should inspectors treat us?"),
    Heading.PROVIDERS: (
        "What evidence do we have to give them?",
        "Do inspectors have to respond to reasonable requests?",
    ),
    Heading.GUIDANCE: ("How should inspectors treat us?", "Can they talk to my staff without me?"),
    Heading.COMMENTARY: ("How should inspectors treat us?", "What should inspectors do about stress?"),
}


def follow_ups(answer: Answer) -> tuple[str, ...]:
    """Questions that others ask next, after an answer that our texts gave; never the one just asked."""
    if answer.outcome is not Outcome.ANSWERED:
        return ()
    return tuple(question for question in _AFTER.get(answer.statements[0].heading, ()) if question != answer.question)
