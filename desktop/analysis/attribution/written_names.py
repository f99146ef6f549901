"""Names of people and bodies as a text writes them, of whom nobody need have heard: where each begins and ends.

A run of words with capitals is cut at what is no part of a name: titles, possessives, pronouns, days of the week, words
of grammar. With what a sentence begins has a capital in any case: that is a first name only where the text never writes
the word small, or writes the same two words inside a sentence too.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from desktop.core.matching import fold
from desktop.core.spans import Span
from desktop.core.structure.units import LETTERS, UPPER
from desktop.core.vocabulary.languages import either, languages, vocabulary

_ALL = vocabulary()
_WORDS = _ALL.names
_LONGEST_NAME, _MOST_WORDS = 120, 6
# so many words behind a name and a comma may tell an office
_DESCRIBING = 6
# of a text so many characters show its language
_SAMPLE = 20_000
# the words of grammar of its language are so large a part of all words of a text
_SHARE = 0.2
_TITLES, _BODIES, _OPENERS = (
    frozenset(map(fold, words))
    for words in (_WORDS.titles | _ALL.saying.roles | _ALL.saying.persons, _WORDS.bodies, _WORDS.openers)
)
_DETERMINERS = frozenset(map(fold, _ALL.saying.determiners))
_TITLE_ENDINGS = tuple(map(fold, _WORDS.title_endings))
_DAYS = frozenset(map(fold, _ALL.dates.weekdays))
_MONTHS = frozenset(fold(word) for words in _ALL.dates.months.values() for word in words)
_FIRST = _ALL.saying.first_person
_WORD = rf"[{UPPER}](?:\.(?=\s)|[\w’'-]*)"
_RUN = re.compile(rf"(?<![\w’'.-]){_WORD}(?:\s(?:{either(_WORDS.particles)}\s){{0,2}}{_WORD})+")
_PART = re.compile(r"\S+")
_ARTICLE = re.compile(rf"\b{either(_WORDS.articles)}\s$", re.IGNORECASE)
# before what is a noun there, and no first name: “der Hafenmeister Tom Reyes”
_NOUNS = re.compile(
    rf"(?<!\w)(?i:{either(*(one.saying.determiners for one in languages().values() if one.names.capital_nouns))})"
    rf"\s(?:[^\W\d_{UPPER}][\w-]*\s){{0,2}}$"
)
# a title with what is “of the”
_OF_TITLE = re.compile(
    rf"(?<!\w){either(_ALL.saying.roles)}\s{either(_ALL.saying.of, _ALL.saying.oblique)}\s$", re.IGNORECASE
)
# words of a person's name where a body's stands before it
_PERSON = 2
_SMALL_TITLE = re.compile(r"(?<!\w)([^\W\d_][\w’'-]*)\s$")
_COUNTRY = re.compile(rf"\s\(([{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?)\)")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")
# “I’m”, “Don’t”, “D’après”, and not “O’Hara”
_CONTRACTION = re.compile(r"[^\W\d_]+[’'][a-z]{1,2}|(?:[CDJLMNST]|Qu)[’'][^\W\d_A-ZÀ-Þ].*")
# “, 63,”, “, who keeps the lock”
_AGE = re.compile(r",\s(?:[^\W\d_]{2,5}\s)?\d{2}(?!\d)")
_CLAUSE = re.compile(rf",\s{either(_ALL.saying.persons_told)}\s")
_INITIAL = re.compile(rf"[{UPPER}]\.")
_BEGINS = re.compile(r"(?:^|[\n.!?…:;\"“”«»„‘—–\[(*_>]|[-#])\s*$")
# the same few thousand words come again and again, in this text and in the next
_fold = lru_cache(maxsize=20_000)(fold)


class WrittenName(NamedTuple):
    """A name where it stands in a text.

    Attributes:
        start, end: of the name alone.
        first: where the title before it begins, if it has one.
        name: without titles.
        role: the titles, or the words between commas before it that describe who it is.
        country: what stands in parentheses behind it.
        is_body: whether it is an organisation's.
        is_described: whether words before or behind it tell who it is: an office, an age, “who keeps the lock”.
    """

    start: int
    end: int
    first: int
    name: str
    role: str = ""
    country: str = ""
    is_body: bool = False
    is_described: bool = False


class NameReader:
    """Reads the names of one text."""

    def __init__(self, text: str, *, describes: bool = True) -> None:
        """Take what tells names from other words out of *text*.

        Unless it *describes* it does not look whether words beside a name tell who it is.
        """
        self._text = text
        self._describes = describes
        self._small = _small_words(text)
        self._common = _common_words(text)
        self._inside: dict[str, bool] = {}
        # of each word without and behind another: what it is without “’s”, and whether it is no part of a name
        self._known: dict[tuple[str, bool], tuple[str, bool]] = {}

    def find(self, text: str, within: Span) -> Iterator[WrittenName]:
        """Yield the names in a stretch of *text*: the reader's own, or as long, with some of it hidden."""
        for run in _RUN.finditer(text, within.start, within.end):
            # a long run of capitals is a headline
            if len(run[0]) > _LONGEST_NAME or run[0].isupper() or any(map(str.isdigit, run[0])):
                continue
            words = [(run.start() + one.start(), one[0]) for one in _PART.finditer(run[0])]
            for part in self._parts(text, words, within.start):
                yield from self._named(text, part, within)

    def _parts(self, text: str, words: list[tuple[int, str]], floor: int) -> Iterator[list[tuple[int, str]]]:
        """Yield the stretches of a run that may be a name, cut where it goes on with something else."""
        part: list[tuple[int, str]] = []
        # with the word before, “Old” may be a first name
        begins = _BEGINS.search(text, max(floor, words[0][0] - 4), words[0][0]) is not None or words[0][0] == floor
        for at, (start, word) in enumerate(words):
            before = words[at - 1][1] if at else ""
            bare, parts = self._word(word, behind=at > 0)
            if word.islower() and self._leads_away(word, before, len(part), words[at + 1 : at + 2]):
                yield part
                part = []
                continue
            if parts or (begins and not part and self._opens(bare, words[at + 1 : at + 2])):
                yield part
                part = []
                continue
            part.append((start, bare))
            if bare != word:
                yield part
                part = []
        yield part

    def _word(self, word: str, *, behind: bool) -> tuple[str, bool]:
        """Return a word without “’s”, and whether it parts names, where it stands *behind* another or by itself."""
        found = self._known.get((word, behind))
        if found is None:
            bare = _POSSESSIVE.sub("", word)
            found = self._known[word, behind] = bare, self._parts_names(bare, behind=behind)
        return found

    def _parts_names(self, word: str, *, behind: bool) -> bool:
        """Tell whether *word* is no part of a name wherever it stands."""
        folded = _fold(word)
        if word in _FIRST or folded in _DAYS or _CONTRACTION.fullmatch(word):
            return True
        if word.islower() or _INITIAL.fullmatch(word) or folded in _MONTHS:
            return False
        # “… from G. This is”: behind an initial may stand anything, and a sentence may begin
        grammar = folded in self._common and word.lower() in self._small
        return grammar if behind else grammar and folded in _OPENERS

    def _leads_away(self, word: str, before: str, length: int, behind: list[tuple[int, str]]) -> bool:
        """Tell whether *word* is no particle here: “Pläne der Ministerin”, “Ada Quist von der Union”."""
        alone = word == "der" and not before.islower()
        of_body = word == "vom" or (word == "von" and [one for _at, one in behind] == ["der"])
        return alone or (of_body and length > 1)

    def _opens(self, word: str, behind: list[tuple[int, str]]) -> bool:
        """Tell whether a sentence begins with *word*, which is no first name."""
        folded = _fold(word)
        if folded in _OPENERS or folded in self._common:
            return folded not in _MONTHS or not behind or not self._stands_inside(f"{word} {behind[0][1]}")
        if word.lower() not in self._small or folded in _TITLES or not behind:
            return False
        return not self._stands_inside(f"{word} {_POSSESSIVE.sub('', behind[0][1])}")

    def _stands_inside(self, words: str) -> bool:
        """Tell whether the text has *words* inside a sentence too."""
        if words not in self._inside:
            pattern = rf"(?<=[^\W\d_],\s|.[^\W_]\s){re.escape(words)}(?!\w)"
            self._inside[words] = re.search(pattern, self._text) is not None
        return self._inside[words]

    def _named(self, text: str, words: list[tuple[int, str]], within: Span) -> Iterator[WrittenName]:
        if len(words) < 2:
            # one word is no name that is told by itself
            return
        while words and words[-1][1].islower():
            words = words[:-1]
        title = max((at for at, (_start, word) in enumerate(words[:-1]) if _is_title(word)), default=-1)
        while title + 2 < len(words) and words[title + 1][1].islower():
            # “Minister of the Sea Ada Quist” cannot be told apart
            return
        name = words[title + 1 :]
        if not name or len(name) + (title >= 0) < 2 or len(name) > _MOST_WORDS:
            return
        if title < 0 and len(name) > 2 and _NOUNS.search(text, max(within.start, name[0][0] - 60), name[0][0]):
            title, name = len(name) - 3, name[-2:]
        if (
            len(name) > _PERSON
            and _fold(name[0][1]) in _BODIES
            and _OF_TITLE.search(text[max(0, name[0][0] - 60) : name[0][0]])
        ):
            # “the member of the Mixed Group Ordun Vask”
            name = words = name[-_PERSON:]
        own = " ".join(word for _start, word in name)
        if own.isupper() and len(own) > 3 and " " not in own:
            return
        role = " ".join(word for _start, word in words[: title + 1])
        # two “Foreign Ministers” are a Foreign Minister each
        plural = title >= 0 and _fold(words[title][1]).removesuffix("s") in _WORDS.titles and role.endswith("s")
        role = role.removesuffix("s") if plural else role
        first, start, end = words[0][0], name[0][0], name[-1][0] + len(name[-1][1])
        article = _ARTICLE.search(text, max(within.start, first - 4), first) is not None
        folded = {_fold(word) for _start, word in name}
        body = bool(folded & _BODIES) or (article and not role) or _fold(words[0][1]) in _WORDS.body_articles
        if not role and not body:
            last = _SMALL_TITLE.search(text, max(within.start, first - 40), first)
            role = last[1] if last and _is_title(last[1]) else ""
        if not role and not body:
            role = _apposition(text[max(within.start, first - 120) : first])
        country = _COUNTRY.match(text, end, min(within.end, end + 60))
        yield WrittenName(
            start,
            end,
            first,
            own,
            "" if body else role,
            country[1] if country and not body else "",
            is_body=body,
            is_described=self._describes
            and not body
            and (
                role != ""
                or _told_before(text[max(within.start, first - 80) : first])
                or _told_behind(text[end : min(within.end, end + 120)])
            ),
        )


