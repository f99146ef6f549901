"""The patterns that stand for somebody: offices, members, pronouns, and what joins names to lists."""

import re

from desktop.core.structure.units import RUN
from desktop.core.vocabulary.forms import either, groups
from desktop.core.vocabulary.languages import vocabulary

_WORDS = vocabulary().referring
ADJECTIVES, SMALL, FORMER, ARTICLES = _WORDS.adjectives, _WORDS.small, _WORDS.former, _WORDS.articles
_TITLE = either(vocabulary().saying.roles)
_OF, _CONJUNCTION = either(_WORDS.of), either(_WORDS.conjunctions)
_ARTICLE = rf"(?:{either(vocabulary().holding.articles)}\s+)?"
# with an actor before or after them, they are its members and speak for it


def _two(members: str) -> str:
    return rf"{members}(?:\s+{_CONJUNCTION}\s+{members})?"


OF_MEMBERS = re.compile(
    rf"\b{_two(either(_WORDS.members, _WORDS.members_before))}\s+{either(_WORDS.member_of)}\s+"
    rf"(?:{either(_WORDS.whole)}\s+)?(?:{RUN}\s+){{0,4}}?$",
    re.IGNORECASE,
)
WITH_MEMBERS = re.compile(
    rf"(?:[’']s?)?\]?(?:\s+{either(_WORDS.members_too)})?\s+{_two(either(_WORDS.members))}(?!\w)", re.IGNORECASE
)
# “these states”, which have been spoken of
ANAPHOR = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{kind}>{either(words)})' for kind, words in _WORDS.anaphors.items())})(?!\w)",
    re.IGNORECASE,
)
MANY = re.compile(rf"\b{either(_WORDS.many)}\b", re.IGNORECASE)
# “it has to be said” is nobody
EXPLETIVE = re.compile(either(_WORDS.expletives), re.IGNORECASE)
# the office of somebody, with whose it is before or after it
_GENERAL = rf"(?:[\s-]{either(_WORDS.general)})?"
OFFICE = re.compile(
    rf"\b(?:(?:{RUN}\s+){{0,4}}?){_TITLE}{_GENERAL}"
    rf"(?:\s+{_OF}\s+{_ARTICLE}{RUN}(?:\s+(?!{either(_WORDS.beyond_office)}){RUN}){{0,4}})?",
    re.IGNORECASE,
)
TITLED = re.compile(rf"\b{_TITLE}\b", re.IGNORECASE)
NO_OFFICE = re.compile(rf"\s+{either(_WORDS.no_office)}\b")
HAS_PLACE = re.compile(rf"\b{_OF}\b")
BEHIND_TITLE = re.compile(rf"{_GENERAL}(?:\s+{_OF}\s+{_ARTICLE})?", re.IGNORECASE)
PLACE_OF = re.compile(rf"\b{_OF}\s+{_ARTICLE}([A-ZÀ-Þ][\w-]*(?:\s+[A-ZÀ-Þ][\w-]*)*)")
# “the ministers of Bolivia and Russia”
_PLACE = rf"{_ARTICLE}[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*)*"
_OF_PLACE = rf"{either(_WORDS.of_place)}\s+"
OFFICES = re.compile(
    rf"\b(?P<title>{either(_WORDS.offices)})\s+{_OF_PLACE}"
    rf"(?P<places>{_PLACE}(?:(?:,\s+{_CONJUNCTION}|,|\s+{_CONJUNCTION})\s+(?:{_OF_PLACE})?{_PLACE})+)"
)
PLACES = re.compile(rf"(?:,\s+{_CONJUNCTION}\s+|,\s+|\s+{_CONJUNCTION}\s+)(?:{_OF_PLACE})?")
TITLE_OF = groups(_WORDS.singular)
MINISTRY = re.compile(either(_WORDS.ministries), re.IGNORECASE)
# what stands between the names of a list: “the mayor and her commissioner, Peter Okonjo”
AND = re.compile(
    rf"\s*(?:\([^)\n]*\)\s*)?(?:,|&|,?\s*{either(_WORDS.between)}|,?\s+{either(_WORDS.between_too)})\s*"
    rf"(?:{either(_WORDS.both)}\s+)?(?:{either(_WORDS.possessive)}\s+(?:[\w-]+\s+){{0,3}}?[\w-]+,\s*)?"
)
