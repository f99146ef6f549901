"""Words for comparing texts: their forms, stems, and which of them weigh little, hedge or negate."""

import re
from functools import lru_cache

from desktop.core.matching import fold

# initials such as U.S. are one word; a hyphen parts words (“pan-regional” shares “regional”), an apostrophe does not
WORD = re.compile(
    "(?:[A-Z]\\.){2,}|[^\\W_]+(?:[\u00ad\u200c\u200d\u0300-\u036f'’]+[^\\W_]+)*[\u0300-\u036f]*",
)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a list that is written as one text."""
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    """Return the same without their order."""
    return frozenset(text.split())


_DROPPED = re.compile("[\u00ad\u200c\u200d.]")
FUNCTION = word_set("""
    a about after all also am an and any are as at be because been before being between both but by can could did do
    does down for from had has have he her here him his how i if in into is it its just like me more most must my no nor
    not of off on once only or other our out over own s same she should so some such t than that the their them then
    there these they this those through to too under until up very was we were what when where which while who whom why
    will with would you your shall may might upon us
    """)
HEDGES = word_set("""
    about allegedly almost apparently appear appears approximately around assume believe could doubt fairly feel
    generally guess hope hopefully kind largely likely mainly many may maybe might most mostly much nearly often
    opinion partly perhaps possible possibly potentially presumably probable probably quite rather relatively
    reportedly roughly seem seemed seems several some sometimes somewhat sort suppose supposedly think usually view
    would
    """)
NEGATIONS = word_set("""
    barely cannot hardly neither never no nobody none nor not nothing nowhere refuse reject scarcely unless without
    """)
_SUFFIXES = words_of(
    "izations isations ization isation ations ation ships ship ments ment ively ives ive ingly ings ing edly ness ally "
    ""
    "ities ity ies ied isms ism ists ist ions ion ly ers er ors or als al ates ate at ed es s ed y e"
)

# only those can end a word that have its last letter
_BY_LAST = {last: tuple(one for one in _SUFFIXES if one[-1] == last) for last in {one[-1] for one in _SUFFIXES}}


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """Return *word* as it is compared: without case, accents and soft hyphens; the state ``US`` is not ``us``."""
    if word in ("US", "U.S.", "U.S"):
        return "u.s"
    word = _DROPPED.sub("", word)
    return fold(word).replace("’", "'")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return what the forms of one word have in common: *word*, a key, without its endings.

    Cruder than Porter (1980): endings are taken off while at least four letters stay, as in Lovins (1968), so that
    “relations” and “relationship” agree. The prefix *neo* is taken off too.
    """
    word = word.removesuffix("'s").removesuffix("'")
    if word.startswith("neo") and len(word) > 8:
        word = word[3:]
    for _ in range(3):
        for suffix in _BY_LAST.get(word[-1:], ()):
            least = 3 if suffix in ("s", "ed", "ing") else 4
            if word.endswith(suffix) and len(word) - len(suffix) >= least and not word.endswith("ss"):
                word = word[: -len(suffix)]
                break
        else:
            break
    return word


def is_negation(word: str) -> bool:
    """Tell whether a key denies: ``not``, ``never``, ``don't``."""
    return word in NEGATIONS or word.endswith("n't")


def weight(word: str) -> float:
    """Return how much a key counts when passages are compared: words of grammar little, but negations in full."""
    return 0.35 if word in FUNCTION and not is_negation(word) else 1.0
