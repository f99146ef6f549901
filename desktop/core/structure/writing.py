"""Writing systems: the marks and the words of each script. All who read texts ask here, or `units`, which asks here.

Marks and letters are those of the Unicode Character Database: sentences end at what has ``Sentence_Break=STerm`` or
``ATerm`` in a script that is in use today (UAX #29), and a word takes its vowel signs, points and marks along
(``Word_Break=Extend``). What UAX #29 leaves to dictionaries has none here:

- Chinese is read by the character, as UAX #29 has it.
- Japanese, known by its kana, by runs of one script: 憲章|を|支持|します. Most of its words do so.
- Thai, Lao, Khmer and Burmese by the syllable that a letter makes with its signs, and the vowel before it.

The direction of a text is told by `desktop.core.direction`.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Any, Protocol

# the marks that end a sentence where white space follows, as in a class of characters
STOPS = ".!?…"
# those that end one whatever follows: Chinese and Japanese; Arabic, Urdu; Devanagari and its kin; Armenian; Ethiopic;
# Khmer; Burmese; Tibetan; Syriac
WIDE_STOPS = "。！？｡．؟۔؝؞।॥։።፧፨។៕။།༎܀܁܂⁇⁈⁉‼‽"
# all of them
ALL_STOPS = STOPS + WIDE_STOPS
# what asks: the Greek mark is a semicolon
QUESTION_MARKS = "?？؟፧"
COLONS = ":：：︓\u1366"
# what leads on from a line to the next, or parts it, beside the colon and the semicolon of Latin letters
LEADING = {":": ":：", ";": ";；؛⁏"}

# quotation marks that have one shape for each end, in the scripts that write them so
PAIRS = {"「": "」", "『": "』", "《": "》", "〈": "〉", "﹁": "﹂", "﹃": "﹄", "〝": "〞", "｢": "｣"}
# the others, whose shape tells less (`desktop.analysis.attribution.quote_marks`)
DOUBLE, ANGLE, SINGLE = '"“”„‟＂', "«»", "'‘’‚‛‹›"
QUOTATION_MARKS = DOUBLE + ANGLE + SINGLE + "".join(PAIRS) + "".join(PAIRS.values())
# what may stand right before a mark that opens, where no white space does
BEFORE_QUOTATION = "([{-–—/：，。！？；、（【…،؛"
# what closes behind the stop of a sentence, as in a class of characters
CLOSING = "\"'”’»“)\\]"
WIDE_CLOSING = "」』”’）】》〉〞｣﹂﹄\"')»\\]"

# letters of scripts that have no spaces between words, as in a class: Thai, Lao, Burmese, Khmer, Tai; kana; Han
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"
    "\u3005-\u3007\u3031-\u3035\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")
# Thai and Lao, in which no mark ends a sentence
_STOPLESS = re.compile("[\u0e00-\u0eff]")
# what stands inside a word though no letter: soft hyphen, non-joiner and joiner, combining marks of Latin letters
INSIDE = "\u00ad\u200c\u200d\u0300-\u036f"
# what needs Unicode's own table: scripts behind Cyrillic, save punctuation and what is written with Latin letters
_FURTHER = "[\u0590-\u1dff\u3000-\U0010ffff]"
# bytes of UTF-8 with which none of these begins: to leave them out is faster by far than to look for a letter
_OTHER_BYTES = bytes({*range(256)} - {*range(0xD6, 0xE2), *range(0xE3, 0xF5)})
# so far a word that begins at a place is looked for
_NEAR = 100
# a text so long is looked through once for all that is asked of it
_LOOKED_THROUGH = 20_000
_HAN = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_SEMITIC = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3]")
# code points by which one knows what a text is written in
_KNOWN_BY = 4_000
# two of these letters are about a word
PER_WORD = 2
# a line of so many words in a script without stops is no heading
_LONG = 40

# a letter or figure of a script with spaces, in the syntax of ``regex``, where ``\w`` has marks and joiners too
_SPACED = rf"(?![\p{{M}}\u200c\u200d])[^\W_{UNSPACED}]"
_IN_WORD = rf"[\p{{M}}\p{{Word_Break=Extend}}{INSIDE}]"
# what joins two letters; Hebrew writes a straight mark or its own in abbreviations, and has a hyphen of its own
_JOINS = r"(?:[’'\-\u05be\u05f3\u05f4\u2010\u2011]|(?<=\p{Hebrew}\p{M}*)\"(?=\p{Hebrew}))"
_APOSTROPHES = r"(?:['’\u05f3\u05f4]|(?<=\p{Hebrew}\p{M}*)\"(?=\p{Hebrew}))"
_JOINED = rf"(?:{_SPACED}|_|{_IN_WORD})*(?:{_JOINS}(?:{_SPACED}|_)(?:{_SPACED}|_|{_IN_WORD})*)*"
# a letter with its signs, what stands under it or closes it, and the vowel before it; katakana, of loan words, in runs
_SYLLABLE = (
    r"(?:[\u0e40-\u0e44\u0ec0-\u0ec4][\u0e01-\u0e2e\u0e81-\u0eae]|\p{L})"
    rf"(?:[\u1039\u17d2]\p{{L}}|[\u1000-\u1021]\u103a|{_IN_WORD}|[\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3\u17b4-\u17d3])*"
)
_KATAKANA = r"[\p{Katakana}ーｰ][\p{Katakana}ーｰ\u3099\u309a]*"
_RUNS = rf"\p{{Han}}[\p{{Han}}々〆〇]*{_IN_WORD}*|{_KATAKANA}|\p{{Hiragana}}[\p{{Hiragana}}ー]*"
_UNITS = rf"{_KATAKANA}|(?=[{UNSPACED}]){_SYLLABLE}|[{UNSPACED}]"


@cache
def _further() -> re.Pattern[str]:
    # it takes ten milliseconds to make, and no start waits for it
    return re.compile(_FURTHER)


class Found(Protocol):
    """A word in a text: what of ``re.Match`` those use who look for words."""

    def start(self) -> int:
        """Return where it begins."""

    def end(self) -> int:
        """Return where it ends."""

    def span(self) -> tuple[int, int]:
        """Return both."""

    def group(self) -> str:
        """Return the word."""

    def __getitem__(self, group: int, /) -> Any:
        """Return the word, as group 0."""


class WordPattern:
    """What counts as a word, in any script; to be asked as a compiled pattern is.

    Where a text has none but Latin, Greek and Cyrillic letters, Python's own *pattern* finds them, as fast as ever.

    Attributes:
        pattern: the words of these letters, to be part of a larger pattern.
    """

    def __init__(self, pattern: str, further: str, *, in_runs: bool = False) -> None:
        """Take the *pattern* for these letters, and one for all (*further*, in the syntax of ``regex``).

        *in_runs* tells whether Japanese is read by runs of one script; else each of its letters is a word.
        """
        self.pattern = pattern
        self._plain = re.compile(pattern)
        self._further = further
        self._in_runs = in_runs

    @cached_property
    def _all(self) -> Any:
        return _compiled(rf"{self._further}|{_UNITS}")

    @cached_property
    def _japanese(self) -> Any:
        return _compiled(rf"{self._further}|{_RUNS}|{_UNITS}")

    def _for(self, text: str, start: int, end: int) -> Any:
        if text.isascii() or (len(text) > _LOOKED_THROUGH and _is_plain(text)):
            return self._plain
        if _further().search(text, start, end) is None:
            return self._plain
        return self._japanese if self._in_runs and _KANA.search(text, start, end) else self._all

    def findall(self, text: str, start: int = 0, end: int | None = None) -> list[str]:
        """Return the words in a stretch of *text*."""
        end = len(text) if end is None else end
        found: list[str] = self._for(text, start, end).findall(text, start, end)
        return found

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Yield the words in a stretch of *text*, with their places."""
        end = len(text) if end is None else end
        found: Iterator[Found] = self._for(text, start, end).finditer(text, start, end)
        return found

    def search(self, text: str, start: int = 0, end: int | None = None) -> Found | None:
        """Return the first word in a stretch of *text*."""
        return next(self.finditer(text, start, end), None)

    def match(self, text: str, start: int = 0, end: int | None = None) -> Found | None:
        """Return the word that begins at *start*."""
        end = len(text) if end is None else end
        found: Found | None = self._for(text, start, min(end, start + _NEAR)).match(text, start, end)
        return found


