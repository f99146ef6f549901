"""The direction in which a text is written, by the Unicode Bidirectional Algorithm (UAX #9): where its lines begin."""

import re
import unicodedata
from itertools import islice

# what holds no letter from right to left is looked through fast: the blocks of such scripts, and what turns the rest
_TURNING = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# ISO 639 codes of languages that are written from right to left, whatever their alphabet in this text
# fmt: off
_LANGUAGES = frozenset((
    "ar", "arc", "ary", "arz", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "nqo", "prs", "ps", "sd", "syr", "ug",
    "ur", "yi",
))
# fmt: on
# paragraphs that tell the direction of a text
_ENOUGH = 40


def is_leftward(text: str) -> bool:
    """Tell whether a paragraph runs from right to left: whether its first letter does (UAX #9, P2 and P3)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def runs_leftward(line: str) -> bool:
    """Tell whether a piece of a line runs from right to left: whether most of its letters do."""
    if not turns(line):
        return False
    kinds = [unicodedata.bidirectional(letter) for letter in line]
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def turns(text: str) -> bool:
    """Tell whether any of a text runs from right to left."""
    return not text.isascii() and _TURNING.search(text) is not None


def isolated(words: str) -> str:
    """Return words to be shown in a line of other words, or in one whose direction is not theirs.

    Where any of them run from right to left they stand between marks that part them from what is around them (UAX #9,
    FSI and PDI), for their stops and brackets would be the other side's. Not for files: the marks are no part of the
    words.
    """
    return f"\u2068{words}\u2069" if turns(words) else words


def reads_leftward(text: str, language: str = "") -> bool:
    """Tell whether a text is one whose readers begin at the right: by most of its first paragraphs.

    Where these are as many of one kind as of the other, the *language* (an ISO 639 code, or empty) decides.
    """
    if not turns(text[:20_000]):
        return False
    lettered = (line[0] for line in re.finditer(r".*\w.*", text))
    found = [is_leftward(line) for line in islice(lettered, _ENOUGH)]
    leftward = sum(found)
    if leftward * 2 == len(found):
        return is_leftward_language(language)
    return leftward * 2 > len(found)


def is_leftward_language(language: str) -> bool:
    """Tell whether a language, by its code such as ``ar`` or ``fa-IR``, is written from right to left."""
    return language.split("-")[0].split("_")[0].lower() in _LANGUAGES
