"""English words that tell who holds a position: verbs and nouns of attitude, and what stands between them and a name.

The verbs are those of wanting, judging, promising and opposing (Levin, English Verb Classes and Alternations, 1993,
classes 31–34 and 37), whose subject is the source of an opinion (Wiebe, Wilson & Cardie, “Annotating expressions of
opinions and emotions in language”, LREC 2005: direct subjective and speech events).
"""

import re

from desktop.analysis.attribution.speech_words import SAYING
from desktop.analysis.words import stem, word_set

_ATTITUDES = """
accept accuse admire advocate agree announce approve argue ask avoid back ban believe block boycott call commend
commit condemn consider credit criticise criticize decide declare decline defend demand denounce deny desire
disagree dismiss dispute doubt embrace endorse exclude expect favor favour fear feel fight forbid hope impose
insist invoke like lobby look object oppose pledge praise prefer promise promote propose protest pursue question
rebuff recognise recognize refrain refuse regard reject resist respect seek share speak support suspect threaten
understand uphold urge use view vow wait want warn welcome wish worry
"""
_IRREGULAR = """
sought thought think thinks fought see sees saw felt spoken spoke upheld interested ready willing eager keen
opposed against committed determined reluctant unwilling convinced confident sure certain afraid
"""
_DEEDS = """
adopt approve bring build begin combine convene coordinate cooperate create defeat establish follow found give
help hold issue join launch leave lead make offer organise organize provide return send set show sign start stop
vote withdraw work
"""
_DEEDS_IRREGULAR = "began brought built gave held led left made sent showed"
# attitudes only with what is tried: “they tried it” is not theirs, “they try to prove” is
_TRYING = """
try tries tried trying aim aims aimed aiming plan plans planned planning strive strives strove struggle struggles
struggled attempt attempts attempted intend intends intended
"""
TRYING = re.compile(rf"(?:{'|'.join(_TRYING.split())})\s+(?:\w+ly\s+)?(?:to|at|for|on)\b", re.IGNORECASE)
ATTITUDES = frozenset(stem(word) for word in word_set(_ATTITUDES)) | word_set(_IRREGULAR)
DEEDS = frozenset(stem(word) for word in word_set(_DEEDS)) | word_set(_DEEDS_IRREGULAR)
# what is said or thought: with these a subject may stand in brackets of commas, “Bolivia, Sosa hoped, will …”
_NEUTRAL = word_set("""
    discuss discusses discussed discussing describe describes described mention mentions mentioned list lists listed
    """)
MENTAL = (SAYING - _NEUTRAL) | word_set("""
    hope hopes hoped believe believes believed promise promises promised sure certain convinced confident feel feels
    felt fear fears feared find finds found observed observes expects expected agrees agreed accuses accused calls
    called speaks spoke dismissed dismisses doubts doubted
    """)
