"""How names of speakers are written: their words, titles, offices and initials, in any script."""

import re
from collections.abc import Mapping

from desktop.core.structure.units import LETTERS, UPPER
from desktop.core.vocabulary.languages import either, vocabulary

_WORDS, _NAMES = vocabulary().turns, vocabulary().names

# “Minister Kell” is Kell, “Minister for Fisheries” nobody else
_TITLES = re.compile(rf"^{either(_WORDS.dropped)}\b\.?\s+(?!{either(_WORDS.office_of)}\s)", re.IGNORECASE)
_NAME_WORD = rf"(?:(?:[dlDL][’'](?=[{UPPER}]))?[{UPPER}][\w.’'-]*|{either(_NAMES.particles, _NAMES.label_words)}(?=\s))"
NAME = rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,7}}"
# a record may add both the country and the language: “Mr. Sy (Baoland) (spoke in French)”
PAREN = r"(?:\s*[(\[][^()\[\]\n]{1,80}[)\]]){0,2}"
_BRACKETS = re.compile(r"\s*[(\[].*$")
HONORIFIC = rf"{either(_WORDS.honorifics)}\.?"
# particles that have small letters beside capitals, or are one capital
SMALL = frozenset(map(str.upper, _NAMES.lowered))
# “Mme la présidente. ”, “M. Kell, ministre de l’énergie. ”, “The Chairman. ”, “M. le président de la commission. ”
CHAIR = rf"(?:{either(_WORDS.articles, frozenset({'la', 'le', 'el'}))}\s+)?{either(_WORDS.chairs)}"
_OF = re.compile(rf"{either(_NAMES.particles, _NAMES.place_words, _NAMES.label_words, _WORDS.of)}\s", re.IGNORECASE)
_ADDRESSED = re.compile(rf"(?:{either(_WORDS.address, _WORDS.articles)}\b\.?|[^\W\d_]{{1,3}}\.?)\s", re.IGNORECASE)
# “The Minister for Transport (Jack Kell)”
_OFFICE_OF = re.compile(rf"(?:.*\s)?{either(_NAMES.titles)}\s+{_OF.pattern}.*", re.IGNORECASE)
_TITLE = re.compile(either(_WORDS.dropped), re.IGNORECASE)
_ARTICLE = re.compile(rf"{either(_WORDS.articles)}\s", re.IGNORECASE)
_NO_NAMES = _NAMES.titles | _NAMES.bodies | vocabulary().saying.roles | _NAMES.openers
_ELIDED = re.compile(rf"^[lL][’'](?={either(_NAMES.titles)}\s[{UPPER}])")
_LIST = re.compile(rf"\s*[,;&]\s*|\s+{either(vocabulary().saying.conjunctions, frozenset({'og', 'och', 'en'}))}\s+")
# letters before the ending of a title that is one word: “Staatsrätin”, and no “Konrat”
_COMPOSED = 4
_ENDINGS = tuple(sorted(_NAMES.title_endings))
# articles that begin a family's name
_NAME_PARTS = frozenset({"la", "le", "lo", "el", "li"})
_SHORN = tuple(one for one in _WORDS.dropped if one not in _WORDS.articles)
_OFFICE = re.compile(
    rf"\b{either(_NAMES.titles, _SHORN, _WORDS.asking, _WORDS.chairs, _WORDS.of)}\b",
    re.IGNORECASE,
)
_HONOURED = re.compile(rf"{either(_WORDS.address)}\.?\s+[{UPPER}]")
_HOLDER = re.compile(rf"[^(\[]*\((?P<name>{NAME})\)")
_ASKER = re.compile(rf"[^(\[]*\((?P<name>{NAME}),\s[^()]+\)")
_CHAIR = re.compile(rf"{either(_WORDS.chairs)}(?:\s.*)?", re.IGNORECASE)


def without_brackets(label: str) -> str:
    """Return what a *label* has before its first bracket: ``Ada Quill`` of “Ada Quill (Greens)”."""
    return _BRACKETS.sub("", label) if "(" in label or "[" in label else label


