"""What a word is, and where a sentence ends: everything that selects, counts, compares or looks up words asks here.

A word is not the same to everybody, so there are five, each with its reason:

- `WORD` is what one reads and selects. Hyphens and apostrophes join: “twenty-one”, “don’t”.
- `LETTERED` is the same beginning with a letter: a date or a list of figures is no prose, however many it has.
- `COMPARED` is what quotations are compared by. A hyphen parts words, for “pan-regional” shares “regional”; an
  apostrophe does not; initials such as U.S. are one.
- `PLAIN` is what the search of the project file takes for a word (FTS5's unicode61): apostrophes part. Names are looked
  up by the first of these, since what stands around them may be joined to them: “Lavrov’s”, “Sosa-led”.
- `LETTERS` are letters alone: the parts of “d’accord” or “l’ora” tell a language, and figures do not.

Soft hyphens, joiners and combining marks stand inside a word. What each script makes of all this tells `writing`.
"""

import re
import unicodedata
from functools import cache, lru_cache

from desktop.core.spans import Span, trimmed
from desktop.core.structure.writing import (
    ALL_STOPS,
    CLOSING,
    LEADING,
    STOPS,
    WIDE_CLOSING,
    WIDE_STOPS,
    compared_words,
    count_unspaced,
    has_kana,
    has_unspaced,
    is_han,
    is_stopless,
    is_unspaced,
    read_words,
)

WORD = read_words(r"[^\W_]")
LETTERED = read_words(r"[^\W\d_]")
COMPARED = compared_words()
PLAIN = re.compile(r"[^\W_]+")
LETTERS = re.compile(r"[^\W\d_]+")

# a word between others in a larger pattern: whatever joins it may also stand at its end, as in “the peoples’”
RUN = r"[\w’'-]+"
# capital letters, with which a name begins, as in a class of characters
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŔŘŚŞŠŢŤŪŮŰŲŹŻŽА-ЯЁȘȚΑ-ΩΆΈΉΊΌΎΏІЇЄҐЎЂ-Џ"

# a sentence that goes on behind what it quotes, as Japanese does with a particle: 「もう来ない。」と言った。
_WIDE = rf"[{WIDE_STOPS}]+(?:[{WIDE_CLOSING}]+(?![\u3041-\u3096])|(?![{WIDE_CLOSING}]))"
_STOP = re.compile(rf"[{STOPS}]+(?=\s|$|[{CLOSING}])|[{WIDE_STOPS}]+")
_END = re.compile(rf"[{STOPS}]+[{CLOSING}]*(?=\s|$)|(?P<wide>{_WIDE})")
# Greek asks with a semicolon; in Thai and Lao a space parts sentences, and words have none
_RARE = re.compile(rf"(?<=[\u0370-\u03ff\u1f00-\u1fff]);[{CLOSING}]*(?=\s|$)|(?<=[\u0e01-\u0eff]) +(?=[\u0e01-\u0eff])")
# the most frequent vowels of Greek, Thai and Lao: to look for these is faster than for any letter
_RARE_LETTERS = "αιοεาເກ"
_BLANK = re.compile(r"\n[ \t\u00a0]*\n")
# no line of text has so many marks behind its stop
_LAST = 80
# of notes, as pages write them behind a sentence: “the quay.[3][12]”
_MARKS = r"(?:\[\d{1,3}\]\s*)*"


def split_sentences(text: str, within: Span) -> list[Span]:
    """Return the sentences of a stretch of *text*, without white space at their ends.

    A line break preceded by no stop ends one only where a blank line follows.
    """
    found: list[Span] = []
    start = within.start
    stops = list(_END.finditer(text, within.start, within.end))
    breaks = [one.end() for one in _BLANK.finditer(text, within.start, within.end)]
    breaks += [one.end() for one in stops if one["wide"]]
    if any(text.find(one, within.start, within.end) >= 0 for one in _RARE_LETTERS):
        breaks += [one.end() for one in _RARE.finditer(text, within.start, within.end)]
    known = {one.end() for one in stops if not one["wide"]}
    for at in sorted({*known, *breaks, within.end}):
        if at <= start or (at in known and at < within.end and not _ends(text, start, at, within.end)):
            continue
        found.append(trimmed(text, start, at))
        start = at
    return [one for one in found if len(one)]


def ends_sentence(line: str, also: str = "") -> bool:
    """Tell whether *line* ends with a mark that ends a sentence, or with one that closes behind it.

    *also* are further marks that count: a colon or a semicolon shows as well that a line is no heading.
    """
    end = line[-_LAST:]
    return _last(also, end.isascii()).search(end) is not None or is_stopless(line)