def read_words(first: str) -> WordPattern:
    r"""Return words as one reads and selects them: hyphens and apostrophes join; each begins with *first*, a class.

    The class is one of Python's, such as ``[^\W_]``.
    """
    plain = rf"[\w{INSIDE}]*(?:[’'\-]\w[\w{INSIDE}]*)*"
    return WordPattern(rf"{first}{plain}", rf"(?={first}){_SPACED}{_JOINED}", in_runs=True)


def compared_words() -> WordPattern:
    """Return words as texts are compared by them: a hyphen parts words, initials such as U.S. are one.

    Chinese and Japanese are compared by the letter: of two quotations neither need begin where the other does.
    """
    initials = r"(?:[A-Z]\.){2,}"
    plain = rf"[^\W_]+(?:[{INSIDE}'’]+[^\W_]+)*[\u0300-\u036f]*"
    further = rf"{_SPACED}(?:{_SPACED}|{_IN_WORD})*(?:{_APOSTROPHES}+{_SPACED}(?:{_SPACED}|{_IN_WORD})*)*"
    return WordPattern(rf"{initials}|{plain}", rf"{initials}|{further}")


def count_unspaced(text: str) -> int:
    """Return how many words those letters of *text* are about that stand in no words between spaces."""
    return 0 if text.isascii() else len(_UNSPACED.findall(text)) // PER_WORD