# several words that make an attitude, right behind the subject and its auxiliaries
PHRASES = re.compile(
    r"(?:t[ao]k(?:e|es|en|ing)|took|ha[sd]|have|adopt\w*)\s+(?:up\s+)?(?:a\s+|an\s+|its\s+|their\s+|his\s+|her\s+)?"
    r"(?:very\s+)?(?:\w+\s+)?(?:position|stand|stance|view)\b|st(?:and|ands|ood)\s+(?:firm|up|against|for|by|behind|with)\b|"
    r"stay\w*\s+away\b|held\s+in\s+protest|mak\w+\s+(?:it\s+)?(?:clear|plain)|made\s+(?:it\s+)?(?:clear|plain)|"
    r"puts?\s+it\b|g[ai]ves?\s+prominence|com(?:es?|ing)\s+to\s+(?:see|understand|accept)|based?\s+itself|"
    r"after\s+(?:a|the)\b|in\s+favou?r\b|s(?:ee|ees|aw)\s+(?:in\b|\w+\s+as\b)|rather\b|going\s+to\s+(?:protest|oppose|demand|fight)|"
    r"(?:founded|created|set\s+up|established|meant)\s+(?:\w+\s+){0,3}?to\s+(?:oppose|support|defend|promote|fight|serve)|"
    r"do(?:es)?\s+(?:it|so)\s+in\s+protest"
)
# as frames
FRAME_PHRASES = re.compile(r"puts?\s+it\b|g[ai]ves?\s+prominence|ma[kd]e\w*\s+(?:it\s+)?(?:clear|plain)")
# verbs and conjunctions: behind them a sentence no longer begins
BEGUN = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|must|should|that|which|who|because|if|whether|"
    r"how|[Ww]hat)\b|:|;"
)
# a position as a thing: “the wish of X”, “X’s refusal”
NOUNS = (
    r"(?:aims?|ambitions?|approach|attempts?|belief|boycott|calls?|concerns?|decisions?|demands?|desire|efforts?|fears?|goals?|"
    r"hopes?|intentions?|interest|objections?|opinions?|opposition|plans?|policy|position|pledge|promise|proposals?|"
    r"rebellion|refusal|rejection|resistance|revolt|stance|stand|support|views?|vision|wish(?:es)?)"
)
POSSESSED = re.compile(rf"(?:[’']s?|\s+government[’']s)\s+(?:\w+\s+){{0,2}}?{NOUNS}\b")
# “the U.S. intentions”: without a possessive only what is no verb as well
COMPOUND = re.compile(
    r"\s+(?:\w+\s+)?(?:intentions?|ambitions?|policy|policies|opposition|stance|approach|refusal|rejection|resistance|objections?)\b"
)
# “is an aim of the United States”
AIM_OF = re.compile(rf"\b(?:is|are|was|were|as|remains?)\s+(?:\w+\s+){{0,2}}?{NOUNS}\s+of\s+(?:the\s+)?$")
# words that a person has said: “a statement by X”
UTTERED = re.compile(
    r"(?:statements?|comments?|remarks?|words|declarations?|speech|letter|announcements?|proposals?|appeals?)\s+"
    rf"(?:made\s+)?(?:by|from|of)\s+|\b{NOUNS}\s+of\s+",
    re.IGNORECASE,
)
AGENT = re.compile(
    r"\b(?:promoted|supported|backed|opposed|rejected|condemned|proposed|demanded|welcomed|defended|denounced|imposed|"
    r"urged|favou?red|criticised|criticized|advocated|championed|boycotted)\s+by\s+(?:the\s+)?"
)
VIEW = r"(?:view|views|eyes|opinion|words|judgement|judgment|mind|account|telling)"
# whom the words after the preposition belong to
BY_PREPOSITION = re.compile(
    rf"\b(?:according\s+to|in\s+the\s+{VIEW}\s+of|[Tt]o\s+the\s+mind\s+of|as\s+told\s+by)\s+", re.IGNORECASE
)
IN_VIEW = re.compile(rf"(?:[’']s?)?\s+(?:own\s+)?{VIEW}\b")
# enumerations go on with whoever held what stands before
GOES_ON = re.compile(
    r"(?:and\s+)?(?:the\s+other\s+(?:thing|point|one|demand)|another\s+(?:thing|point|demand)|an?\s+further\s+(?:point|"
    r"demand)|second(?:ly)?\b|third(?:ly)?\b|finally\b|lastly\b|furthermore\b|moreover\b)",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"[\s\"“‘'«\[]*(?:(?:And|But|So|Also|Now|Then|Right now|Today|Yet|Still|of course|(?:All|Most|Many|Some|Both)"
    r"(?:\s+of)?|In fact|the|The|that|That|Even|When|when|In this regard|By contrast|Meanwhile|Moreover|However|Here|"
    r"There|once|again|leaders such as|(?:In|Since|Ever since|By|On)\s+(?:the\s+)?(?:[\w’]+\s+){0,4}?\d{4})[,\s\[]+)*"
)
# between a subject and its verb: nothing of weight
SKIPPED = word_set("""
    also has have had is are was were be been being will would can could do does did not already now truly just
    currently actively likewise further too however themselves itself herself himself all both each still always
    ever never even then once today again to don't doesn't didn't won't isn't aren't therefore thus therefore indeed
    instead continue continues continued go on went come comes openly jointly together first today yesterday only
    alike here there right at present who which that
    """)
