"""The name of a paper or of a body on top of a text, which says who publishes it and is no title.

Two things tell such a name from a headline: a noun of who publishes at one end of it (“The Marsh Herald”, “Committee
on Inland Waters”), or capitals on all its words of weight where its language writes no headline so (“La Gaceta del
Valle”).
"""

import re
from functools import cache

from desktop.core.matching import fold
from desktop.core.structure.units import LETTERED
from desktop.core.vocabulary.languages import either, languages, vocabulary

_PAGE = vocabulary().page
# nouns that name papers, and those that name bodies
_PAPERS, _BODIES = (frozenset(map(fold, words)) for words in (_PAGE.papers, _PAGE.bodies))
# with so many letters such a noun may be the end of a longer word: “Lokalanzeiger”
_TELLING = 5
_LONGEST_WORDS, _LONGEST, _SHOUTED = 9, 90, 5
# languages that write such a noun and the one before it as one word
_COMPOUNDING = ("da", "de", "nl", "sv")
# a section behind the name: “The Marsh Herald | Politics”, “La Gaceta del Valle. Provincia”
_SECTION = re.compile(r"\s*(?:\||•|/|>|»|›|\s[–—-]\s|(?<=[^\W\d_]{3})\.(?=\s))\s*")
_NO_NAME = re.compile(r"[\d:;?!,“”\"«»„]")
_AND = vocabulary().saying.conjunctions
_ELIDED = re.compile(r"(?<![^\W\d_])([dl])[’']", re.IGNORECASE)
_NUMBERED_TITLE = re.compile(
    rf"\W*(?:{either(vocabulary().kinds.records)}\b|{either(vocabulary().kinds.episodes)}\s)", re.IGNORECASE
)
_NUMBERED = re.compile(
    rf"{either(vocabulary().kinds.press_releases)}\W*(?:n(?:o|r|º|°)?\.?\s*)?\d[\w/.-]*\W*", re.IGNORECASE
)


def masthead(line: str) -> str:
    """Return the name of the paper or body that is all of *line*, but for a section behind it; empty for others."""
    if len(line) > _LONGEST:
        return ""
    name, *sections = _SECTION.split(line.strip(), maxsplit=1)
    # “Le Courrier de l’Estuaire”
    words = LETTERED.findall(_ELIDED.sub(r"\1 ", name))
    if not 1 < len(words) <= _LONGEST_WORDS or not words[0][0].isupper() or _NO_NAME.search(line):
        return ""
    if sections and len(sections[0].split()) > 3:
        return ""
    return name if _is_name(words) else ""


def body_name(line: str) -> str:
    """Return *line* where it is the name of a body by its first word alone, “Fraktion Freie Marsch im Landtag”.

    That is no sure sign: a headline may begin so too.
    """
    words = LETTERED.findall(_ELIDED.sub(r"\1 ", line))
    telling = [word for word in words if word.casefold() not in _PAGE.linking]
    able = 1 < len(telling) <= _LONGEST_WORDS and len(line) <= _LONGEST and not _NO_NAME.search(line)
    return line.strip() if able and all(map(_cap, telling)) and _is_noun(telling[0], _BODIES) else ""


def head_of(name: str) -> str:
    """Return the name of a body without where it sits: “Fraktion Freie Küste im Landtag” is “Fraktion Freie Küste”."""
    words = name.split()
    for at, word in enumerate(words[2:], 2):
        if word.islower() and word in _PAGE.linking and word not in _PAGE.genitives | _AND:
            return " ".join(words[:at])
    return name


def is_numbered_title(line: str) -> bool:
    """Tell whether *line* is the title of a record or an episode, with its number: “Summary record of the 6th …”."""
    return _NUMBERED_TITLE.match(line) is not None and any(map(str.isdigit, line))


def is_numbered_kind(line: str) -> bool:
    """Tell whether *line* only says what the text is, and its number: “Press release No. 12/2023”."""
    return _NUMBERED.fullmatch(line.strip()) is not None


def _is_name(words: list[str]) -> bool:
    shouted = all(word.isupper() for word in words)
    linking = [
        at
        for at, word in enumerate(words)
        if word.casefold() in _PAGE.linking and (shouted or not at or not _cap(word))
    ]
    telling = [at for at in range(len(words)) if at not in linking]
    if len(telling) < 2 or (shouted and len(words) > _SHOUTED):
        return False
    first, last = telling[0], telling[-1]
    inside = [at for at in linking if at > first]
    lowered = [at for at in telling if not _cap(words[at])]
    genitive = bool(inside) and all(words[at].casefold() in _PAGE.genitives for at in inside)
    if lowered:
        # “Conseil régional de …”, “Ministère de la Transition écologique”: an adjective may follow a noun
        behind = all(at - 1 in telling and at - 1 not in lowered for at in lowered)
        return _is_noun(words[first], _BODIES) and genitive and behind and len(telling) > len(lowered) + 1
    # “ISLE ASSEMBLY OF THE NORTH”: what kind of a body it is may stand before its noun
    led = (first, *(at for at in telling[1:2] if at == first + 1 and shouted))
    if any(_is_noun(words[at], _BODIES) and at + 1 in inside for at in led) and (
        genitive or not _has_verb(words, inside)
    ):
        return True
    if any(_is_noun(words[at], _PAPERS) for at in telling if at == last or at + 1 in inside):
        return genitive or not _has_verb(words, inside)
    # “La Gaceta del Valle”: a language that writes its headlines like sentences would have small letters there
    return not shouted and genitive


def _has_verb(words: list[str], inside: list[int]) -> bool:
    """Tell whether a word may be the verb of a headline with capitals on all words: “Bank of England Raises Rates”."""
    return any(
        word.casefold().endswith("s") and not word.casefold().endswith("ss") and at + 1 not in inside
        for at, word in enumerate(words[1:-1], 1)
        if at not in inside and at - 1 not in inside
    )


def _cap(word: str) -> bool:
    return word[0].isupper()


def _is_noun(word: str, nouns: frozenset[str]) -> bool:
    folded = fold(word)
    return folded in nouns or any(folded.endswith(noun) for noun in nouns & _ending())


@cache
def _ending() -> frozenset[str]:
    """Return the nouns that may end a longer word: those of languages that write such words as one."""
    pages = (languages()[one].page for one in _COMPOUNDING)
    return frozenset(fold(noun) for page in pages for noun in page.papers | page.bodies if len(noun) >= _TELLING)
