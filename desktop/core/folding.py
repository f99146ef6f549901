"""One text as every search sees it: without case and marks, ligatures as their letters, composed like decomposed.

What goes: case, accents, the points of Hebrew and Arabic, tatweel, nukta, strokes and hooks of Latin letters (Łódź is
lodz), soft hyphens, joiners, marks of direction. What stays makes another letter: the voicing of kana, syllables of
Hangul, vowel signs and viramas of India, tones of Thai. Which mark is of which sort tells its canonical combining class
(Unicode Standard, table 4-3). Digits of every script are those of ASCII.

Scripts of which one finds words between blanks have *words*; of the others (Han, kana, Thai, Lao, Khmer, Burmese)
each code point is a word of its own, as is each pictogram: words beside each other are then what stands inside a run.
`searchable` is what the index of a project file holds: who changes what is folded appends a migration that makes the
indexes anew.
"""

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

# what stands alone though no blank is beside it, as ranges of a class of characters
_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f"
    "\u3005-\u3007\u3040-\u30fa\u30fc-\u312f\u31a0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\u2600-\u27bf\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
# on a text that `_level` has made: what parts words, and what stands in words between blanks
_PARTS = "\\x00-/:-`{-\\x7f"
_WORD = f"[^{_PARTS}{_ALONE}]"
_RUN = re.compile(f"[{_ALONE}]+")
# a stop between two that stand alone parts them, a line break does not
_BREAK = f"(?<=[{_ALONE}])\\s*[^\\s{_ALONE}a-z0-9\x80-\U0010ffff][{_PARTS}]*(?=[{_ALONE}])"
_BROKEN = "\x80"
_WORDS = "[a-z0-9\x80-\U0010ffff]+"
_NO_WORD = "[^a-z0-9\x80-\U0010ffff]"
_SIGN = re.compile(f"(?!\\s)[{_PARTS}]")
# letters that are looked through at once: nothing else in the program has its turn meanwhile
_PIECE = 10_000
# and of which the words are found at once: nothing else in the program has its turn meanwhile
_PART = 50_000
_SIGNS = "".join(map(chr, (*range(0x30), *range(0x3A, 0x61), *range(0x7B, 0x80))))
_NO_SIGN = re.compile(f"[^{_PARTS}]")
_LONGER = "[a-z0-9\x80-\U0010ffff]{2,}"
# what is one letter only together: parts of Korean syllables, kana and their voicing
_TOGETHER = re.compile(
    "[\uac00-\ud7a3]?[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+|[\u3040-\u30ff\uff66-\uff9f][\u3099\u309a\uff9e\uff9f]"
)
_VOICING = "\u3099\u309a\uff9e\uff9f"
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9f]")
# two of which the second goes into what the first is, or is the end of
_SYLLABLE = re.compile("[\u1100-\u1112][\u1161-\u1175]|[\u1161-\u1175\uac00-\ud7a3][\u11a8-\u11c2]")
_JOINING = frozenset(map(chr, (*range(0x1100, 0x1200), *range(0xA960, 0xA980), *range(0xD7B0, 0xD800))))
_JOINING |= frozenset(_VOICING)
_JAMO = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\ud7b0-\ud7ff]")
# what Unicode gives no parts of: Persian and Urdu letters where Arabic has its own, tatweel
_FORMS = {"þ": "th", "ð": "d", "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe", "ک": "ك", "ی": "ي", "ٱ": "ا", "ـ": ""}
_STROKED = re.compile("LATIN SMALL LETTER ([A-Z]) WITH")
_ALIKE = ("'’‘ʼ׳", '"“”„«»″״', "\\-‐‑–—")
# texts of more code points than these are looked through for their kinds once, by their hash; so many of them
_LONG = 1_000
_REMEMBERED = 5_000
_known: dict[tuple[int, int], frozenset[str]] = {}
_ASCII = bytes(range(128))
# of a text mostly in ASCII, one byte of so many is beyond it at most
_RARE = 3
# letters that become nothing but small: most of what such texts consist of, so their kinds are told without these. Of
# other scripts, and of those with marks within these blocks, each kind is looked at
_STAYING = re.compile(
    "[\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9\u0410-\u0418\u041a-\u0438\u043a-\u044f\u0531-\u0556\u0561-\u0586"
    "\u05d0-\u05ea\u0627-\u063f\u0641-\u064a\u0905-\u0928\u092a-\u0930\u0e01-\u0e32\u10d0-\u10fa"
    "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+"
)
_HANGUL = re.compile("[\uac00-\ud7a3]")
# the Arabic article, and what becomes of it behind the “to” that is written together with it
_ARTICLE, _TO_THE = "ال", "لل"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of many characters, which takes milliseconds to make and which no start waits for."""
    return re.compile(pattern)


def fold(text: str) -> str:
    """Return *text* without case and marks, for comparing; folding it again changes nothing."""
    return _each(text, _folded)


def words(text: str) -> list[str]:
    """Return the words of a text as the index has them: folded, and one each for what stands alone."""
    return _compiled(_WORDS).findall(searchable(text))


def searchable(text: str) -> str:
    """Return *text* for FTS5's tokenizer ``ascii``, to which all beyond ASCII is a letter: its words, folded."""
    level = _level(text)
    return level if level.isascii() else "".join(_spread(level))