ASIDE = re.compile(
    r"\s*(?:\([^)\n]{0,80}\)|\[[^\]\n]{0,40}\]|,\s*(?:for\s+(?:his|her|its|their)\s+part|by\s+contrast|of\s+course|in\s+turn|in\s+fact)\s*,?|"
    r"(?:of\s+course|in\s+fact|for\s+(?:his|her|its|their)\s+part|in\s+turn|at\s+present|at\s+once)\b|,\s*(?:who|which)\b[^.;\n]{1,160}?,\s*(?=(?:has|have|had|is|are|will|said|says|announced)\b)|,(?!\s*(?:has|have|had|is|was|are|were|will|would|said|says)\b)[^,;:.!?\n]{1,90},|"
    r"(?:were|are|was|is)\s+among\s+the\s+\w+\s+who\b)"
)
ADVERB = re.compile(r"\w{2,}ly$")
FIRST = re.compile(r"\bI\b(?:[’']\w+)?")
# “I think”, “I would say”: what follows is the speaker's
ASSERTING = re.compile(
    r"\bI(?:\s+(?:would|must|can|do|also|only|still|really|just))*\s+(?:say|think|believe|know|remember|hope|mean|stress|add|repeat|(?:am|was)\s+"
    r"(?:sure|confident|convinced|certain))\b"
)
# what one foresees of others is one's own
FORESEEN = re.compile(
    r"\bwill\s+(?:\w+ly\s+|soon\s+|also\s+)?(?:come\s+to|understand|accept|see|recogni[sz]e|reali[sz]e|need|assume|feel|regret)\b"
)
# verbs of what is done in public; what others want in private is told by who imputes it
PRIVATE = frozenset(
    stem(word)
    for word in word_set("""
    want wish seek hope fear desire prefer like believe think feel consider regard view understand try aim plan
    strive attempt intend struggle worry expect doubt lobby pursue look
    """)
) | word_set("sought thought felt tried tries trying afraid eager keen willing interested spoke")
HOSTILE = frozenset(
    stem(word)
    for word in word_set("""
    aggression aggressive attack blackmail blockade coercive colonial conspire coup crime criminal deceive
    destabilise destabilize destroy dictate dictatorship discriminate discriminatory dominate domination embargo
    exclude exclusion exploit harm hegemony illegal imperialism impose interfere interference intervention invade
    invasion kill lie loot manipulate meddle mercenary oppress plunder pretext punish sabotage sanction threat
    threaten undermine violate violence war weapon
    """)
)
# a noun behind these is no subject
DEPENDENT = re.compile(
    r"\b(?:of|in|to|with|against|by|from|for|on|over|between|about|like|towards?)\s+(?:the\s+|our\s+|its\s+)?$",
    re.IGNORECASE,
)
# “we” is a body where it declares, adopts or decides
BODY_ACTS = re.compile(
    r"\b(?:[Ww]e|[Oo]ur\s+(?:alliance|organi[sz]ation|union|council|declaration|summit|statements?|members?))\b[^.;]{0,50}?"
    r"\b(?:reject\w*|denounc\w*|declar\w*|issued?|adopted|stated|plan|planned|agreed|decided|resolved|demanded|coordinate\w*|"
    r"condemn\w*|called|made|launched|created|goals?)\b|\bone\s+of\s+our\s+goals\b|\bperspective\b.*\bwe\b|"
    r"\b[Ii]n\s+(?:our|the)\s+(?:\w+\s+)?(?:declaration|statement|resolution)\b"
)
# what stands between “a statement by” and a name
LEADING = re.compile(r"(?:(?:the|former|then|current|president|minister|[A-Z][\w-]*)\s+){0,6}")
SEVERAL = re.compile(
    r"\b(?:presidents|leaders|ministers|heads\s+of|governments|countries|politicians|mayors)\b", re.IGNORECASE
)
SHORT_QUOTATION = re.compile('[“"‘][^“”"‘’]{8,80}[”"’]')
