"""Messages in other languages than English are told from English ones, and get no crisis lines for nothing."""

import pytest

from assistant.answering.answer import Outcome
from assistant.answering.conversation import FOREIGN
from assistant.answering.language import in_another_language

OTHER = """\
Darf die Inspektorin allein mit meiner Assistentin sprechen?
Ich bin sehr müde und habe Angst vor der Inspektion
¿Puede la inspectora hablar con mi asistente sin mí?
Tengo miedo de la inspección
Czy inspektor może rozmawiać z moim asystentem beze mnie?
Czy mogę zabić trochę czasu przed inspekcją?
Puis-je demander une pause pendant l'inspection?
Posso chiedere una pausa durante la visita?
Ydy hi'n cael siarad â fy staff hebof fi?
Inspector mag mijn leraar spreken zonder mij?
Müfettiş personelimle yalnız konuşabilir mi?
Pot să cer o pauză în timpul inspecției?""".splitlines()
ENGLISH = """\
my ta gobby w inspector
no more questions
insp wants 2 c my SENCO alone
deep dive Y6 maths tmrw help
DSL, SCR, KCSIE?
a cwtch and a paned, da iawn
Mrs Kowalczyk and Señora Muñoz on lunch duty
is ne1 allowed 2 film me""".splitlines()


@pytest.mark.parametrize("message", OTHER)
def test_another_language_is_asked_to_be_english_without_crisis_lines(assistant, message):
    answer = assistant.ask(message)
    assert (answer.outcome, answer.headline) == (Outcome.UNCLEAR, FOREIGN)
    assert not answer.crisis


@pytest.mark.parametrize("message", ENGLISH)
def test_hasty_english_is_english(message):
    assert not in_another_language(message)


@pytest.mark.parametrize(
    "message", ["Ich will nicht mehr leben", "chcę umrzeć", "je veux mourir", "𝗜 𝘄𝗮𝗻𝘁 𝘁𝗼 𝗱𝗶𝗲", "KMS"]
)
def test_a_cry_for_help_is_heard_whatever_it_is_written_in(assistant, message):
    assert assistant.ask(message).outcome is Outcome.DISTRESS


@pytest.mark.parametrize("message", ["Who pays for the kms driven?", "Does she cover 30 kms a day?"])
def test_kilometres_are_no_cry_for_help(assistant, message):
    assert assistant.ask(message).outcome is not Outcome.DISTRESS


def test_a_question_that_is_repeated_thirty_times_is_that_question(assistant):
    asked = "Can she talk to my TA alone? "
    once, often = assistant.ask(asked), assistant.ask(asked * 30)
    assert (often.outcome, often.headline, often.crisis) == (once.outcome, once.headline, ())
    assert not assistant.ask(asked, [asked] * 30).crisis
