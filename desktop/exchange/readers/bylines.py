"""Who a byline names: the authors alone, without what they are, where they write from and the day."""

import re

from desktop.core.matching import fold
from desktop.core.structure.units import LETTERED
from desktop.core.vocabulary.languages import either, vocabulary

_PAGE, _SAYING = vocabulary().page, vocabulary().saying
_DESKS = frozenset(map(fold, _PAGE.desks))
# small words inside names, of all languages
PARTICLES = vocabulary().names.particles | vocabulary().names.lowered
# a hyphen inside a name parts nothing: only a dash with blanks around it does
_END = re.compile(r"\s*(?:[|•;]|\s[–—-]+(?:\s|$)|[–—]|\d).*", re.DOTALL)
_AND = re.compile(rf"\s+(?:{either(_SAYING.conjunctions)}|&)\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
# small words that join two names in one language, and stand before a place in another
_ALSO = frozenset(("e", "en", "i", "och", "og", "и"))
# “in Port Aldane”, behind a name
_FROM = re.compile(rf"\s+{either(_SAYING.inside, _PAGE.linking - _SAYING.conjunctions)}\s+(?=[^\W\d_a-z])")


def authors_of(words: str) -> str:
    """Return the authors that the *words* of a byline name, without “By” before them; empty when they name nobody.

    Behind a comma stands another author only where the list ends with an “and”; else it is what the author is.
    """
    told = _END.sub("", words.strip()).strip(" .,:")
    parts = _COMMA.split(_without_desk(told))
    # “Ada Quill, Tom Hale and Mia Roth, in Port Aldane”: the list ends with the part that has the “and”
    ends = next((at for at, part in enumerate(parts) if len(_AND.split(part)) > 1), 0)
    names = [*parts[:ends], *_AND.split(parts[ends])]
    if not _is_somebody(names[0]):
        return ""
    if all(_is_somebody(one) and not is_desk(one) for one in names[1:]):
        # as the line has it
        return _bare(", ".join(parts[: ends + 1]))
    return _bare(names[0])


def _without_desk(told: str) -> str:
    """Return a byline without what somebody is who is named behind it: “our correspondent Ada Quill”."""
    words = told.split()
    first = next((at for at, word in enumerate(words) if fold(word) not in _DESKS), 0)
    # “de Vries” is a name
    return " ".join(words[first:]) if len(words) - first > 1 and is_desk(" ".join(words[:first])) else told


def _is_somebody(part: str) -> bool:
    """Tell whether a part of a byline names somebody: “our own correspondent” and “Staff Reporter” are nobody."""
    words = LETTERED.findall(part)
    if not words:
        return False
    return not all(fold(word) in _DESKS for word in words)


def is_desk(part: str) -> bool:
    """Tell whether a part of a byline is what somebody is or where they work: “Foreign Desk”, “Political Editor”."""
    return any(fold(word) in _DESKS and len(word) > 3 for word in LETTERED.findall(part))


def _bare(part: str) -> str:
    """Return names without the place from where somebody writes: two words at least stay before it."""
    for found in _FROM.finditer(part):
        before = _AND.split(part[: found.start()])[-1]
        between = found.group().strip()
        named = between in PARTICLES or (between in _ALSO and len(LETTERED.findall(part[found.end() :])) > 1)
        if len(LETTERED.findall(before)) > 1 and not named:
            return part[: found.start()]
    return part
