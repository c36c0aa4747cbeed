"""Small talk and questions about the assistant, met for what they are, in our own words."""

from assistant.answering.answer import Answer, Grain, Outcome
from assistant.answering.wording import kind_in_words, source_in_words
from corpus.document import Document, Kind, Passage, Status

_HINT = "Ask about what inspectors or you are expected to do, for example: can they talk to my staff without me?"
_SAID = {
    "talk/hello": f"Hello. {_HINT}",
    "talk/thanks": "You are welcome. Ask again whenever you need to.",
    "talk/ok": "All right. Ask again whenever you need to.",
    "talk/bye": "Good luck. What you asked is not kept by this program.",
    "assistant/who": "This is Inspection Assistant, a program and not a person. It looks your question up in the texts "
    "held here and shows their own words, with their date and whether they are the rule or an opinion. It writes no "
    "answers of its own, and it is not Ofsted.",
    "assistant/privacy": "What you type is looked up on the machine this program runs on and then forgotten: it is not "
    "kept in a file, not logged and not sent to anybody. Your browser keeps this conversation for you until you clear "
    "it. Leave names of people out all the same.",
    "assistant/trust": "Every quote is copied from its source, letter for letter, and shown with its date: check it "
    "with one tap. Which passage fits your question is a judgement of a program and is sometimes wrong, so read "
    "the quote itself.{age} This is no legal advice.",
    "assistant/how": "Type what happened or what you want to know, in your own words, and read the quote that comes. "
    "You can ask on (“even the TA?”), open the source beside it, print or save answers, and note what happened. It "
    "works without a connection.",
}
_OLD_HERE = " The guidance held here is not the newest."
_NOTHING_BEFORE = f"Nothing was answered yet that this could be about. {_HINT}"


def said(question: str, reading: str, *, newest: bool = False) -> Answer | None:
    """What is said to this reading whatever went before, and whether the newest guidance is held; else nothing."""
    words = _SAID.get(reading)
    if words is None:
        return None
    grain = Grain.ASSISTANT if reading.startswith("assistant/") else Grain.STATEMENT
    return Answer(question, Outcome.TALK, words.format(age="" if newest else _OLD_HERE), grain=grain)


def about_last(question: str, reading: str, last: Answer | None) -> Answer | None:
    """What is said about the last answer: whether it is sure, where it stands, rule or opinion, in plain words.

    Nothing where the reading is none of these.
    """
    if reading not in _ABOUT_LAST:
        return None
    shown = (last.citations or last.nearest)[:3] if last else ()
    if last is None or not shown:
        return Answer(question, Outcome.TALK, _NOTHING_BEFORE)
    words = _words(reading, last, shown[0].passage)
    return Answer(question, Outcome.TALK, words, nearest=shown, read_with=last.question)


_ABOUT_LAST = {"talk/sure", "talk/where", "talk/plain", "talk/rule-or-opinion", "talk/more"}


def _words(reading: str, last: Answer, passage: Passage) -> str:
    match reading:
        case "talk/sure":
            return _sure(passage.document)
        case "talk/where":
            return f"It stands here: {source_in_words(passage)}"
        case "talk/plain":
            plain = next((statement.plain for statement in last.statements if statement.plain), "")
            return f"In plain words, ours: {plain or last.headline}"
        case "talk/rule-or-opinion":
            return _rule_or_opinion(passage.document)
    return "That was all that answers it here. These were the words; ask on about any part of them."


def _sure(document: Document) -> str:
    old = " It is earlier wording, which has been superseded." if document.status is Status.SUPERSEDED else ""
    return (
        f"The words below are copied from “{document.title}”, letter for letter.{old} Whether they fit your situation "
        "is for you to judge: this program can pick the wrong passage."
    )


def _rule_or_opinion(document: Document) -> str:
    if document.kind is Kind.COMMENTARY:
        return f"That was opinion, not a rule: “{document.title}”, by {document.author}."
    old = ", in earlier wording that has been superseded" if document.status is Status.SUPERSEDED else ""
    return f"{kind_in_words(document)}: the words below are from “{document.title}”{old}."
