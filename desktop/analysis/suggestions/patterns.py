"""The patterns that tell who is meant (offices, pronouns, lists), and who holds a position (words of attitude)."""

import re

from desktop.analysis.words import stem
from desktop.core.structure.units import RUN
from desktop.core.structure.writing import ALL_STOPS
from desktop.core.vocabulary.languages import either, groups, languages, vocabulary
from desktop.core.vocabulary.lists import Words

_WORDS = vocabulary().holding


def _in_all_forms(words: Words, as_written: Words = frozenset()) -> Words:
    return frozenset(map(stem, words)) | as_written


ATTITUDES = _in_all_forms(_WORDS.attitudes, _WORDS.attitude_forms)
DEEDS = _in_all_forms(_WORDS.deeds, _WORDS.deed_forms)
# what is wanted in private, which is told by who imputes it
PRIVATE = _in_all_forms(_WORDS.private, _WORDS.private_forms)
HOSTILE = _in_all_forms(_WORDS.hostile)
# what is said or thought, in the languages whose words of attitude are known
MENTAL = _WORDS.mental.union(
    *(
        (one.saying.verbs | one.saying.bare) - one.saying.naming - one.holding.neutral
        for one in languages().values()
        if one.holding.attitudes
    )
)
SKIPPED = _WORDS.skipped
TOLD_BEFORE_THAT = MENTAL | _WORDS.before_that

_ARTICLE = rf"(?:{either(_WORDS.articles)}\s+)?"
_OF, _BY, _THAT = either(_WORDS.of), either(_WORDS.by), either(_WORDS.that)
_ADVERB, _I = either(_WORDS.adverbs), either(_WORDS.first_person)
_NOUN, _VIEW = either(_WORDS.nouns), either(_WORDS.views)
TRYING = re.compile(rf"{either(_WORDS.trying)}\s+(?:{_ADVERB}\s+)?{either(_WORDS.tried)}\b", re.IGNORECASE)
PHRASES, FRAME_PHRASES = re.compile(either(_WORDS.phrases)), re.compile(either(_WORDS.frame_phrases))
FORESEEN = re.compile(rf"\b{either(_WORDS.foreseen)}\b")
ADVERB = re.compile(rf"{_ADVERB}$")
BEGUN = re.compile(rf"\b{either(_WORDS.begun)}\b|:|;")

# an attitude as a noun: “X’s refusal”; “the U.S. intentions”; “is an aim of X”; “a statement by X”
POSSESSED = re.compile(rf"(?:[’']s?|\s+{either(_WORDS.possessing)}[’']s)\s+(?:\w+\s+){{0,2}}?{_NOUN}\b")
COMPOUND = re.compile(rf"\s+(?:\w+\s+)?{either(_WORDS.compound)}\b")
AIM_OF = re.compile(rf"\b{either(_WORDS.being)}\s+(?:\w+\s+){{0,2}}?{_NOUN}\s+{_OF}\s+{_ARTICLE}$")
UTTERED = re.compile(rf"{either(_WORDS.uttered)}\s+{either(_WORDS.uttered_by)}\s+|\b{_NOUN}\s+{_OF}\s+", re.IGNORECASE)
LEADING = re.compile(rf"(?:(?:{either(_WORDS.leading)}|[A-Z][\w-]*)\s+){{0,6}}")
AGENT = re.compile(rf"\b{either(_WORDS.done_by)}\s+{_BY}\s+{_ARTICLE}")
BY = re.compile(rf"\b{_BY}\s+{_ARTICLE}(?:[\w-]+\s+){{0,3}}$")
SEVERAL = re.compile(rf"\b{either(_WORDS.several)}\b", re.IGNORECASE)