@lru_cache(maxsize=20_000)
def _is_title(word: str) -> bool:
    folded = _fold(word).rstrip(".")
    ending = next((one for one in _TITLE_ENDINGS if folded.endswith(one)), "")
    return folded in _TITLES or folded.removesuffix("s") in _TITLES or (len(folded) > len(ending) + 2 and ending != "")


def _apposition(before: str) -> str:
    """Return what *before* calls the person whose name follows behind a comma; empty when it is no title."""
    if not before.endswith(", "):
        return ""
    words = re.split(r"[,.;:«»“”\"()]", before[:-2])[-1].split()
    titles = [at for at, word in enumerate(words) if _fold(word) in _TITLES]
    return " ".join(words[titles[-1] :]) if titles and len(words) - titles[-1] <= 6 else ""


def _told_before(text: str) -> bool:
    """Tell whether *text*, up to a name, describes who it is: “the harbour master, ”, “deputy to the mayor ”."""
    words = re.split(r"[.;:«»“”\"()!?\n,]", text.removesuffix(", "))[-1].split()[-_DESCRIBING:]
    if not text.endswith(", "):
        words = words[-3:]
        return any(_is_title(word) for word in words) and all(word.islower() for word in words)
    at = max((at for at, word in enumerate(words) if _fold(word) in _DETERMINERS), default=-1)
    # “At the quay, Ordun Vask …”
    return at >= 0 and len(words) > at + 1 and (not at or words[at - 1].lower() not in _ALL.saying.oblique)


