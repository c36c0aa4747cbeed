"""Questions to tap, by the moment of the inspection at which they are asked."""

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