# frames: who says, thinks or sees what the sentence tells
SOURCE = re.compile(rf"\b(?:{either(_WORDS.sources)}|{either(_WORDS.in_the)}\s+{_VIEW}\s+{_OF})\s+", re.IGNORECASE)
IN_VIEW = re.compile(rf"(?:[’']s?)?\s+(?:{either(_WORDS.own)}\s+)?{_VIEW}\b")
IN_THEIR_VIEW = re.compile(rf"\b{either(_WORDS.in_their)}\s+{_VIEW}\b")
IN_LEAD = re.compile(rf"\b{either(_WORDS.in_lead)}\s+{_ARTICLE}$", re.IGNORECASE)
TO = re.compile(rf"[\s“\"]*{either(_WORDS.to)}\s+{_ARTICLE}")
AS = re.compile(rf"\b{either(_WORDS.as_)}\s+$")
BEHIND_THAT = re.compile(rf"(?:\s+{either(_WORDS.when)}){{0,2}}\s+{_THAT}\b")
INVERTED = re.compile(rf"(?:^|[,”\"’]\s*){either(_WORDS.inverted)}\s+{_ARTICLE}$")
FRAME_END = re.compile(rf"[;:{ALL_STOPS}]|,\s+(?!{either(_WORDS.who)})")

# clauses: where a sentence begins, and what stands between a subject and its verb
OPENING = re.compile(rf"[\s\"“‘'«\[]*(?:{either(_WORDS.openings)}[,\s\[]+)*")
SUBORDINATE = re.compile(rf"\b{either(_WORDS.subordinating)}\s+{_ARTICLE}$")
TOLD_THAT = re.compile(rf"([\w’]+)\s+{_THAT}\s+{_ARTICLE}$")
COORDINATED = re.compile(rf"(?:[;:]|[—–-]|{either(_WORDS.coordinating)})\s+{_ARTICLE}$")
RELATIVE = re.compile(rf"\s*,?\s+{either(_WORDS.relative)}\s+")
CLOSING = re.compile(rf",\s+{either(_WORDS.closings)}\b")
ASIDE = re.compile(
    rf"\s*(?:\([^)\n]{{0,80}}\)|\[[^\]\n]{{0,40}}\]|,\s*{either(_WORDS.asides)}\s*,?|{either(_WORDS.asides)}\b"
    rf"|,\s*{either(_WORDS.relative)}\b[^.;\n]{{1,160}}?,\s*(?={either(_WORDS.behind_relative)}\b)"
    rf"|,(?!\s*{either(_WORDS.no_aside)}\b)[^,;:.!?\n]{{1,90}},|{either(_WORDS.among)})"
)
# a noun behind these is no subject
DEPENDENT = re.compile(rf"\b{either(_WORDS.prepositions)}\s+(?:{either(_WORDS.determiners)}\s+)?$", re.IGNORECASE)

# the first person; “I think”: what follows is the speaker's; “we” is a body where it declares, adopts or decides
FIRST = re.compile(rf"\b{_I}\b(?:[’']\w+)?")
ASSERTING = re.compile(rf"\b{_I}(?:\s+{either(_WORDS.asserting_with)})*\s+{either(_WORDS.asserting)}\b")
BODY_ACTS = re.compile(rf"\b{either(_WORDS.body_acts)}\b")

# “we of the Guild”, before the name of the body
WE_OF = re.compile(rf"\b{either(vocabulary().claims.first_person)}\s+{_OF}\s+{_ARTICLE}$", re.IGNORECASE)

# who is meant
_REFERRING = vocabulary().referring
ADJECTIVES, SMALL, FORMER, ARTICLES = _REFERRING.adjectives, _REFERRING.small, _REFERRING.former, _REFERRING.articles
_TITLE = either(vocabulary().saying.roles)
_OF_WHOM, _CONJUNCTION = either(_REFERRING.of), either(_REFERRING.conjunctions)
# with an actor before or after them, they are its members and speak for it


def _two(members: str) -> str:
    return rf"{members}(?:\s+{_CONJUNCTION}\s+{members})?"