def has_capitals(name: str) -> bool:
    """Tell whether *name* is written in capitals, whatever small particle is in it."""
    letters = [character for character in name if character.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


def names_of(authors: str) -> list[str]:
    """Return the single names in a list of *authors*: “Ada Quill, Tom Hale and Mia Roth” are three."""
    return [name for name in map(str.strip, _LIST.split(authors)) if name]


def is_chair(name: str) -> bool:
    """Tell whether *name* is that of who presides: the Speaker, the President, the chair."""
    return _CHAIR.fullmatch(without_titles(name)) is not None


def holder_of(label: str) -> str:
    """Return who holds the office that *label* names, as a record has it in parentheses; empty when it names none."""
    found = _HOLDER.fullmatch(label)
    office = label.partition("(")[0].strip()
    # “Mevrouw Van der Lund (Groenen)” is somebody, and no office
    if found is None or is_chair(office) or _OFFICE_OF.fullmatch(office) is None or _HONOURED.match(office):
        return ""
    return bare_name(found["name"])


def asker_of(label: str) -> str:
    """Return who asks, as *label* has it in parentheses before whom they ask for; empty when it names nobody."""
    found = _ASKER.fullmatch(label)
    return bare_name(found["name"]) if found and " " in found["name"] else ""


def presiding_of(label: str) -> tuple[str, str]:
    """Return who presides where a record has the name in parentheses, and as what: “CHAIR (Odile Marchetti)”.

    Both are empty where it is no name of two words or more, or has a word that no name has.
    """
    found = _HOLDER.fullmatch(label)
    office = label.partition("(")[0].strip()
    words = found["name"].split() if found is not None else []
    if found is None or not is_chair(office) or len(words) < 2 or any(map(_is_no_name, words)):
        return "", ""
    return bare_name(found["name"]), bare_name(office)


def bare_name(name: str) -> str:
    """Return a speaker's name without titles, and with small letters when it is all capitals: ``Benjamin Norton``."""
    bare = without_titles(name)
    letters = [character for character in bare if character.isalpha()]
    if len(letters) > 3 and all(map(str.isupper, letters)):
        first, *others = bare.split()
        # “Earl of Kell”; one letter is an initial
        joins = (len(word) > 1 and word[1] != "." and word.casefold() in _NAMES.label_words for word in others)
        words = (word.lower() if join else in_small(word) for word, join in zip(others, joins, strict=True))
        bare = " ".join((in_small(first), *words))
    return bare


def without_titles(name: str) -> str:
    """Return a speaker's *name* without the titles before it: ``Kell`` of “Minister Kell”."""
    previous, given = "", name
    # “L’assessore Kell”
    name = _ELIDED.sub("", name)
    while name != previous:
        previous, bare = name, _TITLES.sub("", name).strip()
        # “The Clerk of the House” is an office, and “The Evening Post” has no other name
        if _ARTICLE.match(name) and _OFFICE.search(bare) is None:
            break
        # “Minister for Transport” is no name behind a title, nor is “Prime Minister”; “Herr von Rehl” is
        nameless = _OF.match(bare) or (_TITLE.fullmatch(bare) and not _CHAIR.fullmatch(bare))
        if nameless and not _ADDRESSED.match(name):
            break
        name = bare
    first, _blank, rest = name.partition(" ")
    # “Mayor Lindqvist” is Lindqvist, “Staatsrätin Kell” Kell; “Chief Executive” and “Justice Department” have no name
    own = first.casefold().rstrip(".")
    composed = own.endswith(_ENDINGS) and any(
        own.endswith(one) and len(own) > len(one) + _COMPOSED for one in _NAMES.title_endings
    )
    # behind an article a title may be small: “la consigliera Kell”
    able = first[:1].isupper() or name != given
    titled = (own in _NAMES.titles or composed) and able and _TITLE.fullmatch(own) is None
    if titled and rest and not any(_is_no_name(word) for word in rest.split()):
        return rest
    return name


def _is_no_name(word: str) -> bool:
    # “Consigliere FABRIZIO LO MONACO” has a particle in his name
    small = word.casefold()
    return (small in _NO_NAMES and small not in _NAME_PARTS) or not word[0].isupper()


def is_wording(name: str, small: Mapping[str, int], count: int = 1) -> bool:
    """Tell whether *name*, a label that comes *count* times, is words and no name.

    So is one that its text has in small letters too, several with such words, and what has an article. An office is a
    name, and so is one with particles: “Chair”, “Ursula von der Leyen”.

    Args:
        name: what stands before a turn.
        small: the words of the text in small letters, with how often each stands there.
        count: how often it does.
    """
    words = name.split()
    if _OFFICE.search(name) or not words or not words[0][0].isupper() or without_titles(name) != name:
        return False
    if len(words) == 1:
        return count == 1 and name.lower() in small and not name.isupper()
    joins = (*_NAMES.particles, *_NAMES.label_words)
    if count == 1 and _ARTICLE.match(name):
        return True
    # “Ben Ost ps” has his party behind him, which stands nowhere else
    return any(word.islower() and word not in joins and small.get(word, 0) > count for word in words[1:])


def is_one_word(name: str) -> bool:
    """Tell whether *name* is a single word that is no office."""
    return " " not in name and len(name) > 1 and _OFFICE.search(name) is None


def is_initials(name: str) -> bool:
    """Tell whether *name* is nothing but two to four capital letters: ``CE``, ``S.L.``, ``S. L.``."""
    return re.fullmatch(rf"(?:[{UPPER}]\.?){{2,4}}|[{UPPER}]\.(?:\s[{UPPER}]\.?){{1,3}}", name) is not None


def spelt_out(initials: str, text: str) -> str:
    """Return the name that *text* gives for *initials*: the one it stands behind in parentheses, else the first that
    has these initials; empty when there is none.
    """
    letters = [character for character in initials if character.isalpha()]
    # possessive and bounded: a text without blanks would else take the square of its length
    words = r"\s{1,5}+".join(rf"{re.escape(letter)}[\w’'-]{{1,40}}+" for letter in letters)
    for behind in (rf"\s{{0,5}}\({re.escape(initials)}\)", r"(?!\w)"):
        if found := re.search(rf"(?<![\w’'-])({words}){behind}", text):
            return " ".join(found[1].split())
    return ""


def in_small(word: str) -> str:
    """Return a word in capitals with small letters behind each first one: ``O’Hara``; a particle with small ones."""
    return word.lower() if word in SMALL else LETTERS.sub(lambda found: found[0].capitalize(), word)
