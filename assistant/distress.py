"""Somebody may be in danger: recognised by fixed rules, met with fixed words, before any search.

The rules read a message sentence by sentence, in lower case and without apostrophes. They are
wide on purpose, since a crisis line shown too often does less harm than one not shown; `unless`
takes out what people say every day ("this is killing me") and questions about the subject
("do they check our suicide prevention policy").
"""

import re
from dataclasses import dataclass

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
# Below an answer, where a message may or may not be a cry for help.
CARE = (
    "If you, or somebody with you, is struggling: Samaritans 116 123, or Education Support 08000 562 561. "
    "Both are free, day and night."
)


@dataclass(frozen=True)
class _Rule:
    """Matches a sentence, unless the sentence also matches something harmless."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def matches(self, sentence: str) -> bool:
        return bool(self.pattern.search(sentence)) and not (self.unless and self.unless.search(sentence))


def _rule(pattern: str, unless: str = "") -> _Rule:
    return _Rule(_compiled(pattern), _compiled(unless) if unless else None)


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, words in _WORDS.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{words})")
    return re.compile(pattern)


# Words that stand for one another in the rules; `<gap>` is up to three words of any kind.
_WORDS: dict[str, str] = {
    "gap": r"(?:\w+ ){0,3}",
    "self": r"my ?self|him ?self|her ?self|them ?sel(?:f|ves)|your ?self|our ?selves",
    "living": r"live|living|life|alive|exist\w*|wak(?:e|ing) up|be(?:ing)? (?:here|around|about)|breath\w+"
    r"|(?:carry|carrying|go|going|keep|keeping) (?:on|going)|get(?:ting)? up",
    "not": r"dont|do not|didnt|did not|doesnt|does not|not|never|no longer|nt|stopped|hardly",
    "cant": r"cant|cannot|can not|can t|couldnt|unable to|not able to|can hardly",
    "ever": r"any ?more|any longer|no more|no longer|much longer|another (?:day|night|minute|hour|second)",
    "me": r"i|im|ive|id|ill|me|my|myself|mine|we",
    "dear": r"kids?|child(?:ren)?|wife|husband|partner|family|mum|dad|mother|father|daughters?|sons?|everyone|girls|boys|dog"
    r"|parents|them",
    # Signs that it is a matter of policy, teaching or safeguarding, not of the writer's own life.
    "policy": r"polic\w+|procedures?|pupils?|students?|learners?|prevention|awareness|kcsie|curriculum|rshe|pshe|lessons?"
    r"|assembly|filter\w*|strategy|cpoms|records?|risk assessments?|logs?|toolkit|file|text|trained|training|sixth formers"
    r"|first aid|medicines?|resident|young person|child(?:ren)?s? (?:who|whose|with|has|had)",
}
_RULES = (
    # Said outright.
    _rule(r"\bsu+[iu]?[cis]+[iu]?d[ae]l\b|\bun ?alive|\bkms\b", "<policy>"),
    _rule(
        r"\bsu+[iu]?[cis]+[iu]?de?\b",
        r"<policy>|suicid\w* (?:to|move|mission|pact)|(?:career|professional|political) suicid",
    ),
    _rule(
        r"\b(?:kill|hurt|harm|cut|hang|drown|top|end|burn|poison|do away with|(?:doing?|done) <gap>to|throw|chuck)(?:ing|ting|ning)? "
        r"<self>",
        r"(?:<self>) (?:in the foot|up\b|off guard|short|on (?:the|a) )|laugh|<policy>",
    ),
    _rule(r"\bself ?harm", "<policy>"),
    _rule(
        r"\b(?:end|ending|take|taking|took|taken|finish|finishing) (?:it all|(?:my|his|her|their) (?:own )?li(?:fe|ves)|it now|it tonight"
        r"|everything)\b|\b(?:end|ending) (?:it|things)(?: all)?$|\b(?:want|wants|going|gonna|need|ready|plan\w*|think\w* (?:of|about)|"
        r"tell\w* me) (?:to )?end(?:ing)? (?:it|things)\b",
        r"<policy>|(?:end|ending|finish\w*) (?:it|things|everything) (?:early|on (?:time|a|the)|by|at|with|here|before|in)|parents?",
    ),
    # A wish to die.
    _rule(
        r"\b(?:want\w*|wanna|wish\w*|hop(?:e|es|ing)|ready|rather|love|like|prefer|going|gonna|deserve|plan\w*|pray\w*|think\w* "
        r"(?:of|about)|thought\w* (?:of|about)|trying|tried|better) <gap>(?:die|died|dying|be dead|dead|death|been born|not exist)\b",
        r"\b(?:die|died|dying|dead|death) (?:of|from|by|in a ditch|on (?:this|that|my|the) (?:hill|feet)|laughing|line|end|easy|on)"
        r"|rather die than (?:do|sit|read|hear|eat|listen|watch|go|have|see|fill|write|use|another|one|let|spend)"
        r"|\bdying (?:to|for)\b|\bdead (?:line|tired|right|keen|set)|poets|<policy>",
    ),
    _rule(
        r"\bwish\w* <gap>(?:was|were|wasnt|werent|had|hadnt|id|could|would|never) <gap>(?:dead|alive|born|here|wake|exist\w*|gone)\b",
        r"\bhere (?:to|for|when|with|at|on)\b|gone (?:to|for|with|better|over|through)",
    ),
    _rule(r"\b(?:hit|run over|flattened) by (?:a|the|that) (?:bus|car|train|lorry|truck|van)\b"),
    _rule(
        r"\b(?:heart|breathing) (?:just )?(?:stop\w*|gave out)\b|\b(?:didnt|dont|not|never) make it (?:home|through the night|to morning)"
    ),
    # Against going on living.
    _rule(
        r"\b(?:<not>|not sure <gap>|no) (?:\w+ )?(?:want|wanting|wanna|wants|wanted|wish|care to|fancy) <gap><living>\b",
        r"\bhere (?:when|while|for|on|at|if|in|today|until|till|late)\b|going on (?:with|at|about|the|a|in)|live (?:in|near|with|at)"
        r"|life (?:skills|to be)|keep(?:ing)? (?:on|going) (?:about|over|to|back|through)|go on (?:the|a|about)|exist\w* (?:of|in)"
        r"|carry(?:ing)? on (?:with|as|this|after|the|in)",
    ),
    _rule(
        r"\b(?:point|reason|purpose|use|sense)\b <gap>(?:me )?(?:to |in |of |for )?(?:me )?(?:keep |carry on |go on |still )?<living>\b",
        r"exist\w*|living in|going on (?:with|about)|carry(?:ing)? on (?:with|the)|(?:point|purpose|use|reason|sense) (?:of|to|for|in) "
        r"(?:the |an |this |her |his |our |their )?(?:inspection|visit|framework|being here|keeping|feedback|meeting)|<policy>",
    ),
    _rule(
        r"\b(?:enough of|tired of|sick of|done with|fed up (?:of|with)|finished with|given up on|giving up on) (?:\w+ )?"
        r"(?:being alive|being here|living|life|existing|breathing|waking up|everything)\b",
        r"living (?:in|out)|being here (?:late|all)|life (?:skills|as)",
    ),
    _rule(r"\blost the will to live\b.*\b(?:not joking|really|serious\w*|mean it|literally|actually)\b"),
    _rule(
        r"\bnot worth (?:living|it living|being alive)\b|\bisnt worth living\b|\bnothing (?:left )?(?:to live for|left for me)\b"
    ),
    _rule(
        r"\b<cant> see (?:a|any|my|the) (?:future|way (?:out|through|forward for me)|point (?:any ?more|in me))\b|\bno way out\b",
        r"of the (?:building|car|school|site)|for (?:the|our) (?:school|nursery|college|home|setting)",
    ),
    _rule(
        r"\b<cant> <gap>live (?:like this|with (?:it|this|myself|the (?:shame|guilt)))\b|\b<cant> (?:\w+ )?(?:carry|go|keep) on living\b"
    ),
    _rule(
        r"\b(?:wont|shant|will not|not going to|not gonna|might not|may not|wouldnt|doubt <gap>) <gap>(?:be (?:here|alive|around|about)|"
        r"wake up|see (?:tomorrow|the (?:morning|weekend|end of the week)|christmas)|make it (?:home|to|through))\b",
        r"annual leave|holiday|on leave|maternity|off (?:sick|work)|who (?:leads|covers|will)|cover\b|meeting|train|back (?:on|by|at)"
        r"|in (?:person|school|the building)|\bmake it (?:to|through) (?:the|our|feedback|\d)|dentist|course|hospital",
    ),
    _rule(
        r"\b(?:not|never|without) (?:\w+ )?(?:being (?:here|alive|around)|wak(?:e|ing) up|having to wake)\b(?: <ever>)?",
        r"here (?:when|while|for|on|at|in)|being around (?:the|when|for)",
    ),
    _rule(
        r"\b(?:go to sleep|fall asleep|sleep) <gap>(?:and )?(?:not|never|forever|for ever|for good)\b", r"never sleep"
    ),
    _rule(
        r"\b(?:want|wish|going|could|just|better) <gap>(?:to )?(?:disappear|vanish)\b(?! from (?:the|my)| (?:into|under))",
        r"file|document|record",
    ),
    # A burden to others.
    _rule(
        r"\b(?:better|happier|easier|fine|manage|cope|relieved|ok|okay|be alright) <gap>(?:\w+ ){0,3}(?:without (?:me|him|her)"
        r"|if (?:i|he|she) <gap>(?:here|about|around|dead|gone|alive|died|disappeared|vanished|existed)|insurance|i wasnt (?:here|about|around))\b",
        r"without (?:me|him|her) (?:in|at|for|during|there|being|present|sitting|while)|here (?:when|for|during)|\bmeeting\b",
    ),
    _rule(r"\b(?:life insurance|better off a widow\w*)\b", "provider|policy (?:for|cover)"),
    _rule(
        r"\b(?:nobody|no one|noone|no body|who) (?:would|will|d|ll) (?:even |ever )?(?:miss|notice|care)\b(?= <gap>(?:me|gone|if i|when i))"
    ),
    _rule(r"\b(?:im|i am|being|such|just) (?:just |such |only )?a burden\b"),
    # Means at hand.
    _rule(
        r"\b(?:took|taken|taking|take|swallow\w*|count\w*|stash\w*|hid|hidden|hiding|found|lined?|load|loads|too many|all|bottle|handful"
        r"|cabinet|joking|thinking|thought|stockpil\w*|saved|saving|box|boxes) (?:\w+ ){0,4}(?:pills|tablets|paracetamol|overdose|meds|medication)\b"
        r"|\b(?:pills|tablets|paracetamol)\b.{0,30}\b(?:cabinet|drawer|bag|in front of me|in my hand|ready|on me)\b|\boverdos\w+",
        r"<policy>|administ\w+|dispens\w+|stored?|storage|locked|chart|cupboard for|headache|calpol|ipads?|digital|for my (?:blood|back)"
        r"|give (?:a|the)|allerg\w+|prescri\w+|room|sheet",
    ),
    _rule(
        r"\b(?:bridge|train tracks?|railway|(?:car ?park|school|college) roof|cliff|noose|rope|razor|blade|motorway|platform)\b.*"
        r"\b(?:thinking|think|keep|jump\w*|stood|standing|stand|sat|sitting|looking|edge|home|drive|driving|walk\w*|step\w*|i mean)\b"
        r"|\b(?:jump\w*|step\w*|thinking|think|stood|standing|sat|sitting|drive|driving|walk\w*|swerv\w*|crash\w*)\b.*"
        r"\b(?:bridge|train tracks?|tracks|roof|cliff|noose|razor|blade|lorry|front of (?:a|the) (?:train|bus|car|lorry)|into (?:a|the) (?:tree|wall|river|sea)|the bridge)\b",
        r"bridge (?:the|that|this|course|to)|\bgap\b|<policy>|inspector|jump (?:the|to|in|through|on|out|up)\b(?! (?:front|bridge))|platform for"
        r"|on the right tracks?|on track|leak\w*|repair|sports|trip|fence|locked",
    ),
    # Afraid of oneself.
    _rule(
        r"\b(?:dont|do not|cant|cannot|not) trust (?:\w+ )?<self>\b",
        r"<self> (?:to (?:say|speak|answer|remember|not|be (?:polite|civil|calm|nice))|not to (?:cry|swear|say))",
    ),
    _rule(
        r"\b(?:scared|afraid|frightened|terrified|worried|fear) <gap>(?:\w+ )?(?:<self>|(?:i|he|she|they) (?:might|may|will|could|would) (?:do|hurt|not)"
        r"|(?:ill|hell|shell|theyll) do|own (?:thoughts|mind|head)|my (?:thoughts|mind|head))\b",
        r"inspector|do (?:badly|wrong|to (?:our|the))|embarrass|make a fool|do next",
    ),
    _rule(
        r"\bsomething (?:really )?(?:stupid|silly|daft|drastic|terrible|<gap>cant take back|<gap>regret)\b",
        r"(?:say|said|ask|asked|write|wrote|with the|about the) (?:\w+ )?something|something (?:stupid|silly|daft) (?:like|about|on|in)|pupil|child",
    ),
    _rule(
        r"\bthoughts? (?:are|is|were|have|keep)\b.*\b(?:bad|dark|worse|back|scar\w+|loud|die|end)\b|\b(?:dark|bad|horrible|scary|intrusive|awful) "
        r"thoughts\b|\bthoughts? (?:of|about) (?:ending|death|dying|killing|harming|hurting|not)\b",
        "<policy>",
    ),
    # Not safe.
    _rule(
        r"\b(?:dont|do not|doesnt|does not|not|never|isnt|aint|im not|no longer|wont be|anything but) <gap>(?:feel |feeling |keep |be )?"
        r"(?:\w+ )?(?:safe|safely)\b(?! (?:and|or) (?:well|sound))",
        r"<policy>|site|building|playground|premises|gate|fire|equipment|kids|children|little ones|residents|parents|toys?|stairs|road|trip"
        r"|saying|speaking|raising|telling|asking|challeng\w+|disagree\w*|being honest|sharing|complain\w*|to (?:say|speak|raise|tell|talk|be|disagree"
        r"|challenge|complain|use|eat|leave|let|assume)|safe to\b|data|internet|online|judgement|school (?:is|was)|safeguarding|ratio|cars?|area"
        r"|safe (?:recruitment|enough|pair|space)|walking|inspector says|bus|room|behaviour",
    ),
    # At the end of one's strength.
    _rule(
        r"\b<cant> <gap>(?:do|take|face|stand|bear|handle|deal with|cope with|go on with|live with|keep doing|keep on with|manage|carry on with) "
        r"(?:(?:any )?more of )?(?:this|it|life|living|things|everything|anything|all this|being alive)?\s?(?:all )?(?:<ever>)",
        r"(?:paperwork|emails?|wifi|form|spreadsheet|printer|noise|data|observations?|learning walk|meetings?|heating|parking) <ever>|to (?:us|them|our|the)",
    ),
    _rule(
        r"\b<cant> <gap>(?:go on|carry on|keep going|cope)(?: (?:like this|<ever>|now|with (?:life|anything|everything)))*(?: (?:and )?<me>\b.*|$| please)",
        r"(?:we|staff|they|budget|server|school) <cant>|go on (?:the|a|about|leave)|(?:on|going|cope) with (?:the|her|his|our|wifi|one)",
    ),
    _rule(
        r"\b(?:im|i am|hes|shes|he is|she is) (?:at|past|over|beyond) (?:my |his |her |the )?(?:breaking point|rock bottom|end of (?:my|her|his|the) (?:rope|life))\b"
        r"|\brock bottom\b|\b(?:really |very |such a |a )?dark place\b",
        r"results?|scores?|attainment|morale|league|<policy>",
    ),
    _rule(
        r"\b(?:want|need|make|just) (?:it all|everything|the pain|my head|my brain|all of it) (?:to )?(?:just )?(?:stop|end|go away)\b"
    ),
    _rule(
        r"\b(?:not sure|doubt|dont think|dont know (?:if|how|whether)) <gap>(?:carry on|go on|keep going|live|survive|get through (?:tonight|the night))\b",
        r"(?:on|going) with (?:the|this|our|her|his|it)|<policy>|survive (?:the|another|a) (?:inspection|visit|day|meeting)",
    ),
    # Saying goodbye.
    _rule(
        r"\b(?:this is|its|texted|said|saying|say|wrote|writing|written|sent)(?: \w+){0,2} (?:my |her |his |their )?(?:good ?byes?|farewells?)\b"
        r"|\bgood ?bye (?:forever|for ever|for good|letter|note|cruel|world|to (?:my|the) (?:<dear>))|\bsuicide note",
        r"retir\w+|leaving (?:do|card|party)|leavers|inspectors?|at the (?:door|gate)|year (?:6|11|13)|pupils",
    ),
    _rule(
        r"\b(?:tell|let) (?:my|the) (?:<dear>) <gap>(?:know )?<gap>(?:i )?(?:love|loved|sorry)\b|\baffairs in order\b|\bi(?:ll| will) be gone\b"
        r"|\blook after (?:my|the|our) (?:<dear>)\b.*\b(?:me|gone|for me|goodbye)\b|\bgoodbye\b.*\blook after\b",
        r"gone (?:by|from|for|to|home|on|when|before|until|at)|nursery|ratio|who will look",
    ),
    _rule(
        r"\b(?:gone missing|left a note)\b.*\b(?:note|desk|missing|phone|feedback|worried)\b",
        "<policy>|laptop|file|keys|evidence|folder|book|inspector|queries",
    ),
    _rule(
        r"\bplan\b.*\b(?:when and where|where and when|to die|to end it)\b|\bworked out (?:how|when|where)\b.*\b(?:die|end|do it)\b"
    ),
    # In the steps of a head teacher who died after an inspection.
    _rule(
        r"\b(?:next|another|like|same (?:as|way)|(?:know|understand|get|see)\b.*\b(?:why|how|what)|be|become|end up|way of|did what|go the way)\b.*\bruth\b.*"
        r"|\bruth(?: perry)?\b.*\b(?:happen\w*|could be|will be|is|was|going to be|gonna be|thats|did it|coming for) (?:to )?"
        r"(?:me|us|her|him|our head|my head|our)\b|\breading all over again\b",
        r"\b(?:blog|commentary|author|article|opinion|reforms?|changes?|changed|remember\w*|law|inquest|coroner|since|because of|review|people say|"
        r"what happened in|letter|policy|training|framework|prevention|did ofsted|has ofsted|learned|lessons|campaign)\b",
    ),
)


def in_distress(text: str) -> bool:
    """True when somebody may be at risk of harm; everyday exaggeration is not."""
    plain = re.sub(r"['’`´]", "", text.casefold())
    sentences = (" ".join(re.findall(r"\w+", sentence)) for sentence in re.split(r"[.!?;:\n]+", plain))
    return any(rule.matches(sentence) for sentence in sentences for rule in _RULES)
