"""The words that attribute, of all languages at once, and the patterns that are made of them."""

import re

from desktop.core.matching import fold
from desktop.core.structure.units import PLAIN, RUN
from desktop.core.vocabulary.languages import either, groups, languages, vocabulary

_WORDS = vocabulary().saying
VERBS, NAMING, NOUNS, TITLES, THINGS = _WORDS.verbs, _WORDS.naming, _WORDS.nouns, _WORDS.roles, _WORDS.things
DETERMINERS, CONJUNCTIONS, LEADING_OVER = _WORDS.determiners, tuple(_WORDS.conjunctions), _WORDS.that
# each with the one that it stands for
PRONOUNS, FAMILIES = groups(_WORDS.pronouns), groups(_WORDS.families)
# whom a title, a role or a word of kin stands for, by their folded words
GENDERS = {fold(word): pronoun for word, pronoun in groups(vocabulary().names.genders).items()}
FIRST, PERSONS, OBLIQUE = _WORDS.first_person, _WORDS.persons, _WORDS.oblique
TOLD_BEHIND = _WORDS.told_after
FOLLOW = {form: re.compile(rf"\s+{either(words)}\b") for form, words in _WORDS.followed.items()}
# endings of what goes on another verb: adding, agregando, ajoutant
GOING_ON = tuple(_WORDS.going_on)
WITHOUT_SUBJECT = frozenset[str]().union(
    *(one.saying.verbs for one in languages().values() if one.saying.drops_subject)
)
PREPOSITION = re.compile(rf"\b{either(_WORDS.prepositions)}\s*", re.IGNORECASE)
# “Pour Orsk, le pont est « … »”: how a sentence begins that gives somebody's view
VIEW = re.compile(rf"{either(_WORDS.views)}\s+", re.IGNORECASE)
OF_WORD = re.compile(rf"\s({either(_WORDS.of)})\s")
TOLD_AFTER = re.compile(rf"\s*,\s*{either(TOLD_BEHIND)}\s+")
# the words by which one sees that the pattern is worth trying: of each preposition the longest
PREPOSITIONS = frozenset(max(PLAIN.findall(one), key=len) for one in _WORDS.prepositions)
# what may stand between a subject and its verb
BETWEEN = re.compile(rf"(?:\s*\([^)]{{0,60}}\))?(?:\s*,[^,;:.]{{2,80}},)?(?:\s+{either(_WORDS.between)})*\s+")
TO_BE = re.compile(rf"\b{either(_WORDS.being)}\b")
# right before a mark: the words are a name or a wording, and nobody is said to have spoken them
NOT_SAID = re.compile(rf"\b{either(_WORDS.not_said)}\s*(?:{either(_WORDS.articles)}\s+)?$", re.IGNORECASE)
# auxiliaries between a quotation and its verb: «…», a déclaré Orsk
AUXILIARY = re.compile(rf"(?:(?:\s+|(?<=[—–―])){either(_WORDS.auxiliaries)})+(?:\s+{either(_WORDS.between)})*$")
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