def _spread(level: str) -> Iterator[str]:
    """Yield a folded text in pieces, with blanks around all that stands alone, and stops between it marked.

    A piece ends before a letter. If that stands alone it is the last of the piece too, for it has a say in what becomes
    of the signs on either side; *again* tells how much of the next piece that makes, which is not yielded twice.
    """
    start = again = 0
    while len(level) - start > 2 * _PIECE:
        found = _NO_SIGN.search(level, start + _PIECE, start + 2 * _PIECE)
        if found is None:
            # signs without end
            stop = start + len(level[start : start + _PIECE].rstrip(_SIGNS))
            yield _spaced(level[start:stop])[again:]
            start, again = _next(_NO_SIGN, level, stop), 0
            yield _between(level, stop, start)
        elif _RUN.match(found[0]):
            yield _spaced(level[start : found.end()])[again:-1]
            start, again = found.start(), len(f" {found[0]}")
        else:
            yield _spaced(level[start : found.start()])[again:]
            start, again = found.start(), 0
    yield _spaced(level[start:])[again:]


def _next(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where *pattern* stands first from *at* on; the end of the text where it does not."""
    while at < len(text):
        found = pattern.search(text, at, at + _PIECE)
        if found is not None:
            return found.start()
        at += _PIECE
    return len(text)


def _between(level: str, start: int, stop: int) -> str:
    """Return what becomes of all the signs between two letters."""
    alone = start > 0 and stop < len(level) and _RUN.match(level, start - 1) and _RUN.match(level, stop)
    if alone and any(_SIGN.search(level, at, min(at + _PIECE, stop)) for at in range(start, stop, _PIECE)):
        return f" {_BROKEN} "
    return level[start:stop]


def _spaced(level: str) -> str:
    if level.isascii() or not _RUN.search(level):
        return level
    level = _compiled(_BREAK).sub(f" {_BROKEN} ", level)
    return _RUN.sub(lambda run: f" {' '.join(run[0])} ", level)


def stands_alone(word: str) -> bool:
    """Tell whether a word of `words` is one of those that need no blanks."""
    return _RUN.match(word) is not None


def has_signs(text: str) -> bool:
    """Tell whether *text* has something that is neither part of a word nor white space."""
    return _SIGN.search(_level(text)) is not None


def words_with_inside(searchable: str, longest: int = sys.maxsize) -> Iterator[set[str]]:
    """Yield the words of what `searchable` made that have an inside, those of one part of it after the other.

    These are the words of several letters. Of words of more letters than *longest* only these.
    """
    no_word, words = _compiled(_NO_WORD), _compiled(_LONGER)
    if len(searchable) <= min(longest, _PART):
        # as a quotation is: none of its words is longer
        yield set(words.findall(searchable))
        return
    start = 0
    while start < len(searchable):
        found: set[str] = set()
        stop = start + _PART
        end = _next(no_word, searchable, stop)
        if end > stop + _PART:
            # of a word without end only the beginning is looked at
            before = no_word.search(searchable[start:stop][::-1])
            stop = stop - before.start() if before is not None else start
            found.add(searchable[stop : min(end, stop + longest)])
        else:
            stop = end
        found.update(one[:longest] for one in words.findall(searchable, start, stop))
        yield found
        start = end


class IndexTerms(NamedTuple):
    """What finds the texts of a phrase in an index of words.

    Attributes:
        expression: for FTS5; finds those with the words as they are, or begun.
        inner: letters that may stand inside of other words, or at their end; empty where these are not meant.
        at_end: whether at their end only.
        after: for FTS5, what follows each such word in its phrase.
    """

    expression: str
    inner: str = ""
    at_end: bool = False
    after: str = ""


class Phrase:
    """Words beside each other, anywhere in a text: the first may end a longer word, and the last begin one.

    Attributes:
        words: folded, as `words` returns them.
        stars: for each whether letters may precede, and whether they may follow.
        whole: whether the words stand between borders, save what their stars allow; a star makes them so.

    Of whole words with *prefix*, and for *particles*, which follow a Korean word nearly everywhere, letters may follow
    the last one.
    """

    __slots__ = ("stars", "whole", "words")

    def __init__(
        self,
        words: Sequence[str],
        stars: Sequence[tuple[bool, bool]] = (),
        *,
        whole: bool = False,
        prefix: bool = False,
        particles: bool = True,
    ) -> None:
        self.words = tuple(words)
        self.stars = list(stars) or [(False, False)] * len(self.words)
        self.whole = whole or any(map(any, self.stars))
        if self.whole and self.words and (prefix or (particles and _HANGUL.match(self.words[-1][-1]))):
            self.stars[-1] = (self.stars[-1][0], True)

    def spellings(self) -> "tuple[Phrase, ...]":
        """Return the phrases that may stand for it: an Arabic word with its article, and with that behind “to”."""
        first = self.words[0] if self.words and not self.whole else ""
        if len(first) <= len(_ARTICLE) + 1 or not first.startswith(_ARTICLE):
            return (self,)
        return self, Phrase((_TO_THE + first[len(_ARTICLE) :], *self.words[1:]))

    def begun(self) -> "Phrase":
        """Return it where its first word begins a word: what `IndexTerms.expression` finds."""
        stars = [(False, after) for _, after in self.stars]
        if not self.whole and not stands_alone(self.words[-1]):
            stars[-1] = (False, True)
        return Phrase(self.words, stars, whole=True, particles=False)

    def index_terms(self) -> IndexTerms | None:
        """Return what finds it in an index of words; None where a star stands within, of which that cannot tell."""
        if any(before for before, _ in self.stars[1:]) or any(after for _, after in self.stars[:-1]):
            return None
        (before, _), (_, after) = self.stars[0], self.stars[-1]
        star = "*" if after or (not self.whole and not stands_alone(self.words[-1])) else ""
        expression = f'"{" ".join(self.words)}"{star}'
        if stands_alone(self.words[0]) or not (before or not self.whole):
            return IndexTerms(expression)
        at_end = not star or len(self.words) > 1
        rest = "".join(f" {word}" for word in self.words[1:])
        return IndexTerms(expression, self.words[0], at_end, f'{rest}"{star}' if at_end else '"')

    def stands_in(self, folded: str) -> bool:
        """Tell whether it stands in words that single spaces join; stars count at its ends only."""
        (before, _), (_, after) = self.stars[0], self.stars[-1]
        begin = "" if before or not self.whole else " "
        end = "" if after or not self.whole else " "
        return f"{begin}{' '.join(self.words)}{end}" in f" {folded} "

    def pattern(self) -> str:
        """Return what finds it in a `FoldedText`: with stars the words whole, else the letters."""
        parts = []
        # what parts two whole words is a border of both: to ask for it of each of ten thousand takes a minute to read
        plain = [self.whole and word != _BROKEN and not stands_alone(word) for word in self.words]
        parted = [
            one and other and not after and not before
            for one, other, (_, after), (before, _) in zip(plain, plain[1:], self.stars, self.stars[1:], strict=False)
        ]
        for at, (word, (before, after)) in enumerate(zip(self.words, self.stars, strict=True)):
            alone = stands_alone(word)
            begun, ended = at > 0 and parted[at - 1], at < len(parted) and parted[at]
            if word == _BROKEN:
                parts.append(f"\\s*[{_PARTS}]+")
                continue
            if at and self.words[at - 1] != _BROKEN:
                close = alone and stands_alone(self.words[at - 1])
                apart = "*" if not begun and (self.whole or alone or stands_alone(self.words[at - 1])) else "+"
                parts.append(r"\s*" if close else f"[{_PARTS}]{apart}")
            letters = re.escape(word)
            whole = self.whole and not alone
            # behind the word, by which texts are searched: a border before it would be tried everywhere
            border = f"(?<!{_WORD}{letters})" if whole and not begun else ""
            # from the beginning of a word only: one of 200,000 letters would be gone through from each of them
            parts.append(f"(?<!{_WORD}){_WORD}*{letters}" if before else letters + border)
            parts.append(f"{_WORD}*" if after and not alone else f"(?!{_WORD})" if whole and not ended else "")
        return "".join(parts)


def find_pattern(asked: str) -> re.Pattern[str] | None:
    """Return what finds *asked*, letters and signs as they stand, in a `FoldedText` with signs; None for nothing.

    Apostrophes, quotation marks and dashes are alike, and so is all white space.
    """
    parts = fold(asked).split()
    # marks alone are looked for nowhere
    return re.compile(r"\s+".join(map(_as_it_stands, parts))) if parts else None


class FoldedText:
    """A text folded, and where each place of it stands in the text itself.

    Attributes:
        text: as it is.
        folded: what `Phrase` patterns are looked for in: folded, with blanks and full stops for all that is no word.
    """

    __slots__ = ("_ends", "_folded_ends", "_folded_starts", "_starts", "folded", "text")

    def __init__(self, text: str, *, signs: bool = False) -> None:
        """With *signs*, what is no word stays as it stands."""
        self.text = text
        self.folded = fold(text) if signs else _level(text)
        # the stretches that become longer or shorter: where they begin and end, in both
        self._starts: list[int] | None = None
        self._ends: list[int] = []
        self._folded_starts: list[int] = []
        self._folded_ends: list[int] = []

    def spans(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Yield where *pattern* stands, in code points of the text."""
        for found in pattern.finditer(self.folded):
            if found.end() > found.start():
                yield self.place(*found.span())

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch that is not empty stands in the text, with all of the letters it cuts."""
        if self._starts is None:
            self._map()
        if not self._folded_starts:
            return start, end
        begin, stop = self._letter(start)[0], self._letter(end - 1)[1]
        while stop < len(self.text) and unicodedata.category(self.text[stop])[0] == "M":
            stop += 1
        return begin, stop

    def _letter(self, at: int) -> tuple[int, int]:
        """Return where the letter stands that gives the folded one at *at*."""
        assert self._starts is not None
        number = bisect_right(self._folded_starts, at) - 1
        if number < 0:
            return at, at + 1
        if at < self._folded_ends[number]:
            return self._starts[number], self._ends[number]
        start = self._ends[number] + at - self._folded_ends[number]
        return start, start + 1

    def _map(self) -> None:
        self._starts = []
        if self.text.isascii():
            return
        kinds = _kinds(self.text)
        odd = "".join(sorted(one for one in kinds if _length(one) != 1))
        parts = [] if kinds.isdisjoint(_JOINING) else [_TOGETHER.pattern]
        parts += [f"[{re.escape(odd)}]"] if odd else []
        moved = 0
        for found in re.finditer("|".join(parts), self.text) if parts else ():
            start, end = found.span()
            length = len(fold(found[0]))
            self._starts.append(start)
            self._ends.append(end)
            self._folded_starts.append(start + moved)
            self._folded_ends.append(start + moved + length)
            moved += length - (end - start)


def _level(text: str) -> str:
    """Return *text* folded, with a blank or a full stop for each sign beyond ASCII that is part of no word."""
    return _each(text, _leveled)


def _each(text: str, to: Callable[[str], str]) -> str:
    if len(text) <= _PIECE:
        return text.lower() if text.isascii() else _replaced(text, to)
    return "".join(piece.lower() if piece.isascii() else _replaced(piece, to) for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces of which each is folded by itself: what is one letter only together is in one."""
    start = 0
    while start < len(text):
        stop = start + _PIECE
        while stop < len(text) and text[stop] in _JOINING and _is_joined(text, start, stop):
            stop += 1
        yield text[start:stop]
        start = stop


def _is_joined(text: str, start: int, at: int) -> bool:
    """Tell whether a mark or a part of a syllable goes into what is before it, in a piece that begins at *start*."""
    if text[at] not in _VOICING:
        return _SYLLABLE.match(text, at - 1) is not None
    # of many marks every other one goes into the one before it
    first = start + len(text[start:at].rstrip(_VOICING))
    if first > start and _KANA.match(text, first - 1):
        first -= 1
    return (at - first) % 2 == 1


def _replaced(text: str, to: Callable[[str], str]) -> str:
    if len(text) <= _LONG:
        # a quote or a name in Latin letters, of which there may be a million: the same as bytes, in half of the time
        written = text.encode("utf-8", "surrogatepass")
        beyond = written.translate(None, _ASCII)
        if _RARE * len(beyond) <= len(written):
            changes = _changes(frozenset(beyond.decode("utf-8", "surrogatepass")), to)
            if changes is not None:
                written = written.lower()
                for kind, folded in changes:
                    written = written.replace(kind, folded)
                return written.decode("utf-8", "surrogatepass")
    kinds = _kinds(text)
    if not kinds.isdisjoint(_JOINING):
        text = _TOGETHER.sub(_together, text)
        kinds = _kinds(text)
    text = text.casefold()
    # several times as fast as looking each letter up, since few kinds change
    for one in {one for kind in kinds for one in kind.casefold() if one > "\x7f"}:
        if (other := to(one)) != one:
            text = text.replace(one, other)
    return text


@lru_cache(_REMEMBERED)
def _changes(kinds: frozenset[str], to: Callable[[str], str]) -> tuple[tuple[bytes, bytes], ...] | None:
    """Return what each of these characters beyond ASCII becomes, in UTF-8; None where some are one only together."""
    if not kinds.isdisjoint(_JOINING):
        return None
    folded = {kind: "".join(one if one <= "\x7f" else to(one) for one in kind.casefold()) for kind in kinds}
    told = ((kind, other) for kind, other in folded.items() if other != kind)
    return tuple(
        (kind.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass")) for kind, other in told
    )


def _kinds(text: str) -> frozenset[str]:
    """Return the characters of *text* that may become others; of a long one they are remembered."""
    key = (len(text), hash(text))
    found = _known.get(key)
    if found is None:
        beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
        found = frozenset(_STAYING.sub("", beyond))
        if len(text) > _LONG:
            if len(_known) >= _REMEMBERED:
                _known.clear()
            _known[key] = found
    return found


@cache
def _length(one: str) -> int:
    return len(fold(one))


def _as_it_stands(part: str) -> str:
    return "".join(next((f"[{signs}]" for signs in _ALIKE if one in signs), re.escape(one)) for one in part)


def _together(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


@cache
def _in_word(one: str) -> bool:
    """Tell whether a folded character is part of a word."""
    return one.isalnum() or unicodedata.category(one)[0] == "M" or (_RUN.match(one) is not None and one > "\u2600")


@cache
def _leveled(one: str) -> str:
    return "".join(
        part if part.isascii() or _in_word(part) else " " if part.isspace() else "." for part in _folded(one)
    )


@cache
def _folded(one: str) -> str:
    """Return what a casefolded character beyond ASCII becomes."""
    kind = unicodedata.category(one)
    if one in _FORMS:
        return _FORMS[one]
    if kind == "Cf" or "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef":
        return ""
    if kind == "Zs":
        return " "
    if kind == "Nd":
        return str(unicodedata.decimal(one))
    if "\uac00" <= one <= "\ud7a3" or "\u3040" <= one <= "\u30ff" or _JAMO.match(one):
        return one
    parts = unicodedata.normalize("NFKD", one)
    letter = kind[0] in "LNM" or "\uff00" <= one <= "\uffef" or (len(parts) == 1 and parts.isalpha())
    if not letter:
        # as it is when it is decomposed, not what it is like
        return "".join(part for part in unicodedata.normalize("NFD", one) if not _is_mark(part))
    if _JAMO.search(parts) or parts[0] in "\u3099\u309a":
        return one
    parts = "".join(part for part in parts.casefold() if not _is_mark(part))
    if parts == one:
        stroked = _STROKED.match(unicodedata.name(one, ""))
        return stroked[1].lower() if stroked else one
    return fold(parts)


def _is_mark(one: str) -> bool:
    """Tell whether it is a mark that may be left out in writing, by its combining class."""
    order = unicodedata.combining(one)
    return order in (1, 7) or 10 <= order <= 36 or order >= 200
