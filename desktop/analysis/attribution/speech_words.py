"""Words that attribute: verbs of saying in their forms, titles, and the small words between them.

The English verbs are the reporting verbs of news (Quirk et al., A Comprehensive Grammar of the English Language, 1985,
§16.31, and the cues of Pareti, PARC 3.0, LREC 2016, as far as they take a person), without those that mostly mean
something else. Those of other languages, in the forms that news uses, stand in `speech_words_abroad`: one table serves
all, since a verb counts only beside its subject, and reports quote in one language what was said in another.
"""

import re

from desktop.analysis.attribution import speech_words_abroad as abroad
from desktop.analysis.words import word_set

_REGULAR = """
accuse add admit acknowledge affirm announce answer argue ask assert assure blame boast caution claim comment complain
concede conclude condemn confirm contend criticize criticise declare decry demand denounce deny describe discuss
elaborate emphasize emphasise exclaim explain express highlight imply indicate inform insist joke lament list mention
note observe opine outline pledge point predict proclaim pronounce protest reaffirm recall reckon reiterate reject
remark remind repeat reply report respond reveal sigh specify state stress suggest tweet underline underscore urge vow
warn welcome whisper wonder cry mutter murmur scream shout thunder yell
"""
_IRREGULAR = """
say says said saying tell tells told telling speak speaks spoke speaking write writes wrote writing think thinks thought
thinking swear swears swore swearing quip quips quipped quipping deny denies denied denying reply replies replied
replying read reads reading hold holds held holding continued continues continuing went goes going put puts putting
"""
# these name as well as quote: “called it ‘a wall’”, never with a form of “be”
NAMING = word_set(
    "call calls called calling dub dubs dubbed dubbing brand brands branded branding label labels labeled"
)
# nouns as often as verbs: only where the subject stands right before them, or that or a quotation right behind
NOUNS = word_set(
    "claims comments demands lists notes reports states answers points holds thought reading sighs brands cries"
)
NOUNS |= abroad.NOUNS
# these introduce words only with what follows them
_FOLLOWED = {"point": "out|to", "hold": "that", "speak": "of|about|out|in", "read": "", "think": "", "put": "it"}


def _forms(stem: str) -> list[str]:
    if stem.endswith("e"):
        return [stem, stem + "s", stem + "d", stem[:-1] + "ing"]
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return [stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    suffix = "es" if stem.endswith(("s", "x", "ch", "sh")) else "s"
    doubled = stem + stem[-1] if stem == "admit" else stem
    return [stem, stem + suffix, doubled + "ed", doubled + "ing"]


SAYING = frozenset([form for stem in _REGULAR.split() for form in _forms(stem)] + _IRREGULAR.split())
# bare forms follow “will” or “to”, and say nothing of who spoke
_FINITE = {
    form for form in SAYING if form.endswith(("s", "d", "ing", "t")) or form in ("wrote", "spoke", "swore", "put")
}
VERBS = frozenset(_FINITE | abroad.VERBS | {form for form in NAMING if form.endswith(("s", "d", "ing"))})
FOLLOW = {form: re.compile(rf"\s+(?:{words})\b") for stem, words in _FOLLOWED.items() if words for form in _forms(stem)}
FOLLOW.update(dict.fromkeys(("went", "goes", "going"), re.compile(r"\s+on\b(?=\s*:|\s*,?\s*[\"“‘«„])")))
FOLLOW.update(dict.fromkeys(("puts", "putting"), FOLLOW["put"]))
FOLLOW.update(dict.fromkeys(("held", "holds", "holding"), FOLLOW["hold"]))
FOLLOW.update(dict.fromkeys(("spoke", "speaks", "speaking"), FOLLOW["speak"]))
# endings of what goes on another verb: adding, agregando, ajoutant
GOING_ON = ("ing", *abroad.GOING_ON)

PREPOSITION = re.compile(
    rf"\b(?:according to|in the words of|in the view of|to quote|quoting|citing|{abroad.PREPOSITION})\s*",
    re.IGNORECASE,
)
# the words by which one sees that the pattern is worth trying
PREPOSITIONS = word_set("according words view quote quoting citing") | abroad.PREPOSITIONS
# each with the one that it stands for
PRONOUNS = {**{word: word for word in ("he", "she", "they")}, **abroad.PRONOUNS}
_TITLES = """
ambassador chairman chairperson chairwoman chancellor chief commander commissioner congressman congresswoman delegate
deputy diplomat director envoy executive expert founder general governor head host interviewer journalist judge king
lawmaker leader legislator mayor minister mp monarch negotiator official opposition organizer politician pope premier
president prince professor queen representative secretary senator speaker spokesman spokesperson spokeswoman
"""
TITLES = frozenset(form for title in _TITLES.split() for form in (title, title + "s")) | abroad.TITLES
DETERMINERS = word_set("the a an his her its their") | abroad.DETERMINERS
THINGS = word_set("""
    text post tweet letter statement declaration document communiqué report article message resolution treaty charter
    note sign banner placard
    """)
# what may stand between a subject and its verb
BETWEEN = re.compile(
    r"(?:\s*\([^)]{0,60}\))?(?:\s*,[^,;:.]{2,80},)?(?:\s+(?:also|then|later|further|has|had|have|is|was|again|already|"
    r"today|yesterday|repeatedly|recently|now|even|once|too|therefore|thus|earlier|previously|first|just|often|always|"
    rf"still|only|himself|herself|themselves|\w+ly|(?:on|this)\s+\w+day|in\s+turn|{abroad.BETWEEN}|"
    r"for\s+(?:his|her|their|its)\s+part|who|went\s+on\s+to))*\s+"
)
TO_BE = re.compile(r"\b(?:is|was|were|are|been|being)\b")
# right before a mark: the words are a name or a wording, and nobody is said to have spoken them
NOT_SAID = re.compile(
    r"\b(?:so[- ]called|self-(?:styled|proclaimed|described)|known as|titled|entitled|named|nicknamed|the term|"
    rf"the word|the phrase|the slogan|{abroad.NOT_SAID})\s*(?:the\s+)?$",
    re.IGNORECASE,
)
FAMILIES = {
    "diplomat": "minister",
    "diplomacy": "minister",
    "premier": "minister",
    "envoy": "ambassador",
    **abroad.FAMILIES,
}
