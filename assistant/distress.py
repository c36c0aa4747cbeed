"""Somebody may be in danger: recognised by fixed rules, met with fixed words, before any search."""

import re

HEADLINE = "Stop here for a moment. You matter more than this inspection."
WORDS = (
    "If your life, or somebody else’s, is in danger now: call 999.",
    "Samaritans: call 116 123, free, day and night.",
    "Shout: text SHOUT to 85258.",
    "NHS: call 111 and choose the mental health option.",
    "Education Support: call 08000 562 561, free, day and night, for everyone in education.",
    "The inspection can wait. Tell the lead inspector, or ring the senior contact you were given when you were "
    "notified: a pause can be asked for. Somebody else can do that for you.",
)

_WHO = r"(?:my|him|her|your|our|them|one)sel(?:f|ves)|themself"
_PATTERNS = (
    # Said outright.
    r"su+[ie]+[sc]+[ie]+d\w*|sucid\w*|suic\w*d\w*|kms\b",
    rf"\b(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|drown|shoot|top|do away with)\s+(?:{_WHO})",
    r"self[ -]?harm\w*",
    r"\b(?:end|ending|take|taking|took)\s+(?:it all|(?:my|his|her|their|your)\s+(?:own\s+)?li(?:fe|ves))",
    r"\bend (?:things|everything)\b(?! (?:on|with|by|at|early|here)\b)|\bending (?:it|things|everything)\b(?! (?:on|early)\b)",
    r"\b(?:want(?:s|ed)?|wanna|going|ready|rather|wish(?:es|ed)?|hope(?:s)?) (?:to |i (?:could|would) |she (?:could|would) )?"
    r"(?:just )?(?:to )?die\b(?! (?:of|from) (?:embarrassment|shame|laugh|boredom|cring))",
    r"\b(?:wish|wishes|wished) (?:i|he|she|they) (?:was|were|wasn't|weren't|had(?:n't| never)?) (?:been )?"
    r"(?:dead|alive|here|born|gone)\b",
    r"\b(?:better|easier) off (?:if (?:i|he|she|they) .{0,20})?(?:dead|without (?:me|us|him|her)|not being here|gone)\b",
    r"\b(?:better|easier|happier|fine)\b.{0,25}\b(?:if i (?:was|were|wasn't|weren't) (?:not )?(?:dead|here|around|gone|alive)"
    r"|without me (?:around|here|in it))",
    r"\b(?:better|easier|happier) without me\b",
    r"\b(?:over|took|take|taking|swallow\w*|counting|count|line\w*|stockpil\w*|saved)\b.{0,20}"
    r"\b(?:overdose|pills|tablets|paracetamol)\b|\boverdos\w*|\bod'?d\b",
    r"\b(?:jump|jumping|step|stepping|walk|walking|throw|throwing)\b.{0,25}"
    r"\b(?:off|in front of|under|onto|into)\b.{0,12}\b(?:bridge|roof|train|tracks|traffic|bus|lorry|cliff|river|sea|road)\b",
    r"\b(?:driv\w+|steer\w*|swerv\w*|crash\w*)\b.{0,30}\b(?:off|into|in front of)\b.{0,15}"
    r"\b(?:bridge|tree|wall|road|lorry|river|barrier|traffic)\b",
    r"\b(?:goodbye|farewell|suicide) (?:note|letter|message)s?\b|\bsaid (?:her|his|my|their) goodbyes?\b",
    # Said by halves.
    r"\b(?:do not|don't|dont|didn't|not|never) (?:really )?(?:want|wanna|wish|wanting) (?:to )?"
    r"(?:be here|be alive|live|exist|wake up|carry on living|be around|go on)\b(?! (?:when|while|for|on|at|in the (?:room|building|meeting)))",
    r"\b(?:want|wish|going|hope) (?:to |i could )?(?:just )?(?:not (?:to )?(?:be here|exist|wake up)|disappear|vanish|"
    r"go to sleep and (?:not|never) wake|never wake)\b(?! from (?:view|the))",
    r"\b(?:not|never|don't|won't|wouldn't|didn't) wak\w+ up\b",
    r"\b(?:no|not any|any|see the|what(?:'s| is) the) (?:more )?(?:point|reason|use|purpose)\b (?:in|of|to|for me)?\s*"
    r"(?:me )?(?:living|life|live|going on|carrying on|carry on|go on|being here|being alive|anymore|any more)\b",
    r"\bnothing (?:left )?to live for\b|\b(?:life|it) (?:is not|isn't|isnt|'s not|is no longer) worth (?:living|it any ?more)\b",
    r"\b(?:can't|cant|cannot|can not|couldn't|unable to) (?:do|take|face|stand|bear|go on with|keep doing|carry on with) "
    r"(?:this|it|life|living|things|another (?:day|minute|hour))\s*(?:all )?(?:any ?more|any longer|no more|for much longer)?"
    r"(?=\s*(?:any ?more|any longer|$|[.,!;]|and|i\b|i'm|please))",
    r"\b(?:can't|cant|cannot|can not|couldn't) (?:go on|carry on|keep going|cope)\b"
    r"(?=\s*(?:any ?more|any longer|like this|no more|alone|$|[.,!;]|and i\b|i\b))",
    r"\b(?:can't|cant|cannot) (?:cope|deal) with (?:this|it|life|things|everything|anything)\s*(?:any ?more|any longer)",
    r"\b(?:i|he|she|they|who|head|deputy|manager|colleague|teacher) (?:really )?"
    r"(?:don't|dont|do not|doesn't|doesnt|does not|am not|'m not|is not|isn't|not) (?:feel|feeling)? ?safe"
    r"(?: with (?:my|her|him|them)sel(?:f|ves)| (?:at home )?(?:to be )?(?:alone|on my own|on her own|on his own))?"
    r"(?=\s*(?:any ?more|right now|now|tonight|today|$|[.,!;]|and|i\b|because|with (?:my|her|him|them)sel))",
    r"\bi'?m not safe\b(?! (?:from|in (?:the|this) (?:building|room|classroom)))",
    r"\b(?:scared|frightened|afraid|worried|terrified) (?:of )?(?:what )?(?:i|she|he|they|of myself|of herself|of himself)"
    r"(?:'ll| will| might| may|'m going to| am going to| could)? (?:do|might do)\b.{0,20}\b(?:myself|herself|himself|tonight|next|"
    r"if i|something stupid|something silly)",
    r"\b(?:do|does|doing|done) something (?:stupid|silly|daft|terrible|drastic)\b(?:(?! with (?:the|our)).)*$",
    r"\b(?:i've|ive|i have|i'm|she's|he's|have|has) (?:completely |totally )?(?:given up|giving up) on (?:life|everything|living)\b",
    r"\b(?:no|any|another|only|see (?:a|no|any)) (?:other )?way out\b(?! of the (?:building|car|school))",
    r"\bi (?:just )?(?:want|need) (?:it|this|everything|the pain) (?:all )?to (?:stop|end|be over)\b(?! (?:early|on time))",
    r"\bcan't (?:stop|keep) (?:thinking|thoughts) (?:about|of) (?:ending|death|dying|killing)\b",
    r"\bthoughts? (?:of|about) (?:ending|death|dying|killing|harming|hurting)\b|\bthinking (?:of|about) (?:ending (?:it|my|her|his)|dying|death)\b",
    r"\bnobody would (?:miss|notice|care)\b.{0,25}\b(?:me|gone|i)\b|\bwon't (?:be here|see) (?:tomorrow|in the morning|the weekend|christmas)\b",
    r"\b(?:i'm|im|i am|she's|he's) (?:at|past) (?:breaking point|(?:my|her|his) breaking point|the end of (?:my|her|his) (?:rope|tether))\b",
    r"\bat rock bottom\b|\bin a (?:very |really )?dark place\b",
)
_DISTRESS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))


def in_distress(text: str) -> bool:
    """True when somebody may be at risk of harm. Everyday exaggeration ("this is killing me") is not."""
    plain = re.sub(r"\s+", " ", text.casefold().replace("’", "'").replace("`", "'"))
    return bool(_DISTRESS.search(plain))