def has_unspaced(text: str) -> bool:
    """Tell whether a text has letters of a script without spaces between words."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def has_stopless(text: str) -> bool:
    """Tell whether a text has letters of Thai or Lao, in which no mark ends a sentence."""
    return not text.isascii() and _STOPLESS.search(text) is not None


def has_kana(text: str) -> bool:
    """Tell whether a text has kana, as every Japanese sentence does."""
    return not text.isascii() and _KANA.search(text) is not None


class WordKind(StrEnum):
    """What of a text is a word where blanks do not tell all of it."""

    CHARACTER = "character"
    RUN = "run"
    SYLLABLE = "syllable"
    JOINED = "joined"


def word_kind(text: str) -> WordKind | None:
    """Return what is a word in a text, by most of its first letters; None where words stand between blanks.

    A character in Chinese, a run of one script in Japanese, a syllable in Thai, Lao, Khmer and Burmese; in Arabic and
    Hebrew a word has short ones joined to it: “and”, “to”, the article.
    """
    start = text[:_KNOWN_BY]
    if start.isascii():
        return None
    half = sum(map(str.isalpha, start)) / 2
    unspaced, han, kana = (len(one.findall(start)) for one in (_UNSPACED, _HAN, _KANA))
    if len(_SEMITIC.findall(start)) > half:
        return WordKind.JOINED
    if unspaced <= half:
        return None
    return WordKind.RUN if kana else WordKind.CHARACTER if han > unspaced / 2 else WordKind.SYLLABLE


def is_han(word: str) -> bool:
    """Tell whether a word begins with a Han character."""
    return _HAN.match(word) is not None


def is_unspaced(letter: str) -> bool:
    """Tell whether a letter is of a script without spaces between words."""
    return _UNSPACED.match(letter) is not None


def is_stopless(line: str) -> bool:
    """Tell whether *line* is a long one of a script in which no mark ends a sentence, such as Thai."""
    return not line.isascii() and len(_STOPLESS.findall(line[:400])) >= _LONG * PER_WORD


def is_hebrew(letter: str) -> bool:
    """Tell whether a letter is a Hebrew one, between two of which a straight mark is part of a word: צה"ל."""
    return "\u05d0" <= letter <= "\u05ea"


def has_case(text: str) -> bool:
    """Tell whether a text has letters of which there are capitals: Arabic, Hebrew, Hindi, Chinese have none."""
    return text.lower() != text.upper()


@lru_cache(maxsize=8)
def _is_plain(text: str) -> bool:
    """Tell whether a text has no letter of a further script; the last few are remembered."""
    return not text.encode("utf-8", "surrogatepass").translate(None, _OTHER_BYTES) or _further().search(text) is None


def _compiled(pattern: str) -> Any:
    # a text in Latin letters needs no table of Unicode's properties
    import regex

    return regex.compile(pattern)
