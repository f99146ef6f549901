"""What a word is, and where a sentence ends: everything that selects, counts, compares or looks up words asks here.

A word is not the same to everybody, so there are five, each with its reason:

- `WORD` is what one reads and selects. Hyphens and apostrophes join: “twenty-one”, “don’t”.
- `LETTERED` is the same beginning with a letter: a date or a list of figures is no prose, however many it has.
- `COMPARED` is what quotations are compared by. A hyphen parts words, for “pan-regional” shares “regional”; an
  apostrophe does not; initials such as U.S. are one.
- `PLAIN` is what the search of the project file takes for a word (FTS5's unicode61): apostrophes part. Names are looked
  up by the first of these, since what stands around them may be joined to them: “Lavrov’s”, “Sosa-led”.
- `LETTERS` are letters alone: the parts of “d’accord” or “l’ora” tell a language, and figures do not.

Soft hyphens, joiners and combining marks stand inside a word.
"""

import re
import unicodedata
from functools import cache

from desktop.core.spans import Span, trimmed

# what stands inside a word though no letter: soft hyphen, non-joiner and joiner, combining marks
_INSIDE = "\u00ad\u200c\u200d\u0300-\u036f"
_JOINED = rf"[\w{_INSIDE}]*(?:[’'\-]\w[\w{_INSIDE}]*)*"
WORD = re.compile(rf"[^\W_]{_JOINED}")
LETTERED = re.compile(rf"[^\W\d_]{_JOINED}")
COMPARED = re.compile(rf"(?:[A-Z]\.){{2,}}|[^\W_]+(?:[{_INSIDE}'’]+[^\W_]+)*[\u0300-\u036f]*")
PLAIN = re.compile(r"[^\W_]+")
LETTERS = re.compile(r"[^\W\d_]+")

# a word between others in a larger pattern: whatever joins it may also stand at its end, as in “the peoples’”
RUN = r"[\w’'-]+"
# capital letters, with which a name begins, as in a class of characters
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŔŘŚŞŠŢŤŪŮŰŲŹŻŽА-ЯЁȘȚΑ-ΩΆΈΉΊΌΎΏІЇЄҐЎЂ-Џ"

# the marks that end a sentence, as in a class of characters
STOPS = ".!?…"
# those that may close behind them
_CLOSING = "\"'”’»“)\\]"
# Chinese and Japanese: the next sentence follows without a space, and no abbreviation has such a stop
_WIDE = "[。！？｡．]+[」』”’）】》〉\"')]*"
_STOP = re.compile(rf"[{STOPS}]+(?=\s|$|[{_CLOSING}])")
_END = re.compile(rf"[{STOPS}]+[{_CLOSING}]*(?=\s|$)|(?P<wide>{_WIDE})")
_BLANK = re.compile(r"\n[ \t\u00a0]*\n")
# no line of text has so many marks behind its stop
_LAST = 80


def split_sentences(text: str, within: Span) -> list[Span]:
    """Return the sentences of a stretch of *text*, without white space at their ends.

    A line break preceded by no stop ends one only where a blank line follows.
    """
    found: list[Span] = []
    start = within.start
    stops = list(_END.finditer(text, within.start, within.end))
    breaks = [one.end() for one in _BLANK.finditer(text, within.start, within.end)]
    breaks += [one.end() for one in stops if one["wide"]]
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
    return _last(also).search(line[-_LAST:]) is not None


def with_stop(text: str, end: int) -> int:
    """Return where the marks end that close a sentence right behind *end*; *end* where none do."""
    found = _STOP.match(text, end)
    return found.end() if found else end


def snap_to_words(text: str, span: Span) -> Span:
    """Return *span* without white space at its ends, and grown to the borders of the words it cuts.

    A hyphen is such a border: who marks the second half of “well-known” means it.
    """
    found = trimmed(text, min(span.start, len(text)), span.end)
    if not len(found):
        return found
    start, end = found.start, found.end
    while start > 0 and _in_word(text[start]) and _in_word(text[start - 1]):
        start -= 1
    while end < len(text) and _in_word(text[end - 1]) and _in_word(text[end]):
        end += 1
    return Span(start, end)


@cache
def _last(also: str) -> re.Pattern[str]:
    return re.compile(rf"[{STOPS}{also}][{_CLOSING}\s]*$")


@cache
def _abbreviations() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Return what has a stop of its own, what of it may end a sentence all the same, and how the next begins then."""
    # words are compared and selected by many who never ask for a sentence
    from desktop.core.vocabulary.languages import either, vocabulary

    words = vocabulary().sentences
    closing = either(words.closing)
    return (
        re.compile(rf"(?:\b(?:{either(words.abbreviations)}|{closing})|\b[A-Z](?:\.[A-Z])*)\.$"),
        re.compile(rf"(?:\b[A-Z]\.[A-Z]|\b{closing})\.$"),
        words.openers,
    )


def _ends(text: str, start: int, at: int, limit: int) -> bool:
    """Tell whether the stop before *at* ends a sentence."""
    following = text[at : min(limit, at + 40)].lstrip()
    first = following.lstrip("\"'“”‘’«»„([–—-• ")[:1]
    if not first:
        return True
    if first.islower():
        return False
    word = text[max(start, at - 12) : at]
    abbreviated, closing, openers = _abbreviations()
    if abbreviated.search(word):
        next_word = LETTERS.match(following)
        return bool(closing.search(word)) and next_word is not None and next_word[0].lower() in openers
    return True


def _in_word(character: str) -> bool:
    # a combining mark belongs to the letter before it
    return character.isalnum() or character in "_\u00ad\u200c\u200d" or unicodedata.category(character)[0] == "M"