OF_MEMBERS = re.compile(
    rf"\b{_two(either(_REFERRING.members, _REFERRING.members_before))}\s+{either(_REFERRING.member_of)}\s+"
    rf"(?:{either(_REFERRING.whole)}\s+)?(?:{RUN}\s+){{0,4}}?$",
    re.IGNORECASE,
)
WITH_MEMBERS = re.compile(
    rf"(?:[’']s?)?\]?(?:\s+{either(_REFERRING.members_too)})?\s+{_two(either(_REFERRING.members))}(?!\w)", re.IGNORECASE
)
# “these states”, which have been spoken of
ANAPHOR = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{kind}>{either(words)})' for kind, words in _REFERRING.anaphors.items())})(?!\w)",
    re.IGNORECASE,
)
# “both ministers”, who have been named together
TOGETHER = re.compile(
    rf"\b(?:{either(_REFERRING.together)}|(?P<all>{either(_REFERRING.signatories)}))(?!\w)", re.IGNORECASE
)
# what stands between two who are named together: names of what they are, and the last “and”
_ALSO = either(vocabulary().saying.conjunctions, _REFERRING.conjunctions)
BESIDE = re.compile(rf"[^.;:!?\n]*(?<!\w){_ALSO}\s[^.;:!?\n]*", re.IGNORECASE)
MANY = re.compile(rf"\b{either(_REFERRING.many)}\b", re.IGNORECASE)
# “it has to be said” is nobody
EXPLETIVE = re.compile(either(_REFERRING.expletives), re.IGNORECASE)
# the office of somebody, with whose it is before or after it
_GENERAL = rf"(?:[\s-]{either(_REFERRING.general)})?"
OFFICE = re.compile(
    rf"\b(?:(?:{RUN}\s+){{0,4}}?){_TITLE}{_GENERAL}"
    rf"(?:\s+{_OF_WHOM}\s+{_ARTICLE}{RUN}(?:\s+(?!{either(_REFERRING.beyond_office)}){RUN}){{0,4}})?",
    re.IGNORECASE,
)
TITLED = re.compile(rf"\b{_TITLE}\b", re.IGNORECASE)
# without it no office is named: most sentences have none, and to look for one takes longest where there is none
MAY_BE_TITLED = re.compile(rf"\b{_TITLE}", re.IGNORECASE)
NO_OFFICE = re.compile(rf"\s+{either(_REFERRING.no_office)}\b")
HAS_PLACE = re.compile(rf"\b{_OF_WHOM}\b")
BEHIND_TITLE = re.compile(rf"{_GENERAL}(?:\s+{_OF_WHOM}\s+{_ARTICLE})?", re.IGNORECASE)
PLACE_OF = re.compile(rf"\b{_OF_WHOM}\s+{_ARTICLE}([A-ZÀ-Þ][\w-]*(?:\s+[A-ZÀ-Þ][\w-]*)*)")
# “the ministers of Bolivia and Russia”
_PLACE = rf"{_ARTICLE}[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*)*"
_OF_PLACE = rf"{either(_REFERRING.of_place)}\s+"
OFFICES = re.compile(
    rf"\b(?P<title>{either(_REFERRING.offices)})\s+{_OF_PLACE}"
    rf"(?P<places>{_PLACE}(?:(?:,\s+{_CONJUNCTION}|,|\s+{_CONJUNCTION})\s+(?:{_OF_PLACE})?{_PLACE})+)"
)
PLACES = re.compile(rf"(?:,\s+{_CONJUNCTION}\s+|,\s+|\s+{_CONJUNCTION}\s+)(?:{_OF_PLACE})?")
TITLE_OF = groups(_REFERRING.singular)
MINISTRY = re.compile(either(_REFERRING.ministries), re.IGNORECASE)
# what stands between the names of a list: “the mayor and her commissioner, Peter Okonjo”
AND = re.compile(
    rf"\s*(?:\([^)\n]*\)\s*)?(?:,|&|,?\s*{either(_REFERRING.between)}|,?\s+{either(_REFERRING.between_too)})\s*"
    rf"(?:{either(_REFERRING.both)}\s+)?(?:{either(_REFERRING.possessive)}\s+(?:[\w-]+\s+){{0,3}}?[\w-]+,\s*)?"
)