def _told_behind(text: str) -> bool:
    """Tell whether *text*, right behind a name, says who it is: an age, a clause, an office between commas."""
    if _AGE.match(text) or _CLAUSE.match(text):
        return True
    if not text.startswith(", "):
        return False
    words = re.split(r"[,.;:«»“”\"()!?\n]", text[2:])[0].split()[:_DESCRIBING]
    return any(_is_title(word) for word in words) and not any(word in _ALL.saying.verbs for word in words)


@lru_cache(maxsize=2)
def languages_of(text: str) -> tuple[str, ...]:
    """Return the codes of the language, or the languages, in which the beginning of *text* is written."""
    words = [_fold(word) for word in LETTERS.findall(text[:_SAMPLE])]
    if not words:
        return ()
    shares = {code: sum(word in common for word in words) / len(words) for code, common in _grammar().items()}
    best = max(shares.values(), default=0)
    return tuple(code for code, share in shares.items() if share >= max(_SHARE, 0.8 * best))


# a text is read for who is quoted and for who says: twice
@lru_cache(maxsize=2)
def _small_words(text: str) -> frozenset[str]:
    """Return the words of *text* that stand in it in small letters."""
    return frozenset(word for word in LETTERS.findall(text) if word.islower())


def _common_words(text: str) -> frozenset[str]:
    """Return the folded words of grammar of the language, or the languages, in which *text* is written."""
    return frozenset().union(*(_grammar()[code] for code in languages_of(text)))


@cache
def _grammar() -> dict[str, frozenset[str]]:
    """Return the folded words of grammar of each language that has any, by its code."""
    words = {
        code: one.counting.stop | one.comparing.function | one.recognition.common | one.names.openers
        for code, one in languages().items()
    }
    return {code: frozenset(map(fold, own)) for code, own in words.items() if own}
