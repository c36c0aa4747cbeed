import pytest

from assistant.verifying.lexicon import stem
from assistant.verifying.verifier import verify
from assistant.verifying.words import derived

STAFF = (
    "In order to establish and maintain a positive working relationship, we expect providers to: recognise that "
    "sometimes inspectors will need to observe practice and talk to staff and users without the presence of a manager "
    "or registered person"
)
COURTESY = (
    "In meeting this expectation, inspectors will: carry out their work with integrity, treating all those they meet "
    "with courtesy, respect and sensitivity"
)
REQUESTS = "In meeting this expectation, inspectors will: respond appropriately to reasonable requests"
JUDGING = "Inspectors are told to be compassionate, yet they operate within a system that is fundamentally judgmental."
IMPOSSIBLE = "Compassion in inspections? It’s a nice idea but impossible under the current system."
LEVY = (
    "You usually need to register for the levy if your turnover in the last 12 months was more than £85,000. "
    "Send the form by 5 October."
)
EXCLUSION = (
    "Schools must not exclude a pupil for longer than 45 school days in a single academic year. "
    "The head teacher must tell the parents the reasons without delay."
)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("They will treat everyone they meet with courtesy, respect and sensitivity.", COURTESY),
        ("Everyone inspectors meet will be treated with courtesy, respect and sensitivity.", COURTESY),
        ("Inspectors may talk to your staff “without the presence of a manager or registered person”.", STAFF),
        ("Sometimes inspectors need to talk to staff in the absence of a manager.", STAFF),
        ("You usually have to register if your turnover in the past 12 months was over £85,000.", LEVY),
        ("The form has to be sent by 5 October.", LEVY),
        ("Schools cannot exclude a pupil for more than forty-five school days in one academic year.", EXCLUSION),
        ("Parents must be told the reasons promptly by the headteacher.", EXCLUSION),
        ("Inspectors need to respond appropriately to reasonable requests.", REQUESTS),
        ("You can expect an appropriate response to reasonable requests.", REQUESTS),
        ("Schools should recognise that sometimes inspectors will need to talk to staff without a manager.", STAFF),
        ("The guidance asks inspectors to treat all those they meet with courtesy.", COURTESY),
        ("According to the guidance inspectors will treat all those they meet with courtesy.", COURTESY),
        ("According to the guidance, inspectors will respond appropriately to reasonable requests.", REQUESTS),
    ],
)
def test_a_faithful_paraphrase_is_proved(statement, source):
    verdict = verify(statement, [source])
    assert verdict.proved, verdict.why


@pytest.mark.parametrize(
    ("check", "statement", "source"),
    [
        ("quote", "Inspectors will show “courtesy and kindness”.", COURTESY),
        ("quote", "Inspectors will show “courtesy.", COURTESY),
        ("quote", "Inspectors will treat all with “esty, respect”.", COURTESY),
        ("number", "Inspectors will need to talk to three staff without a manager.", STAFF),
        ("number", "Send the form by 6 October.", LEVY),
        ("number", "Schools must not exclude a pupil for longer than fourteen school days.", EXCLUSION),
        ("bound", "You usually need to register if your turnover was less than £85,000.", LEVY),
        ("number", "Send the form by 5 November.", LEVY),
        ("name", "Inspectors will treat all those they meet in Leeds with courtesy.", COURTESY),
        ("coverage", "Inspectors will treat all those they meet with courtesy in the library.", COURTESY),
        ("coverage", "Providers will treat all those they meet with courtesy.", COURTESY),
        ("negation", "Inspectors will not treat all those they meet with courtesy.", COURTESY),
        ("negation", "The parents must not be told the reasons.", EXCLUSION),
        ("modality", "Inspectors may treat all those they meet with courtesy.", COURTESY),
        ("modality", "The head teacher should tell the parents the reasons without delay.", EXCLUSION),
        ("modality", "Inspectors must respond appropriately to reasonable requests.", REQUESTS),
        ("modality", "Inspectors may choose whether to treat all those they meet with courtesy.", COURTESY),
        ("coverage", "Inspectors operate within a system that is supportive.", JUDGING),
        ("contradiction", "Compassion is possible under the current system.", IMPOSSIBLE),
        ("quantifier", "Inspectors will always need to talk to staff without a manager.", STAFF),
        ("quantifier", "Inspectors will only respond appropriately to reasonable requests.", REQUESTS),
        ("scope", "Inspectors will respond appropriately to requests.", REQUESTS),
        ("scope", "You usually need to register for the levy.", LEVY),
        ("party", "The parents must tell the head teacher the reasons without delay.", EXCLUSION),
        ("negation", "Inspectors will sometimes need to talk to a manager without the presence of staff.", STAFF),
    ],
)
def test_a_mutant_is_not_proved_and_the_check_is_named(check, statement, source):
    verdict = verify(statement, [source])
    assert not verdict.proved
    assert verdict.why.startswith(check), verdict.why


@pytest.mark.parametrize(
    ("statement", "sources"), [("", [STAFF]), ("And so on.", [STAFF]), ("Be kind.", []), ("?", [""])]
)
def test_nothing_said_or_nothing_cited_is_not_proved(statement, sources):
    assert not verify(statement, sources).proved


def test_every_sentence_of_a_statement_must_be_proved():
    first = "Inspectors will respond appropriately to reasonable requests."
    assert verify(first, [REQUESTS]).proved
    assert not verify(f"{first} They will do so within two hours.", [REQUESTS]).proved


def test_words_of_two_sources_are_not_stitched_together():
    verdict = verify("Inspectors will treat reasonable requests with courtesy.", [COURTESY, REQUESTS])
    assert not verdict.proved


def test_why_is_one_line():
    assert "\n" not in verify("Inspectors\nwill dance “all\nnight”.", [COURTESY]).why


def test_no_word_of_a_statement_is_kept_once_it_is_judged():
    verify("Inspectors will treat Wilhelmina courteously.", [COURTESY])
    assert stem.cache_info().currsize == derived.cache_info().currsize == 0