def with_stop(text: str, end: int) -> int:
    """Return where the marks end that close a sentence right behind *end*; *end* where none do."""
    found = _STOP.match(text, end)
    return found.end() if found else end


def snap_to_words(text: str, span: Span) -> Span:
    """Return *span* without white space at its ends, and grown to the borders of the words it cuts.

    A hyphen is such a border: who marks the second half of “well-known” means it. In Chinese, Japanese, Thai and the
    like only a letter and its signs stay together, since what is a word there is the reader's to say.
    """
    found = trimmed(text, min(span.start, len(text)), span.end)
    if not len(found):
        return found
    start, end = found.start, found.end
    while start > 0 and _join(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _join(text[end - 1], text[end]):
        end += 1
    return Span(start, end)


def counted_words(text: str) -> list[str]:
    """Return the words of *text* whose frequencies tell something, with small letters; figures are none.

    Chinese is counted by pairs of characters beside each other, since most of its words have two; one that stands alone
    is a word. Japanese, known line by line by its kana, has runs of one script.
    """
    if not has_unspaced(text):
        return list(map(str.casefold, LETTERED.findall(text)))
    return [word for line in text.split("\n") for word in _counted(line)]


def _counted(text: str) -> list[str]:
    if has_kana(text):
        return list(map(str.casefold, LETTERED.findall(text)))
    found: list[str] = []
    words = list(LETTERED.finditer(text))
    for number, word in enumerate(words):
        before, after = words[number - 1] if number else None, words[number + 1] if number + 1 < len(words) else None
        if not is_han(word.group()):
            found.append(word.group().casefold())
        elif after is not None and after.start() == word.end() and is_han(after.group()):
            found.append(text[word.start() : after.end()])
        elif before is None or before.end() < word.start() or not is_han(before.group()):
            found.append(word.group())
    return found


@cache
def _last(also: str, is_ascii: bool) -> re.Pattern[str]:
    if is_ascii:
        return re.compile(rf"[{STOPS}{also}][{CLOSING}\s]*{_MARKS}$")
    marks = "".join(LEADING.get(mark, mark) for mark in also)
    return re.compile(rf"[{ALL_STOPS}{marks}][{CLOSING}{WIDE_CLOSING}\s]*{_MARKS}$")


def count_words(line: str) -> int:
    """Return about how many words *line* has, of its first 2,000 letters: at least as many as make a difference.

    Two letters of a script without spaces are about a word.
    """
    return _count_words(line[:2000])


# rules ask for one line again and again
@lru_cache(maxsize=256)
def _count_words(part: str) -> int:
    if part.isascii():
        return len(LETTERED.findall(part))
    return sum(not is_unspaced(word[0]) for word in LETTERED.findall(part)) + count_unspaced(part)


@cache
def _abbreviations() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Return what has a stop of its own, what of it may end a sentence all the same, and how the next begins then."""
    # words are compared and selected by many who never ask for a sentence
    from desktop.core.vocabulary.languages import either, vocabulary

    words = vocabulary().sentences
    closing = either(words.closing)
    return (
        re.compile(rf"(?:\b(?:{either(words.abbreviations)}|{closing})|\b[{UPPER}](?:\.[{UPPER}])*)\.$"),
        re.compile(rf"(?:\b[{UPPER}]\.[{UPPER}]|\b{closing})\.$"),
        words.openers,
    )


def _ends(text: str, start: int, at: int, limit: int) -> bool:
    """Tell whether the stop before *at* ends a sentence."""
    following = text[at : min(limit, at + 40)].lstrip()
    first = following.lstrip("\"'“”‘’«»„([–—-• ")[:1]
    if not first:
        return True
    # Georgian has small letters that are no sign of anything: no sentence begins with others
    if first.islower() and first.title() != first:
        return False
    word = text[max(start, at - 12) : at]
    abbreviated, closing, openers = _abbreviations()
    if abbreviated.search(word):
        next_word = LETTERS.match(following)
        return bool(closing.search(word)) and next_word is not None and next_word[0].lower() in openers
    return True


def _join(before: str, after: str) -> bool:
    """Tell whether no word ends between two characters; without spaces one may end behind every letter."""
    if is_unspaced(before) or is_unspaced(after):
        return unicodedata.category(after)[0] == "M"
    return _in_word(before) and _in_word(after)


def _in_word(character: str) -> bool:
    # a combining mark belongs to the letter before it
    return character.isalnum() or character in "_\u00ad\u200c\u200d" or unicodedata.category(character)[0] == "M"
