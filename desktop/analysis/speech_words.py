"""English words that attribute: verbs of saying in their forms, titles, and the small words between them.

The verbs are the reporting verbs of news (Quirk et al., A Comprehensive Grammar of the English Language, 1985, §16.31,
and the cues of Pareti, PARC 3.0, LREC 2016, as far as they take a person), without those that mostly mean something
else.
"""

import re

from desktop.analysis.words import word_set

_REGULAR = """
add admit acknowledge affirm announce answer argue ask assert assure boast caution claim comment complain concede
conclude condemn confirm contend criticize criticise declare decry demand denounce deny describe discuss elaborate
emphasize emphasise exclaim explain express highlight imply indicate inform insist joke lament list mention note observe
opine outline pledge point predict proclaim pronounce protest reaffirm recall reckon reiterate reject remark remind
repeat reply report respond reveal specify state stress suggest tweet underline underscore urge vow warn welcome wonder
"""
_IRREGULAR = """
say says said saying tell tells told telling speak speaks spoke speaking write writes wrote writing think thinks thought
thinking swear swears swore swearing quip quips quipped quipping deny denies denied denying reply replies replied
replying read reads reading hold holds held holding continued continues continuing
"""
# nouns as often as verbs: only where the subject stands right before them, or that or a quotation right behind
NOUNS = word_set("claims comments demands lists notes reports states answers points holds thought reading")
# these introduce words only with what follows them
_FOLLOWED = {"point": "out|to", "hold": "that", "speak": "of|about|out|in", "read": "", "think": ""}


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
_FINITE = sorted(
    form for form in SAYING if form.endswith(("s", "d", "ing", "t")) or form in ("wrote", "spoke", "swore")
)
VERB = re.compile(rf"\b(?:{'|'.join(sorted(_FINITE, key=len, reverse=True))})\b", re.IGNORECASE)
FOLLOW = {form: re.compile(rf"\s+(?:{words})\b") for stem, words in _FOLLOWED.items() if words for form in _forms(stem)}
FOLLOW.update(dict.fromkeys(("held", "holds", "holding"), FOLLOW["hold"]))
FOLLOW.update(dict.fromkeys(("spoke", "speaks", "speaking"), FOLLOW["speak"]))

PREPOSITION = re.compile(r"\b(?:according to|in the words of|in the view of|to quote|quoting|citing)\s+", re.IGNORECASE)
PRONOUN = re.compile(r"\b(?:he|she|they|He|She|They)\b")
_TITLES = """
ambassador chairman chairperson chairwoman chancellor chief commander commissioner congressman congresswoman delegate
deputy diplomat director envoy executive expert founder general governor head host interviewer journalist judge king
lawmaker leader legislator mayor minister mp monarch negotiator official opposition organizer politician pope premier
president prince professor queen representative secretary senator speaker spokesman spokesperson spokeswoman
"""
TITLE = rf"(?:{'|'.join(_TITLES.split())})s?"
# “the Bolivian diplomat”, “Foreign Minister”
DESCRIPTION = re.compile(
    rf"\b(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s+)?(?:[\w.’'-]+\s+){{0,4}}?{TITLE}(?=\s*(?:,|:|\(|$|[a-z]))",
    re.IGNORECASE,
)
THING = re.compile(
    r"\b(?:[Tt]he|[Aa]|[Ii]ts|[Hh]is|[Hh]er)\s+(?:\w+\s+){0,2}?(?:text|post|tweet|letter|statement|declaration|document|"
    r"communiqué|report|article|message|resolution|treaty|charter|note|sign|banner|placard)\b"
)
# what may stand between a subject and its verb
BETWEEN = re.compile(
    r"(?:\s*\([^)]{0,60}\))?(?:\s*,[^,;:.]{2,80},)?(?:\s+(?:also|then|later|further|has|had|have|is|was|again|already|"
    r"today|yesterday|repeatedly|recently|now|even|once|too|therefore|thus|\w+ly|(?:on|this)\s+\w+day|in\s+turn|"
    r"for\s+(?:his|her|their|its)\s+part|who|went\s+on\s+to))*\s+"
)
FAMILIES = {"diplomat": "minister", "diplomacy": "minister", "premier": "minister", "envoy": "ambassador"}
