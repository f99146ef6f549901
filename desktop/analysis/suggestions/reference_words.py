"""English words that stand for somebody: offices, members, pronouns, and what joins names to lists."""

import re

from desktop.analysis.attribution.speech_words import TITLES
from desktop.analysis.words import word_set

_TITLE = rf"(?:{'|'.join(sorted(TITLES, key=len, reverse=True))})"
# with an actor before or after them, they are its members and speak for it
MEMBERS = (
    r"(?:members?|member\s+(?:states|countries)|states|countries|nations|leaders|governments?|officials|ministers|presidents|"
    r"heads\s+of\s+(?:state|government)|people|peoples|authorities|diplomats|delegates|representatives|administration|"
    r"alliance|party|union|summit|meeting)"
)
OF_MEMBERS = re.compile(
    rf"\b{MEMBERS}(?:\s+(?:and|or)\s+{MEMBERS})?\s+(?:of|in|from)\s+(?:the\s+|our\s+|all\s+)?(?:[\w’'-]+\s+){{0,4}}?$",
    re.IGNORECASE,
)
WITH_MEMBERS = re.compile(
    rf"(?:[’']s?)?\]?(?:\s+(?:own|and\s+its))?\s+{MEMBERS}(?:\s+(?:and|or)\s+{MEMBERS})?(?!\w)", re.IGNORECASE
)
# “these states”, which have been spoken of
ANAPHOR = re.compile(
    r"\b(?:(?P<they>(?:all\s+(?:of\s+)?)?(?:these|those)\s+(?:\w+\s+)?(?:states|countries|nations|governments|leaders|"
    r"presidents|members)|they)|(?P<it>it|this\s+(?:\w+\s+)?(?:alliance|organi[sz]ation|union|bloc|group|country|"
    r"government|party|movement))|(?P<he>he)|(?P<she>she)|(?P<my>(?:our|my)\s+(?:own\s+)?(?:country|government|"
    r"alliance|organi[sz]ation|union|party|movement|ministry|bloc|administration))|(?P<her>(?:her|his)\s+(?:own\s+)?"
    r"(?:country|government|alliance|organi[sz]ation|union|party|movement|ministry|bloc|administration)))(?!\w)",
    re.IGNORECASE,
)
MANY = re.compile(
    r"\b(?:most|many|all|the\s+majority)\s+(?:of\s+)?(?:the\s+|our\s+|these\s+|its\s+)?"
    r"(?:countries|states|nations|leaders|governments|peoples|presidents)\b",
    re.IGNORECASE,
)
# the office of somebody, with whose it is before or after it
OFFICE = re.compile(
    rf"\b(?:(?:[\w’'-]+\s+){{0,4}}?){_TITLE}(?:[\s-]general)?(?:\s+(?:of|for)\s+(?:the\s+)?[\w’'-]+(?:\s+(?!who|said|says|has|"
    r"had|is|was|and)[\w’'-]+){0,4})?",
    re.IGNORECASE,
)
# “it has to be said” is nobody
EXPLETIVE = re.compile(
    r"it(?:\s+(?:has|must|can|should|may|could|would|will|cannot)(?:\s+to)?)?\s+(?:not\s+)?(?:be|is|was|been)\b",
    re.IGNORECASE,
)
TITLED = re.compile(rf"\b{_TITLE}\b", re.IGNORECASE)
NO_OFFICE = re.compile(r"\s+(?:country|nation|state|city|government|of\s+(?:the\s+)?summit)\b")
_PLACE = r"(?:the\s+)?[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*)*"
# “the ministers of Bolivia and Russia”
OFFICES = re.compile(
    rf"\b(?P<title>ministers|presidents|secretaries|leaders|heads\s+of\s+(?:state|government)|ambassadors|those)\s+of\s+"
    rf"(?P<places>{_PLACE}(?:(?:,\s+and|,|\s+and)\s+(?:of\s+)?{_PLACE})+)"
)
TITLE_OF = {"ministers": "minister", "secretaries": "secretary", "leaders": "leader", "ambassadors": "ambassador"}
# words that stand before a title and name no place
ADJECTIVES = word_set("""
    foreign prime deputy former general executive current new right-wing left-wing far-right defence defense interim
    transport climate finance union party opposition trade first vice security national
    """)
SMALL = word_set("the a an of for and in on at to its his her their our who with by then acting new")
# what stands between the names of a list: “the mayor and her commissioner, Peter Okonjo”
AND = re.compile(
    r"\s*(?:\([^)\n]*\)\s*)?(?:,|&|,?\s*(?:and|or|as\s+well\s+as|along\s+with|together\s+with)|,?\s+and\s+also)\s*"
    r"(?:the\s+|both\s+)?(?:(?:his|her|its|their)\s+(?:[\w-]+\s+){0,3}?[\w-]+,\s*)?"
)
