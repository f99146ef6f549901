"""The words that attribute, of all languages at once, and the patterns that are made of them."""

import re
from collections.abc import Collection

from desktop.core.matching import fold
from desktop.core.structure.units import PLAIN, RUN
from desktop.core.vocabulary.languages import either, groups, languages, vocabulary

_WORDS = vocabulary().saying
# of a pattern shorter words do not show that it is worth trying
_LETTER = 4
# what tells when, where and to whom is no longer
_LATEST = 90
VERBS = _WORDS.verbs | _WORDS.parted.keys() | _WORDS.own_verbs
NAMING, NOUNS, OWN_VERBS = _WORDS.naming, _WORDS.nouns, _WORDS.own_verbs
TITLES, THINGS = _WORDS.roles, _WORDS.things
DETERMINERS, CONJUNCTIONS, LEADING_OVER = _WORDS.determiners, tuple(_WORDS.conjunctions), _WORDS.that
# each with the one that it stands for
PRONOUNS, FAMILIES = groups(_WORDS.pronouns), groups(_WORDS.families)
_PRONOUNS_OF = {
    code: frozenset(groups(one.saying.pronouns)) for code, one in languages().items() if one.saying.pronouns
}
# whom a title, a role or a word of kin stands for, by their folded words
GENDERS = {fold(word): pronoun for word, pronoun in groups(vocabulary().names.genders).items()}
FIRST, PERSONS, OBLIQUE = _WORDS.first_person, _WORDS.persons, _WORDS.oblique
TOLD_BEHIND = _WORDS.told_after
FOLLOW = {form: re.compile(rf"\s+{either(words)}\b") for form, words in _WORDS.followed.items()}
# up to the end of the clause: “räumte Nim am Montag ein”
PARTED = {
    form: re.compile(
        rf"[^.;:!?\x01]{{0,120}}?\s{either(words)}(?=\s*[.,;:!?–—»“”\"]|\s+{either(_WORDS.conjunctions)}\s|\s*$)"
    )
    for form, words in _WORDS.parted.items()
}
# verbs that say something without such words too
UNPARTED = _WORDS.verbs & _WORDS.parted.keys()
# endings of what goes on another verb: adding, agregando, ajoutant
GOING_ON = tuple(_WORDS.going_on)
WITHOUT_SUBJECT = frozenset[str]().union(
    *(one.saying.verbs for one in languages().values() if one.saying.drops_subject)
)
# those behind which more may stand before their subject
LATE_SUBJECT = frozenset[str]().union(
    *(one.saying.verbs | one.saying.parted.keys() for one in languages().values() if one.saying.late_subject)
)
# nouns have capitals where these verbs are spoken
SMALL_VERBS = frozenset[str]().union(
    *(one.saying.verbs | one.saying.parted.keys() for one in languages().values() if one.names.capital_nouns)
) - frozenset[str]().union(*(one.saying.verbs for one in languages().values() if not one.names.capital_nouns))
CLITICS, INDEFINITE = _WORDS.clitics, _WORDS.indefinite
DEMONSTRATIVE, ANAPHORS, QUOTING = _WORDS.demonstrative, _WORDS.anaphors, _WORDS.quoting
WORKS = frozenset(word.lower() for word in _WORDS.works)
POSSESSIVE, BARE = _WORDS.possessive, _WORDS.bare
# “un éleveur”, where a subject may stand
SOMEBODY = re.compile(
    rf"(?<!\w){either(INDEFINITE, DEMONSTRATIVE)}\s(?:(?!{either(_WORDS.writings, _WORDS.things)}\b)[^\W\d_]{{2,}}\s)?"
    rf"(?!{either(_WORDS.writings, _WORDS.things)}\b)[^\W\d_]{{3,}}{either(_WORDS.person_endings)}\b",
    re.IGNORECASE,
)
# “one of them”, and “der 61-Jährige”
PARTITIVE = re.compile(rf"(?<!\w){either(_WORDS.partitive)}(?!\w)", re.IGNORECASE)
AGED = re.compile(rf"(?<!\w)(?:{either(DETERMINERS)}\s)?{either(_WORDS.aged)}(?!\w)", re.IGNORECASE)
# without the figure or the ending there is none, and these are found in a seventh of the time
MAY_BE_AGED = re.compile(
    either(tuple({r"\d" if one.startswith(r"\d") else one.removeprefix(r"\w{4,}") for one in _WORDS.aged})),
    re.IGNORECASE,
)
IS_AGED = re.compile(rf"{either(_WORDS.aged)}$", re.IGNORECASE)
# “according to which ‘…’”: the words of a text
REPORTED_BY = re.compile(rf"\b{either(_WORDS.reported_by)}\s*$", re.IGNORECASE)
# who is quoted is the object of these: “cited the mayor, Ordun Vask: ‘…’”
CITED = re.compile(rf"\S\s+{either(QUOTING)}\s+")
# “the driver who became …”: somebody new
RESTRICTED = re.compile(rf"\s{either(_WORDS.persons_told)}\s")
IMPERSONAL = re.compile(rf"[\s,—–-]*{either(_WORDS.impersonal)}", re.IGNORECASE)
CITING = _WORDS.citing
# “a letter from the owners”, and not “a letter to the mayor”
OF_OTHERS = re.compile(
    rf"\b{either(_WORDS.writings, _WORDS.things)}\s+"
    rf"(?:{either(_WORDS.written_by)}\b|d(?:ell)?[’']|(?=[а-яё]+(?:ов|ев|ей|а|я|ы|и)\b))",
    re.IGNORECASE,
)
# right before a name that has something, and does not speak
POSSESSED = re.compile(rf"(?<!\w)(?:{either(_WORDS.of, _WORDS.written_by)}\s+|d(?:ell)?[’'])$", re.IGNORECASE)
# with these a clause begins, which has a subject of its own
_CLAUSE = re.compile(
    rf"\b{either(vocabulary().comparing.relative.union(CONJUNCTIONS, LEADING_OVER) - _WORDS.oblique - DETERMINERS)}\b",
    re.IGNORECASE,
)
PREPOSITION = re.compile(rf"\b{either(_WORDS.prepositions)}\s*", re.IGNORECASE)
# “Pour Orsk, le pont est « … »”: how a sentence begins that gives somebody's view
VIEW = re.compile(rf"{either(_WORDS.views)}\s+", re.IGNORECASE)
VIEWED = re.compile(rf"\s*,|\s+{either(_WORDS.being)}\b")
RELATIVE_VIEW = re.compile(rf"(?:\s\([^)]{{1,60}}\))?,\s{either(_WORDS.relative_views)}\s*(?=[\"“‘«„»])", re.IGNORECASE)
# from a subject to the participle that closes the clause
# „…“, hatte Nim dort gesagt
PERFECT_BEFORE = re.compile(rf"(?:^|[,–—\"“”»«]\s*){either(_WORDS.perfect)}\s+$")
PERFECT = re.compile(rf"\s{either(_WORDS.perfect)}\s[^,;:.!?\x01]{{0,80}}")
CLAUSE_REST = re.compile(r"[^,;:.!?\x01]{0,80}")
POSTPOSITION = re.compile(rf"\s+{either(_WORDS.postpositions)}\b")
OF_WORD = re.compile(rf"\s({either(_WORDS.of)})\s")
TOLD_AFTER = re.compile(rf"\s*,\s*{either(TOLD_BEHIND)}\s+")
# the words by which one sees that the pattern is worth trying: of each preposition the longest
PREPOSITIONS = frozenset(
    word.lower()
    for one in _WORDS.prepositions
    for words in [PLAIN.findall(one)]
    for word in ([each for each in words if len(each) > _LETTER] if "(" in one else [max(words, key=len)])
)
# what may stand between a subject and its verb
BETWEEN = re.compile(rf"(?:\s*\([^)]{{0,60}}\))?(?:\s*,[^,;:.]{{2,80}},)?(?:\s+{either(_WORDS.between)})*\s+")
TO_BE = re.compile(rf"\b{either(_WORDS.being)}\b")
# right before a mark: the words are a name or a wording, and nobody is said to have spoken them
NOT_SAID = re.compile(
    rf"\b(?:{either(_WORDS.not_said)}\s*(?:{either(_WORDS.articles)}\s+)?"
    # “demanded that the ‘rule’ be written”: a word as one calls it
    rf"|{either(_WORDS.that)}\s+{either(_WORDS.determiners, _WORDS.articles)}\s+)$",
    re.IGNORECASE,
)
# auxiliaries between a quotation and its verb: «…», a déclaré Orsk
AUXILIARY = re.compile(
    rf"(?:(?:\s+|(?<=[—–―’'])){either(_WORDS.auxiliaries, _WORDS.clitics)})+(?:\s+{either(_WORDS.between)})*$"
)
ONLY_AUXILIARIES = re.compile(rf"(?:\s+{either(_WORDS.auxiliaries, _WORDS.clitics, _WORDS.between)})*[\s’']*")
_ARTICLE = rf"(?:{either(_WORDS.articles)}\s+)?"
OF = re.compile(rf"\s+{either(_WORDS.of, _WORDS.inside)}\s+{_ARTICLE}(?:{RUN}\s+){{0,2}}")
# “of Russian diplomacy”, up to what can stand between a subject and its verb
COMPLEMENT = re.compile(
    rf"\s+{either(_WORDS.of)}\s+{_ARTICLE}{RUN}(?:\s+(?!{either(_WORDS.carried_on)}){RUN}){{0,4}}(?=\s|,)"
)
THAT = re.compile(rf"\s+{either(_WORDS.that)}\b|\s*[,:]?\s*(?=[\"“‘«„»'])")
# an apposition is opened, which a comma closes: “the ambassador, Mr Nim, said”
OPENED = re.compile(rf",\s+(?:{either(_WORDS.honorifics)}\.?\s+)?$")
# what tells of a body, and not of one of its people, whose name may follow
OF_BODY = re.compile(rf",\s+{either(_WORDS.of_bodies)}\b")
# a description with its article, up to the name behind its comma: “said the keeper of the lock, Tom Reyes”
DESCRIBED = re.compile(
    rf"(?:\s+{either(_WORDS.between)})*\s+(?:{either(_WORDS.determiners)}\s|l[’'])[^,;:.!?\x01]{{2,70}},\s+"
    rf"(?:{either(_WORDS.honorifics)}\.?\s+)?",
    re.IGNORECASE,
)


def is_adverbial(gap: str) -> bool:
    """Tell whether what stands between a verb and a subject behind it may be when, where and to whom it was said."""
    plain = (
        len(gap) <= _LATEST
        and gap[:1].isspace()
        and gap[-1:].isspace()
        and re.search(r"[;:.!?()«»“”\"\x01]", gap) is None
    )
    return (
        plain
        and gap.count(",") in (0, 2)
        and _CLAUSE.search(gap) is None
        and not any(word in VERBS for word in gap.split())
    )


def indefinite_articles(codes: Collection[str]) -> frozenset[str]:
    """Return the indefinite articles of the languages of *codes*, or all: “a” is “the” in Portuguese."""
    own = frozenset[str]().union(*(languages()[code].saying.indefinite for code in codes))
    return own or INDEFINITE


def foreign_pronouns(codes: Collection[str]) -> frozenset[str]:
    """Return the pronouns of other languages than those of *codes*, maybe articles there: “il” in Italian."""
    own = [_PRONOUNS_OF[code] for code in codes if code in _PRONOUNS_OF]
    return frozenset(PRONOUNS) - frozenset[str]().union(*own) if own else frozenset()


def article_genders(codes: Collection[str]) -> dict[str, str]:
    """Return ``he`` or ``she`` by the definite articles that show it in the languages of *codes*."""
    return {word: who for code in codes for word, who in groups(languages()[code].saying.article_genders).items()}
